"""Planes that are scaled, turned or mirrored: computed once, from premultiplied pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from desktop.core.document.affine import Affine
from desktop.core.document.limits import MAX_PLACE
from desktop.core.document.plane import TILE, Array, Plane, PlaneEditor
from desktop.core.errors import AppError
from desktop.core.geometry import Rect, Size

_PART = 1024
"""Side of what is computed at a time. OpenCV's own limit is 32,767."""

_MARGIN = 8
"""Pixels that the widest filter (Lanczos with eight taps) reaches, and some."""

_BAND = 256

Wide = NDArray[np.uint16]
"""(h, w, 4) colours times alpha and alpha times 255, or (h, w) of a mask times 255."""


class Filter(Enum):
    """What makes pixels between pixels. Shrinking averages areas first, whichever it is."""

    CUBIC = auto()
    """No halo around the edges of what has transparency."""
    LANCZOS = auto()
    """The sharpest for pictures."""


def resampled(plane: Plane, affine: Affine, kind: Filter = Filter.CUBIC) -> Plane:
    """A plane with everything where ``affine`` brings it.

    Whole-pixel moves, quarter turns and mirroring lose nothing. Edges of the content stay as hard as the
    pixel grid allows: they don't fade into the transparency around. Raises AppError ``transform_flat`` when
    nothing would be left, ``too_far_away`` when it would be larger than a document can hold.
    """
    inverse = affine.inverse()
    source = plane.content_bounds()
    require_reach(affine.around(source))
    if source.empty:
        return plane
    if (move := affine.whole_move) is not None:
        return plane.moved(move)
    if affine.quarters is not None:
        return _turned(plane, source, affine)
    return _computed(plane, source, affine, inverse, kind)


def require_reach(content: Rect) -> None:
    """Raises AppError ``too_far_away`` when a project file could not hold what lies there."""
    if not Rect.between(-MAX_PLACE, -MAX_PLACE, MAX_PLACE, MAX_PLACE).contains(content.grown(TILE)):
        raise AppError(
            "too_far_away",
            "It would reach further from the canvas than a document can hold, so it stays as it was.",
            "Choose a smaller size, or a place that is nearer.",
        )


def _turned(plane: Plane, source: Rect, affine: Affine) -> Plane:
    xx, xy, yx, yy = affine.quarters or (1, 0, 0, 1)
    array = plane.read(source)
    if xx == 0:
        array = array.swapaxes(0, 1)
    array = array[:: yx + yy, :: xx + xy]
    return Plane(plane.channels).with_pixels(array, affine.around(source).origin)


def _computed(plane: Plane, source: Rect, affine: Affine, inverse: Affine, kind: Filter) -> Plane:
    pixels = _shrunk(_widened(plane, source), affine)
    height, width = pixels.shape[:2]
    # From the document's places to those in ``pixels``.
    back = inverse.then(Affine.translation(-source.x, -source.y)).then(
        Affine.scaling(width / source.width, height / source.height)
    )
    editor = PlaneEditor(Plane(plane.channels))
    for part in _parts(affine.around(source)):
        if (array := _part(pixels, part, back, kind)) is not None:
            editor.write(array, part.origin)
    return editor.finish()


def _part(pixels: Wide, part: Rect, back: Affine, kind: Filter) -> Array | None:
    """What comes to lie in ``part``; None when nothing does."""
    import cv2

    whole = Rect.of(Size(pixels.shape[1], pixels.shape[0]))
    needed = back.around(part).grown(_MARGIN).intersected(whole)
    if needed.empty:
        return None
    rows, columns = needed.within(whole)
    move = Affine.translation(part.x, part.y).then(back).then(Affine.translation(-needed.x, -needed.y))
    # OpenCV's places are the pixels' middles.
    middle = Affine.translation(0.5, 0.5).then(move).then(Affine.translation(-0.5, -0.5))
    warped = cv2.warpAffine(
        pixels[rows, columns],
        np.array([[middle.xx, middle.xy, middle.dx], [middle.yx, middle.yy, middle.dy]]),
        (part.width, part.height),
        flags=cv2.WARP_INVERSE_MAP | (cv2.INTER_CUBIC if kind is Filter.CUBIC else cv2.INTER_LANCZOS4),
        borderMode=cv2.BORDER_REPLICATE,
    )
    inside = Affine.translation(part.x, part.y).then(back)
    return _narrowed(warped, _coverage(part, inside, whole.size))


def _coverage(part: Rect, inside: Affine, size: Size) -> NDArray[np.float32]:
    """How much of each pixel of ``part`` lies within the pixels' own rectangle: (h, w), 0 to 1.

    It is the distance from the edges, which is right for straight ones that are further apart than a pixel.
    """
    x = np.arange(part.width, dtype=np.float32) + np.float32(0.5)
    y = (np.arange(part.height, dtype=np.float32) + np.float32(0.5))[:, None]
    covered = np.ones((part.height, part.width), np.float32)
    for by_x, by_y, offset, length in (
        (inside.xx, inside.xy, inside.dx, size.width),
        (inside.yx, inside.yy, inside.dy, size.height),
    ):
        steepness = math.hypot(by_x, by_y)
        place = x * np.float32(by_x / steepness) + y * np.float32(by_y / steepness)
        place += np.float32(offset / steepness)
        covered *= np.clip(np.minimum(place, np.float32(length / steepness) - place) + 0.5, 0, 1)
    return covered


def _shrunk(pixels: Wide, affine: Affine) -> Wide:
    """With about as many pixels as will be there, each the mean of those it stands for."""
    import cv2

    height, width = pixels.shape[:2]
    across = min(1.0, math.hypot(affine.xx, affine.yx))
    down = min(1.0, math.hypot(affine.xy, affine.yy))
    size = (max(1, math.ceil(width * across - 1e-3)), max(1, math.ceil(height * down - 1e-3)))
    if size == (width, height):
        return pixels
    shrunk: Wide = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return shrunk


def _widened(plane: Plane, rect: Rect) -> Wide:
    shape = (rect.height, rect.width) if plane.channels == 1 else (rect.height, rect.width, 4)
    wide = np.empty(shape, np.uint16)
    for top in range(rect.y, rect.bottom, _BAND):
        band = Rect.between(rect.x, top, rect.right, min(top + _BAND, rect.bottom))
        array, target = plane.read(band), wide[band.within(rect)]
        if plane.channels == 1:
            np.multiply(array, 255, out=target, dtype=np.uint16)
        else:
            np.multiply(array[..., :3], array[..., 3:], out=target[..., :3], dtype=np.uint16)
            np.multiply(array[..., 3], 255, out=target[..., 3], dtype=np.uint16)
    return wide


def _narrowed(wide: Wide, covered: NDArray[np.float32]) -> Array:
    if wide.ndim == 2:
        mask: Array = (wide * (covered / 255) + 0.5).clip(0, 255).astype(np.uint8)
        return mask
    array = np.zeros(wide.shape, np.uint8)
    alpha = wide[..., 3].astype(np.float32)
    scale = np.zeros_like(alpha)
    np.divide(255, alpha, out=scale, where=alpha > 0)
    alpha *= covered / 255
    alpha += 0.5
    array[..., 3] = alpha.clip(0, 255)
    scale[array[..., 3] == 0] = 0
    array[..., :3] = (wide[..., :3] * scale[..., None] + 0.5).clip(0, 255)
    return array


def _parts(rect: Rect) -> Iterator[Rect]:
    for top in range(rect.y, rect.bottom, _PART):
        for left in range(rect.x, rect.right, _PART):
            yield Rect(left, top, _PART, _PART).intersected(rect)
