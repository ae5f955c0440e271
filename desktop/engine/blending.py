"""How what was drawn is put into the picture: edges that nobody sees, and nothing changed beyond the mask."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.geometry import EMPTY, Rect

Mask = NDArray[np.uint8]
"""(H, W), 255 is made new."""
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

_KERNEL_RADIUS = 15
_BLOCK = 4
"""Colours are compared by the mean of squares of this side: finer differences are texture."""
_LARGEST_SHIFT = 40.0
"""Of 255. What differs by more is another thing, not another shade of the same."""
_REACH = 0.25
"""How far into the drawing its border's shades are carried, as a part of its longest side."""
_SHRUNK = 0.1
"""The old pixels stay alone where the softened mask is no more than this."""


def bounds(mask: Mask) -> Rect:
    """The smallest rectangle with everything above 0; empty without anything."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(rows) == 0:
        return EMPTY
    return Rect.between(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def softened(mask: Mask, grow: int, feather: int) -> Mask:
    """``mask`` enlarged by ``grow`` pixels, from where it falls off to 0 within ``feather`` pixels.

    The same mask when both are 0. Nothing changes from its outer edge on, which is where this becomes 0.
    """
    import cv2

    # Two box filters of radius a and b end after a + b pixels, a Gaussian never does.
    half = feather // 2
    soft = _dilated(mask, grow + half)
    for radius in (half // 2, half - half // 2):
        side = 2 * radius + 1
        soft = np.asarray(cv2.blur(soft, (side, side), borderType=cv2.BORDER_REPLICATE), np.uint8)
    return soft


def paste_weights(soft: Mask, feather: int) -> Floats:
    """How much of the drawing counts at each pixel, 0 to 1: the softened mask shrunk, its ends made smooth.

    Without a feather the mask's own values.
    """
    share = np.asarray(soft, np.float32) / np.float32(255)
    if feather < 2:
        return share
    share = np.clip((share - _SHRUNK) / (1 - _SHRUNK), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def colours_matched(drawn: Bytes, original: Bytes, soft: Mask, known: NDArray[np.bool_]) -> Floats:
    """``drawn`` (H, W, 3) shaded so that it meets ``original`` without a step; (H, W, 3), 0 to 255.

    The difference of both is measured where the original stays, in the mask's feather less and less, and
    carried into the drawing as a smooth membrane (normalised convolution, Knutsson and Westin, 1993, over the
    scales of a pyramid as in Gortler et al., 1996); it fades with the distance. ``known`` says where the
    original shows something.
    """
    import cv2

    height, width = soft.shape
    difference = original.astype(np.float32) - drawn
    trusted = (1 - soft.astype(np.float32) / 255) * known
    blocks = (-(-width // _BLOCK), -(-height // _BLOCK))
    weight = cv2.resize(trusted, blocks, interpolation=cv2.INTER_AREA)
    shift = cv2.resize(difference * trusted[..., None], blocks, interpolation=cv2.INTER_AREA)
    shift = shift / np.maximum(weight, 1e-6)[..., None]
    weight[np.abs(shift).max(axis=2) > _LARGEST_SHIFT] = 0
    if not bool((weight > 0).any()):
        return drawn.astype(np.float32)
    membrane = cv2.resize(_membrane(shift, weight), (width, height), interpolation=cv2.INTER_LINEAR)
    inside = cv2.distanceTransform((soft > 0).astype(np.uint8), cv2.DIST_L2, 3)
    fade = np.exp(-np.square(inside / (_REACH * max(height, width))))
    matched: Floats = np.clip(drawn + membrane * fade[..., None], 0, 255)
    return matched


def _membrane(values: Floats, weight: Floats) -> Floats:
    """``values`` (H, W, C) kept where ``weight`` (H, W) is 1, elsewhere filled in from coarser scales."""
    import cv2

    height, width = weight.shape
    if height == width == 1:
        return values
    half = ((width + 1) // 2, (height + 1) // 2)
    coarse_weight = cv2.resize(weight, half, interpolation=cv2.INTER_AREA)
    summed = cv2.resize(values * weight[..., None], half, interpolation=cv2.INTER_AREA)
    coarse_values = summed.reshape(half[1], half[0], -1) / np.maximum(coarse_weight, 1e-6)[..., None]
    coarse = _membrane(coarse_values, np.minimum(1, 2 * coarse_weight))
    below = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR).reshape(values.shape)
    filled: Floats = values * weight[..., None] + below * (1 - weight[..., None])
    return filled


def _dilated(mask: Mask, radius: int) -> Mask:
    """Each pixel the largest within ``radius``. A large disc is made of small ones, one after the other."""
    import cv2

    while radius > 0:
        step = min(radius, _KERNEL_RADIUS)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * step + 1, 2 * step + 1))
        mask = np.asarray(cv2.dilate(mask, kernel), np.uint8)
        radius -= step
    return mask
