"""The strip of pictures."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

from desktop.ui.tokens import DARK
from desktop.ui.widgets.thumbnails import ThumbnailStrip
from tests.ui.gestures import turn_wheel

STARRED = Qt.ItemDataRole.UserRole + 1


@pytest.fixture
def strip(qtbot: QtBot) -> ThumbnailStrip:
    strip = ThumbnailStrip("Newest pictures", STARRED)
    qtbot.addWidget(strip)
    model = QStandardItemModel(strip)
    for number in range(20):
        image = QImage(64, 32, QImage.Format.Format_RGB32)
        image.fill(QColor("blue"))
        item = QStandardItem()
        item.setData(image, Qt.ItemDataRole.DecorationRole)
        item.setData(number == 1, STARRED)
        model.appendRow(item)
    strip.setModel(model)
    strip.resize(600, strip.height())
    strip.show()
    return strip


def color_at(strip: ThumbnailStrip, row: int, offset: QPoint) -> str:
    place = strip.visualRect(strip.model().index(row, 0)).topLeft() + offset
    return strip.viewport().grab().toImage().pixelColor(place).name()


def test_a_picture_fills_its_square(strip: ThumbnailStrip) -> None:
    assert color_at(strip, 0, QPoint(10, 10)) == "#0000ff"
    assert color_at(strip, 0, QPoint(120, 120)) == "#0000ff"


def test_corners_are_round(strip: ThumbnailStrip) -> None:
    assert color_at(strip, 0, QPoint(4, 4)) != "#0000ff"


def test_the_chosen_one_has_a_ring_in_the_accent(strip: ThumbnailStrip) -> None:
    strip.setCurrentIndex(strip.model().index(0, 0))

    assert color_at(strip, 0, QPoint(68, 2)) == DARK.accent
    assert color_at(strip, 2, QPoint(68, 2)) == DARK.panel


def test_only_starred_ones_have_a_star(strip: ThumbnailStrip) -> None:
    spot = QPoint(112, 12)

    assert color_at(strip, 1, spot) != "#0000ff"
    assert color_at(strip, 0, spot) == "#0000ff"


def test_arrow_keys_choose(qtbot: QtBot, strip: ThumbnailStrip) -> None:
    strip.setCurrentIndex(strip.model().index(0, 0))

    qtbot.keyClick(strip, Qt.Key.Key_Right)

    assert strip.currentIndex().row() == 1


def test_the_wheel_scrolls_sideways(strip: ThumbnailStrip) -> None:
    turn_wheel(strip.viewport(), -1)

    assert strip.horizontalScrollBar().value() > 0
