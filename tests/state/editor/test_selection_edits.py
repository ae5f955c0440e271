"""The selection as a whole: grown, softened, inverted, saved, loaded, brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core import files, pictures, png
from desktop.core.document import selection
from desktop.core.document.layers import LayerId, MaskLayer
from desktop.core.document.plane import Plane
from desktop.core.geometry import EMPTY, Point, Rect
from desktop.state.editor.editor import Editor
from desktop.state.editor.selection_edits import EdgeChange, SelectionEdits
from desktop.state.undo_stack import UndoStack
from tests.state.editor.documents import SIZE, document, pixel_layer

PART = Rect(10, 8, 12, 10)


@pytest.fixture
def stack(qtbot: QtBot) -> UndoStack:
    return UndoStack()


@pytest.fixture
def editor(stack: UndoStack) -> Iterator[Editor]:
    """One layer, of which PART is selected."""
    editor = Editor(stack)
    editor.document.open("Open", document(pixel_layer("a"), selected=PART))
    stack.clear()
    yield editor
    editor.close()


def bounds(editor: Editor) -> Rect:
    return selection.bounds(editor.document.document.selection)


EDITS: dict[str, tuple[Callable[[SelectionEdits], object], Rect]] = {
    "everything": (SelectionEdits.everything, Rect.of(SIZE)),
    "nothing": (SelectionEdits.nothing, EMPTY),
    "invert": (SelectionEdits.invert, Rect.of(SIZE)),
    "grow": (lambda edits: edits.change_edge(EdgeChange.GROW, 3), PART.grown(3)),
    "shrink": (lambda edits: edits.change_edge(EdgeChange.SHRINK, 3), PART.grown(-3)),
    "from the layer": (SelectionEdits.from_layer, Rect.of(SIZE)),
}


@pytest.mark.parametrize(("edit", "result"), EDITS.values(), ids=EDITS)
def test_each_is_one_step(
    editor: Editor, stack: UndoStack, edit: Callable[[SelectionEdits], object], result: Rect
) -> None:
    edit(editor.selection_edits)
    assert bounds(editor) == result
    assert len(stack) == 1
    stack.undo()
    assert bounds(editor) == PART


def test_feathering_makes_the_edge_soft(editor: Editor) -> None:
    editor.selection_edits.change_edge(EdgeChange.FEATHER, 6)
    edge = editor.document.document.selection.read(Rect(PART.x - 1, PART.y + 5, 2, 1))
    assert 0 < edge[0, 0] < edge[0, 1] < 255


def test_holes_are_filled(editor: Editor) -> None:
    hole = editor.document.document.selection.with_pixels(np.zeros((2, 2), np.uint8), Point(14, 12))
    editor.document.apply("Hole", replace(editor.document.document, selection=hole))
    editor.selection_edits.fill_holes()
    assert (editor.document.document.selection.read(PART) == 255).all()


def test_selecting_nothing_twice_makes_one_step(editor: Editor, stack: UndoStack) -> None:
    editor.selection_edits.nothing()
    editor.selection_edits.nothing()
    assert len(stack) == 1


def test_what_was_dropped_can_be_selected_again(editor: Editor) -> None:
    assert not editor.selection_edits.can_reselect
    editor.selection_edits.nothing()
    assert editor.selection_edits.can_reselect
    editor.selection_edits.reselect()
    assert bounds(editor) == PART


def test_a_mask_layers_content_is_what_it_keeps(editor: Editor) -> None:
    plane = Plane.of(np.full((4, 4), 255, np.uint8))
    mask = MaskLayer(id=LayerId("m"), name="m", plane=plane, offset=Point(3, 2))
    editor.document.apply("Mask", document(pixel_layer("a"), mask))
    editor.selection_edits.from_layer()
    assert bounds(editor) == Rect(3, 2, 4, 4)


def test_a_saved_selection_comes_back(qtbot: QtBot, editor: Editor, tmp_path: Path) -> None:
    file = tmp_path / "mask.png"
    editor.selection_edits.save(file)
    qtbot.waitUntil(file.exists)
    assert pictures.read(file).pixels.size == SIZE
    editor.selection_edits.nothing()
    editor.selection_edits.load(file)
    qtbot.waitUntil(lambda: editor.document.document.has_selection)
    assert bounds(editor) == PART


def test_a_black_picture_selects_nothing_and_that_is_told(
    qtbot: QtBot, editor: Editor, tmp_path: Path
) -> None:
    file = tmp_path / "black.png"
    files.write_bytes(file, png.encode(np.zeros((5, 5), np.uint8)))
    told = QSignalSpy(editor.failed)
    editor.selection_edits.load(file)
    qtbot.waitUntil(lambda: told.count() == 1)
    assert told.at(0)[0].code == "empty_mask"
    assert bounds(editor) == PART


def test_a_preview_is_seen_but_is_no_step(qtbot: QtBot, editor: Editor, stack: UndoStack) -> None:
    editor.selection_edits.preview(EdgeChange.GROW, 2)
    qtbot.waitUntil(lambda: editor.document.shown is not editor.document.document)
    assert selection.bounds(editor.document.shown.selection) == PART.grown(2)
    assert bounds(editor) == PART
    editor.selection_edits.end_preview()
    assert editor.document.shown is editor.document.document
    assert len(stack) == 0


def test_a_preview_that_comes_after_its_end_is_not_shown(qtbot: QtBot, editor: Editor) -> None:
    editor.selection_edits.preview(EdgeChange.GROW, 2)
    editor.selection_edits.end_preview()
    editor.selection_edits.preview(EdgeChange.GROW, 5)
    qtbot.waitUntil(lambda: editor.document.shown is not editor.document.document)
    assert selection.bounds(editor.document.shown.selection) == PART.grown(5)
