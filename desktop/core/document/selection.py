"""Selections: masks in coordinates of the document, with soft edges. Functions from planes to planes.

Values are 0 (not selected) to 255. A plane without tiles selects nothing, and every function leaves out tiles
of zeros. Beyond the canvas a selection is taken to go on as it is at the edge: growing less, shrinking or
softening one never draws a rim along the canvas. Any thread.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from desktop.core.document.plane import TILE, Array, Plane, Tile, TileKey, keys_in
from desktop.core.document.spans import ellipse_crossings, filled, full_tile, polygon_crossings
from desktop.core.geometry import ORIGIN, Point, Rect
from desktop.core.pixels import Pixels

_INSIDE = 128
"""From here on a pixel counts as selected where there is only yes or no."""
_REACH = 8
"""Radius in pixels of one step of growing."""

NOTHING = Plane(1)


class Combine(StrEnum):
    """What a new selection does with the one that is there."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


def rectangle(rect: Rect, canvas: Rect) -> Plane:
    """All of ``rect`` that lies on the canvas. Tiles that are full are one and the same."""
    inside = rect.intersected(canvas)
    full = full_tile()
    tiles: dict[TileKey, Tile] = {}
    for key in keys_in(inside):
        if inside.contains(key.rect):
            tiles[key] = full
        else:
            array = np.zeros((TILE, TILE), np.uint8)
            array[key.rect.intersected(inside).within(key.rect)] = 255
            tiles[key] = Tile(array)
    return Plane(1, MappingProxyType(tiles))


def everything(canvas: Rect) -> Plane:
    return rectangle(canvas, canvas)


def ellipse(rect: Rect, canvas: Rect) -> Plane:
    """The ellipse that touches the sides of ``rect``, antialiased."""
    inside = rect.intersected(canvas)
    return NOTHING if inside.empty else filled(inside, ellipse_crossings(rect))


def polygon(points: Sequence[tuple[float, float]], canvas: Rect) -> Plane:
    """The closed polygon through ``points`` (even-odd rule), antialiased. Nothing with fewer than three."""
    if len(points) < 3:
        return NOTHING
    corners = np.asarray(points, np.float64)
    left, top = np.floor(corners.min(axis=0)).astype(int).tolist()
    right, bottom = np.ceil(corners.max(axis=0)).astype(int).tolist()
    inside = Rect.between(left, top, right, bottom).intersected(canvas)
    return NOTHING if inside.empty else filled(inside, polygon_crossings(corners))


def by_colour(picture: Array, point: Point, *, tolerance: int, contiguous: bool, at: Point = ORIGIN) -> Plane:
    """What looks like the pixel at ``point``: the magic wand; see ``alike``.

    ``picture`` is (h, w, 4) or (h, w) and lies at ``at`` in the document, which ``point`` counts in. Nothing
    when ``point`` lies outside.
    """
    inside = Rect(at.x, at.y, picture.shape[1], picture.shape[0])
    if not inside.holds(point):
        return NOTHING
    return Plane.of(alike(picture, point - at, tolerance=tolerance, contiguous=contiguous), at)


def alike(picture: Array, point: Point, *, tolerance: int, contiguous: bool) -> Array:
    """A mask (h, w), 0 or 255, of pixels of which no channel, nor alpha, differs more than ``tolerance``.

    Transparent pixels have no colour: they are like each other, and like all that is nearly as transparent.
    ``contiguous`` keeps what hangs together with the pixel at ``point`` (sides, not corners). ``point`` has
    to lie inside; 0 <= tolerance <= 255.
    """
    import cv2

    wanted = picture[point.y, point.x].astype(int)
    low, high = np.maximum(wanted - tolerance, 0), np.minimum(wanted + tolerance, 255)
    if picture.ndim == 3 and wanted[3] == 0:
        low[:3], high[:3] = 0, 255
    mask: Array = cv2.inRange(picture, tuple(low.ravel().tolist()), tuple(high.ravel().tolist()))
    if picture.ndim == 3 and low[3] == 0:
        mask[picture[..., 3] == 0] = 255
    if not contiguous:
        return mask
    cv2.floodFill(mask, None, (point.x, point.y), 1, flags=4)
    connected: Array = cv2.inRange(mask, 1, 1)
    return connected


def combine(old: Plane, new: Plane, how: Combine) -> Plane:
    """Both in one, as fuzzy sets: union is the larger value, intersection the smaller one (Zadeh 1965).

    So a selection that is added twice, or intersected with itself, stays as it is.
    """
    if how is Combine.REPLACE:
        return new
    if how is Combine.ADD:
        return _by_tile(old, new, old.tiles.keys() | new.tiles.keys(), np.maximum)
    if how is Combine.SUBTRACT:
        return _by_tile(old, new, old.tiles.keys(), lambda a, b: np.minimum(a, 255 - b))
    return _by_tile(old, new, old.tiles.keys() & new.tiles.keys(), np.minimum)


def invert(plane: Plane, canvas: Rect) -> Plane:
    """What is not selected on the canvas."""
    return combine(everything(canvas), plane, Combine.SUBTRACT)


def grow(plane: Plane, px: int, canvas: Rect) -> Plane:
    """Larger by ``px`` pixels on all sides, corners rounded; soft edges stay as soft as they are."""
    import cv2

    return _reworked(plane, px, px, canvas, lambda array: _in_steps(cv2.dilate, array, px))


def shrink(plane: Plane, px: int, canvas: Rect) -> Plane:
    """Smaller by ``px`` pixels on all sides, but for those on the canvas' edge."""
    import cv2

    return _reworked(plane, px, 1, canvas, lambda array: _in_steps(cv2.erode, array, px))


def feather(plane: Plane, px: int, canvas: Rect) -> Plane:
    """Softer edges: blurred by a Gaussian of sigma = ``px`` / 2, cut off at three sigma."""
    import cv2

    reach = math.ceil(1.5 * px)
    side = 2 * reach + 1

    def blurred(array: Array) -> Array:
        soft: Array = cv2.GaussianBlur(array, (side, side), px / 2, borderType=cv2.BORDER_REPLICATE)
        return soft

    return _reworked(plane, px, reach, canvas, blurred)


def fill_holes(plane: Plane) -> Plane:
    """With all that the selection encloses. Holes that touch the outside, by sides, are none."""
    import cv2

    content = plane.content_bounds()
    if content.empty:
        return plane
    area = content.grown(1)
    array = plane.read(area)
    # Twice: around full pixels a hole's soft rim belongs to it; without any, the middle value is the border.
    holes = np.zeros(array.shape, bool)
    for level in (255, _INSIDE):
        outside = (array < level).astype(np.uint8)
        cv2.floodFill(outside, None, (0, 0), 2, flags=4)
        holes |= outside == 1
    array[holes] = 255
    return Plane.of(array, area.origin)


def bounds(plane: Plane) -> Rect:
    """The smallest rectangle with all that is selected, however little; EMPTY when nothing is."""
    return plane.content_bounds()


def is_blank(plane: Plane) -> bool:
    """Whether nothing is selected."""
    return plane.content_bounds().empty


def coverage_share(plane: Plane, canvas: Rect) -> float:
    """How much of the canvas is selected, 0 to 1; soft pixels count for their part."""
    if canvas.empty:
        return 0.0
    total = 0
    for key, tile in plane.tiles.items():
        total += int(tile.array[key.rect.intersected(canvas).within(key.rect)].sum())
    return total / (255 * canvas.size.area)


def to_mask(plane: Plane, rect: Rect) -> Pixels:
    """The selection in ``rect`` (which must not be empty) as a mask, to be saved."""
    return Pixels(plane.read(rect))


def from_mask(pixels: Pixels, at: Point = ORIGIN) -> Plane:
    """A mask as a selection at ``at``. Of a picture it is the brightness (Rec. 601) times alpha."""
    array = pixels.array
    if not pixels.is_mask:
        import cv2

        array = cv2.multiply(cv2.cvtColor(array, cv2.COLOR_RGBA2GRAY), array[..., 3].copy(), scale=1 / 255)
    return Plane.of(array, at)


def _by_tile(
    old: Plane, new: Plane, keys: Iterable[TileKey], mixed: Callable[[Array, Array], Array]
) -> Plane:
    blank = np.zeros((TILE, TILE), np.uint8)
    tiles: dict[TileKey, Tile] = {}
    for key in keys:
        before, other = old.tiles.get(key), new.tiles.get(key)
        array = mixed(blank if before is None else before.array, blank if other is None else other.array)
        if before is not None and np.array_equal(array, before.array):
            tiles[key] = before
        elif other is not None and np.array_equal(array, other.array):
            tiles[key] = other
        elif array.any():
            tiles[key] = Tile(array)
    return Plane(1, MappingProxyType(tiles))


def _reworked(plane: Plane, px: int, reach: int, canvas: Rect, work: Callable[[Array], Array]) -> Plane:
    """What ``work`` makes of the part of the canvas that lies within ``reach`` pixels of the selection."""
    content = plane.content_bounds().intersected(canvas)
    if px <= 0 or content.empty:
        return plane
    area = content.grown(reach).intersected(canvas)
    return Plane.of(work(plane.read(area)), area.origin)


def _in_steps(step: Callable[[Array, Array], Array], array: Array, px: int) -> Array:
    """Grow or shrink by small discs in turn: one large one would cost the square of its radius."""
    import cv2

    while px > 0:
        radius = min(px, _REACH)
        array = step(array, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)))
        px -= radius
    return array
