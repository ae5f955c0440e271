"""The canvas cut, scaled, turned: one step each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core.document.compose import flatten
from desktop.core.document.layers import PixelLayer
from desktop.core.geometry import Point, Rect, Size
from desktop.core.pixels import Pixels
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor.canvas_edits import CanvasEdits
from desktop.state.editor.editor import Editor
from desktop.state.undo_stack import UndoStack
from tests.state.editor.documents import SIZE, document, pixel_layer

PART = Rect(10, 8, 12, 10)


@pytest.fixture
def stack(qtbot: QtBot) -> UndoStack:
    return UndoStack()


@pytest.fixture
def editor(stack: UndoStack) -> Iterator[Editor]:
    editor = Editor(stack)
    editor.document.open("Open", document(pixel_layer("a"), selected=PART))
    stack.clear()
    yield editor
    editor.close()


TURNED = Size(SIZE.height, SIZE.width)
EDITS: dict[str, tuple[Callable[[CanvasEdits], object], Size]] = {
    "resize": (lambda edits: edits.resize(Rect(-5, 0, 50, 30)), Size(50, 30)),
    "scale": (lambda edits: edits.scale(Size(20, 15)), Size(20, 15)),
    "crop": (CanvasEdits.crop_to_selection, PART.size),
    "rotate": (lambda edits: edits.rotate(1), TURNED),
    "half": (lambda edits: edits.rotate(2), SIZE),
    "flip": (lambda edits: edits.flip(horizontal=True), SIZE),
    "new": (lambda edits: edits.new(Size(9, 7), (1, 2, 3)), Size(9, 7)),
}


@pytest.mark.parametrize(("edit", "size"), EDITS.values(), ids=EDITS)
def test_each_is_one_step(
    editor: Editor, stack: UndoStack, edit: Callable[[CanvasEdits], object], size: Size
) -> None:
    before = editor.document.document
    edit(editor.canvas_edits)
    assert editor.document.document is not before
    assert editor.document.document.size == size
    assert len(stack) == 1
    stack.undo()
    assert editor.document.document is before


def test_straightening_with_a_crop_makes_it_smaller_and_without_larger(editor: Editor) -> None:
    editor.canvas_edits.straighten(5.0, crop=True)
    assert editor.document.document.size.area < SIZE.area
    editor.canvas_edits.straighten(5.0, crop=False)
    assert editor.document.document.size.width > editor.document.document.size.height


def test_a_trim_cuts_off_what_is_transparent_all_around(editor: Editor) -> None:
    editor.canvas_edits.resize(Rect(-7, -3, 60, 50))
    editor.canvas_edits.trim()
    assert editor.document.document.size == SIZE
    assert (flatten(editor.document.document).array[..., 3] == 255).all()


@pytest.mark.parametrize(
    ("edit", "code"),
    [(CanvasEdits.trim, "nothing_to_trim"), (CanvasEdits.crop_to_selection, "nothing_selected")],
)
def test_what_would_leave_nothing_is_told(
    editor: Editor, stack: UndoStack, edit: Callable[[CanvasEdits], object], code: str
) -> None:
    editor.canvas_edits.new(Size(20, 20), None)
    told = QSignalSpy(editor.failed)
    edit(editor.canvas_edits)
    assert told.at(0)[0].code == code
    assert len(stack) == 1


def test_a_new_canvas_has_one_layer_of_the_colour_that_was_chosen(editor: Editor) -> None:
    editor.canvas_edits.new(Size(4, 4), (10, 20, 30))
    assert flatten(editor.document.document).array[3, 3].tolist() == [10, 20, 30, 255]
    editor.canvas_edits.new(Size(4, 4), None)
    assert not flatten(editor.document.document).array[..., 3].any()
    assert isinstance(editor.document.document.active_layer, PixelLayer)


def test_a_picture_that_is_looked_at_becomes_the_document_first(editor: Editor, stack: UndoStack) -> None:
    editor.canvas.show(CanvasPicture(Pixels(np.full((6, 8, 4), 90, np.uint8))))
    editor.canvas_edits.rotate(1)
    assert editor.document.document.size == Size(6, 8)
    assert len(stack) == 2


def test_the_layers_keep_what_is_cut_off(editor: Editor) -> None:
    editor.canvas_edits.crop_to_selection()
    editor.canvas_edits.resize(Rect.of(SIZE, Point(-PART.x, -PART.y)))
    assert (flatten(editor.document.document).array[..., 3] == 255).all()
