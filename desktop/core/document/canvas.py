"""The canvas itself: cropped, extended, scaled, turned, mirrored, straightened. Locked layers go along.

Each raises AppError, and nothing was changed: ``canvas_without_area``, ``canvas_too_large`` (over
MAX_DOCUMENT_SIDE pixels on a side) or ``document_too_large`` (more than the memory that is free).
"""

from __future__ import annotations

import math
from dataclasses import replace

from desktop.core.document.affine import Affine
from desktop.core.document.document import MAX_DOCUMENT_SIDE, Document
from desktop.core.document.layers import GroupLayer, MaskLayer, PixelLayer, walk
from desktop.core.document.plane import Plane
from desktop.core.document.resample import Filter, resampled
from desktop.core.document.transform import transformed
from desktop.core.errors import AppError
from desktop.core.geometry import Point, Rect, Size

_WORKING_BYTES = 12
"""For each pixel, beside the layers: the composed picture (4) and one layer while it is computed (8)."""


def resize_canvas(document: Document, rect: Rect) -> Document:
    """With ``rect``, in today's coordinates, as its canvas: smaller or larger on any side.

    Layers keep what lies outside of it; the selection does not.
    """
    _check(rect.size, 0)
    if rect == document.rect:
        return document
    return _moved(document, Affine.translation(-rect.x, -rect.y), rect.size)


def scale_document(document: Document, size: Size) -> Document:
    """With everything scaled so that the canvas has ``size``: Lanczos, and areas' means when it shrinks."""
    _check(size, _planes(document))
    if size == document.size:
        return document
    scaling = Affine.scaling(size.width / document.size.width, size.height / document.size.height)
    return _moved(document, scaling, size)


def rotate_document(document: Document, quarter_turns: int) -> Document:
    """With everything turned clockwise by quarters. Nothing is lost."""
    turns, size = quarter_turns % 4, document.size
    if turns == 0:
        return document
    turned = Affine.rotation(90 * turns)
    if turns % 2:
        size = Size(size.height, size.width)
    corner = turned.around(document.rect)
    return _moved(document, turned.then(Affine.translation(-corner.x, -corner.y)), size)


def flip_document(document: Document, *, horizontal: bool) -> Document:
    """With left for right, or top for bottom. Nothing is lost."""
    centre = (document.size.width / 2, document.size.height / 2)
    return _moved(document, Affine.flip(horizontal=horizontal, centre=centre), document.size)


def straighten(document: Document, degrees: float, *, crop: bool) -> Document:
    """With everything turned clockwise about the middle by some degrees.

    With ``crop`` the canvas becomes the largest one of the same shape without empty corners, else the
    smallest one that holds all of the turned one.
    """
    if degrees % 360 == 0:
        return document
    width, height = document.size.width, document.size.height
    cosine, sine = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    across, down = width * cosine + height * sine, width * sine + height * cosine
    if crop:
        part = min(width / across, height / down)
        size = Size(max(1, int(width * part + 1e-6)), max(1, int(height * part + 1e-6)))
    else:
        size = Size(math.ceil(across - 1e-6), math.ceil(down - 1e-6))
    _check(size, _planes(document))
    turned = Affine.rotation(degrees, (width / 2, height / 2))
    return _moved(
        document, turned.then(Affine.translation((size.width - width) / 2, (size.height - height) / 2)), size
    )


def shift_between(before: Document, now: Document) -> Point | None:
    """How far the layers moved on the canvas when it was cropped or extended, from the first one that shows.

    None when no layer is in both with the same pixels: the canvas was scaled or turned, or is another one.
    """
    known = {layer.id: layer for layer in walk(before.layers)}
    for layer in walk(now.layers):
        old = known.get(layer.id)
        if (
            isinstance(layer, PixelLayer | MaskLayer)
            and isinstance(old, PixelLayer | MaskLayer)
            and layer.plane is old.plane
        ):
            return layer.offset - old.offset
    return None


def memory_needed(size: Size, layers: int) -> int:
    """Bytes that a document of ``size`` takes at most when ``layers`` of its layers fill the canvas."""
    return size.area * (4 * layers + _WORKING_BYTES)


def _check(size: Size, layers: int) -> None:
    if size.width < 1 or size.height < 1:
        raise AppError(
            "canvas_without_area",
            "The canvas would have no area, so it stays as it was.",
            "Choose at least one pixel in each direction.",
        )
    if max(size.width, size.height) > MAX_DOCUMENT_SIDE:
        raise AppError(
            "canvas_too_large",
            f"A canvas of {size.width} × {size.height} pixels is too large, so it stays as it was.",
            f"Choose at most {MAX_DOCUMENT_SIDE} pixels on each side.",
        )
    import psutil

    needed, free = memory_needed(size, layers), psutil.virtual_memory().available
    if needed > free:
        raise AppError(
            "document_too_large",
            f"{size.width} × {size.height} pixels with {layers} layers can take {needed / 1e9:.1f} GB of"
            f" memory and {free / 1e9:.1f} GB are free, so the document stays as it was.",
            "Choose a smaller size, merge layers, or close other programs.",
        )


def _planes(document: Document) -> int:
    return sum(not isinstance(layer, GroupLayer) for layer in walk(document.layers))


def _moved(document: Document, affine: Affine, size: Size) -> Document:
    layers = tuple(transformed(layer, affine, Filter.LANCZOS) for layer in document.layers)
    selection = _clipped(resampled(document.selection, affine), Rect.of(size))
    return replace(document, size=size, layers=layers, selection=selection)


def _clipped(plane: Plane, rect: Rect) -> Plane:
    """Without what lies outside of ``rect``."""
    inner = plane.content_bounds().intersected(rect)
    if rect.contains(plane.content_bounds()):
        return plane
    return Plane(plane.channels) if inner.empty else Plane.of(plane.read(inner), inner.origin)
