"""What stands in a mask before it is drawn new: the strength decides how much of it shows in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from desktop.core.params import FillMode
from desktop.core.pixels import Pixels

_CONTINUED_SIDE = 256
"""Surroundings are continued at this size at most: nothing finer than a colour gradient comes of it."""
_BLUR_SHARE = 24
"""The longest side by the blur's sigma: what was there is gone, its colours stay."""
_GREY = 127

Array = NDArray[np.uint8]


def without_holes(pixels: Pixels) -> Pixels:
    """Opaque pixels: what is transparent is continued from around (grey if all is), half is made whole."""
    alpha = pixels.array[..., 3]
    holes = alpha == 0
    rgb = pixels.array[..., :3]
    if bool(holes.any()):
        rgb = _continued(rgb, holes)
    return Pixels.from_rgb(np.ascontiguousarray(rgb))


def filled(pixels: Pixels, mask: Pixels, mode: FillMode, seed: int) -> Pixels:
    """Opaque ``pixels`` with the ``mask`` (H, W) filled, in its grey parts partly; ``seed`` is for noise."""
    if mode is FillMode.KEEP:
        return pixels
    rgb = pixels.array[..., :3]
    # What is half masked still tells what lies around.
    fill = _FILLS[mode](rgb, mask.array > 127, seed)
    share = mask.array[..., None].astype(np.float32) / 255
    mixed = np.round(fill * share + rgb * (1 - share))
    return Pixels.from_rgb(mixed.astype(np.uint8))


def _continued(rgb: Array, mask: NDArray[np.bool_], seed: int = 0) -> Array:
    """``mask`` filled with the flow of colours around it (Bertalmio et al., 2001, Navier-Stokes)."""
    import cv2

    if bool(mask.all()):
        return np.full_like(rgb, _GREY)
    height, width = mask.shape
    scale = min(1.0, _CONTINUED_SIDE / max(height, width))
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    # The mean of the known pixels alone: what the mask hides must not bleed out of it.
    known = (~mask).astype(np.float32)
    weight = cv2.resize(known, small, interpolation=cv2.INTER_AREA)
    colours = cv2.resize(rgb * known[..., None], small, interpolation=cv2.INTER_AREA)
    colours = colours / np.maximum(weight, 1e-6)[..., None]
    hidden = (weight < 1e-3).astype(np.uint8)
    flow = cv2.inpaint(np.round(colours).clip(0, 255).astype(np.uint8), hidden, 3, cv2.INPAINT_NS)
    large = cv2.resize(flow, (width, height), interpolation=cv2.INTER_LINEAR)
    filled_in: Array = np.where(mask[..., None], large, rgb)
    return filled_in


def _blurred(rgb: Array, mask: NDArray[np.bool_], seed: int) -> Array:
    import cv2

    blurred: Array = cv2.GaussianBlur(rgb, (0, 0), max(mask.shape) / _BLUR_SHARE)
    return blurred


def _grey(rgb: Array, mask: NDArray[np.bool_], seed: int) -> Array:
    return np.full_like(rgb, _GREY)


def _noise(rgb: Array, mask: NDArray[np.bool_], seed: int) -> Array:
    return np.random.default_rng(seed).integers(0, 256, rgb.shape, np.uint8)


_FILLS: Mapping[FillMode, Callable[[Array, NDArray[np.bool_], int], Array]] = MappingProxyType(
    {
        FillMode.BLUR: _blurred,
        FillMode.NEUTRAL: _grey,
        FillMode.BORDER: _continued,
        FillMode.NOISE: _noise,
    }
)
