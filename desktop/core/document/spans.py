"""Shapes with smooth edges, filled row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.core.document.plane import TILE, Plane, PlaneEditor
from desktop.core.geometry import Point, Rect

Floats = NDArray[np.float64]
_LINES = 16
"""Lines looked at in each row of pixels. Along a line coverage is exact, across it has 16 steps."""


class Crossings(NamedTuple):
    """Where lines go into a shape (``way`` +1) and out of it (-1): three arrays of the same length."""

    line: NDArray[np.intp]
    x: Floats
    way: Floats


def filled(bounds: Rect, crossings: Callable[[Floats], Crossings]) -> Plane:
    """A mask of the shape, as far as it lies in ``bounds``.

    ``crossings`` gets the heights (y) of some lines and says where each, by its index, crosses the outline.
    Each crossing is spread over the two pixels whose coverage it changes; sums along the rows then are the
    areas (accumulation, as font renderers do it).
    """
    editor = PlaneEditor(Plane(1))
    for top in range(bounds.y, bounds.bottom, TILE):
        rows = min(TILE, bounds.bottom - top)
        line, x, way = crossings(top + (np.arange(rows * _LINES) + 0.5) / _LINES)
        x = np.clip(x, bounds.x, bounds.right) - bounds.x
        pixel = np.floor(x).astype(np.intp)
        part = x - pixel
        gain = way * (255.0 / _LINES)
        width = bounds.width + 2
        cell = line // _LINES * width + pixel
        gains = np.concatenate([gain * (1.0 - part), gain * part])
        sums = np.bincount(np.concatenate([cell, cell + 1]), gains, rows * width)
        steps = sums.astype(np.float64, copy=False).reshape(rows, width)
        steps[:, 0] += 0.5  # to round
        cover = steps.cumsum(axis=1, out=steps)[:, : bounds.width].astype(np.uint8)
        editor.write(cover, Point(bounds.x, top))
    return editor.finish()


def ellipse_crossings(box: Rect) -> Callable[[Floats], Crossings]:
    """Of the ellipse that touches all sides of ``box``."""
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2

    def crossings(heights: Floats) -> Crossings:
        square = 1.0 - ((heights - middle_y) / (box.height / 2)) ** 2
        line = np.flatnonzero(square > 0.0)
        half = np.sqrt(square[line]) * (box.width / 2)
        way = np.ones(len(line))
        return Crossings(
            np.concatenate([line, line]),
            np.concatenate([middle_x - half, middle_x + half]),
            np.concatenate([way, -way]),
        )

    return crossings


def polygon_crossings(corners: Floats) -> Callable[[Floats], Crossings]:
    """Of the closed polygon with these (n, 2) corners; inside is where an odd number of edges lies before."""
    start, end = corners, np.roll(corners, -1, axis=0)
    down = start[:, 1] <= end[:, 1]
    upper = np.where(down[:, None], start, end)
    lower = np.where(down[:, None], end, start)
    rise = lower[:, 1] - upper[:, 1]
    slope = (lower[:, 0] - upper[:, 0]) / np.where(rise > 0.0, rise, 1.0)

    def crossings(heights: Floats) -> Crossings:
        first = np.searchsorted(heights, upper[:, 1])
        count = np.searchsorted(heights, lower[:, 1]) - first
        edge = np.repeat(np.arange(len(count)), count)
        line = np.arange(len(edge)) - np.repeat(count.cumsum() - count - first, count)
        x = upper[edge, 0] + (heights[line] - upper[edge, 1]) * slope[edge]
        order = np.lexsort((x, line))
        # Every line is crossed an even number of times: in, out, in, out.
        way = np.where(np.arange(len(order)) % 2, -1.0, 1.0)
        return Crossings(line[order], x[order], way)

    return crossings
