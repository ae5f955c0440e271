"""Small layers and documents of random pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, MaskLayer, PixelLayer
from desktop.core.document.plane import Array, Plane
from desktop.core.geometry import ORIGIN, Point, Size
from desktop.core.pixels import Pixels

SIZE = Size(12, 9)


def noise(seed: int, size: Size = SIZE, *, opaque: bool = False) -> Array:
    """(h, w, 4) of any colours and alphas, with many that are nothing or all."""
    draw = np.random.default_rng(seed)
    array = draw.integers(0, 256, (size.height, size.width, 4), dtype=np.uint8)
    alpha = array[..., 3]
    alpha[draw.random(alpha.shape) < 0.25] = 0
    alpha[draw.random(alpha.shape) < 0.25] = 255
    if opaque:
        alpha.fill(255)
    return array


def filled(colour: tuple[int, int, int, int], size: Size = SIZE) -> Array:
    return np.full((size.height, size.width, 4), colour, np.uint8)


def pixel_layer(array: Array, offset: Point = ORIGIN, **properties: Any) -> PixelLayer:
    return PixelLayer(**{"name": "layer", **properties}, plane=Plane.of(array), offset=offset)


def mask_layer(array: Array, offset: Point = ORIGIN, **properties: Any) -> MaskLayer:
    return MaskLayer(**{"name": "mask", **properties}, plane=Plane.of(array), offset=offset)


def document(*layers: Layer, size: Size = SIZE) -> Document:
    return Document(size, layers, active=layers[-1].id if layers else None)


def picture(seed: int = 1, size: Size = SIZE) -> Document:
    """A document of one opaque picture."""
    return Document.from_pixels(Pixels(noise(seed, size, opaque=True)), "picture")


offsets = st.builds(Point, st.integers(-6, 6), st.integers(-6, 6))
properties = st.fixed_dictionaries(
    {
        "visible": st.sampled_from((True, True, True, False)),
        "opacity": st.sampled_from((1.0, 1.0, 0.5, 0.3, 0.0)),
        "blend": st.sampled_from(BlendMode),
    }
)
seeds = st.integers(0, 10_000)
pixel_layers = st.builds(
    lambda seed, opaque, offset, more: pixel_layer(noise(seed, opaque=opaque), offset, **more),
    seeds,
    st.booleans(),
    offsets,
    properties,
)
mask_layers = st.builds(
    lambda seed, offset, more: mask_layer(noise(seed)[..., 3].copy(), offset, **more),
    seeds,
    offsets,
    properties,
)
leaves = pixel_layers | mask_layers
groups = st.builds(
    lambda children, more: GroupLayer(name="group", children=tuple(children), **more),
    st.lists(leaves, max_size=3),
    properties,
)
any_layers = st.lists(pixel_layers | pixel_layers | mask_layers | groups, max_size=5).map(tuple)
