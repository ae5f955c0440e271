"""The picture of the document follows the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.core.document.document import Document
from desktop.core.geometry import EMPTY, Point, Rect, Size
from desktop.core.pixels import Pixels
from desktop.ui.canvas.differences import picture_tiles
from desktop.ui.canvas.surface import Surface, draw_document


class Drawer:
    """Draws the document, and remembers which parts."""

    def __init__(self) -> None:
        self.rects: list[Rect] = []

    def __call__(self, document: Document, rect: Rect) -> np.ndarray:
        self.rects.append(rect)
        return draw_document(document, rect)


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def surface(qtbot: QtBot, drawer: Drawer) -> Iterator[Surface]:
    surface = Surface(drawer, picture_tiles, 4)
    yield surface
    surface.close()


def document(side: int, value: int, layers: int = 1) -> Document:
    array = np.full((side, side, 4), (value, value, value, 255), np.uint8)
    made = Document.from_pixels(Pixels(array), "Layer")
    hidden = tuple(
        replace(made.layers[0], id=f"hidden {number}", visible=False) for number in range(layers - 1)
    )
    return replace(made, layers=(*hidden, *made.layers))


def with_value(before: Document, rect: Rect, value: int) -> Document:
    layer = before.layers[-1]
    array = np.full((rect.height, rect.width, 4), (value, value, value, 255), np.uint8)
    return before.with_layer(replace(layer, plane=layer.plane.with_pixels(array, rect.origin)))


def shown(surface: Surface, x: int, y: int) -> int:
    """The grey at a place; -1 where nothing is painted."""
    image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    assert surface.size is not None
    target = QRectF(-x, -y, surface.size.width, surface.size.height)
    surface.paint(painter, target, QRectF(0, 0, 1, 1), smooth=False)
    painter.end()
    pixel = image.pixelColor(0, 0)
    return pixel.red() if pixel.alpha() else -1


def test_a_small_document_is_there_at_the_next_paint(surface: Surface) -> None:
    first = document(64, 90)
    surface.show(first, first.rect)
    surface.refresh()

    assert shown(surface, 30, 30) == 90
    assert surface.settled


def test_a_small_change_is_drawn_alone(surface: Surface, drawer: Drawer) -> None:
    first = document(600, 90)
    surface.show(first, first.rect)
    surface.refresh()
    drawer.rects.clear()
    change = Rect(100, 100, 20, 20)

    surface.show(with_value(first, change, 200), change)
    surface.refresh()

    assert drawer.rects == [change]
    assert [shown(surface, x, 105) for x in (105, 130)] == [200, 90]


def test_changes_that_overlap_are_drawn_once(surface: Surface, drawer: Drawer) -> None:
    first = document(600, 90)
    surface.show(first, first.rect)
    surface.refresh()
    drawer.rects.clear()

    for x in (100, 105, 300):
        surface.show(first, Rect(x, 100, 20, 20))
    surface.refresh()

    assert sorted(rect.x for rect in drawer.rects) == [100, 300]


def test_a_large_change_is_drawn_beside_the_window(qtbot: QtBot, surface: Surface, drawer: Drawer) -> None:
    large = document(1300, 90)

    surface.show(large, large.rect)
    surface.refresh()
    assert drawer.rects == []
    qtbot.waitUntil(lambda: surface.settled)

    assert [shown(surface, x, x) for x in (5, 700, 1295)] == [90, 90, 90]


def test_old_pixels_stay_until_new_ones_are_there(qtbot: QtBot, surface: Surface) -> None:
    first = document(1300, 90)
    surface.show(first, first.rect)
    qtbot.waitUntil(lambda: surface.settled)

    surface.show(with_value(first, first.rect, 200), first.rect)
    surface.refresh()
    assert shown(surface, 700, 700) == 90
    qtbot.waitUntil(lambda: surface.settled)

    assert shown(surface, 700, 700) == 200


def test_only_the_last_document_counts(qtbot: QtBot, surface: Surface) -> None:
    first = document(1300, 90)
    surface.show(first, first.rect)
    for value in (100, 150, 200):
        first = with_value(first, first.rect, value)
        surface.show(first, first.rect)
        surface.refresh()
    qtbot.waitUntil(lambda: surface.settled)

    assert {shown(surface, x, x) for x in (5, 400, 700, 1100, 1295)} == {200}


def test_a_small_change_is_not_lost_to_a_large_one_under_way(qtbot: QtBot, surface: Surface) -> None:
    first = document(1300, 90)
    surface.show(first, first.rect)
    surface._start()  # the first tiles are on their way
    change = Rect(10, 10, 20, 20)
    surface.show(with_value(first, change, 200), change)
    surface.refresh()
    qtbot.waitUntil(lambda: surface.settled)

    assert [shown(surface, x, 15) for x in (15, 60)] == [200, 90]


def test_what_is_in_sight_comes_first(qtbot: QtBot, surface: Surface, drawer: Drawer) -> None:
    large = document(2048, 90)
    surface.look_at(QPoint(1900, 1900))
    surface.show(large, large.rect)
    qtbot.waitUntil(lambda: surface.settled)

    assert drawer.rects[0] == Rect(1792, 1792, 256, 256)


def test_another_size_begins_anew(surface: Surface) -> None:
    first, second = document(64, 90), document(48, 30)
    surface.show(first, first.rect)
    surface.refresh()

    surface.show(second, EMPTY)
    surface.refresh()

    assert surface.size == Size(48, 48)
    assert shown(surface, 40, 40) == 30


def test_only_tiles_that_differ_are_drawn_again(qtbot: QtBot, surface: Surface, drawer: Drawer) -> None:
    first = document(1300, 90)
    surface.show(first, first.rect)
    qtbot.waitUntil(lambda: surface.settled)
    drawer.rects.clear()

    far_apart = with_value(with_value(first, Rect(0, 0, 9, 9), 200), Rect(1290, 1290, 9, 9), 200)
    surface.show(far_apart, Rect(0, 0, 1299, 1299))
    qtbot.waitUntil(lambda: surface.settled)

    assert {rect.origin for rect in drawer.rects} == {Point(0, 0), Point(1280, 1280)}
    assert [shown(surface, x, x) for x in (4, 700, 1295)] == [200, 90, 200]


def test_what_is_expected_is_not_drawn_again(surface: Surface, drawer: Drawer) -> None:
    first = document(600, 90)
    stroke = with_value(first, Rect(100, 100, 20, 20), 200)
    surface.show(first, first.rect)
    surface.show(stroke, Rect(100, 100, 20, 20))
    surface.refresh()
    drawer.rects.clear()
    finished = replace(stroke)

    surface.expect(finished)
    surface.show(first, Rect(100, 100, 20, 20))
    surface.show(finished, Rect(100, 100, 20, 20))
    surface.refresh()

    assert drawer.rects == []
    assert shown(surface, 105, 105) == 200


def test_what_was_expected_in_vain_changes_nothing(surface: Surface) -> None:
    first = document(600, 90)
    stroke = with_value(first, Rect(100, 100, 20, 20), 200)
    surface.show(stroke, first.rect)
    surface.refresh()

    surface.expect(replace(stroke))
    surface.show(first, Rect(100, 100, 20, 20))
    surface.refresh()

    assert shown(surface, 105, 105) == 90
