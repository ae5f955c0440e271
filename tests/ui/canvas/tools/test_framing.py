"""Crop, straighten and extend."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from desktop.core.geometry import Rect, Size
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.state.undo_stack import UndoStack
from desktop.ui.canvas.tools.framing import CropTool, ExtendTool
from desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.documents import WHITE, colour_at, opened
from tests.ui.canvas.hand import SHIFT, Hand


@pytest.fixture
def crop(editor: Editor, view: CanvasView) -> CropTool:
    opened(editor)
    editor.tools.tool = Tool.CROP
    tool = view.tool
    assert isinstance(tool, CropTool)
    return tool


@pytest.fixture
def extend(editor: Editor, view: CanvasView) -> ExtendTool:
    opened(editor)
    editor.tools.tool = Tool.EXTEND
    tool = view.tool
    assert isinstance(tool, ExtendTool)
    return tool


def test_handles_and_enter_crop_as_one_step(
    crop: CropTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    hand.drag((96, 64), (80, 60), (66, 44))
    assert crop.open

    hand.key(Qt.Key.Key_Return)

    assert editor.document.document.size == Size(66, 44)
    assert undo_stack.index == before + 1
    undo_stack.undo()
    assert editor.document.document.size == Size(96, 64)


def test_the_frame_stays_on_the_canvas(crop: CropTool, hand: Hand) -> None:
    hand.drag((96, 64), (140, 100))
    assert crop.rect == Rect(0, 0, 96, 64)

    crop.set_frame(QRectF(10, 10, 40, 40))
    hand.drag((20, 20), (90, 20))
    assert crop.rect == Rect(56, 10, 40, 40)


def test_shift_keeps_the_shape_of_the_frame(crop: CropTool, hand: Hand) -> None:
    hand.drag((96, 64), (48, 60), keys=SHIFT)

    assert crop.rect.width / crop.rect.height == pytest.approx(1.5, rel=0.03)


def test_escape_forgets_the_frame(crop: CropTool, editor: Editor, hand: Hand) -> None:
    hand.drag((96, 64), (60, 40))

    hand.key(Qt.Key.Key_Escape)

    assert not crop.open
    assert crop.rect == editor.document.document.rect


def test_a_turned_frame_straightens_without_empty_corners(
    qtbot: QtBot, crop: CropTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    crop.set_angle(10)
    wanted = crop.rect.size

    hand.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: undo_stack.index == before + 1)

    document = editor.document.document
    assert document.size == wanted
    right, bottom = wanted.width - 3, wanted.height - 3
    corners = {colour_at(document, x, y) for x in (2, right) for y in (2, bottom)}
    assert corners == {WHITE}


def test_edges_dragged_outward_extend_the_canvas(
    extend: ExtendTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    hand.drag((0, 32), (-20, 32))
    hand.drag((96, 64), (106, 74))

    hand.key(Qt.Key.Key_Return)

    document = editor.document.document
    assert document.size == Size(126, 74)
    assert colour_at(document, 5, 5)[3] == 0
    assert colour_at(document, 25, 5) == WHITE
    assert undo_stack.index == before + 1


def test_extending_never_crops(extend: ExtendTool, hand: Hand) -> None:
    hand.drag((0, 32), (40, 32))

    assert extend.rect == Rect(0, 0, 96, 64)


def test_there_is_room_to_drag_outward(editor: Editor, view: CanvasView) -> None:
    opened(editor)
    fitted = view.zoom

    editor.tools.tool = Tool.EXTEND

    assert view.zoom < fitted
