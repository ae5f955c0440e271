"""Selections: exact shapes, the wand, combining, growing, softening, saving."""

from __future__ import annotations

import math

import numpy as np
import pytest

from desktop.core.document import selection
from desktop.core.document.plane import Plane, TileKey
from desktop.core.document.selection import NOTHING, Combine
from desktop.core.geometry import EMPTY, Point, Rect
from desktop.core.pixels import Pixels

CANVAS = Rect(0, 0, 300, 280)


def _square(side: int = 20, at: Point = Point(100, 100)) -> Plane:  # noqa: B008 - frozen
    return selection.rectangle(Rect(at.x, at.y, side, side), CANVAS)


def _values(plane: Plane) -> np.ndarray:
    return plane.read(CANVAS).astype(int)


# Shapes


def test_a_rectangle_is_exact_and_cut_at_the_canvas() -> None:
    plane = selection.rectangle(Rect(290, -5, 50, 10), CANVAS)
    assert selection.bounds(plane) == Rect(290, 0, 10, 5)
    assert _values(plane).sum() == 255 * 50


@pytest.mark.parametrize("rect", [EMPTY, Rect(400, 400, 10, 10), Rect(10, 10, 0, 50)])
def test_a_rectangle_without_area_on_the_canvas_selects_nothing(rect: Rect) -> None:
    assert not selection.rectangle(rect, CANVAS).tiles
    assert not selection.ellipse(rect, CANVAS).tiles


def test_everything_is_the_whole_canvas_and_full_tiles_are_one() -> None:
    large = selection.everything(Rect(0, 0, 1000, 600))
    assert selection.coverage_share(large, Rect(0, 0, 1000, 600)) == 1.0
    assert large.tiles[TileKey(0, 0)] is large.tiles[TileKey(2, 1)]
    assert selection.bounds(large) == Rect(0, 0, 1000, 600)


def test_an_ellipse_has_its_area_and_touches_its_box() -> None:
    plane = selection.ellipse(Rect(31, 40, 120, 75), CANVAS)
    assert _values(plane).sum() / 255 == pytest.approx(math.pi * 60 * 37.5, rel=1e-3)
    assert selection.bounds(plane) == Rect(31, 40, 120, 75)


@pytest.mark.parametrize("box", [Rect(20, 20, 60, 60), Rect(200, 190, 90, 80)])
def test_an_ellipse_has_soft_edges_and_is_symmetric_across_tiles(box: Rect) -> None:
    values = selection.ellipse(box, CANVAS).read(box)
    assert len(np.unique(values)) > 20
    assert np.array_equal(values, values[::-1, ::-1])


def test_a_large_shape_shares_one_full_tile() -> None:
    box = Rect(3, 5, 1500, 1400)
    plane = selection.ellipse(box, box)
    assert plane.tiles[TileKey(2, 2)] is plane.tiles[TileKey(3, 3)]
    assert plane.tiles[TileKey(2, 2)].array.min() == 255
    assert selection.coverage_share(plane, box) == pytest.approx(math.pi / 4, rel=1e-4)


def test_an_ellipse_across_the_canvas_edge_is_cut_not_squeezed() -> None:
    whole = selection.ellipse(Rect(-60, 50, 120, 120), Rect(-100, 0, 400, 280))
    assert np.array_equal(_values(selection.ellipse(Rect(-60, 50, 120, 120), CANVAS)), _values(whole))


def test_a_polygon_along_pixels_is_exact() -> None:
    plane = selection.polygon([(10, 20), (40, 20), (40, 260), (10, 260)], CANVAS)
    assert np.array_equal(_values(plane), _values(selection.rectangle(Rect(10, 20, 30, 240), CANVAS)))


def test_a_slanted_polygon_covers_its_area_pixel_by_pixel() -> None:
    values = _values(selection.polygon([(0, 0), (16, 0), (0, 16)], CANVAS))
    assert np.abs(np.diag(values[:16, :16][:, ::-1]) - 127.5).max() <= 4
    assert (values[0, :15], values[15, 1:16].max()) == (pytest.approx(np.full(15, 255)), 0)


def test_what_a_lasso_crosses_twice_is_outside() -> None:
    outer, inner = (
        [(10, 10), (90, 10), (90, 90), (10, 90), (10, 10)],
        [(30, 30), (30, 60), (60, 60), (60, 30)],
    )
    values = _values(selection.polygon([*outer, *inner, (30, 30)], CANVAS))
    assert (values[45, 45], values[45, 20], values[45, 75]) == (0, 255, 255)


@pytest.mark.parametrize(
    "points", [[], [(5, 5)], [(5, 5), (50, 50)], [(5, 5)] * 9, [(5, 5), (50, 5), (90, 5)]]
)
def test_a_polygon_without_area_selects_nothing(points: list[tuple[float, float]]) -> None:
    assert not selection.polygon(points, CANVAS).tiles


def test_a_polygon_off_the_canvas_selects_nothing() -> None:
    assert not selection.polygon([(-90, -90), (-10, -90), (-10, -10)], CANVAS).tiles


# Wand


def _picture() -> np.ndarray:
    """Two red squares on white, the right one nearly transparent below row 4."""
    picture = np.full((10, 20, 4), 255, np.uint8)
    picture[2:8, 2:8] = picture[2:8, 12:18] = (200, 0, 0, 255)
    return picture


def _wand(picture: np.ndarray, x: int, y: int, tolerance: int = 0, contiguous: bool = True) -> np.ndarray:
    plane = selection.by_colour(picture, Point(x, y), tolerance=tolerance, contiguous=contiguous)
    return plane.read(Rect(0, 0, picture.shape[1], picture.shape[0]))


def test_the_wand_selects_what_hangs_together() -> None:
    assert np.argwhere(_wand(_picture(), 3, 3)).tolist() == [[y, x] for y in range(2, 8) for x in range(2, 8)]


def test_the_wand_selects_all_of_a_colour() -> None:
    assert np.count_nonzero(_wand(_picture(), 3, 3, contiguous=False)) == 72


def test_corners_do_not_hang_together() -> None:
    picture = np.zeros((4, 4), np.uint8)
    picture[1, 1] = picture[2, 2] = 255
    assert np.count_nonzero(_wand(picture, 1, 1)) == 1


def test_on_a_gradient_the_wand_reaches_as_far_as_the_tolerance_from_the_place_itself() -> None:
    picture = np.full((4, 256, 4), 255, np.uint8)
    picture[..., 1] = np.arange(256)
    selected = np.flatnonzero(_wand(picture, 100, 2, tolerance=20)[0])
    assert (selected[0], selected[-1], len(selected)) == (80, 120, 41)


def test_the_largest_difference_of_one_channel_counts() -> None:
    picture = np.full((1, 3, 4), 255, np.uint8)
    picture[0, 1], picture[0, 2] = (245, 245, 245, 245), (244, 255, 255, 255)
    assert _wand(picture, 0, 0, tolerance=10, contiguous=False).tolist() == [[255, 255, 0]]


def test_transparent_pixels_are_alike_whatever_colour_they_hide() -> None:
    picture = np.random.default_rng(3).integers(0, 256, (8, 8, 4), np.uint8)
    picture[..., 3] = 0
    picture[:, 6:, 3] = 255
    picture[0, 0, 3] = 3
    assert np.count_nonzero(_wand(picture, 4, 4)) == 47
    assert np.count_nonzero(_wand(picture, 4, 4, tolerance=3)) == 48
    assert _wand(picture, 0, 0, tolerance=3)[4, 4] == 255


def test_the_wand_in_a_moved_picture_counts_in_the_document() -> None:
    plane = selection.by_colour(_picture(), Point(103, 53), tolerance=0, contiguous=True, at=Point(100, 50))
    assert selection.bounds(plane) == Rect(102, 52, 6, 6)


@pytest.mark.parametrize("place", [Point(-1, 0), Point(20, 3), Point(3, 10)])
def test_the_wand_off_the_picture_selects_nothing(place: Point) -> None:
    assert not selection.by_colour(_picture(), place, tolerance=9, contiguous=True).tiles


# Combining


@pytest.mark.parametrize(
    ("how", "formula"),
    [
        (Combine.REPLACE, lambda a, b: b),
        (Combine.ADD, np.maximum),
        (Combine.SUBTRACT, lambda a, b: np.minimum(a, 255 - b)),
        (Combine.INTERSECT, np.minimum),
    ],
)
def test_selections_combine_as_fuzzy_sets(how: Combine, formula: np.ufunc) -> None:
    a = selection.ellipse(Rect(10, 10, 200, 200), CANVAS)
    b = selection.ellipse(Rect(120, 90, 180, 190), CANVAS)
    assert np.array_equal(_values(selection.combine(a, b, how)), formula(_values(a), _values(b)))


def test_what_takes_all_away_leaves_no_tile() -> None:
    assert not selection.combine(_square(), selection.everything(CANVAS), Combine.SUBTRACT).tiles
    assert not selection.combine(_square(), _square(9, Point(200, 200)), Combine.INTERSECT).tiles


def test_combining_shares_tiles_that_stay_the_same() -> None:
    old = selection.everything(CANVAS)
    both = selection.combine(old, _square(), Combine.ADD)
    assert all(both.tiles[key] is tile for key, tile in old.tiles.items())


def test_inverting_twice_gives_the_same_and_stays_on_the_canvas() -> None:
    plane = selection.ellipse(Rect(10, 10, 200, 200), CANVAS)
    inverted = selection.invert(plane, CANVAS)
    assert np.array_equal(_values(inverted), 255 - _values(plane))
    assert selection.bounds(inverted) == CANVAS
    assert np.array_equal(_values(selection.invert(inverted, CANVAS)), _values(plane))


def test_nothing_inverted_is_everything_and_back() -> None:
    assert selection.coverage_share(selection.invert(NOTHING, CANVAS), CANVAS) == 1.0
    assert selection.is_blank(selection.invert(selection.everything(CANVAS), CANVAS))


# Growing, shrinking, softening


@pytest.mark.parametrize("px", [1, 5, 8, 30])
def test_growing_a_pixel_gives_a_disc(px: int) -> None:
    grown = selection.grow(_square(1, Point(150, 140)), px, CANVAS)
    assert selection.bounds(grown) == Rect(150 - px, 140 - px, 2 * px + 1, 2 * px + 1)
    assert _values(grown).sum() / 255 == pytest.approx(math.pi * (px + 0.5) ** 2, rel=0.3 if px < 5 else 0.08)


@pytest.mark.parametrize("px", [1, 7, 20])
def test_shrinking_takes_as_much_from_every_side(px: int) -> None:
    shrunk = selection.shrink(_square(60), px, CANVAS)
    assert selection.bounds(shrunk) == Rect(100 + px, 100 + px, 60 - 2 * px, 60 - 2 * px)


def test_shrinking_more_than_there_is_leaves_nothing() -> None:
    assert not selection.shrink(_square(20), 10, CANVAS).tiles


def test_growing_keeps_soft_edges_soft() -> None:
    soft = selection.feather(_square(80), 12, CANVAS)
    before, after = _values(soft)[140, :140], _values(selection.grow(soft, 15, CANVAS))[140, :140]
    assert np.array_equal(after[:125], before[15:])


def test_growing_and_softening_stop_at_the_canvas() -> None:
    corner = _square(30, Point(0, 0))
    for plane in (selection.grow(corner, 9, CANVAS), selection.feather(corner, 9, CANVAS)):
        assert CANVAS.contains(plane.content_bounds())


def test_along_the_canvas_edge_nothing_fades_or_shrinks() -> None:
    everything = selection.everything(CANVAS)
    assert selection.coverage_share(selection.feather(everything, 40, CANVAS), CANVAS) == 1.0
    assert selection.coverage_share(selection.shrink(everything, 40, CANVAS), CANVAS) == 1.0


def test_a_feathered_edge_is_the_gaussian_integral_of_half_its_width() -> None:
    row = _values(selection.feather(selection.rectangle(Rect(0, 0, 150, 280), CANVAS), 20, CANVAS))[140]
    for distance in (-15, -5, 0, 5, 15):
        expected = 0.5 - 0.5 * math.erf((distance + 0.5) / (10 * math.sqrt(2)))
        assert row[150 + distance] / 255 == pytest.approx(expected, abs=0.01)


def test_a_speck_feathered_away_leaves_no_tile() -> None:
    assert not selection.feather(_square(1), 60, CANVAS).tiles


@pytest.mark.parametrize("change", [selection.grow, selection.shrink, selection.feather])
def test_by_no_pixels_or_of_nothing_there_is_no_change(change: object) -> None:
    assert callable(change)
    square = _square()
    assert change(square, 0, CANVAS) is square
    assert not change(NOTHING, 10, CANVAS).tiles


# Holes


def _ring(edge: int) -> Plane:
    """A square ring 10 px thick with a hole of 20 x 20, its edges ``edge`` px soft."""
    ring = selection.combine(_square(40), _square(20, Point(110, 110)), Combine.SUBTRACT)
    return selection.feather(ring, edge, CANVAS)


@pytest.mark.parametrize("edge", [0, 2])
def test_holes_are_filled_with_their_soft_rims(edge: int) -> None:
    ring = _ring(edge)
    filled = _values(selection.fill_holes(ring))
    assert (filled[106:134, 106:134] == 255).all()
    outside = np.ones_like(filled, bool)
    outside[106:134, 106:134] = False
    assert np.array_equal(filled[outside], _values(ring)[outside])


def test_a_hole_in_a_selection_that_is_nowhere_full_is_filled_too() -> None:
    half = Plane.of((_values(_ring(0)) * 0.7).astype(np.uint8))
    assert (_values(selection.fill_holes(half))[110:130, 110:130] == 255).all()


def test_what_is_open_to_the_outside_is_no_hole() -> None:
    horseshoe = selection.combine(
        _ring(0), selection.rectangle(Rect(118, 90, 4, 30), CANVAS), Combine.SUBTRACT
    )
    assert np.array_equal(_values(selection.fill_holes(horseshoe)), _values(horseshoe))
    assert selection.fill_holes(NOTHING) is NOTHING


# Looking, saving, loading


def test_how_much_is_selected_counts_soft_pixels_for_their_part() -> None:
    half = Plane.of(np.full((140, 300), 51, np.uint8))
    assert selection.coverage_share(half, CANVAS) == pytest.approx(0.1)
    assert selection.coverage_share(half, EMPTY) == 0.0


def test_what_lies_off_the_canvas_does_not_count() -> None:
    assert selection.coverage_share(Plane.of(np.full((50, 50), 255, np.uint8), Point(-50, 0)), CANVAS) == 0.0


def test_a_saved_selection_comes_back() -> None:
    plane = selection.ellipse(Rect(20, 30, 90, 80), CANVAS)
    mask = selection.to_mask(plane, CANVAS)
    assert mask.is_mask
    assert np.array_equal(_values(selection.from_mask(mask)), _values(plane))
    assert selection.bounds(selection.from_mask(mask, Point(5, 0))) == Rect(25, 30, 90, 80)


def test_a_mask_that_was_opened_as_a_picture_is_its_grey() -> None:
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    picture = np.stack((grey, grey, grey, np.full_like(grey, 255)), axis=2)
    assert np.array_equal(selection.from_mask(Pixels(picture)).read(Rect(0, 0, 16, 16)), grey)
    picture = picture.copy()
    picture[..., 3] = 0
    assert not selection.from_mask(Pixels(picture)).tiles
