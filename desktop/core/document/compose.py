"""From layers to a picture.

Everything here reads values only and may run in any number of threads at once, on the same document, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desktop.core.document.blend import Planes, lay_over
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, MaskLayer, PixelLayer
from desktop.core.document.plane import TILE, Array, Plane, keys_in
from desktop.core.geometry import ORIGIN, Rect, Size
from desktop.core.pixels import Pixels

_STRIP_AREA = 64 * TILE
"""Pixels that are mixed at a time: with all temporaries they fit into a core's own cache."""


def compose(document: Document, rect: Rect) -> Array:
    """How the document looks in ``rect``: (h, w, 4) uint8, straight alpha, transparent outside of the canvas.

    Exact to 1/255. Colours of pixels that are wholly transparent mean nothing.
    """
    return _compose(document.layers, rect, document.rect)


def flatten(document: Document) -> Pixels:
    """How the whole canvas looks."""
    return Pixels(compose(document, document.rect))


def compose_layer(layer: Layer, rect: Rect) -> Array:
    """One layer by itself, (h, w, 4): not hidden, opaque and normal, whatever it is. Of a mask its grey."""
    match layer:
        case GroupLayer():
            return _compose(layer.children, rect, rect)
        case MaskLayer():
            grey = layer.plane.read(rect.moved(ORIGIN - layer.offset))
            return np.stack((grey, grey, grey, np.full_like(grey, 255)), axis=2)
        case PixelLayer():
            return layer.plane.read(rect.moved(ORIGIN - layer.offset))
        case _:
            raise TypeError(layer)


def mix(layers: Iterable[Layer], rect: Rect) -> Planes | None:
    """What ``layers``, lowest first, look like in ``rect``, as blend has it; None when nothing is there."""
    below: Planes | None = None
    for layer in layers:
        if not _counts(layer):
            continue
        if isinstance(layer, MaskLayer):
            if below is not None:
                below *= _kept(layer, rect)
        elif (source := _lifted(layer, rect)) is not None:
            if below is None:
                below = source
            else:
                lay_over(below, source, layer.blend)
    return below


def lowered(planes: Planes) -> Array:
    """(4, h, w) premultiplied as (h, w, 4) uint8 with straight alpha. ``planes`` are scaled in place."""
    alpha = planes[3]
    if alpha.min() < 1:
        np.divide(planes[:3], alpha, out=planes[:3], where=alpha > 0)
    planes *= 255
    planes += 0.5
    np.clip(planes, 0, 255, out=planes)
    array = np.empty((*alpha.shape, 4), np.uint8)
    array[...] = planes.transpose(1, 2, 0)
    return array


def strips(rect: Rect) -> Iterator[Rect]:
    """``rect`` in parts that are small enough to be mixed at a time."""
    for piece in _pieces(rect):
        rows = max(1, _STRIP_AREA // piece.width)
        for top in range(piece.y, piece.bottom, rows):
            yield Rect.between(piece.x, top, piece.right, min(top + rows, piece.bottom))


def thumbnail(document: Document, longest: int) -> Pixels:
    """The whole picture, its longest side at most ``longest``; cheap however large it is."""
    step = _step(document.size, longest)
    if step > 1:
        size = Size(-(-document.size.width // step), -(-document.size.height // step))
        layers = tuple(_sampled(layer, document.rect, step) for layer in document.layers)
        document = Document(size, layers)
    return flatten(document).thumbnail(longest)


def layer_thumbnail(layer: Layer, canvas: Rect, longest: int) -> Pixels:
    """What ``compose_layer`` shows in ``canvas``, its longest side at most ``longest``; cheap as well."""
    step = _step(canvas.size, longest)
    if step > 1:
        layer = _sampled(layer, canvas, step)
        canvas = Rect(0, 0, -(-canvas.width // step), -(-canvas.height // step))
    return Pixels(compose_layer(layer, canvas)).thumbnail(longest)


def _compose(layers: tuple[Layer, ...], rect: Rect, clip: Rect) -> Array:
    array = np.empty((rect.height, rect.width, 4), np.uint8)
    inner = rect.intersected(clip)
    if inner != rect:
        array.fill(0)
    for piece in _pieces(inner):
        _compose_piece(_seen(layers, piece), piece, array[piece.within(rect)])
    return array


def _compose_piece(layers: list[Layer], piece: Rect, out: Array) -> None:
    if not layers:
        out.fill(0)
    elif len(layers) == 1 and isinstance(layer := layers[0], PixelLayer) and layer.opacity == 1:
        view = layer.plane.look(piece.moved(ORIGIN - layer.offset))
        out[...] = 0 if view is None else view
    else:
        for strip in strips(piece):
            planes = mix(layers, strip)
            out[strip.within(piece)] = 0 if planes is None else lowered(planes)


def _pieces(rect: Rect) -> Iterator[Rect]:
    """``rect``, when it is larger than a tile, cut along the grid that those of an unmoved layer lie in."""
    if rect.width <= TILE and rect.height <= TILE:
        return iter(() if rect.empty else (rect,))
    return (key.rect.intersected(rect) for key in keys_in(rect))


def _counts(layer: Layer) -> bool:
    return layer.visible and layer.opacity > 0


def _seen(layers: tuple[Layer, ...], rect: Rect) -> list[Layer]:
    """Those that have a part in how ``rect`` looks: none below one that covers it all."""
    seen: list[Layer] = []
    for layer in reversed(layers):
        if _counts(layer) and (isinstance(layer, MaskLayer) or _has_pixels(layer, rect)):
            seen.append(layer)
            if _covers(layer, rect):
                break
    while seen and isinstance(seen[-1], MaskLayer):  # of nothing
        seen.pop()
    return seen[::-1]


def _has_pixels(layer: Layer, rect: Rect) -> bool:
    if isinstance(layer, PixelLayer):
        return layer.plane.has_pixels_in(rect.moved(ORIGIN - layer.offset))
    return isinstance(layer, GroupLayer) and any(
        _counts(child) and _has_pixels(child, rect) for child in layer.children
    )


def _covers(layer: Layer, rect: Rect) -> bool:
    """Whether nothing below can be seen in ``rect``."""
    if layer.opacity < 1 or layer.blend is not BlendMode.NORMAL:
        return False
    if isinstance(layer, PixelLayer):
        return layer.plane.is_opaque_in(rect.moved(ORIGIN - layer.offset))
    if isinstance(layer, GroupLayer):
        for child in reversed(layer.children):
            if _counts(child):
                if isinstance(child, MaskLayer):
                    return False
                if _covers(child, rect):
                    return True
    return False


def _lifted(layer: Layer, rect: Rect) -> Planes | None:
    """A layer's premultiplied pixels, with its opacity; None where there is nothing."""
    if isinstance(layer, GroupLayer):
        planes = mix(_seen(layer.children, rect), rect)
        if planes is not None and layer.opacity < 1:
            planes *= np.float32(layer.opacity)
        return planes
    assert isinstance(layer, PixelLayer)
    view = layer.plane.look(rect.moved(ORIGIN - layer.offset))
    return None if view is None else lifted(view, layer.opacity)


def lifted(view: Array, opacity: float = 1.0) -> Planes | None:
    """(h, w, 4) straight as (4, h, w) premultiplied; None when all of it is transparent."""
    planes: Planes = np.empty((4, *view.shape[:2]), np.float32)
    planes[...] = view.transpose(2, 0, 1)
    if not planes[3].any():
        return None
    planes[3] *= np.float32(opacity / 255)
    planes[:3] *= planes[3] * np.float32(1 / 255)
    return planes


def _kept(layer: MaskLayer, rect: Rect) -> NDArray[np.float32] | np.float32:
    """How much of what lies below a mask stays."""
    hidden = np.float32(1 - layer.opacity)
    view = layer.plane.look(rect.moved(ORIGIN - layer.offset))
    if view is None:
        return hidden
    kept = view.astype(np.float32)
    kept *= np.float32(layer.opacity / 255)
    kept += hidden
    return kept


def _step(size: Size, longest: int) -> int:
    """Of how many pixels one is enough when four in each direction become one of the thumbnail."""
    return max(1, max(size.width, size.height) // (4 * longest))


def _sampled(layer: Layer, canvas: Rect, step: int) -> Layer:
    """A layer of every ``step``-th pixel of the canvas in each direction."""
    match layer:
        case GroupLayer():
            return replace(layer, children=tuple(_sampled(child, canvas, step) for child in layer.children))
        case PixelLayer() | MaskLayer():
            plane = _sampled_plane(layer.plane, canvas.moved(ORIGIN - layer.offset), step)
            return replace(layer, plane=plane, offset=ORIGIN)
        case _:
            raise TypeError(layer)


def _sampled_plane(plane: Plane, canvas: Rect, step: int) -> Plane:
    """The pixels at the canvas' (0, 0), (step, 0), ... of a plane, where it has tiles."""
    columns, rows = -(-canvas.width // step), -(-canvas.height // step)
    array = np.zeros((rows, columns, 4) if plane.channels == 4 else (rows, columns), np.uint8)
    for key, tile in plane.tiles.items():
        part = key.rect.intersected(canvas)
        left, top = -(-(part.x - canvas.x) // step), -(-(part.y - canvas.y) // step)
        right, bottom = -(-(part.right - canvas.x) // step), -(-(part.bottom - canvas.y) // step)
        if left < right and top < bottom and not part.empty:
            x, y = canvas.x + left * step - key.rect.x, canvas.y + top * step - key.rect.y
            array[top:bottom, left:right] = tile.array[y::step, x::step][: bottom - top, : right - left]
    return Plane.of(array)
