from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from desktop.ui.widgets.tiling import Tiling


def test_a_strip_is_one_row() -> None:
    strip = Tiling.strip(100, 50_000)
    assert strip.size == QSize(5_000_000, 100)
    assert strip.rect(49_999) == QRect(4_999_900, 0, 100, 100)
    assert strip.place_at(QPoint(250, 50)) == 2


def test_a_grid_has_as_many_columns_as_fit() -> None:
    grid = Tiling.grid(100, 350, 7)
    assert (grid.columns, grid.lines) == (3, 3)
    assert grid.rect(4) == QRect(100, 100, 100, 100)
    assert grid.place_at(QPoint(150, 150)) == 4


@pytest.mark.parametrize("point", [QPoint(250, 250), QPoint(350, 10), QPoint(-1, 10), QPoint(10, 500)])
def test_between_and_behind_the_tiles_is_none(point: QPoint) -> None:
    assert Tiling.grid(100, 350, 7).place_at(point) is None


def test_the_nearest_tile_is_found_from_anywhere() -> None:
    grid = Tiling.grid(100, 350, 7)
    assert grid.place_near(QPoint(-50, -50)) == 0
    assert grid.place_near(QPoint(999, 150)) == 5
    assert grid.place_near(QPoint(250, 999)) == 6


def test_an_area_gives_the_tiles_that_it_touches() -> None:
    grid = Tiling.grid(100, 350, 7)
    assert grid.places_in(QRect(50, 50, 100, 100)) == [0, 1, 3, 4]
    assert grid.places_in(QRect(0, 200, 350, 100)) == [6]
    assert Tiling.strip(100, 50_000).places_in(QRect(1_000_050, 0, 200, 100)) == [10_000, 10_001, 10_002]


def test_no_tiles_are_nowhere() -> None:
    for empty in (Tiling.strip(100, 0), Tiling.grid(100, 50, 0)):
        assert empty.places_in(QRect(0, 0, 500, 500)) == []
        assert empty.place_at(QPoint(0, 0)) is None
        assert empty.size.isEmpty()
