"""Looking at a picture."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core.geometry import Size
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.ui.canvas.chips import ProgressChip, ZoomChip
from desktop.ui.canvas.empty import EmptyState
from desktop.ui.canvas.view import CanvasView
from desktop.ui.tokens import DARK
from tests.ui.gestures import turn_wheel

CONTROL = Qt.KeyboardModifier.ControlModifier


def picture(width: int = 256, height: int = 256, color: str = "red") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


@pytest.fixture
def shown(view: CanvasView) -> CanvasView:
    view.set_picture(picture())
    return view


def drag(view: CanvasView, button: Qt.MouseButton, by: QPoint) -> None:
    start = view.rect().center()
    QTest.mousePress(view, button, Qt.KeyboardModifier.NoModifier, start)
    for kind, held in ((QMouseEvent.Type.MouseMove, button),):
        place = QPointF(start + by)
        event = QMouseEvent(
            kind, place, view.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view, event)
    QTest.mouseRelease(view, button, Qt.KeyboardModifier.NoModifier, start + by)


def color_at(view: CanvasView, point: QPointF) -> str:
    return view.grab().toImage().pixelColor(point.toPoint()).name()


def test_an_empty_view_says_what_will_be_here(view: CanvasView) -> None:
    assert view.findChild(EmptyState).isVisible()
    assert not view.findChild(ZoomChip).isVisible()


def test_a_picture_is_fitted_and_centred(shown: CanvasView) -> None:
    rect = shown.picture_rect

    assert abs(rect.center().x() - 400) <= 1
    assert rect.top() >= 16
    assert rect.bottom() <= 600 - 48
    assert rect.width() == pytest.approx(rect.height(), abs=1)
    assert not shown.findChild(EmptyState).isVisible()


def test_a_fitted_picture_stays_fitted_when_the_view_changes(shown: CanvasView) -> None:
    before = shown.zoom

    shown.resize(400, 300)

    assert shown.zoom < before
    assert shown.rect().contains(shown.picture_rect.toAlignedRect())


def test_a_chosen_zoom_stays_when_the_view_changes(shown: CanvasView) -> None:
    shown.zoom_to_actual_size()

    shown.resize(400, 300)

    assert shown.zoom == 1.0


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, CONTROL])
def test_the_wheel_zooms_and_keeps_the_point_under_the_cursor(
    shown: CanvasView, modifiers: Qt.KeyboardModifier
) -> None:
    cursor = QPointF(470, 310)
    rect = shown.picture_rect
    before = ((cursor.x() - rect.x()) / rect.width(), (cursor.y() - rect.y()) / rect.height())
    zoom = shown.zoom

    turn_wheel(shown, 3, cursor, modifiers)

    rect = shown.picture_rect
    after = ((cursor.x() - rect.x()) / rect.width(), (cursor.y() - rect.y()) / rect.height())
    assert shown.zoom > zoom * 1.5
    assert after == pytest.approx(before, abs=1 / rect.width())


def test_keys_zoom(qtbot: QtBot, shown: CanvasView) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_1, CONTROL)
    assert shown.zoom == 1.0

    qtbot.keyClick(shown, Qt.Key.Key_Plus)
    assert shown.zoom == 1.5

    qtbot.keyClick(shown, Qt.Key.Key_Minus)
    qtbot.keyClick(shown, Qt.Key.Key_Minus)
    assert shown.zoom == pytest.approx(0.67)

    qtbot.keyClick(shown, Qt.Key.Key_0, CONTROL)
    assert shown.zoom > 1.5


def test_a_change_of_zoom_is_told(qtbot: QtBot, shown: CanvasView) -> None:
    with qtbot.waitSignal(shown.zoom_changed) as told:
        shown.zoom_to_actual_size()

    assert told.args == [1.0]
    assert "100 %" in {button.text() for button in shown.findChild(ZoomChip).findChildren(QPushButton)}


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton])
def test_a_drag_moves_the_picture(shown: CanvasView, button: Qt.MouseButton) -> None:
    before = shown.picture_rect.topLeft()

    drag(shown, button, QPoint(30, -20))

    assert shown.picture_rect.topLeft() - before == QPointF(30, -20)


def test_space_shows_the_hand(editor: Editor, shown: CanvasView) -> None:
    editor.tools.tool = Tool.BRUSH
    QTest.keyPress(shown, Qt.Key.Key_Space)
    assert shown.cursor().shape() == Qt.CursorShape.OpenHandCursor

    QTest.keyRelease(shown, Qt.Key.Key_Space)
    assert shown.cursor().shape() == Qt.CursorShape.BlankCursor


def test_the_picture_can_not_be_lost(shown: CanvasView) -> None:
    drag(shown, Qt.MouseButton.MiddleButton, QPoint(9000, 9000))

    assert shown.picture_rect.toAlignedRect().intersects(shown.rect())


def test_the_pixel_under_the_cursor_is_told(shown: CanvasView) -> None:
    told: list[object] = []
    shown.pixel_hovered.connect(told.append)
    shown.zoom_to_actual_size()
    corner = shown.picture_rect.topLeft().toPoint()

    QTest.mouseMove(shown, corner + QPoint(10, 20))
    QTest.mouseMove(shown, QPoint(2, 2))

    assert told == [QPoint(10, 20), None]


def test_a_preview_takes_the_place_of_its_picture(view: CanvasView) -> None:
    view.set_preview(picture(32, 24, "blue"), Size(256, 192))
    place = view.picture_rect
    assert color_at(view, place.center()) == "#0000ff"

    view.set_picture(picture(256, 192))

    assert view.picture_rect == place
    assert color_at(view, place.center()) == "#ff0000"


def test_a_dropped_preview_gives_the_old_picture_back(shown: CanvasView) -> None:
    before = shown.picture_rect
    shown.set_preview(picture(40, 20, "blue"), Size(320, 160))
    assert shown.picture_rect != before

    shown.clear_preview()

    assert shown.picture_rect == before
    assert color_at(shown, before.center()) == "#ff0000"


def test_a_preview_is_marked(view: CanvasView) -> None:
    view.set_preview(picture(32, 32, "blue"), Size(256, 256))

    assert color_at(view, view.picture_rect.topLeft() + QPointF(12, 12)) != "#0000ff"


def test_a_null_image_empties_the_view(shown: CanvasView) -> None:
    shown.set_picture(QImage())

    assert shown.picture_rect.isEmpty()
    assert color_at(shown, QPointF(5, 5)) == DARK.surround


def test_pixels_are_sharp_above_200_percent(view: CanvasView) -> None:
    image = picture(2, 1)
    image.setPixelColor(1, 0, QColor("blue"))
    view.set_picture(image)
    view.zoom_in()

    rect = view.picture_rect
    colors = {
        color_at(view, QPointF(x, rect.center().y())) for x in range(int(rect.left()), int(rect.right()), 3)
    }

    assert colors == {"#ff0000", "#0000ff"}


def test_checkers_show_through_transparent_pixels(view: CanvasView) -> None:
    image = QImage(64, 64, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    view.set_picture(image)

    rect = view.picture_rect
    colors = {color_at(view, rect.topLeft() + QPointF(x, 4)) for x in range(4, 40, 8)}

    assert colors == {DARK.checker_light, DARK.checker_dark}


def test_progress_shows_words_step_and_time(view: CanvasView) -> None:
    view.set_progress("Step", 13, 20, 2.0)
    chip = view.findChild(ProgressChip)

    assert chip.isVisible()
    assert chip.accessibleDescription() == "Step 13 / 20 2 s left"

    view.clear_progress()
    assert not chip.isVisible()


def test_cancel_on_the_chip_is_told(qtbot: QtBot, view: CanvasView) -> None:
    view.set_progress("Loading the model")

    with qtbot.waitSignal(view.cancel_requested):
        qtbot.mouseClick(view.findChild(ProgressChip).cancel_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("width", [1200, 420])
def test_chips_never_overlap(shown: CanvasView, width: int) -> None:
    shown.resize(width, 500)
    shown.set_progress("Step", 13, 20, 2.0)

    first, second = shown.findChild(ProgressChip), shown.findChild(ZoomChip)

    assert not first.geometry().intersects(second.geometry())
    assert shown.rect().contains(first.geometry())
    assert shown.rect().contains(second.geometry())
