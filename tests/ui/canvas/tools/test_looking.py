"""Hand and magnifying glass."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.state.undo_stack import UndoStack
from desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.documents import opened
from tests.ui.canvas.hand import ALT, Hand


@pytest.fixture(autouse=True)
def document(editor: Editor) -> None:
    opened(editor, 512, 512)


def test_a_click_zooms_in_where_it_is(editor: Editor, view: CanvasView, hand: Hand) -> None:
    editor.tools.tool = Tool.ZOOM
    zoom, place = view.zoom, hand.place(100, 100)

    hand.click(100, 100)

    assert view.zoom > zoom
    assert (hand.place(100, 100) - place).manhattanLength() < 3


def test_alt_zooms_out(editor: Editor, view: CanvasView, hand: Hand) -> None:
    editor.tools.tool = Tool.ZOOM
    zoom = view.zoom

    hand.click(100, 100, ALT)

    assert view.zoom < zoom


def test_a_drag_shows_what_is_inside(editor: Editor, view: CanvasView, hand: Hand) -> None:
    editor.tools.tool = Tool.ZOOM

    hand.drag((100, 100), (150, 150), (200, 200))

    middle = view.navigation.to_document(QPointF(view.rect().center()))
    assert (middle.x(), middle.y()) == pytest.approx((150, 150), abs=2)
    assert view.zoom > 2


def test_space_lends_the_hand(editor: Editor, view: CanvasView, undo_stack: UndoStack, hand: Hand) -> None:
    editor.tools.tool = Tool.BRUSH
    before, place = undo_stack.index, view.picture_rect.topLeft()

    QTest.keyPress(view, Qt.Key.Key_Space)
    hand.press(100, 100)
    hand.move(120, 100)
    hand.release(100, 100)
    QTest.keyRelease(view, Qt.Key.Key_Space)

    assert view.picture_rect.topLeft().x() > place.x()
    assert undo_stack.index == before
