"""What stands in a mask before it is drawn new: the strength decides how much of it shows in the end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.params import FillMode
from desktop.core.pixels import Pixels

_CONTINUED_SIDE = 256
"""Surroundings are continued at this size at most: nothing finer than a colour gradient comes of it."""
_BLUR_SHARE = 8
"""The blur's reach as a part of the picture's longest side: what was there is gone, its colours stay."""

Array = NDArray[np.uint8]


def without_holes(pixels: Pixels) -> Pixels:
    """Opaque pixels: what is transparent is continued from around (grey if all is), half is made whole."""
    alpha = pixels.array[..., 3]
    holes = alpha == 0
    rgb = pixels.array[..., :3]
    if bool(holes.any()):
        rgb = _continued(rgb, holes)
    return Pixels.from_rgb(np.ascontiguousarray(rgb))


def filled(pixels: Pixels, mask: NDArray[np.bool_], mode: FillMode, seed: int) -> Pixels:
    """Opaque ``pixels`` with ``mask`` (H, W) filled; ``seed`` is that of the noise."""
    rgb = pixels.array[..., :3]
    match mode:
        case FillMode.KEEP:
            return pixels
        case FillMode.NEUTRAL:
            rgb = np.where(mask[..., None], np.uint8(127), rgb)
        case FillMode.BORDER:
            rgb = _continued(rgb, mask)
        case FillMode.BLUR:
            rgb = _blurred(rgb, mask)
        case FillMode.NOISE:
            noise = np.random.default_rng(seed).integers(0, 256, rgb.shape, np.uint8)
            rgb = np.where(mask[..., None], noise, rgb)
    return Pixels.from_rgb(rgb)


def _continued(rgb: Array, mask: NDArray[np.bool_]) -> Array:
    """``mask`` filled with the flow of colours around it (Bertalmio et al., 2001, Navier-Stokes)."""
    import cv2

    if bool(mask.all()):
        return np.full_like(rgb, 127)
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


def _blurred(rgb: Array, mask: NDArray[np.bool_]) -> Array:
    import cv2

    sigma = max(mask.shape) / _BLUR_SHARE / 3
    soft = cv2.GaussianBlur(rgb, (0, 0), sigma)
    blurred: Array = np.where(mask[..., None], soft, rgb)
    return blurred
