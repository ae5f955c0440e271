"""Sizes worth offering for a model: its own, and the common proportions at the same number of pixels."""

from __future__ import annotations

import math

from desktop.core.geometry import Size
from desktop.core.models import ModelInfo

_PROPORTIONS = ((1, 1), (4, 3), (3, 4), (3, 2), (2, 3), (16, 9), (9, 16))


def size_presets(info: ModelInfo) -> list[Size]:
    """Sizes within the model's range, its native one first, without repetition."""
    low, high = info.size_range
    multiple = max(info.family.size_multiple, 8)
    sizes = [info.native_size]
    for across, down in _PROPORTIONS:
        unit = math.sqrt(info.native_size.area / (across * down))
        longest = min(1.0, high / (unit * max(across, down)))
        size = Size(round(across * unit * longest), round(down * unit * longest)).snapped(multiple)
        if min(size.width, size.height) >= low and size not in sizes:
            sizes.append(size)
    return sizes
