"""Outlines run along the edges of pixels, are closed, and bounded."""

from __future__ import annotations

import numpy as np

from desktop.core.document import selection
from desktop.core.document.outline import Outline, outline
from desktop.core.document.plane import Plane
from desktop.core.geometry import Point, Rect

CANVAS = Rect(0, 0, 600, 600)


def _plane(*rows: str) -> Plane:
    return Plane.of(
        np.array([[255 if c == "#" else 0 for c in row] for row in rows], np.uint8), Point(10, 20)
    )


def _area(line: Outline) -> float:
    """By the shoelace formula, without a sign."""
    x, y = line[:, 0], line[:, 1]
    return abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2


def _corners(line: Outline) -> set[tuple[float, float]]:
    return {(x, y) for x, y in line.tolist()}


def test_a_pixel_has_four_corners() -> None:
    (line,) = outline(_plane("#"), CANVAS)
    assert len(line) == 4
    assert _corners(line) == {(10, 20), (11, 20), (11, 21), (10, 21)}


def test_every_step_goes_along_an_edge_of_pixels() -> None:
    for line in outline(selection.ellipse(Rect(20, 30, 100, 70), CANVAS), CANVAS):
        steps = np.roll(line, -1, axis=0) - line
        assert ((steps == 0).sum(axis=1) == 1).all()


def test_a_hole_has_a_line_of_its_own() -> None:
    lines = outline(_plane("###", "#.#", "###"), CANVAS)
    assert sorted(_area(line) for line in lines) == [1, 9]


def test_lines_enclose_what_is_selected_by_half_or_more() -> None:
    soft = selection.feather(selection.ellipse(Rect(20, 30, 100, 70), CANVAS), 9, CANVAS)
    (line,) = outline(soft, CANVAS)
    assert _area(line) == np.count_nonzero(soft.read(CANVAS) >= 128)


def test_pixels_that_touch_by_corners_give_closed_lines_around_their_area() -> None:
    for rows in (("#.", ".#"), (".#", "#.")):
        lines = outline(_plane(*rows), CANVAS)
        assert sum(len(line) for line in lines) == 8
        assert sum(_area(line) for line in lines) == 2


def test_the_canvas_cuts_the_line() -> None:
    (line,) = outline(selection.everything(CANVAS), Rect(0, 0, 90, 50))
    assert _corners(line) == {(0, 0), (90, 0), (90, 50), (0, 50)}


def test_nothing_selected_has_no_line() -> None:
    assert outline(Plane(1), CANVAS) == []
    assert outline(Plane.of(np.full((9, 9), 127, np.uint8)), CANVAS) == []


def test_a_long_border_is_simplified_and_stays_where_it_was() -> None:
    large = Rect(0, 0, 3000, 3000)
    (line,) = outline(selection.ellipse(Rect(100, 100, 2800, 2800), large), large)
    assert len(line) < 4000
    radius = np.hypot(line[:, 0] - 1500, line[:, 1] - 1500)
    assert np.abs(radius - 1400).max() < 2


def test_noise_is_looked_at_in_coarser_pixels() -> None:
    noise = np.random.default_rng(4).integers(0, 2, (600, 600), np.uint8) * 255
    noise[200:400, 200:400] = 255
    noise[:200] = 0
    lines = outline(Plane.of(noise), CANVAS)
    assert 0 < sum(len(line) for line in lines) <= 16_000
    whole = np.concatenate(lines)
    assert whole.min() >= 0
    assert whole.max() <= 600
