from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from desktop.ui.tokens import DARK
from desktop.ui.widgets.thumbnail_delegate import TILE, MarkRoles, ThumbnailDelegate
from desktop.ui.widgets.thumbnails import ThumbnailView
from tests.ui.gestures import turn_wheel

ROLES = MarkRoles(starred=Qt.ItemDataRole.UserRole + 4, rating=Qt.ItemDataRole.UserRole + 5)
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def item(color: str, *, starred: bool = False, rating: int = 0) -> QStandardItem:
    image = QImage(128, 128, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    made = QStandardItem()
    made.setData(image, Qt.ItemDataRole.DecorationRole)
    made.setData(starred, ROLES.starred)
    made.setData(rating, ROLES.rating)
    return made


def shown(qtbot: QtBot, *items: QStandardItem, size: QSize = QSize(640, 160)) -> ThumbnailView:  # noqa: B008
    view = ThumbnailView("Newest pictures", ThumbnailDelegate(ROLES))
    qtbot.addWidget(view)
    model = QStandardItemModel(view)
    for one in items:
        model.appendRow(one)
    view.setModel(model)
    view.resize(size)
    view.show()
    QTest.qWaitForWindowExposed(view)
    view.doItemsLayout()
    return view


def tiles(count: int) -> list[QStandardItem]:
    return [item("#336699") for _ in range(count)]


def click(view: ThumbnailView, row: int, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def selected(view: ThumbnailView) -> list[int]:
    return [row for part in view.selected_places() for row in part]


def pixel(view: ThumbnailView, row: int, dx: int = TILE // 2, dy: int = TILE // 2) -> QColor:
    rect = view.visualRect(view.model().index(row, 0))
    return view.viewport().grab().toImage().pixelColor(rect.topLeft() + QPoint(dx, dy))


def test_pictures_are_drawn_and_the_corners_are_round(qtbot: QtBot) -> None:
    view = shown(qtbot, item("#336699"))
    assert pixel(view, 0) == QColor("#336699")
    assert pixel(view, 0, 4, 4) != QColor("#336699")


def test_a_thumbnail_that_is_not_there_yet_leaves_an_empty_tile(qtbot: QtBot) -> None:
    waiting = item("#336699")
    waiting.setData(None, Qt.ItemDataRole.DecorationRole)
    view = shown(qtbot, waiting)
    assert pixel(view, 0) == QColor(DARK.field)
    waiting.setData(item("#80ff80").data(Qt.ItemDataRole.DecorationRole), Qt.ItemDataRole.DecorationRole)
    assert pixel(view, 0) == QColor("#80ff80")


def test_a_star_and_a_rating_are_drawn_over_the_picture(qtbot: QtBot) -> None:
    view = shown(qtbot, item("#336699"), item("#336699", starred=True), item("#336699", rating=3))
    assert pixel(view, 1, TILE - 12, 12) != pixel(view, 0, TILE - 12, 12)
    assert pixel(view, 2, 10, TILE - 16) != pixel(view, 0, 10, TILE - 16)


def test_the_selected_one_has_a_ring_in_the_accent_colour(qtbot: QtBot) -> None:
    view = shown(qtbot, *tiles(2))
    click(view, 1)
    assert pixel(view, 1, 2, TILE // 2) == QColor(DARK.accent)
    assert pixel(view, 0, 2, TILE // 2) != QColor(DARK.accent)


def test_the_wheel_turns_a_strip_sideways_and_a_grid_down(qtbot: QtBot) -> None:
    view = shown(qtbot, *tiles(60))
    turn_wheel(view.viewport(), -1)
    assert view.horizontalScrollBar().value() == 120
    view.set_wrapping(True)
    view.doItemsLayout()
    turn_wheel(view.viewport(), -1)
    assert (view.horizontalOffset(), view.verticalScrollBar().value()) == (0, 120)


def test_shift_selects_a_run_and_control_one_more(qtbot: QtBot) -> None:
    view = shown(qtbot, *tiles(8), size=QSize(1200, 160))
    click(view, 1)
    click(view, 4, SHIFT)
    assert selected(view) == [1, 2, 3, 4]
    click(view, 6, CONTROL)
    click(view, 2, CONTROL)
    assert selected(view) == [1, 3, 4, 6]


def test_in_a_grid_a_run_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    view = shown(qtbot, *tiles(9), size=QSize(3 * TILE + 20, 600))
    view.set_wrapping(True)
    view.doItemsLayout()
    click(view, 1)
    click(view, 6, SHIFT)
    assert selected(view) == [1, 2, 3, 4, 5, 6]
    click(view, 6)
    click(view, 1, SHIFT)
    assert selected(view) == [1, 2, 3, 4, 5, 6]


def test_control_a_selects_all_rows(qtbot: QtBot) -> None:
    view = shown(qtbot, *tiles(300))
    told = QSignalSpy(view.selection_changed)
    QTest.keyClick(view, Qt.Key.Key_A, CONTROL)
    assert view.selected_places() == [range(300)]
    assert told.count() == 1


@pytest.mark.parametrize(
    ("key", "row"),
    [
        (Qt.Key.Key_Right, 5),
        (Qt.Key.Key_Left, 3),
        (Qt.Key.Key_Down, 7),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 59),
        (Qt.Key.Key_PageDown, 10),
    ],
)
def test_arrow_keys_go_through_a_grid(qtbot: QtBot, key: Qt.Key, row: int) -> None:
    view = shown(qtbot, *tiles(60), size=QSize(3 * TILE + 20, 2 * TILE + 20))
    view.set_wrapping(True)
    view.doItemsLayout()
    view.setCurrentIndex(view.model().index(4, 0))
    QTest.keyClick(view, key)
    assert view.currentIndex().row() == row
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_shift_and_arrows_extend_the_selection(qtbot: QtBot) -> None:
    view = shown(qtbot, *tiles(20))
    click(view, 2)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Right, SHIFT)
    assert selected(view) == [2, 3, 4, 5]


def test_the_last_of_many_is_scrolled_to(qtbot: QtBot) -> None:
    view = shown(qtbot, *tiles(3000))
    view.setCurrentIndex(view.model().index(2999, 0))
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_letters_are_left_to_actions(qtbot: QtBot) -> None:
    view = shown(qtbot, *tiles(3))
    view.model().item(2).setText("sea")
    click(view, 0)
    QTest.keyClick(view, Qt.Key.Key_S)
    assert view.currentIndex().row() == 0
