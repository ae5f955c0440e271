from __future__ import annotations

import numpy as np
import pytest

from desktop.core import contact_sheet
from desktop.core.contact_sheet import compose
from desktop.core.geometry import Size
from desktop.core.grids import Axis, AxisKind, Grid, plan
from desktop.core.params import GenerateParams, ModelRef
from desktop.core.pixels import Pixels

PARAMS = GenerateParams(model=ModelRef(name="starter"), prompt="an apple")
COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255)]


def solid(colour: tuple[int, int, int], width: int = 64, height: int = 48) -> Pixels:
    return Pixels.from_rgb(np.full((height, width, 3), colour, np.uint8))


def grid_of(columns: tuple[str, ...], rows: tuple[str, ...]) -> Grid:
    return Grid(columns, rows, (PARAMS,) * (len(columns) * len(rows)), ())


def places(sheet: Pixels, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a colour."""
    ys, xs = np.nonzero((sheet.array[..., :3] == colour).all(-1))
    return int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1


def ink(sheet: Pixels) -> int:
    """Pixels darker than anything but text."""
    return int((sheet.array[..., :3].max(-1) < 100).sum())


def test_every_picture_stands_whole_in_its_place() -> None:
    grid = plan(PARAMS, Axis.parse(AxisKind.STEPS, "1,2,3"), Axis.parse(AxisKind.SEED, "1,2"))
    sheet = compose(grid, [solid(colour) for colour in COLOURS])
    boxes = [places(sheet, colour) for colour in COLOURS]
    assert all((right - left, bottom - top) == (64, 48) for left, top, right, bottom in boxes)
    assert [box[0] for box in boxes[:3]] == [box[0] for box in boxes[3:]]
    assert boxes[0][2] < boxes[1][0] < boxes[2][0]
    assert boxes[0][3] < boxes[3][1]


def test_labels_are_written() -> None:
    cells = [solid((200, 200, 200))]
    without = compose(grid_of(("",), ("",)), cells)
    assert ink(without) == 0
    assert ink(compose(grid_of(("Steps 1",), ("",)), cells)) > 10
    beside = compose(grid_of(("",), ("Seed 1",)), cells)
    assert ink(beside) > 10
    assert beside.size.width > without.size.width


def test_long_labels_are_wrapped() -> None:
    cells = [solid((200, 200, 200))]
    short = compose(grid_of(("one",), ("",)), cells)
    long = compose(grid_of(("one two three four five six",), ("",)), cells)
    endless = compose(grid_of(("unbroken" * 20,), ("",)), cells)
    assert short.size.height < long.size.height
    assert short.size.width == long.size.width == endless.size.width


def test_a_missing_cell_is_marked() -> None:
    sheet = compose(grid_of(("a", "b"), ("",)), [solid((255, 0, 0)), None])
    left, top, right, bottom = places(sheet, (236, 236, 238))
    assert (right - left, bottom - top) == (64, 48)


def test_nothing_but_missing_cells_is_a_sheet() -> None:
    assert compose(grid_of(("a",), ("b",)), [None]).size.width > 256


def test_pictures_of_different_sizes_share_columns_and_rows() -> None:
    cells = [solid(COLOURS[0], 32, 32), solid(COLOURS[1], 64, 96)]
    sheet = compose(grid_of(("a", "b"), ("",)), cells)
    small, large = (places(sheet, colour) for colour in COLOURS[:2])
    assert small[1] - large[1] == large[3] - small[3]
    assert (small[2] - small[0], large[2] - large[0]) == (32, 64)


def test_a_transparent_picture_stands_on_paper() -> None:
    clear = Pixels(np.zeros((48, 64, 4), np.uint8))
    assert (compose(grid_of(("",), ("",)), [clear]).array == 255).all()


def test_a_huge_sheet_is_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contact_sheet, "MAX_SHEET_PIXELS", 20_000)
    sheet = compose(grid_of(("a", "b", "c"), ("x", "y")), [solid(colour, 128, 96) for colour in COLOURS])
    left, top, right, bottom = places(sheet, COLOURS[0])
    assert right - left == pytest.approx((bottom - top) * 4 / 3, abs=1)
    assert (right - left) * (bottom - top) * 6 <= 20_000


def test_a_long_row_stays_within_the_longest_side() -> None:
    columns = tuple(str(number) for number in range(200))
    sheet = compose(grid_of(columns, ("",)), [solid((9, 9, 9), 256, 16)] * 200)
    assert max(sheet.array.shape) <= contact_sheet.MAX_SHEET_SIDE


def test_the_number_of_cells_has_to_fit() -> None:
    with pytest.raises(ValueError, match="the grid has 1 cells, 0 were given"):
        compose(grid_of(("a",), ("b",)), [])


def test_sizes_compare() -> None:
    grid = plan(PARAMS, Axis.parse(AxisKind.SIZE, "64x64,128x64"))
    sheet = compose(grid, [solid(COLOURS[0], 64, 64), solid(COLOURS[1], 128, 64)])
    assert sheet.size.width > Size(192, 64).width
