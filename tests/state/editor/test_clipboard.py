"""Pixels go to the clipboard and come back as they were, alpha and place included."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core.document.compose import compose_layer, flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import LayerId, PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.geometry import Point, Rect, Size
from desktop.core.pixels import Pixels
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor.clipboard import PNG_MIME
from desktop.state.editor.editor import Editor
from desktop.state.qimages import to_pixels
from desktop.state.undo_stack import UndoStack
from tests.state.editor.documents import SIZE, document, pixel_layer

PART = Rect(10, 8, 12, 10)


def soft_layer() -> PixelLayer:
    """Every alpha from 0 to 255, with colours that premultiplying would spoil."""
    array = np.random.default_rng(5).integers(0, 256, (30, 40, 4), np.uint8)
    return PixelLayer(id=LayerId("soft"), name="soft", plane=Plane.of(array))


@pytest.fixture
def stack(qtbot: QtBot) -> UndoStack:
    return UndoStack()


@pytest.fixture
def editor(stack: UndoStack) -> Iterator[Editor]:
    """An opaque layer below one with alpha, of which PART is selected."""
    QGuiApplication.clipboard().clear()
    editor = Editor(stack)
    editor.document.open("Open", document(pixel_layer("a"), soft_layer(), selected=PART))
    stack.clear()
    yield editor
    editor.close()


def copy(qtbot: QtBot, editor: Editor, *, merged: bool = False) -> None:
    with qtbot.waitSignal(editor.clipboard.copied):
        editor.clipboard.copy(merged=merged)


def paste(qtbot: QtBot, editor: Editor) -> PixelLayer:
    with qtbot.waitSignal(editor.document.changed):
        editor.clipboard.paste_layer()
    layer = editor.document.document.active_layer
    assert isinstance(layer, PixelLayer)
    return layer


def test_what_is_selected_comes_back_to_its_place_pixel_for_pixel(
    qtbot: QtBot, editor: Editor, stack: UndoStack
) -> None:
    copy(qtbot, editor)
    layer = paste(qtbot, editor)
    original = soft_layer().plane.read(PART)
    assert layer.id != "soft"
    assert np.array_equal(compose_layer(layer, PART), original)
    assert len(stack) == 1
    assert len(editor.document.document.layers) == 3


def test_other_programs_get_a_png_and_a_picture_with_alpha(qtbot: QtBot, editor: Editor) -> None:
    copy(qtbot, editor)
    mime = QGuiApplication.clipboard().mimeData()
    original = soft_layer().plane.read(PART)
    decoded = QImage.fromData(bytes(mime.data(PNG_MIME).data()))
    assert np.array_equal(to_pixels(decoded).array, original)
    plain = to_pixels(QGuiApplication.clipboard().image()).array
    assert np.array_equal(plain[..., 3], original[..., 3])


def test_all_layers_together_are_copied_as_they_look(qtbot: QtBot, editor: Editor) -> None:
    copy(qtbot, editor, merged=True)
    layer = paste(qtbot, editor)
    seen = flatten(editor.document.document).array[PART.y : PART.bottom, PART.x : PART.right]
    assert np.array_equal(compose_layer(layer, PART), seen)
    assert (seen[..., 3] == 255).all()


def test_cutting_deletes_what_it_copies(qtbot: QtBot, editor: Editor, stack: UndoStack) -> None:
    with qtbot.waitSignal(editor.clipboard.copied):
        editor.clipboard.cut()
    soft = editor.document.document.find(LayerId("soft"))
    assert soft is not None
    assert not compose_layer(soft, PART)[..., 3].any()
    assert compose_layer(soft, Rect(0, 0, 8, 8)).any()
    assert stack.names == ("Cut",)


def test_a_picture_of_another_program_goes_to_the_middle(qtbot: QtBot, editor: Editor) -> None:
    image = QImage(10, 6, QImage.Format.Format_ARGB32)
    image.fill(0x80FF0000)
    QGuiApplication.clipboard().setImage(image)
    layer = paste(qtbot, editor)
    assert layer.offset == Point(15, 12)
    assert layer.plane.read(Rect(0, 0, 1, 1)).tolist() == [[[255, 0, 0, 128]]]


def test_a_picture_becomes_the_document_of_an_empty_canvas(qtbot: QtBot, editor: Editor) -> None:
    copy(qtbot, editor)
    editor.document.open("Close", Document(Size(4, 4)))
    paste(qtbot, editor)
    assert editor.document.document.size == PART.size


def test_a_new_canvas_is_as_large_as_what_was_copied(qtbot: QtBot, editor: Editor, stack: UndoStack) -> None:
    copy(qtbot, editor)
    with qtbot.waitSignal(editor.document.changed):
        editor.clipboard.paste_document()
    assert editor.document.document.size == PART.size
    assert editor.document.modified
    stack.undo()
    assert editor.document.document.size == SIZE


def test_a_picture_that_is_looked_at_is_copied_as_it_is(qtbot: QtBot, editor: Editor) -> None:
    pixels = Pixels(soft_layer().plane.read(Rect.of(SIZE)))
    with qtbot.waitSignal(editor.clipboard.copied):
        editor.clipboard.copy_picture(CanvasPicture(pixels))
    data = bytes(QGuiApplication.clipboard().mimeData().data(PNG_MIME).data())
    assert np.array_equal(to_pixels(QImage.fromData(data)).array, pixels.array)


def test_nothing_but_transparency_is_not_copied_and_that_is_told(qtbot: QtBot, editor: Editor) -> None:
    editor.layers.add_pixels()
    told = QSignalSpy(editor.failed)
    editor.clipboard.copy(merged=False)
    qtbot.waitUntil(lambda: told.count() == 1)
    assert told.at(0)[0].code == "nothing_to_copy"


@pytest.mark.parametrize(
    ("data", "code"), [(b"\x89PNG\r\n\x1a\nbroken", "damaged_picture"), (None, "nothing_to_paste")]
)
def test_what_can_not_be_pasted_is_told(qtbot: QtBot, editor: Editor, data: bytes | None, code: str) -> None:
    mime = QMimeData()
    if data is not None:
        mime.setData(PNG_MIME, data)
    QGuiApplication.clipboard().setMimeData(mime)
    told = QSignalSpy(editor.failed)
    before = editor.document.document
    editor.clipboard.paste_layer()
    qtbot.waitUntil(lambda: told.count() == 1)
    assert told.at(0)[0].code == code
    assert editor.document.document is before
