from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.compare.view import CompareMode, CompareView
from tests.ui.gestures import turn_wheel

COLORS = ("#ff0000", "#00ff00", "#0000ff", "#ffff00")


def plain(color: str, width: int = 200, height: int = 200) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


def shown(qtbot: QtBot, count: int, mode: CompareMode) -> CompareView:
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.set_pictures(COLORS[:count], [plain(color) for color in COLORS[:count]], plain("#ffffff"))
    view.set_mode(mode)
    view.show()
    return view


def color(view: CompareView, across: float, down: float) -> str:
    return view.grab().toImage().pixelColor(round(600 * across), round(400 * down)).name()


def test_the_slider_shows_one_picture_on_each_side(qtbot: QtBot) -> None:
    view = shown(qtbot, 2, CompareMode.SLIDER)
    assert (color(view, 0.4, 0.5), color(view, 0.6, 0.5)) == COLORS[:2]


def test_the_line_is_dragged_and_moved_by_keys(qtbot: QtBot) -> None:
    view = shown(qtbot, 2, CompareMode.SLIDER)
    left, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view, left, nothing, QPoint(300, 200))
    QTest.mouseMove(view, QPoint(400, 200))
    QTest.mouseRelease(view, left, nothing, QPoint(400, 200))
    assert color(view, 0.6, 0.5) == COLORS[0]
    before = view.divider
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.divider < before


@pytest.mark.parametrize(
    ("count", "places"),
    [
        (2, [(0.25, 0.5), (0.75, 0.5)]),
        (3, [(0.17, 0.5), (0.5, 0.5), (0.83, 0.5)]),
        (4, [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]),
    ],
)
def test_two_to_four_stand_side_by_side(qtbot: QtBot, count: int, places: list[tuple[float, float]]) -> None:
    view = shown(qtbot, count, CompareMode.SIDE_BY_SIDE)
    assert tuple(color(view, *place) for place in places) == COLORS[:count]


def test_the_wheel_over_one_picture_zooms_all(qtbot: QtBot) -> None:
    view = shown(qtbot, 2, CompareMode.SIDE_BY_SIDE)
    assert color(view, 0.25, 0.05) == color(view, 0.75, 0.05) != COLORS[0]
    turn_wheel(view, 8)
    assert (color(view, 0.25, 0.05), color(view, 0.75, 0.08)) == COLORS[:2]
    view.fit()
    assert color(view, 0.25, 0.05) != COLORS[0]


def test_the_difference_takes_the_place_of_both(qtbot: QtBot) -> None:
    view = shown(qtbot, 2, CompareMode.DIFFERENCE)
    assert color(view, 0.5, 0.5) == "#ffffff"


def test_pictures_of_another_shape_are_as_high_as_the_first(qtbot: QtBot) -> None:
    view = shown(qtbot, 2, CompareMode.SIDE_BY_SIDE)
    view.set_pictures(("a", "b"), (plain(COLORS[0]), plain(COLORS[1], 100, 400)), None)
    image = view.grab().toImage()
    column = [image.pixelColor(450, y).name() == COLORS[1] for y in range(400)]
    first = [image.pixelColor(150, y).name() == COLORS[0] for y in range(400)]
    assert sum(column) == pytest.approx(sum(first), abs=2)
