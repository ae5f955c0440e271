"""Brush, eraser and mask brush, by mouse, pen and keys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.document.compose import compose
from desktop.core.document.document import Document
from desktop.core.document.selection import rectangle
from desktop.core.geometry import Rect, Size
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.state.undo_stack import UndoStack
from desktop.ui.canvas import surface
from desktop.ui.canvas.view import CanvasView
from tests.helpers.scripted import make_pixels
from tests.ui.canvas.documents import BLACK, RED, WHITE, colour_at, opened, selected_at
from tests.ui.canvas.hand import ALT, SHIFT, Hand


@pytest.fixture(autouse=True)
def brush(editor: Editor) -> None:
    opened(editor)
    tools = editor.tools
    tools.tool = Tool.BRUSH
    tools.brush_size = tools.eraser_size = tools.mask_size = 8.0
    tools.hardness = 1.0


def test_a_drag_paints_the_colour(editor: Editor, hand: Hand) -> None:
    hand.drag((20.5, 20.5), (40.5, 20.5), (60.5, 20.5))

    assert [colour_at(editor.document.document, x, 20) for x in (20, 40, 60)] == [BLACK] * 3
    assert colour_at(editor.document.document, 40, 30) == WHITE


def test_a_stroke_is_seen_before_it_ends(editor: Editor, hand: Hand) -> None:
    hand.press(20.5, 20.5)
    hand.move(40.5, 20.5)

    assert colour_at(editor.document.shown, 20, 20) == BLACK
    assert colour_at(editor.document.document, 20, 20) == WHITE
    hand.release(40.5, 20.5)


def test_a_stroke_is_one_step(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    before = undo_stack.index
    hand.drag((20, 20), (30, 25), (40, 20), (50, 25))

    assert undo_stack.index == before + 1
    assert undo_stack.undo_name == "Brush stroke"
    undo_stack.undo()
    assert colour_at(editor.document.document, 20, 20) == WHITE


def test_escape_forgets_the_stroke(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    before = undo_stack.index
    hand.press(20, 20)
    hand.move(40, 20)
    hand.key(Qt.Key.Key_Escape)
    hand.release(40, 20)

    assert undo_stack.index == before
    assert colour_at(editor.document.shown, 20, 20) == WHITE


def test_shift_paints_a_line_from_the_last_stroke(editor: Editor, hand: Hand) -> None:
    hand.click(10.5, 10.5)
    hand.click(80.5, 10.5, SHIFT)

    assert colour_at(editor.document.document, 45, 10) == BLACK


def test_alt_takes_the_colour_instead_of_painting(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    opened(editor, colour=RED)
    before = undo_stack.index

    hand.click(30, 30, ALT)

    assert editor.tools.colour == RED[:3]
    assert undo_stack.index == before


def test_only_the_selection_is_painted(editor: Editor, hand: Hand) -> None:
    document = editor.document.document
    editor.document.apply("Select", replace(document, selection=rectangle(Rect(0, 0, 40, 64), document.rect)))

    hand.drag((20.5, 20.5), (60.5, 20.5))

    assert colour_at(editor.document.document, 30, 20) == BLACK
    assert colour_at(editor.document.document, 50, 20) == WHITE


def test_the_eraser_makes_transparent(editor: Editor, hand: Hand) -> None:
    editor.tools.tool = Tool.ERASER

    hand.click(30.5, 30.5)

    assert colour_at(editor.document.document, 30, 30)[3] == 0


@pytest.mark.parametrize(("pressure", "reached"), [(0.25, False), (1.0, True)])
def test_less_pressure_paints_thinner(editor: Editor, hand: Hand, pressure: float, reached: bool) -> None:
    editor.tools.brush_size = 20.0

    hand.pen((30.5, 30.5), (50.5, 30.5), pressure=pressure)

    assert colour_at(editor.document.document, 40, 30) == BLACK
    assert (colour_at(editor.document.document, 40, 37) == BLACK) is reached


def test_the_other_end_of_the_pen_erases(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    hand.pen((30.5, 30.5), (50.5, 30.5), eraser=True)

    assert colour_at(editor.document.document, 40, 30)[3] == 0
    assert undo_stack.undo_name == "Erase"


def test_the_mask_brush_paints_the_selection_alone(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    editor.tools.tool = Tool.MASK

    hand.drag((20.5, 20.5), (60.5, 20.5))

    document = editor.document.document
    assert selected_at(document, 40, 20) == 255
    assert colour_at(document, 40, 20) == WHITE
    undo_stack.undo()
    assert not editor.document.document.has_selection


def test_the_mask_brush_takes_away_when_it_is_turned_round(editor: Editor, hand: Hand) -> None:
    document = editor.document.document
    editor.document.apply("Select", replace(document, selection=rectangle(document.rect, document.rect)))
    editor.tools.tool = Tool.MASK
    editor.tools.mask_erases = True

    hand.click(30.5, 30.5)

    assert selected_at(editor.document.document, 30, 30) == 0
    assert selected_at(editor.document.document, 60, 30) == 255


def test_a_locked_layer_is_said_once_and_left_alone(
    editor: Editor, view: CanvasView, undo_stack: UndoStack, hand: Hand
) -> None:
    document = editor.document.document
    (layer,) = document.layers
    editor.document.apply("Lock", document.with_layer(replace(layer, locked=True)))
    before = undo_stack.index
    said: list[object] = []
    view.tool_failed.connect(said.append)

    hand.drag((20, 20), (40, 20), (60, 20))

    assert [getattr(info, "code", "") for info in said] == ["layer_locked"]
    assert undo_stack.index == before


def test_an_empty_canvas_says_so(
    qtbot: QtBot, editor: Editor, view: CanvasView, undo_stack: UndoStack, hand: Hand
) -> None:
    while undo_stack.can_undo:
        undo_stack.undo()

    with qtbot.waitSignal(view.tool_failed) as said:
        hand.click(20, 20)

    assert said.args[0].code == "canvas_empty"


def test_keys_move_the_brush_and_paint(editor: Editor, hand: Hand) -> None:
    hand.key(Qt.Key.Key_Right)  # from the middle, (48, 32)
    hand.key(Qt.Key.Key_Return)
    hand.key(Qt.Key.Key_Right, SHIFT)
    hand.key(Qt.Key.Key_Right, SHIFT)
    hand.key(Qt.Key.Key_Return, SHIFT)

    assert [colour_at(editor.document.document, x, 32) for x in (49, 60, 69)] == [BLACK] * 3


def test_the_brush_is_seen_in_its_size(editor: Editor, view: CanvasView, hand: Hand) -> None:
    editor.tools.brush_size = 40.0
    hand.hover(48, 32)
    view.repaint()

    image = view.grab().toImage()
    edge = hand.place(48 + 20, 32).toPoint()
    near = [image.pixelColor(edge.x() + dx, edge.y()).lightness() for dx in range(-3, 4)]
    assert min(near) < 200  # the dark line of the ring on white


def test_a_stroke_composes_only_what_it_touches(
    editor: Editor, view: CanvasView, hand: Hand, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened(editor, 1024, 1024)
    qtbot.waitUntil(lambda: view.settled)
    composed: list[Rect] = []

    def counting(document: Document, rect: Rect) -> np.ndarray:
        composed.append(rect)
        return compose(document, rect)

    monkeypatch.setattr(surface, "compose", counting)
    hand.press(500.5, 500.5)
    QApplication.processEvents()
    hand.move(520.5, 500.5)
    QApplication.processEvents()

    assert composed
    assert sum(rect.size.area for rect in composed) < 2 * 40 * 40
    hand.release(520.5, 500.5)


def test_a_press_makes_what_lies_over_the_document_part_of_it(editor: Editor, hand: Hand) -> None:

    editor.canvas.show(CanvasPicture(make_pixels(Size(128, 128), 200)))

    hand.click(20.5, 20.5)

    assert editor.canvas.picture is None
    assert editor.document.document.size == Size(128, 128)


def test_the_end_of_a_stroke_draws_only_its_end(
    editor: Editor, view: CanvasView, hand: Hand, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened(editor, 1024, 1024)
    qtbot.waitUntil(lambda: view.settled)
    hand.press(100.5, 100.5)
    for x in range(110, 900, 10):
        hand.move(x + 0.5, 500.5)
    QApplication.processEvents()
    composed: list[Rect] = []

    def counting(document: Document, rect: Rect) -> np.ndarray:
        composed.append(rect)
        return compose(document, rect)

    monkeypatch.setattr(surface, "compose", counting)
    hand.release(900.5, 500.5)
    QApplication.processEvents()

    assert view.settled
    assert sum(rect.size.area for rect in composed) < 2 * 40 * 40
    view.tool.hover(None)  # the ring would lie over it
    image = view.grab().toImage()
    assert image.pixelColor(hand.place(899, 500).toPoint()).lightness() < 128


def test_an_undo_during_a_stroke_ends_it(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    hand.click(30, 30)
    hand.press(60, 30)
    undo_stack.undo()
    index = undo_stack.index

    hand.move(70, 30)
    hand.release(70, 30)

    assert undo_stack.index == index
    assert colour_at(editor.document.shown, 65, 30) == WHITE
    assert colour_at(editor.document.document, 30, 30) == WHITE
