"""One colour over pixels, as much of it as a coverage says. What strokes and fills have in common."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.document.brush import FULL, Coverage
from desktop.core.document.plane import Array

Colour = tuple[int, int, int]


def painted(before: Array, coverage: Coverage, colour: Colour) -> Array:
    """``colour`` over ``before``: (h, w, 4) by source-over with straight alpha, (h, w) towards 255.

    With source alpha s and backdrop alpha b, alpha becomes s + b - sb and a channel moves towards the colour
    by s / (s + b - sb): W3C Compositing and Blending Level 1, section 9.1.4, solved for straight alpha.
    Pixels without coverage stay bit-equal.
    """
    share = _share(coverage)
    if before.ndim == 2:
        return _towards(before, 255, share)
    out = np.empty_like(before)
    backdrop = before[..., 3]
    if (backdrop == 255).all():
        out[..., 3] = 255
    else:
        alpha = (255.0 - backdrop.astype(np.float32)) * share + backdrop
        out[..., 3] = alpha + 0.5
        # A trace too faint for 8 bits of alpha leaves the pixel as it was.
        share = np.divide(share * 255.0, alpha, out=np.zeros_like(share), where=out[..., 3] > 0)
    for channel in range(3):
        out[..., channel] = _towards(before[..., channel], colour[channel], share)
    return out


def erased(before: Array, coverage: Coverage) -> Array:
    """``before`` (h, w, 4) with its alpha, or (h, w) with its values, lowered by the coverage.

    What is erased wholly becomes 0 in all channels, so that empty tiles can be dropped.
    """
    share = _share(coverage)
    if before.ndim == 2:
        return _towards(before, 0, share)
    out = before.copy()
    out[..., 3] = _towards(before[..., 3], 0, share)
    out[(out[..., 3] == 0) & (coverage > 0)] = 0
    return out


def _share(coverage: Coverage) -> NDArray[np.float32]:
    return np.multiply(coverage, np.float32(1.0 / FULL), dtype=np.float32)


def _towards(before: Array, value: int, share: NDArray[np.float32]) -> Array:
    way = np.subtract(value, before, dtype=np.float32)
    way *= share
    way += before
    way += 0.5
    return way.astype(np.uint8)
