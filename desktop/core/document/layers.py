"""What a document is made of."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NewType

from desktop.core.document.plane import Plane
from desktop.core.geometry import EMPTY, ORIGIN, Point, Rect
from desktop.core.params import PictureRecord

LayerId = NewType("LayerId", str)


def new_layer_id() -> LayerId:
    return LayerId(uuid.uuid4().hex)


class BlendMode(StrEnum):
    """How a layer mixes with what is below it: the names of the W3C's Compositing and Blending Level 1."""

    NORMAL = "normal"
    MULTIPLY = "multiply"
    SCREEN = "screen"
    OVERLAY = "overlay"
    DARKEN = "darken"
    LIGHTEN = "lighten"
    COLOUR = "color"
    LUMINOSITY = "luminosity"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """What all layers have. ``opacity`` is 0 to 1; a ``locked`` layer's pixels and place can't be changed."""

    id: LayerId = field(default_factory=new_layer_id)
    name: str
    visible: bool = True
    locked: bool = False
    opacity: float = 1.0
    blend: BlendMode = BlendMode.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PixelLayer(Layer):
    """A picture. The plane's origin lies at ``offset`` in the document."""

    plane: Plane
    offset: Point = ORIGIN
    recipe: PictureRecord | None = None
    """What made it, of a result that was applied."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaskLayer(Layer):
    """Keeps, of all that lies below it in the same group, what its plane (1 channel) covers.

    It multiplies alpha, as ``svg:dst-in`` does in OpenRaster; ``opacity`` is how much it hides outside.
    """

    plane: Plane
    offset: Point = ORIGIN


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupLayer(Layer):
    """Layers that are first composed by themselves (isolated), lowest first."""

    children: tuple[Layer, ...] = ()


def walk(layers: tuple[Layer, ...]) -> Iterator[Layer]:
    """All layers, lowest first, each group before what is in it."""
    for layer in layers:
        yield layer
        if isinstance(layer, GroupLayer):
            yield from walk(layer.children)


def layer_bounds(layer: Layer) -> Rect:
    """The smallest rectangle, in the document, with all pixels that a layer has; EMPTY without any."""
    match layer:
        case PixelLayer() | MaskLayer():
            bounds = layer.plane.content_bounds()
            return EMPTY if bounds.empty else bounds.moved(layer.offset)
        case GroupLayer():
            return Rect.around(layer_bounds(child) for child in layer.children)
        case _:
            raise TypeError(layer)


def edited(
    layers: tuple[Layer, ...],
    layer_id: LayerId,
    change: Callable[[tuple[Layer, ...], int], tuple[Layer, ...]],
) -> tuple[Layer, ...]:
    """Layers with others in place of those that ``layer_id`` is among; ``change`` gets them and its place.

    Raises KeyError when there is no such layer.
    """
    for at, layer in enumerate(layers):
        if layer.id == layer_id:
            return change(layers, at)
        if isinstance(layer, GroupLayer) and any(inner.id == layer_id for inner in walk(layer.children)):
            group = replace(layer, children=edited(layer.children, layer_id, change))
            return (*layers[:at], group, *layers[at + 1 :])
    raise KeyError(layer_id)


def with_leaves(layer: Layer, change: Callable[[PixelLayer | MaskLayer], Layer]) -> Layer:
    """A layer with every one that has pixels, itself or inside it, changed."""
    match layer:
        case PixelLayer() | MaskLayer():
            return change(layer)
        case GroupLayer():
            return replace(layer, children=tuple(with_leaves(child, change) for child in layer.children))
        case _:
            raise TypeError(layer)


def with_new_ids(layer: Layer) -> Layer:
    """The same as another layer, with all that is inside it."""
    layer = replace(layer, id=new_layer_id())
    if isinstance(layer, GroupLayer):
        layer = replace(layer, children=tuple(with_new_ids(child) for child in layer.children))
    return layer
