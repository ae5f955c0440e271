"""Dabs: exact areas, soft edges, places between pixels."""

from __future__ import annotations

import math

import numpy as np
import pytest

from desktop.core.document.brush import FULL, Brush, Dabs, dab
from desktop.core.geometry import Point


def test_the_smallest_brush_in_the_middle_of_a_pixel_fills_that_pixel_alone() -> None:
    coverage, at = dab(1.0, 1.0, 3.5, 7.5)
    rows, columns = np.nonzero(coverage)
    assert (rows + at.y).tolist() == [7]
    assert (columns + at.x).tolist() == [3]
    assert coverage.max() == FULL


def test_the_smallest_brush_between_two_pixels_gives_half_to_both() -> None:
    coverage, at = dab(1.0, 1.0, 4.0, 7.5)
    assert coverage[7 - at.y, 3 - at.x] == coverage[7 - at.y, 4 - at.x] == pytest.approx(FULL / 2, abs=1)


@pytest.mark.parametrize("size", [8.0, 31.0, 200.0])
def test_a_hard_dab_covers_the_area_of_its_disc(size: float) -> None:
    coverage, _ = dab(size, 1.0, 100.3, 50.8)
    assert coverage.sum() / FULL == pytest.approx(math.pi * size**2 / 4, rel=0.005)


def test_a_soft_dab_falls_from_its_hardness_to_its_radius() -> None:
    coverage, at = dab(100.0, 0.5, 50.5, 50.5)
    row = coverage[50 - at.y]
    assert row[50 - at.x + 25] == FULL
    assert row[50 - at.x + 26] < FULL
    assert row[50 - at.x + 37] > FULL / 2 > row[50 - at.x + 38]
    assert 0 < row[50 - at.x + 49] < FULL / 100
    assert np.all(np.diff(row[50 - at.x :].astype(int)) <= 0)


def test_a_dab_looks_the_same_from_all_sides() -> None:
    coverage, _ = dab(30.0, 0.3, 10.5, 10.5)
    assert np.array_equal(coverage, coverage.T)
    assert np.array_equal(coverage, coverage[::-1, ::-1])


def test_kept_dabs_lie_within_an_eighth_of_a_pixel_of_their_place() -> None:
    dabs = Dabs(1.0)
    for x, y in ((10.1, -3.4), (300.62, 4.99), (-77.13, 0.0)):
        coverage, at = dabs.at(40.0, x, y)
        total = coverage.sum(dtype=np.float64)
        columns = np.arange(coverage.shape[1]) + 0.5 + at.x
        rows = np.arange(coverage.shape[0]) + 0.5 + at.y
        assert (coverage.sum(axis=0) * columns).sum() / total == pytest.approx(x, abs=0.126)
        assert (coverage.sum(axis=1) * rows).sum() / total == pytest.approx(y, abs=0.126)


def test_the_same_place_in_another_pixel_is_the_same_dab_moved() -> None:
    dabs = Dabs(0.5)
    first, there = dabs.at(64.0, 10.25, 10.5), dabs.at(64.0, 40.25, -9.5)
    assert there.coverage is first.coverage
    assert there.at - first.at == Point(30, -20)


def test_sizes_an_octave_apart_are_not_taken_for_each_other() -> None:
    dabs = Dabs(1.0)
    small, large = dabs.at(65.0, 0.5, 0.5), dabs.at(130.0, 0.5, 0.5)
    assert large.coverage.sum() / small.coverage.sum() == pytest.approx(4.0, rel=0.02)


def test_kept_dabs_take_bounded_memory() -> None:
    dabs = Dabs(1.0)
    for size in range(1000, 2000, 50):
        dabs.at(float(size), 0.0, 0.0)
    assert 0 < sum(kept.coverage.nbytes for kept in dabs._kept.values()) <= 32 << 20


@pytest.mark.parametrize(
    "wrong", [{"size": 0.5}, {"size": 2001.0}, {"size": 9.0, "flow": 1.1}, {"size": 9.0, "hardness": -0.1}]
)
def test_a_brush_outside_of_its_ranges_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="not"):
        Brush(**wrong)  # type: ignore[arg-type]
