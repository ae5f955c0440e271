"""Picker, fill, magic wand: on a canvas that is red to the left and white to the right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.document.document import Document
from desktop.core.document.selection import rectangle
from desktop.core.geometry import Rect
from desktop.core.pixels import Pixels
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.state.undo_stack import UndoStack
from desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.documents import RED, WHITE, colour_at, selected_at
from tests.ui.canvas.hand import SHIFT, Hand

BLUE = (0, 0, 255)


@pytest.fixture(autouse=True)
def document(editor: Editor) -> None:
    array = np.full((64, 96, 4), WHITE, np.uint8)
    array[:, :48] = RED
    editor.document.open("Open", Document.from_pixels(Pixels(array), "Flag"))
    editor.tools.colour = BLUE


def test_the_picker_takes_the_colour_where_it_is(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    editor.tools.tool = Tool.PICKER
    before = undo_stack.index

    hand.press(70, 30)
    assert editor.tools.colour == WHITE[:3]
    hand.move(20, 30)
    hand.release(20, 30)

    assert editor.tools.colour == RED[:3]
    assert undo_stack.index == before


def test_fill_stays_inside_what_is_alike(
    qtbot: QtBot, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    editor.tools.tool = Tool.FILL
    before = undo_stack.index

    hand.click(20, 30)
    qtbot.waitUntil(lambda: undo_stack.index == before + 1)

    document = editor.document.document
    assert colour_at(document, 5, 5) == (*BLUE, 255)
    assert colour_at(document, 60, 5) == WHITE
    undo_stack.undo()
    assert colour_at(editor.document.document, 5, 5) == RED


def test_fill_stays_inside_the_selection(
    qtbot: QtBot, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    document = editor.document.document
    selection = rectangle(Rect(0, 0, 96, 32), document.rect)
    editor.document.apply("Select", replace(document, selection=selection))
    editor.tools.tool = Tool.FILL
    before = undo_stack.index

    hand.click(20, 10)
    qtbot.waitUntil(lambda: undo_stack.index == before + 1)

    assert colour_at(editor.document.document, 20, 50) == RED


def test_the_wand_selects_what_is_alike(
    qtbot: QtBot, editor: Editor, undo_stack: UndoStack, hand: Hand
) -> None:
    editor.tools.tool = Tool.WAND

    hand.click(20, 30)
    qtbot.waitUntil(lambda: editor.document.document.has_selection)
    assert [selected_at(editor.document.document, x, 5) for x in (5, 60)] == [255, 0]

    hand.click(70, 30, SHIFT)
    qtbot.waitUntil(lambda: selected_at(editor.document.document, 60, 5) == 255)
    assert selected_at(editor.document.document, 5, 5) == 255
    undo_stack.undo()
    assert selected_at(editor.document.document, 60, 5) == 0


def test_a_tolerance_of_all_selects_all(qtbot: QtBot, editor: Editor, hand: Hand) -> None:
    editor.tools.tool = Tool.WAND
    editor.tools.tolerance = 255

    hand.click(20, 30)
    qtbot.waitUntil(lambda: editor.document.document.has_selection)

    assert selected_at(editor.document.document, 60, 5) == 255


@pytest.mark.parametrize("tool", [Tool.FILL, Tool.WAND])
def test_while_a_click_is_worked_on_the_cursor_is_busy(
    qtbot: QtBot, editor: Editor, view: CanvasView, hand: Hand, tool: Tool
) -> None:
    editor.tools.tool = tool
    before = editor.document.revision

    hand.click(20, 30)
    assert view.cursor().shape() == Qt.CursorShape.BusyCursor
    qtbot.waitUntil(lambda: editor.document.revision > before)

    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
