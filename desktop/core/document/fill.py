"""Filling, picking colours, and which layer may be painted on. Any thread."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from desktop.core.document.brush import FULL
from desktop.core.document.compose import compose, compose_layer
from desktop.core.document.document import Document
from desktop.core.document.edits import painted_layer, require_unlocked, siblings
from desktop.core.document.layers import Layer, LayerId, MaskLayer, PixelLayer
from desktop.core.document.paint import Colour, painted
from desktop.core.document.plane import Plane, PlaneEditor
from desktop.core.document.selection import Combine, by_colour, combine, everything
from desktop.core.errors import AppError
from desktop.core.geometry import ORIGIN, Point, Rect


def paintable(document: Document, name: str = "Paint") -> tuple[Document, PixelLayer | MaskLayer]:
    """The document and its layer that a brush paints on: the active one.

    Without an active layer a transparent one called ``name`` is added on top and made active. Raises AppError
    ``layer_locked``, ``layer_is_group`` or ``layer_hidden``.
    """
    if document.active is None or document.active_layer is None:
        layer = PixelLayer(name=name, plane=Plane(4))
        return replace(document, layers=(*document.layers, layer), active=layer.id), layer
    return document, _open_layer(document, document.active)


def flood_fill(
    document: Document,
    layer_id: LayerId,
    point: Point,
    colour: Colour,
    *,
    tolerance: int,
    contiguous: bool,
    all_layers: bool,
    opacity: float = 1.0,
) -> Document:
    """With ``colour`` over what looks like the pixel at ``point`` (of the document), inside the selection.

    ``all_layers`` looks at the whole picture, else at the layer alone; ``tolerance`` (0 to 255) and
    ``contiguous`` as in ``selection.alike``. A mask layer is filled with 255. The same document when
    ``point`` lies outside of the canvas. Raises AppError as ``paintable`` does.
    """
    layer = _open_layer(document, layer_id)
    if not document.rect.holds(point):
        return document
    if all_layers:
        picture = compose(document, document.rect)
    else:
        picture = layer.plane.read(document.rect.moved(ORIGIN - layer.offset))
    area = by_colour(picture, point, tolerance=tolerance, contiguous=contiguous)
    if document.has_selection:
        area = combine(document.selection, area, Combine.INTERSECT)
    return _filled(document, layer, area, colour, opacity)


def fill_selection(document: Document, layer_id: LayerId, colour: Colour, opacity: float = 1.0) -> Document:
    """With ``colour`` over all that is selected; over the whole canvas when nothing is.

    A mask layer is filled with 255. Raises AppError as ``paintable`` does.
    """
    area = document.selection if document.has_selection else everything(document.rect)
    return _filled(document, _open_layer(document, layer_id), area, colour, opacity)


def pick_colour(
    document: Document, point: Point, *, all_layers: bool, radius: int = 0
) -> tuple[int, int, int, int]:
    """The colour and alpha at ``point``: of the picture, or of the active layer when there is one.

    With a ``radius`` the mean of the square around it, weighed by alpha. Raises AppError("outside_canvas").
    """
    if not document.rect.holds(point):
        raise AppError(
            "outside_canvas",
            "There is no colour to pick outside of the canvas.",
            "Choose a place on the picture.",
        )
    rect = Rect(point.x, point.y, 1, 1).grown(radius).intersected(document.rect)
    layer = None if all_layers else document.active_layer
    pixels = compose(document, rect) if layer is None else compose_layer(layer, rect)
    flat = pixels.reshape(-1, 4).astype(np.float64)
    alpha = flat[:, 3]
    if not alpha.any():
        return 0, 0, 0, 0
    red, green, blue = np.rint(alpha @ flat[:, :3] / alpha.sum()).astype(int).tolist()
    return red, green, blue, round(float(alpha.mean()))


def _open_layer(document: Document, layer_id: LayerId) -> PixelLayer | MaskLayer:
    """The layer, when it and all groups around it can be seen and changed."""
    layer = painted_layer(document, layer_id)
    outer: Layer | None = layer
    while outer is not None:
        if outer.locked:  # asked first: of a group only its own lock counts, not that of others inside
            require_unlocked(outer)
        if not outer.visible:
            raise AppError(
                "layer_hidden",
                f"“{outer.name}” is hidden, so nothing was painted.",
                "Show it in the list of layers, or choose another one.",
            )
        outer, _ = siblings(document, outer.id)
    return layer


def _filled(
    document: Document, layer: PixelLayer | MaskLayer, area: Plane, colour: Colour, opacity: float
) -> Document:
    editor = PlaneEditor(layer.plane)
    to_255 = FULL * opacity / 255
    for key, tile in area.tiles.items():
        part = key.rect.intersected(document.rect)
        if not part.empty:
            coverage = np.rint(tile.array[part.within(key.rect)] * to_255).astype(np.uint16)
            place = part.moved(ORIGIN - layer.offset)
            editor.write(painted(layer.plane.read(place), coverage, colour), place.origin)
    return document.with_layer(replace(layer, plane=editor.finish()))
