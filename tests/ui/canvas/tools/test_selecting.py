"""Rectangle, ellipse, lasso, polygon."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.core.document.selection import Combine, rectangle
from desktop.core.geometry import Rect
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.state.undo_stack import UndoStack
from desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.documents import opened, selected_at
from tests.ui.canvas.hand import ALT, SHIFT, Hand


@pytest.fixture(autouse=True)
def document(editor: Editor) -> None:
    opened(editor)
    editor.tools.tool = Tool.RECTANGLE


def bounds(editor: Editor) -> Rect:
    return editor.document.document.selection.content_bounds()


def select(editor: Editor, rect: Rect) -> None:
    document = editor.document.document
    editor.document.apply("Select", replace(document, selection=rectangle(rect, document.rect)))


def test_a_drag_selects_a_rectangle_as_one_step(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    hand.drag((10, 12), (30, 20), (50, 40))

    assert bounds(editor) == Rect(10, 12, 40, 28)
    undo_stack.undo()
    assert not editor.document.document.has_selection


def test_a_rectangle_ends_at_the_canvas(editor: Editor, hand: Hand) -> None:
    hand.drag((80, 50), (120, 90))

    assert bounds(editor) == Rect(80, 50, 16, 14)


@pytest.mark.parametrize(
    ("keys", "left", "middle", "right"),
    [
        (Qt.KeyboardModifier.NoModifier, 0, 255, 255),
        (SHIFT, 255, 255, 255),
        (ALT, 255, 0, 0),
        (SHIFT | ALT, 0, 255, 0),
    ],
)
def test_keys_at_the_press_say_how_to_combine(
    editor: Editor, hand: Hand, keys: Qt.KeyboardModifier, left: int, middle: int, right: int
) -> None:
    select(editor, Rect(10, 10, 40, 30))

    hand.drag((30, 10), (40, 20), (70, 40), keys=keys)

    document = editor.document.document
    assert [selected_at(document, x, 20) for x in (20, 40, 60)] == [left, middle, right]


def test_the_option_says_how_without_keys(editor: Editor, hand: Hand) -> None:
    select(editor, Rect(10, 10, 20, 20))
    editor.tools.combine = Combine.ADD

    hand.drag((50, 10), (70, 30))

    assert bounds(editor) == Rect(10, 10, 60, 20)


def test_shift_during_the_drag_makes_a_square(editor: Editor, hand: Hand) -> None:
    hand.press(10, 10)
    hand.move(40, 20)
    hand.move(40, 20, SHIFT)
    hand.release(40, 20, SHIFT)

    assert bounds(editor) == Rect(10, 10, 30, 30)


def test_alt_during_the_drag_begins_at_the_middle(editor: Editor, hand: Hand) -> None:
    hand.press(40, 30)
    hand.move(50, 40)
    hand.move(50, 40, ALT)
    hand.release(50, 40, ALT)

    assert bounds(editor) == Rect(30, 20, 20, 20)


def test_a_click_selects_nothing_any_more(editor: Editor, hand: Hand) -> None:
    select(editor, Rect(10, 10, 20, 20))

    hand.click(50, 50)

    assert not editor.document.document.has_selection


def test_arrows_move_the_selection_as_one_step(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    select(editor, Rect(10, 10, 20, 20))
    before = undo_stack.index

    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Down, SHIFT)

    assert bounds(editor) == Rect(11, 20, 20, 20)
    assert undo_stack.index == before + 1


def test_an_ellipse_leaves_its_corners_out(editor: Editor, hand: Hand) -> None:
    editor.tools.tool = Tool.ELLIPSE

    hand.drag((10, 10), (60, 50))

    document = editor.document.document
    assert (selected_at(document, 35, 30), selected_at(document, 11, 11)) == (255, 0)


def test_a_lasso_selects_what_lies_inside(editor: Editor, hand: Hand) -> None:
    editor.tools.tool = Tool.LASSO

    hand.drag((10, 10), (60, 10), (60, 50), (10, 50))

    document = editor.document.document
    assert (selected_at(document, 30, 30), selected_at(document, 70, 30)) == (255, 0)


def click_triangle(hand: Hand) -> None:
    hand.click(10, 10)
    hand.click(80, 10)
    hand.click(10, 60)


def test_enter_closes_a_polygon(editor: Editor, undo_stack: UndoStack, hand: Hand) -> None:
    editor.tools.tool = Tool.POLYGON
    before = undo_stack.index
    click_triangle(hand)

    hand.key(Qt.Key.Key_Return)

    document = editor.document.document
    assert (selected_at(document, 20, 20), selected_at(document, 75, 55)) == (255, 0)
    assert undo_stack.index == before + 1


def test_a_double_click_closes_a_polygon(editor: Editor, hand: Hand) -> None:
    editor.tools.tool = Tool.POLYGON
    hand.click(10, 10)
    hand.click(80, 10)

    hand.double_click(10, 60)

    assert selected_at(editor.document.document, 20, 20) == 255


def test_a_click_on_its_first_corner_closes_a_polygon(editor: Editor, hand: Hand) -> None:
    editor.tools.tool = Tool.POLYGON
    click_triangle(hand)

    hand.click(10, 10)

    assert selected_at(editor.document.document, 20, 20) == 255


def test_backspace_takes_a_corner_back(editor: Editor, view: CanvasView, hand: Hand) -> None:
    editor.tools.tool = Tool.POLYGON
    click_triangle(hand)
    hand.key(Qt.Key.Key_Backspace)
    hand.click(80, 60)

    hand.key(Qt.Key.Key_Return)

    assert selected_at(editor.document.document, 70, 40) == 255
    assert selected_at(editor.document.document, 20, 50) == 0


def test_escape_forgets_a_polygon(editor: Editor, view: CanvasView, hand: Hand) -> None:
    editor.tools.tool = Tool.POLYGON
    click_triangle(hand)
    assert view.tool.open

    hand.key(Qt.Key.Key_Escape)

    assert not view.tool.open
    assert not editor.document.document.has_selection


def test_another_tool_closes_a_polygon(editor: Editor, hand: Hand) -> None:
    editor.tools.tool = Tool.POLYGON
    click_triangle(hand)

    editor.tools.tool = Tool.BRUSH

    assert selected_at(editor.document.document, 20, 20) == 255
