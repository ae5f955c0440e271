"""What can be done to a document's layers and pixels. Each gives another document and leaves the one given.

Whatever changes the pixels of a locked layer raises AppError ``layer_locked``. An unknown id is a KeyError.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from desktop.core.document.compose import compose, compose_layer, lowered, mix, strips
from desktop.core.document.document import MAX_DOCUMENT_SIDE, Document
from desktop.core.document.layers import (
    BlendMode,
    GroupLayer,
    Layer,
    LayerId,
    MaskLayer,
    PixelLayer,
    edited,
    layer_bounds,
    walk,
    with_new_ids,
)
from desktop.core.document.plane import TILE, Array, Plane, PlaneEditor
from desktop.core.errors import AppError
from desktop.core.geometry import ORIGIN, Point, Rect
from desktop.core.pixels import Pixels

Siblings = tuple[Layer, ...]


def layer_of(pixels: Pixels, name: str, at: Point = ORIGIN) -> PixelLayer:
    """A layer with a picture, its corner at ``at`` in the document; a mask becomes a grey picture."""
    array = pixels.array
    if pixels.is_mask:
        array = np.stack((array, array, array, np.full_like(array, 255)), axis=2)
    return PixelLayer(name=name, plane=Plane.of(array), offset=at)


def add_layer(document: Document, layer: Layer, above: LayerId | None = None) -> Document:
    """With ``layer`` right above another (the active one by default, else on top of all), and active."""
    above = document.active if above is None else above
    if above is None or document.find(above) is None:
        layers = (*document.layers, layer)
    else:
        layers = edited(document.layers, above, lambda beside, at: _put(beside, at + 1, layer))
    return replace(document, layers=layers, active=layer.id)


def remove_layer(document: Document, layer_id: LayerId) -> Document:
    """Without a layer; when it was active, the one below it, above it or around it becomes so."""
    require_unlocked(_find(document, layer_id))
    layers = edited(document.layers, layer_id, _without)
    active = document.active
    if active is not None and all(layer.id != active for layer in walk(layers)):
        active = _neighbour(document, layer_id)
    return replace(document, layers=layers, active=active)


def duplicate_layer(document: Document, layer_id: LayerId) -> Document:
    """With a copy right above it, which becomes active."""
    layer = _find(document, layer_id)
    return add_layer(document, replace(with_new_ids(layer), name=f"{layer.name} copy"), layer_id)


def move_layer(document: Document, layer_id: LayerId, parent: LayerId | None, index: int) -> Document:
    """With a layer at another place: ``index`` (0 is lowest) among the others of a group, or of the root."""
    layer = _find(document, layer_id)
    if parent is not None and any(inner.id == parent for inner in walk((layer,))):
        raise AppError(
            "group_in_itself",
            f"“{layer.name}” can't be moved into itself, so the layers stay as they were.",
            "Choose a place outside of this group.",
        )
    layers = edited(document.layers, layer_id, _without)
    if parent is None:
        return replace(document, layers=_put(layers, index, layer))
    without = replace(document, layers=layers)
    group = _group(without, parent)
    return without.with_layer(replace(group, children=_put(group.children, index, layer)))


def with_properties(
    document: Document,
    layer_id: LayerId,
    *,
    name: str | None = None,
    visible: bool | None = None,
    locked: bool | None = None,
    opacity: float | None = None,
    blend: BlendMode | None = None,
) -> Document:
    """With other properties of a layer; None keeps one. Opacity is brought into 0 to 1."""
    layer = _find(document, layer_id)
    return document.with_layer(
        replace(
            layer,
            name=layer.name if name is None else name,
            visible=layer.visible if visible is None else visible,
            locked=layer.locked if locked is None else locked,
            opacity=layer.opacity if opacity is None else min(1.0, max(0.0, opacity)),
            blend=layer.blend if blend is None else blend,
        )
    )


def group_layer(document: Document, layer_id: LayerId, name: str = "Group") -> Document:
    """With a layer inside a new group, which takes its place and becomes active."""
    group = GroupLayer(name=name, children=(_find(document, layer_id),))
    layers = edited(document.layers, layer_id, lambda beside, at: _put(_without(beside, at), at, group))
    return replace(document, layers=layers, active=group.id)


def ungroup(document: Document, layer_id: LayerId) -> Document:
    """With a group's layers in its place. The picture may change: they now mix with all that is below."""
    group = _group(document, layer_id)
    layers = edited(
        document.layers, layer_id, lambda beside, at: (*beside[:at], *group.children, *beside[at + 1 :])
    )
    active = document.active
    if active == layer_id:
        active = group.children[-1].id if group.children else _neighbour(document, layer_id)
    return replace(document, layers=layers, active=active)


def merge_down(document: Document, layer_id: LayerId) -> Document:
    """With a layer and the one below it as one normal layer that keeps all there is, outside the canvas, too.

    The picture stays the same to 1/255. Where their modes mix with what is further below, the result holds
    that mixture. Raises AppError ``nothing_below``, ``layer_hidden``, ``mask_not_merged``, ``layer_locked``.
    """
    _, beside = siblings(document, layer_id)
    at = next(i for i, layer in enumerate(beside) if layer.id == layer_id)
    upper = beside[at]
    if at == 0:
        raise AppError(
            "nothing_below",
            f"There is no layer below “{upper.name}” to merge it with, so nothing was changed.",
            "Move it above the layer that it should become part of.",
        )
    lower, below = beside[at - 1], beside[: at - 1]
    for layer in (upper, lower):
        require_unlocked(layer)
        if not layer.visible:
            raise AppError(
                "layer_hidden",
                f"“{layer.name}” is hidden and can't be merged, so nothing was changed.",
                "Show it first.",
            )
    if isinstance(lower, MaskLayer) or (isinstance(upper, MaskLayer) and below):
        raise AppError(
            "mask_not_merged",
            "A mask belongs to all layers below it, not to one of them, so nothing was changed.",
            "Merge all visible layers, or put the mask and one layer into a group.",
        )
    merged = _baked((lower, upper), below)
    layers = edited(document.layers, layer_id, lambda _, at: (*below, merged, *beside[at + 1 :]))
    return replace(document, layers=layers, active=merged.id)


def merge_visible(document: Document) -> Document:
    """With all visible layers as one, outside the canvas, too; hidden ones stay.

    Raises AppError ``nothing_to_merge`` when there are not two of them, and ``layer_locked``.
    """
    visible = tuple(layer for layer in document.layers if layer.visible)
    if len(visible) < 2:
        raise AppError(
            "nothing_to_merge",
            "There are no two visible layers to merge, so nothing was changed.",
            "Show the layers that should become one.",
        )
    for layer in visible:
        require_unlocked(layer)
    merged = _baked(visible, ())
    layers = tuple(merged if layer.id == merged.id else layer for layer in document.layers)
    layers = tuple(layer for layer in layers if layer is merged or not layer.visible)
    return replace(document, layers=layers, active=merged.id)


def flatten_layers(document: Document) -> Document:
    """With one layer that looks as all did: hidden ones and what lies outside of the canvas go.

    Raises AppError ``nothing_to_merge`` for an empty document, and ``layer_locked``.
    """
    if document.empty:
        raise AppError(
            "nothing_to_merge", "There are no layers to flatten.", "Open a picture, or add a layer first."
        )
    for layer in document.layers:
        require_unlocked(layer)
    editor = PlaneEditor(Plane(4))
    for top in range(0, document.size.height, TILE):
        band = Rect(0, top, document.size.width, TILE).intersected(document.rect)
        editor.write(compose(document, band), band.origin)
    lowest = next((layer for layer in document.layers if layer.visible), document.layers[0])
    merged = PixelLayer(id=lowest.id, name=lowest.name, plane=editor.finish())
    return replace(document, layers=(merged,), active=merged.id)


def clear_selected(document: Document, layer_id: LayerId) -> Document:
    """Without what the selection covers of a layer's pixels; without any of them when nothing is selected."""
    layer = painted_layer(document, layer_id)
    if not document.has_selection:
        return document.with_layer(replace(layer, plane=Plane(layer.plane.channels)))
    return document.with_layer(replace(layer, plane=erased(layer, document.selection)))


def copy_selected(document: Document, *, merged: bool) -> tuple[Pixels, Point] | None:
    """What the selection covers of the active layer, or of the whole picture, and where its corner lies.

    All of it when nothing is selected, but of a layer larger than a canvas can be only what lies on it. None
    when there is nothing but transparency.
    """
    layer = document.active_layer
    if merged:
        rect = document.rect
    elif layer is not None:
        rect = layer_bounds(layer)
        if max(rect.width, rect.height) > MAX_DOCUMENT_SIDE:
            rect = rect.intersected(document.rect)
    else:
        return None
    if document.has_selection:
        rect = rect.intersected(document.selection.content_bounds())
    if rect.empty:
        return None
    array = compose(document, rect) if merged or layer is None else compose_layer(layer, rect)
    if document.has_selection:
        array[..., 3] = times(array[..., 3], document.selection.read(rect))
    if not array[..., 3].any():
        return None
    return Pixels(array), rect.origin


def painted_layer(document: Document, layer_id: LayerId) -> PixelLayer | MaskLayer:
    """A layer whose pixels may be changed. Raises AppError ``layer_locked`` or ``layer_is_group``."""
    layer = _find(document, layer_id)
    require_unlocked(layer)
    if isinstance(layer, PixelLayer | MaskLayer):
        return layer
    raise AppError(
        "layer_is_group",
        f"“{layer.name}” is a group and has no pixels of its own, so nothing was changed.",
        "Choose one of the layers inside it.",
    )


def require_unlocked(layer: Layer) -> None:
    """Raises AppError ``layer_locked`` when it, or one inside it, is locked."""
    for inner in walk((layer,)):
        if inner.locked:
            raise AppError(
                "layer_locked",
                f"“{inner.name}” is locked, so nothing was changed.",
                "Unlock it in the list of layers, or choose another one.",
            )


def times(array: Array, by: Array) -> Array:
    """Two uint8 arrays multiplied as if 255 were 1, rounded."""
    product = array.astype(np.uint16)
    product *= by
    product += 128
    product += product >> 8
    product >>= 8
    return product.astype(np.uint8)


def _baked(layers: tuple[Layer, ...], below: tuple[Layer, ...]) -> PixelLayer:
    """One normal layer that looks, over what is ``below``, as ``layers`` do. It takes the lowest one's place.

    Whatever the modes, what they add to a backdrop cb is ``co - cb (1 - a)``, a being their united alpha;
    that lies between 0 and a, as a premultiplied colour must. Normal ones add the same to any backdrop.
    """
    if all(layer.blend is BlendMode.NORMAL for layer in layers):
        below = ()
    editor = PlaneEditor(Plane(4))
    bounds = Rect.around(layer_bounds(layer) for layer in layers if not isinstance(layer, MaskLayer))
    for strip in strips(bounds):
        planes = mix(layers, strip)
        if planes is None:
            continue
        backdrop = mix(below, strip)
        if backdrop is not None and (together := mix((*below, *layers), strip)) is not None:
            planes[:3] = together[:3] - backdrop[:3] * (1 - planes[3])
        editor.write(lowered(planes), strip.origin)
    return PixelLayer(id=layers[0].id, name=layers[0].name, plane=editor.finish())


def erased(layer: PixelLayer | MaskLayer, selection: Plane) -> Plane:
    """A layer's plane without what the selection covers."""
    return _covered(layer, selection, inside=False)


def selected(layer: PixelLayer, selection: Plane) -> PixelLayer:
    """What the selection covers of a layer, by itself: visible, opaque, normal."""
    return PixelLayer(name=layer.name, plane=_covered(layer, selection, inside=True), offset=layer.offset)


def _covered(layer: PixelLayer | MaskLayer, selection: Plane, *, inside: bool) -> Plane:
    """A layer's plane, inside or outside of the selection."""
    editor = PlaneEditor(Plane(layer.plane.channels) if inside else layer.plane)
    for key in layer.plane.tiles:
        covered = selection.look(key.rect.moved(layer.offset))
        if covered is None:
            continue
        array = layer.plane.read(key.rect)
        alpha = array if array.ndim == 2 else array[..., 3]
        alpha[...] = times(alpha, covered if inside else 255 - covered)
        if array.ndim == 3:
            array[alpha == 0] = 0
        editor.write(array, key.rect.origin)
    return editor.finish()


def _find(document: Document, layer_id: LayerId) -> Layer:
    layer = document.find(layer_id)
    if layer is None:
        raise KeyError(layer_id)
    return layer


def _group(document: Document, layer_id: LayerId) -> GroupLayer:
    group = _find(document, layer_id)
    if not isinstance(group, GroupLayer):
        raise TypeError(f"{group.name!r} is not a group")
    return group


def _put(layers: Siblings, index: int, layer: Layer) -> Siblings:
    index = min(len(layers), max(0, index))
    return (*layers[:index], layer, *layers[index:])


def _without(layers: Siblings, at: int) -> Siblings:
    return (*layers[:at], *layers[at + 1 :])


def _neighbour(document: Document, layer_id: LayerId) -> LayerId | None:
    """The layer that a person would go on with when this one is gone."""
    parent, beside = siblings(document, layer_id)
    at = next(i for i, layer in enumerate(beside) if layer.id == layer_id)
    if at > 0:
        return beside[at - 1].id
    if len(beside) > 1:
        return beside[1].id
    return None if parent is None else parent.id


def siblings(document: Document, layer_id: LayerId) -> tuple[GroupLayer | None, Siblings]:
    """The group that a layer is in (None is the root), and all layers in that."""
    if any(layer.id == layer_id for layer in document.layers):
        return None, document.layers
    for group in walk(document.layers):
        if isinstance(group, GroupLayer) and any(layer.id == layer_id for layer in group.children):
            return group, group.children
    raise KeyError(layer_id)
