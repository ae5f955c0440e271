"""The layers as rows: order, folding, and as little told as has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core.document.document import Document
from desktop.core.document.layers import LayerId
from desktop.core.geometry import Rect
from desktop.state.editor.editor import Editor
from desktop.state.editor.layer_rows import LayerRole
from desktop.state.editor.selection_edits import EdgeChange
from desktop.state.undo_stack import UndoStack
from tests.state.editor.documents import document, group, pixel_layer


@pytest.fixture
def editor(qapp: QCoreApplication) -> Iterator[Editor]:
    editor = Editor(UndoStack())
    editor.document.open("Open", sample())
    yield editor
    editor.close()


def sample() -> Document:
    return document(pixel_layer("a"), group("g", pixel_layer("b"), pixel_layer("c")), pixel_layer("d"))


def names(editor: Editor) -> str:
    rows = editor.rows
    return " ".join(str(rows.index(place).data()) for place in range(rows.rowCount()))


def test_the_topmost_layer_comes_first_and_a_group_before_what_is_in_it(editor: Editor) -> None:
    assert names(editor) == "d g c b a"
    assert [editor.rows.row(place).depth for place in range(5)] == [0, 0, 1, 1, 0]


def test_the_selection_has_a_row_while_there_is_one(editor: Editor) -> None:
    editor.selection_edits.everything()
    assert names(editor) == "Selection d g c b a"
    assert editor.rows.row(0).layer is None
    editor.selection_edits.nothing()
    assert names(editor) == "d g c b a"


def test_a_folded_group_does_not_list_its_layers(editor: Editor) -> None:
    editor.rows.toggle_folded(LayerId("g"))
    assert names(editor) == "d g a"
    editor.rows.unfold_to(LayerId("b"))
    assert names(editor) == "d g c b a"


def test_layers_in_a_hidden_group_are_dimmed(editor: Editor) -> None:
    editor.layers.toggle_visible(LayerId("g"))
    assert [editor.rows.row(place).dimmed for place in range(5)] == [False, False, True, True, False]


def test_a_new_layer_leaves_all_other_rows_in_place(editor: Editor) -> None:
    inserted, removed = QSignalSpy(editor.rows.rowsInserted), QSignalSpy(editor.rows.rowsRemoved)
    reset = QSignalSpy(editor.rows.modelReset)
    editor.layers.add_pixels()
    assert (inserted.count(), removed.count(), reset.count()) == (1, 0, 0)
    assert inserted.at(0)[1:] == [0, 0]


def test_a_changed_layer_tells_of_its_row_alone(editor: Editor) -> None:
    changed = QSignalSpy(editor.rows.dataChanged)
    editor.layers.toggle_locked(LayerId("a"))
    assert [changed.at(n)[0].row() for n in range(changed.count())] == [4]


def test_a_name_that_is_typed_is_told_and_a_blank_one_is_not(editor: Editor) -> None:
    renamed = QSignalSpy(editor.rows.renamed)
    assert editor.rows.setData(editor.rows.index(0), "  Sun ")
    assert not editor.rows.setData(editor.rows.index(0), "  ")
    assert renamed.count() == 1
    assert renamed.at(0) == ["d", "Sun"]


def test_a_thumbnail_comes_a_moment_later_and_is_kept(qtbot: QtBot, editor: Editor) -> None:
    index = editor.rows.index(0)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    with qtbot.waitSignal(editor.thumbnails.made):
        pass
    image = index.data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(image, QImage)
    assert image.pixelColor(3, 3).getRgb() == (200, 100, 50, 255)
    made = QSignalSpy(editor.thumbnails.made)
    editor.layers.rename(LayerId("d"), "Sun")
    assert index.data(Qt.ItemDataRole.DecorationRole) == image
    assert made.count() == 0


def test_a_thumbnail_follows_the_pixels(qtbot: QtBot, editor: Editor) -> None:
    index = editor.rows.index(0)
    index.data(Qt.ItemDataRole.DecorationRole)
    with qtbot.waitSignal(editor.thumbnails.made):
        pass
    red = replace(pixel_layer("d", (255, 0, 0, 255)))
    editor.document.apply("Paint", editor.document.document.with_layer(red))
    before = index.data(Qt.ItemDataRole.DecorationRole)
    assert before.pixelColor(3, 3).red() == 200, "until the new one is there"
    with qtbot.waitSignal(editor.thumbnails.made):
        pass
    assert index.data(Qt.ItemDataRole.DecorationRole).pixelColor(3, 3).red() == 255


def test_a_screen_reader_hears_what_the_icons_say(editor: Editor) -> None:
    editor.layers.toggle_visible(LayerId("g"))
    editor.layers.toggle_locked(LayerId("d"))
    described = Qt.ItemDataRole.AccessibleDescriptionRole
    assert [editor.rows.index(place).data(described) for place in range(3)] == ["locked", "group, hidden", ""]


def test_groups_know_what_lies_in_them(editor: Editor) -> None:
    assert editor.rows.is_around(LayerId("g"), LayerId("b"))
    assert not editor.rows.is_around(LayerId("g"), LayerId("a"))
    assert editor.rows.around(LayerId("c")) == ("g", "b")
    assert editor.rows.around(LayerId("a")) == (None, None)


def test_the_selections_thumbnail_is_its_mask(qtbot: QtBot, editor: Editor) -> None:
    editor.document.apply("Select", document(*sample().layers, selected=Rect(0, 0, 20, 30)))
    editor.rows.index(0).data(Qt.ItemDataRole.DecorationRole)
    with qtbot.waitSignal(editor.thumbnails.made):
        pass
    image = editor.rows.index(0).data(Qt.ItemDataRole.DecorationRole)
    assert [image.pixelColor(x, 15).red() for x in (5, 35)] == [255, 0]
    assert not editor.rows.index(0).data(LayerRole.SOFT)


def test_a_feathered_selection_is_said_to_be_soft(qtbot: QtBot, editor: Editor) -> None:
    editor.document.apply("Select", document(*sample().layers, selected=Rect(10, 10, 20, 10)))
    editor.selection_edits.change_edge(EdgeChange.FEATHER, 4)
    editor.rows.index(0).data(Qt.ItemDataRole.DecorationRole)
    with qtbot.waitSignal(editor.thumbnails.made):
        pass
    assert editor.rows.index(0).data(LayerRole.SOFT)


def test_a_layer_that_is_gone_is_not_kept_for_its_picture(qtbot: QtBot, editor: Editor) -> None:
    editor.rows.index(0).data(Qt.ItemDataRole.DecorationRole)
    with qtbot.waitSignal(editor.thumbnails.made):
        pass
    assert editor.thumbnails.image(pixel_layer("d"), document().rect) is not None
    editor.layers.delete()
    assert editor.thumbnails.image(pixel_layer("d"), document().rect) is None
