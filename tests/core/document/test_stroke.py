"""Strokes: opacity, spacing, smooth paths, selections, and tiles that stay shared."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.document.brush import FULL, Brush, dab
from desktop.core.document.plane import Plane, TileKey
from desktop.core.document.selection import rectangle
from desktop.core.document.stroke import Stroke
from desktop.core.geometry import EMPTY, Point, Rect

AREA = Rect(0, 0, 320, 320)
RED = Brush(20.0, colour=(255, 0, 0))


def _white() -> Plane:
    return Plane.of(np.full((AREA.height, AREA.width, 4), 255, np.uint8))


def _noise(channels: int = 4) -> Plane:
    shape = (AREA.height, AREA.width, 4)[: 3 if channels == 4 else 2]
    return Plane.of(np.random.default_rng(2).integers(1, 256, shape, np.uint8))


def _along(stroke: Stroke, *places: tuple[float, float]) -> Plane:
    stroke.begin(*places[0])
    for place in places[1:]:
        stroke.extend_to(*place)
    return stroke.finish()


def test_a_touch_is_one_dab() -> None:
    plane = _along(Stroke(Plane(4), RED), (50.0, 50.0))
    alpha = plane.read(AREA)[..., 3]
    assert alpha.sum() / 255 == pytest.approx(math.pi * 100, rel=0.01)
    assert plane.content_bounds() == Rect(40, 40, 20, 20)


def test_a_stroke_without_length_is_the_touch_alone() -> None:
    soft = replace(RED, flow=0.3)
    once = _along(Stroke(Plane(4), soft), (50.0, 50.0))
    stayed = _along(Stroke(Plane(4), soft), (50.0, 50.0), (50.0, 50.0), (50.0, 50.0))
    assert np.array_equal(stayed.read(AREA), once.read(AREA))


def test_what_is_told_to_have_changed_holds_all_that_did() -> None:
    stroke = Stroke(_white(), RED, offset=Point(30, -7))
    told = [stroke.begin(100.3, 100.0)]
    shown = stroke.plane().read(AREA)
    for place in ((140.0, 120.0), (150.0, 200.0), (290.0, 210.0)):
        told.append(stroke.extend_to(*place))
        now = stroke.plane().read(AREA)
        rows, columns = np.nonzero((now != shown).any(axis=2))
        changed = Rect.between(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert told[-1].contains(changed.moved(Point(30, -7)))
        shown = now
    assert all(rect.width < 200 for rect in told)


def test_nothing_new_to_paint_is_told_as_empty() -> None:
    stroke = Stroke(_white(), RED)
    stroke.begin(50.0, 50.0)
    assert stroke.extend_to(50.5, 50.0) == EMPTY


def test_crossing_itself_a_stroke_never_gets_denser_than_its_opacity() -> None:
    brush = replace(RED, opacity=0.5, spacing=0.05, hardness=0.4)
    there_and_back = [(60.0 + 100 * (n % 2), 100.0 + n) for n in range(12)]
    alpha = _along(Stroke(Plane(4), brush), *there_and_back).read(AREA)[..., 3]
    assert alpha.max() == 128


def test_flow_gathers_inside_a_stroke_as_the_missing_part_shrinks() -> None:
    # Dabs of 20 px a quarter apart: four of them lie over each pixel of the middle line.
    brush = replace(RED, flow=0.2, opacity=0.8, spacing=0.25)
    alpha = _along(Stroke(Plane(4), brush), (50.5, 50.5), (150.5, 50.5)).read(AREA)[50, 98:104, 3]
    assert alpha.astype(float) == pytest.approx(255 * 0.8 * (1 - 0.8**4), abs=2.0)


def test_little_flow_is_not_lost_in_soft_edges() -> None:
    # Each dab adds less than 1/255 to most pixels. The reference multiplies what they let through in float64.
    brush = replace(RED, flow=0.01, hardness=0.0, spacing=0.01)
    alpha = _along(Stroke(Plane(4), brush), (50.0, 50.0), (110.0, 50.0)).read(AREA)[..., 3]
    through = np.ones((AREA.height, AREA.width))
    for nth in range(121):
        coverage, at = dab(20.0, 0.0, 50.0 + nth * 0.5, 50.0)
        rows, columns = Rect(at.x, at.y, coverage.shape[1], coverage.shape[0]).within(AREA)
        through[rows, columns] *= 1 - 0.01 * coverage / FULL
    assert alpha[50, 80] > 30
    assert np.abs(alpha - 255 * (1 - through)).max() <= 1.0


def test_the_plane_before_the_stroke_shows_through_alike_after_one_event_or_many() -> None:
    brush = replace(RED, size=31.0, hardness=0.4, flow=0.35, opacity=0.7, spacing=0.13)
    once = _along(Stroke(_noise(), brush), (40.2, 61.7), (261.4, 230.1))
    shares = [n / 10 for n in range(11)]
    cut_up = _along(Stroke(_noise(), brush), *((40.2 + 221.2 * s, 61.7 + 168.4 * s) for s in shares))
    difference = once.read(AREA).astype(int) - cut_up.read(AREA)
    assert np.abs(difference).max() <= 1
    assert np.abs(once.read(AREA).astype(int) - _noise().read(AREA)).max() > 50


def test_the_way_left_over_at_an_event_counts_for_the_next_dab() -> None:
    dots = replace(RED, size=4.0, spacing=1.0)
    plane = _along(Stroke(Plane(4), dots), *((10.5 + 1.5 * n, 20.5) for n in range(9)))
    alpha = plane.read(AREA)[20, :, 3]
    # Dabs in the pixels 10, 14, 18 and 22 meet where both are half full.
    assert [x for x in range(10, 24) if alpha[x] < 255] == [12, 16, 20]


def test_a_fast_curve_is_round() -> None:
    # A circle of radius 100 in eight events, 77 px apart: straight connections would miss it by 7.6 px.
    eighths = [2 * math.pi * n / 8 for n in range(9)]
    places = [(160.0 + 100 * math.cos(a), 160.0 + 100 * math.sin(a)) for a in eighths]
    alpha = _along(Stroke(Plane(4), replace(RED, size=3.0)), *places).read(AREA)[..., 3]
    rows, columns = np.nonzero(alpha > 128)
    angle = np.arctan2(rows - 160.0, columns - 160.0) % (2 * math.pi)
    inner = (angle > 2 * math.pi / 16) & (angle < 2 * math.pi * 15 / 16)
    radius = np.hypot(columns + 0.5 - 160.0, rows + 0.5 - 160.0)[inner]
    assert radius.max() - radius.min() < 3.0 + 2.0


def test_a_curve_never_leaves_the_hull_of_its_places() -> None:
    plane = _along(Stroke(Plane(4), replace(RED, size=4.0)), (50.0, 50.0), (250.0, 50.0), (250.0, 250.0))
    assert Rect(47, 47, 206, 206).contains(plane.content_bounds())


def test_finishing_brings_the_stroke_to_the_last_place() -> None:
    plane = _along(Stroke(Plane(4), replace(RED, size=4.0)), (50.5, 50.5), (60.5, 50.5), (250.5, 50.5))
    assert plane.content_bounds().right >= 252


def test_settling_paints_a_line_to_its_end_before_it_is_finished() -> None:
    stroke = Stroke(Plane(4), replace(RED, size=4.0))
    stroke.begin(50.5, 50.5)
    stroke.extend_to(250.5, 50.5)
    assert stroke.settle().right >= 252
    assert (stroke.plane().read(AREA)[50, 50:250, 3] == 255).all()


def test_pressure_sets_the_size_between_events_too() -> None:
    stroke = Stroke(Plane(4), replace(RED, size=40.0, spacing=0.02, pressure_to_size=True))
    stroke.begin(60.0, 100.0, 0.25)
    stroke.extend_to(260.0, 100.0, 0.75)
    heights = (stroke.finish().read(AREA)[..., 3] > 128).sum(axis=0)
    assert heights[60] == pytest.approx(10, abs=2)
    assert heights[160] == pytest.approx(20, abs=2)
    assert heights[255] == pytest.approx(30, abs=2)


def test_pressure_sets_the_opacity_and_less_of_it_takes_nothing_away() -> None:
    stroke = Stroke(Plane(4), replace(RED, opacity=0.8, pressure_to_opacity=True))
    stroke.begin(60.0, 100.0, 1.0)
    stroke.extend_to(200.0, 100.0, 1.0)
    stroke.extend_to(60.0, 100.0, 0.1)
    alpha = stroke.finish().read(AREA)[..., 3]
    assert alpha.max() == alpha[100, 100] == 204


def test_no_pressure_paints_nothing() -> None:
    before = _white()
    stroke = Stroke(before, replace(RED, pressure_to_opacity=True))
    assert stroke.begin(60.0, 100.0, 0.0) == EMPTY
    assert stroke.finish().changed_since(before) == EMPTY


def test_a_mask_is_painted_and_erased() -> None:
    painted = _along(Stroke(Plane(1), RED), (50.0, 50.0))
    assert painted.read(AREA)[50, 50] == 255
    assert not _along(Stroke(painted, replace(RED, size=30.0, erase=True)), (50.0, 50.0)).tiles


def test_what_is_erased_wholly_leaves_no_tile() -> None:
    erased = _along(Stroke(_white(), Brush(2000.0, erase=True)), (160.0, 160.0))
    assert not erased.tiles


def test_half_opacity_erases_half_however_often() -> None:
    eraser = Brush(40.0, erase=True, opacity=0.5)
    plane = _along(Stroke(_white(), eraser), (100.0, 100.0), (150.0, 100.0), (100.0, 100.0))
    assert plane.read(AREA)[100, 100].tolist() == [255, 255, 255, 127]


@pytest.mark.parametrize(("channels", "erase"), list(itertools.product((1, 4), (False, True))))
def test_outside_of_the_selection_every_pixel_stays(channels: int, erase: bool) -> None:
    selected = Rect(100, 80, 90, 60)
    brush = replace(RED, size=120.0, erase=erase)
    before = _noise(channels)
    stroke = Stroke(before, brush, offset=Point(13, 21), limit=rectangle(selected, AREA))
    after = _along(stroke, (20.0, 20.0), (300.0, 280.0)).read(AREA)
    inside = np.zeros((AREA.height, AREA.width), bool)
    inside[selected.moved(Point(-13, -21)).within(AREA)] = True
    assert np.array_equal(after[~inside], before.read(AREA)[~inside])
    assert not np.array_equal(after[inside], before.read(AREA)[inside])


def test_a_soft_selection_lets_its_share_through() -> None:
    limit = Plane.of(np.full((AREA.height, AREA.width), 51, np.uint8))
    plane = _along(Stroke(Plane(4), replace(RED, opacity=0.5), limit=limit), (50.0, 50.0), (90.0, 50.0))
    assert plane.read(AREA)[50, 60, 3] == round(255 * 0.2 * 0.5)


def test_a_selection_without_tiles_limits_nothing() -> None:
    assert _along(Stroke(Plane(4), RED, limit=Plane(1)), (50.0, 50.0)).tiles


def test_nothing_is_painted_off_the_canvas() -> None:
    stroke = Stroke(Plane(4), RED, offset=Point(10, 10), canvas=Rect(0, 0, 100, 100))
    plane = _along(stroke, (95.0, 95.0), (4000.0, 95.0))
    assert plane.content_bounds().moved(Point(10, 10)) == Rect(85, 85, 15, 15)


def test_tiles_that_are_not_touched_stay_shared() -> None:
    before = Plane.of(np.full((512, 512, 4), 200, np.uint8))
    after = _along(Stroke(before, RED), (50.0, 50.0), (100.0, 100.0))
    assert after.tiles[TileKey(0, 0)] is not before.tiles[TileKey(0, 0)]
    assert all(after.tiles[key] is before.tiles[key] for key in (TileKey(1, 0), TileKey(0, 1), TileKey(1, 1)))


def test_a_selection_elsewhere_leaves_all_tiles_shared() -> None:
    before = _white()
    limit = rectangle(Rect(3000, 3000, 10, 10), Rect(0, 0, 4096, 4096))
    stroke = Stroke(before, RED, limit=limit)
    assert stroke.begin(50.0, 50.0) == EMPTY
    assert stroke.finish().changed_since(before) == EMPTY


def test_the_plane_before_the_stroke_never_changes() -> None:
    before = _noise()
    stroke = Stroke(before, RED)
    _along(stroke, (50.0, 50.0), (100.0, 100.0))
    assert np.array_equal(before.read(AREA), _noise().read(AREA))
