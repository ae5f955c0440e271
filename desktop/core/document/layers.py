"""What a document is made of."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from desktop.core.document.plane import Plane
from desktop.core.geometry import ORIGIN, Point
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
