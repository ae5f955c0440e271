"""Shapes with smooth edges, filled row by row."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.core.document.plane import TILE, Plane, Tile, TileKey, keys_in
from desktop.core.geometry import Rect

Floats = NDArray[np.float64]
_LINES = 16
"""Lines looked at in each row of pixels. Along a line coverage is exact, across it has 16 steps."""


class Crossings(NamedTuple):
    """Where lines go into a shape (``way`` +1) and out of it (-1): three arrays of the same length."""

    line: NDArray[np.intp]
    x: Floats
    way: Floats


def filled(bounds: Rect, crossings: Callable[[Floats], Crossings]) -> Plane:
    """A mask of the shape, as far as it lies in ``bounds``. Tiles that are full are one and the same.

    ``crossings`` gets the heights (y) of some lines and says where each, by its index, crosses the outline.
    Each crossing is spread over the two pixels whose coverage it changes; sums along the rows then are the
    areas (accumulation, as font renderers do it).
    """
    full = full_tile()
    tiles: dict[TileKey, Tile] = {}
    for row, keys in groupby(keys_in(bounds), key=attrgetter("row")):
        band = bounds.intersected(Rect(bounds.x, row * TILE, bounds.width, TILE))
        steps = _steps(band, crossings)
        before = np.full(band.height, 0.5)  # what lies left of a tile, and a half to round
        for key in keys:
            part = key.rect.intersected(band)
            cover = steps[part.within(band)]
            if cover.any():
                cover[:, 0] += before
                before = cover.cumsum(axis=1, out=cover)[:, -1]
            elif before.min() >= 255 and part == key.rect:
                tiles[key] = full
                continue
            elif before.max() < 1:
                continue
            else:
                cover = np.broadcast_to(before[:, None], cover.shape)
            array = np.zeros((TILE, TILE), np.uint8)
            array[part.within(key.rect)] = cover
            if array.any():
                tiles[key] = Tile(array)
    return Plane(1, MappingProxyType(tiles))


def full_tile() -> Tile:
    """All of it selected."""
    return Tile(np.full((TILE, TILE), 255, np.uint8))


def _steps(band: Rect, crossings: Callable[[Floats], Crossings]) -> Floats:
    """(h, w + 2): by how much coverage (0 to 255) grows from each pixel of ``band`` to the next one."""
    line, x, way = crossings(band.y + (np.arange(band.height * _LINES) + 0.5) / _LINES)
    x = np.clip(x, band.x, band.right) - band.x
    pixel = np.floor(x).astype(np.intp)
    part = x - pixel
    gain = way * (255.0 / _LINES)
    width = band.width + 2
    cell = line // _LINES * width + pixel
    gains = np.concatenate([gain * (1.0 - part), gain * part])
    sums = np.bincount(np.concatenate([cell, cell + 1]), gains, band.height * width)
    return sums.astype(np.float64, copy=False).reshape(band.height, width)


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
