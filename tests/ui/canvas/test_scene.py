"""What is seen on the canvas: the document, its selection, and what lies over it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.document.selection import NOTHING, rectangle
from desktop.core.geometry import Rect, Size
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.state.undo_stack import UndoStack
from desktop.ui.canvas.ants import Ants
from desktop.ui.canvas.empty import EmptyState
from desktop.ui.canvas.view import CanvasView
from desktop.ui.theme import apply_theme
from desktop.ui.tokens import DARK
from tests.ui.canvas.documents import RED, opened
from tests.ui.canvas.hand import Hand


def seen(view: CanvasView, hand: Hand, x: float, y: float) -> QColor:
    return view.grab().toImage().pixelColor(hand.place(x, y).toPoint())


def image(width: int, height: int, colour: str) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def select(editor: Editor, rect: Rect) -> None:
    document = editor.document.document
    editor.document.apply("Select", replace(document, selection=rectangle(rect, document.rect)))


def test_the_document_is_seen_and_fitted(editor: Editor, view: CanvasView, hand: Hand) -> None:
    assert view.findChild(EmptyState).isVisible()

    opened(editor, 128, 64, RED)

    assert not view.findChild(EmptyState).isVisible()
    assert seen(view, hand, 64, 32).name() == "#ff0000"
    assert view.rect().contains(view.picture_rect.toAlignedRect())


@pytest.mark.parametrize("part", [Rect(40, 10, 60, 50), Rect(-30, -20, 200, 100)])
def test_what_is_in_sight_stays_there_when_the_canvas_is_cropped_or_extended(
    editor: Editor, view: CanvasView, undo_stack: UndoStack, hand: Hand, part: Rect
) -> None:
    opened(editor, 128, 64, RED)
    view.navigation.zoom_to(5.0, QPointF(100, 100))
    before = hand.place(70, 30)

    editor.canvas_edits.resize(part)
    assert hand.place(70 - part.x, 30 - part.y) == before
    assert view.zoom == 5.0

    undo_stack.undo()
    assert hand.place(70, 30) == before


def test_a_fitted_canvas_is_fitted_again_when_it_is_cropped(editor: Editor, view: CanvasView) -> None:
    opened(editor, 128, 64, RED)
    before = view.zoom
    editor.canvas_edits.resize(Rect(40, 10, 32, 16))
    assert view.zoom > before


def test_undoing_the_first_step_empties_the_canvas(
    editor: Editor, view: CanvasView, undo_stack: UndoStack
) -> None:
    opened(editor)
    undo_stack.undo()

    assert view.findChild(EmptyState).isVisible()
    assert view.picture_rect.isEmpty()


def test_an_undo_is_seen(editor: Editor, view: CanvasView, hand: Hand, undo_stack: UndoStack) -> None:
    opened(editor, colour=RED)
    opened(editor, colour=(0, 0, 255, 255))
    assert seen(view, hand, 40, 30).name() == "#0000ff"

    undo_stack.undo()

    assert seen(view, hand, 40, 30).name() == "#ff0000"


def test_transparent_parts_show_checkers(editor: Editor, view: CanvasView, hand: Hand) -> None:
    opened(editor, colour=(0, 0, 0, 0))

    colours = {seen(view, hand, x / 2, 30).name() for x in range(20, 60)}

    assert colours == {DARK.checker_light, DARK.checker_dark}


def test_a_large_document_appears_without_being_composed_by_the_window(
    qtbot: QtBot, editor: Editor, view: CanvasView, hand: Hand
) -> None:
    opened(editor, 1600, 1600, RED)
    assert not view.settled

    qtbot.waitUntil(lambda: view.settled)

    assert {seen(view, hand, x, x).name() for x in (20, 800, 1580)} == {"#ff0000"}


def test_the_selection_is_a_veil(editor: Editor, view: CanvasView, hand: Hand) -> None:
    opened(editor, colour=(255, 255, 255, 255))
    select(editor, Rect(0, 0, 48, 64))

    inside, outside = seen(view, hand, 20, 30), seen(view, hand, 80, 30)

    assert outside.name() == "#ffffff"
    assert inside.hslHue() == pytest.approx(QColor(DARK.accent).hslHue(), abs=4)


def test_without_the_veil_the_selection_is_an_outline(
    qtbot: QtBot, qapp: QApplication, editor: Editor, view: CanvasView, hand: Hand
) -> None:
    opened(editor, colour=(128, 128, 128, 255))
    select(editor, Rect(24, 16, 48, 32))
    editor.tools.shows_mask = False

    def border() -> set[str]:
        shot, edge = view.grab().toImage(), hand.place(24, 16).toPoint()
        along = range(0, 60)
        return {shot.pixelColor(edge + QPoint(dx, dy)).name() for dx in along for dy in (-1, 0, 1)}

    qtbot.waitUntil(lambda: len(border()) > 1)

    assert seen(view, hand, 48, 32).name() == "#808080"
    assert max(QColor(name).lightness() for name in border()) > 200
    assert min(QColor(name).lightness() for name in border()) < 80


def test_the_outline_stands_still_when_motion_is_unwanted(
    qtbot: QtBot, qapp: QApplication, editor: Editor, view: CanvasView
) -> None:
    apply_theme(qapp, "dark", reduced_motion=True)
    try:
        opened(editor)
        editor.tools.shows_mask = False
        ants = view.findChild(Ants)
        with qtbot.waitSignal(ants.changed, check_params_cb=lambda rect: not rect.empty):
            select(editor, Rect(24, 16, 48, 32))
        assert not ants.marching
    finally:
        apply_theme(qapp, "dark")

    editor.document.apply("Nothing", replace(editor.document.document, selection=NOTHING))
    with qtbot.waitSignal(ants.changed, check_params_cb=lambda rect: not rect.empty):
        select(editor, Rect(24, 16, 48, 32))
    assert ants.marching


def test_a_picture_over_the_document_hides_it(editor: Editor, view: CanvasView, hand: Hand) -> None:
    opened(editor, colour=RED)

    view.set_picture(image(32, 32, "blue"))
    assert seen(view, hand, 16, 16).name() == "#0000ff"
    assert view.picture_rect.width() == view.picture_rect.height()

    view.set_picture(QImage())
    assert seen(view, hand, 40, 30).name() == "#ff0000"


def test_a_preview_of_a_part_is_seen_in_its_place(editor: Editor, view: CanvasView, hand: Hand) -> None:
    opened(editor, 96, 64, RED)
    before = view.picture_rect

    view.set_preview(image(4, 4, "blue"), Size(32, 32), Rect(32, 16, 32, 32))

    assert view.picture_rect == before
    assert seen(view, hand, 60, 40).name() == "#0000ff"
    assert seen(view, hand, 10, 10).name() == "#ff0000"


def test_nothing_is_painted_below_a_preview_that_hides_the_document(
    editor: Editor, view: CanvasView, undo_stack: UndoStack, hand: Hand
) -> None:
    opened(editor)
    editor.tools.tool = Tool.BRUSH
    view.set_preview(image(4, 4, "blue"), Size(32, 32))
    before = undo_stack.index

    hand.drag((5, 5), (20, 20))

    assert undo_stack.index == before
