"""The border of a selection as lines: what the marching ants walk along."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.document.plane import Array, Plane
from desktop.core.geometry import Rect

Outline = NDArray[np.float64]
"""(n, 2) corners x, y of a closed line, in pixels of the document; the last joins the first."""

_LEVEL = 128
_MAX_CORNERS = 16_000
"""More are never followed: a finer border is looked at in coarser pixels until it has fewer."""
_EXACT_CORNERS = 4_000
"""Up to here the lines run along pixels' edges; with more, steps of a pixel are smoothed away."""


def outline(plane: Plane, canvas: Rect) -> list[Outline]:
    """The lines around what is selected at least by half (level 128) on ``canvas``, none without any.

    They run along the edges of pixels, holes have lines of their own. Work and result are bounded: borders
    with very many corners, such as noise, are simplified. Any thread; some 50 ms for 4096 x 4096.
    """
    area = plane.content_bounds().intersected(canvas)
    if area.empty:
        return []
    mask = plane.read(area)
    scale = 1
    corners = _corners(mask)
    while corners is None:
        mask, scale = _halved(mask), scale * 2
        corners = _corners(mask)
    lines = [line * scale + (area.x, area.y) for line in _followed(corners)]
    return _simplified(lines, 0.75 * scale) if len(corners) > _EXACT_CORNERS else lines


def _corners(mask: Array) -> NDArray[np.intp] | None:
    """(n, 2) corners y, x of the border, row by row; None when they are too many.

    A place where two pixels touch by their corners counts twice.
    """
    inside = np.zeros((mask.shape[0] + 2, mask.shape[1] + 2), bool)
    np.greater_equal(mask, _LEVEL, out=inside[1:-1, 1:-1])
    across = inside[:, 1:] ^ inside[:, :-1]
    odd = across[1:] ^ across[:-1]
    if np.count_nonzero(odd) > _MAX_CORNERS:
        return None
    # Rows that both change here, to opposite sides, form a saddle.
    both = across[1:] & across[:-1]
    both &= inside[1:, 1:] ^ inside[:-1, 1:]
    if np.count_nonzero(both) > _MAX_CORNERS // 2:
        return None
    places = np.concatenate([np.flatnonzero(odd), np.repeat(np.flatnonzero(both), 2)])
    places.sort()
    return np.stack(np.divmod(places, odd.shape[1]), axis=1)


def _followed(corners: NDArray[np.intp]) -> list[Outline]:
    """The closed lines through corners that are sorted by row.

    Along every row, and every column, borders run from the first corner to the second, from the third to the
    fourth, and so on: a corner's two neighbours are its partners in those two orders.
    """
    count = len(corners)
    order = np.lexsort((corners[:, 0], corners[:, 1]))
    in_column = np.empty(count, np.intp)
    in_column[order[0::2]], in_column[order[1::2]] = order[1::2], order[0::2]
    partner = in_column.tolist()
    xy = corners[:, ::-1].astype(np.float64)
    left = bytearray(count)
    lines = []
    for first in range(0, count, 2):
        if left[first]:
            continue
        line: list[int] = []
        at = first
        while not left[at]:
            beside = at ^ 1
            left[at] = left[beside] = 1
            line += (at, beside)
            at = partner[beside]
        lines.append(xy[line])
    return lines


def _halved(mask: Array) -> Array:
    import cv2

    height, width = mask.shape
    even = cv2.copyMakeBorder(mask, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    half: Array = cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return half


def _simplified(lines: list[Outline], tolerance: float) -> list[Outline]:
    """Fewer corners, none further from the line than ``tolerance`` pixels (Douglas and Peucker 1973)."""
    import cv2

    simple = (cv2.approxPolyDP(line.astype(np.float32), tolerance, True) for line in lines)
    return [line.reshape(-1, 2).astype(np.float64) for line in simple if len(line) > 2]
