"""Moving, scaling and turning a layer: a red square of 20 px at (10, 10) on a canvas of 96 x 64."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.document.document import Document
from desktop.core.document.layers import PixelLayer, layer_bounds
from desktop.core.document.plane import Plane
from desktop.core.document.selection import rectangle
from desktop.core.geometry import Point, Rect, Size
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.state.undo_stack import UndoStack
from desktop.ui.canvas.tools import move_preview
from desktop.ui.canvas.tools.moving import MoveTool
from desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.documents import RED, colour_at
from tests.ui.canvas.hand import ALT, SHIFT, Hand


@pytest.fixture
def tool(qtbot: QtBot, editor: Editor, view: CanvasView) -> MoveTool:
    square = np.full((20, 20, 4), RED, np.uint8)
    layer = PixelLayer(name="Square", plane=Plane.of(square), offset=Point(10, 10))
    editor.document.open("Open", Document(Size(96, 64), (layer,), active=layer.id))
    editor.tools.tool = Tool.MOVE
    tool = view.tool
    assert isinstance(tool, MoveTool)
    qtbot.waitUntil(lambda: tool.box is not None)
    return tool


def bounds(editor: Editor) -> Rect:
    return layer_bounds(editor.document.document.layers[0])


def test_a_drag_moves_the_layer_as_one_step(
    tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    hand.drag((20, 20), (25, 22), (50, 30))

    assert bounds(editor) == Rect(40, 20, 20, 20)
    assert undo_stack.index == before + 1
    undo_stack.undo()
    assert bounds(editor) == Rect(10, 10, 20, 20)


def test_a_drag_that_comes_before_the_box_is_found_counts(
    qtbot: QtBot, tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    editor.tools.tool = Tool.HAND
    editor.document.apply("Paint", replace(editor.document.document, selection=Plane(1)))
    editor.tools.tool = Tool.MOVE
    hand.drag((20, 20), (25, 22), (50, 30))
    qtbot.waitUntil(lambda: undo_stack.index == before + 2)
    assert bounds(editor) == Rect(40, 20, 20, 20)


def test_a_press_that_waits_for_the_box_is_forgotten_with_escape(
    qtbot: QtBot, tool: MoveTool, editor: Editor, hand: Hand
) -> None:
    editor.document.apply("Paint", replace(editor.document.document, selection=Plane(1)))
    hand.press(20, 20)
    hand.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not tool._looks)
    hand.move(50, 30)
    hand.release(50, 30)
    assert bounds(editor) == Rect(10, 10, 20, 20)


@pytest.mark.parametrize("large", [False, True])
def test_while_it_is_dragged_the_layer_is_seen_in_its_new_place(
    qtbot: QtBot,
    tool: MoveTool,
    editor: Editor,
    view: CanvasView,
    hand: Hand,
    monkeypatch: pytest.MonkeyPatch,
    large: bool,
) -> None:
    if large:
        monkeypatch.setattr(move_preview, "IN_PLACE_PIXELS", 0)
    hand.press(20, 20)
    hand.move(60, 40)
    qtbot.waitUntil(lambda: editor.document.shown is not editor.document.document)

    image = view.grab().toImage()
    assert image.pixelColor(hand.place(62, 41).toPoint()).name() == "#ff0000"
    assert image.pixelColor(hand.place(20, 20).toPoint()).name() != "#ff0000"
    hand.release(60, 40)
    assert colour_at(editor.document.document, 62, 41) == RED


def put_below_a_blue_layer(qtbot: QtBot, tool: MoveTool, editor: Editor) -> None:
    """It covers the right half of the canvas; the square stays active."""
    blue = np.full((64, 48, 4), (0, 0, 255, 255), np.uint8)
    cover = PixelLayer(name="Cover", plane=Plane.of(blue), offset=Point(48, 0))
    document = editor.document.document
    editor.document.apply("Add", replace(document, layers=(*document.layers, cover)))
    qtbot.waitUntil(lambda: not tool._looks)


def test_while_it_is_dragged_the_layer_stays_below_what_lies_above_it(
    qtbot: QtBot, tool: MoveTool, editor: Editor, view: CanvasView, hand: Hand
) -> None:
    put_below_a_blue_layer(qtbot, tool, editor)
    hand.press(20, 20)
    hand.move(50, 20)

    image = view.grab().toImage()
    assert image.pixelColor(hand.place(44, 20).toPoint()).name() == "#ff0000"
    assert image.pixelColor(hand.place(55, 21).toPoint()).name() == "#0000ff"
    hand.key(Qt.Key.Key_Escape)


def test_while_it_is_scaled_the_layer_stays_below_what_lies_above_it(
    qtbot: QtBot, tool: MoveTool, editor: Editor, view: CanvasView, hand: Hand
) -> None:
    put_below_a_blue_layer(qtbot, tool, editor)
    hand.drag((30, 30), (40, 40), (60, 60))
    qtbot.waitUntil(lambda: colour_at(editor.document.shown, 45, 45) == RED)  # the last of the two
    assert colour_at(editor.document.shown, 55, 45) == (0, 0, 255, 255)
    assert colour_at(editor.document.document, 45, 45)[3] == 0


def test_a_handle_scales_and_enter_applies_it(
    qtbot: QtBot, tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    hand.drag((30, 30), (40, 35), (50, 40))
    assert tool.open
    assert undo_stack.index == before

    hand.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: undo_stack.index == before + 1)

    assert bounds(editor) == Rect(10, 10, 40, 30)
    assert undo_stack.undo_name == "Transform the layer"
    assert not tool.open


def test_escape_forgets_what_was_scaled(
    tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    hand.drag((30, 30), (50, 40))

    hand.key(Qt.Key.Key_Escape)

    assert not tool.open
    assert undo_stack.index == before
    assert editor.document.shown is editor.document.document


def test_shift_keeps_the_shape(tool: MoveTool, hand: Hand) -> None:
    hand.drag((30, 30), (50, 35), keys=SHIFT)

    assert tool.box is not None
    assert (tool.box.width, tool.box.height) == pytest.approx((40, 40))


def test_alt_keeps_the_middle(tool: MoveTool, hand: Hand) -> None:
    hand.drag((30, 30), (35, 35), keys=ALT)

    assert tool.box is not None
    assert (tool.box.left, tool.box.top, tool.box.width) == pytest.approx((5, 5, 30))


def test_a_drag_outside_of_a_corner_turns(
    qtbot: QtBot, tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    hand.drag((32.5, 20 - 12.5), (32.5, 32.5), keys=SHIFT)
    assert tool.box is not None
    assert tool.box.angle == 90

    hand.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: undo_stack.index == before + 1)

    assert bounds(editor) == Rect(10, 10, 20, 20)


def test_several_changes_are_one_step(
    qtbot: QtBot, tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    hand.drag((30, 30), (50, 50))
    hand.drag((30, 30), (40, 30))

    hand.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: undo_stack.index == before + 1)

    assert bounds(editor) == Rect(20, 10, 40, 40)


def test_arrows_move_by_pixels_as_one_step(
    tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    hand.key(Qt.Key.Key_Left)
    hand.key(Qt.Key.Key_Down, SHIFT)

    assert bounds(editor) == Rect(9, 20, 20, 20)
    assert undo_stack.index == before + 1


def test_another_tool_applies_what_waits(
    qtbot: QtBot, tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    hand.drag((30, 30), (50, 40))

    editor.tools.tool = Tool.HAND
    qtbot.waitUntil(lambda: undo_stack.index == before + 1)

    assert bounds(editor) == Rect(10, 10, 40, 30)


def test_an_undo_meanwhile_ends_it(
    qtbot: QtBot, tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    hand.drag((20, 20), (30, 20))
    qtbot.waitUntil(lambda: tool.box is not None and tool.box.bounds.x == 20)
    hand.drag((40, 30), (60, 50))
    assert tool.open

    undo_stack.undo()

    assert not tool.open
    assert editor.document.shown is editor.document.document
    assert bounds(editor) == Rect(10, 10, 20, 20)


def test_typed_figures_wait_for_enter(
    qtbot: QtBot, tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    before = undo_stack.index
    assert tool.box is not None
    tool.set_box(tool.box.placed(left=30, width=40))
    assert tool.open

    hand.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: undo_stack.index == before + 1)

    assert bounds(editor) == Rect(30, 10, 40, 20)


def test_only_what_is_selected_moves(
    qtbot: QtBot, tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    document = editor.document.document
    selection = rectangle(Rect(10, 10, 10, 20), document.rect)
    editor.document.apply("Select", replace(document, selection=selection))
    qtbot.waitUntil(lambda: tool.box is not None and tool.box.bounds == Rect(10, 10, 10, 20))
    before = undo_stack.index

    hand.drag((15, 20), (55, 20))
    qtbot.waitUntil(lambda: undo_stack.index == before + 1)

    document = editor.document.document
    assert [colour_at(document, x, 20)[3] for x in (12, 25, 55)] == [0, 255, 255]


def test_a_locked_layer_stays(tool: MoveTool, editor: Editor, view: CanvasView, hand: Hand) -> None:
    document = editor.document.document
    (layer,) = document.layers
    editor.document.apply("Lock", document.with_layer(replace(layer, locked=True)))
    said: list[object] = []
    view.tool_failed.connect(said.append)

    hand.drag((20, 20), (30, 20), (40, 20))

    assert len(said) == 1
    assert bounds(editor) == Rect(10, 10, 20, 20)


def test_a_press_before_the_box_is_found_again_does_nothing(
    tool: MoveTool, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    hand.drag((20, 20), (30, 20))
    before = undo_stack.index

    hand.drag((30, 20), (50, 20))

    assert undo_stack.index == before
    assert bounds(editor) == Rect(20, 10, 20, 20)


def test_arrows_need_no_box(tool: MoveTool, editor: Editor, hand: Hand) -> None:
    for _ in range(3):
        hand.key(Qt.Key.Key_Right)

    assert bounds(editor) == Rect(13, 10, 20, 20)
