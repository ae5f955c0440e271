"""What a brush leaves where it touches: soft discs, placed between pixels."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.core.geometry import Point

FULL = 65535
"""Coverage of 1. Coverage has 16 bits: a dab of a soft brush with little flow adds less than 1/255 to most of
what it touches, which 8 bits would lose, and 32 would double what a stroke over a large canvas takes."""

Coverage = NDArray[np.uint16]

MIN_SIZE, MAX_SIZE = 1.0, 2000.0
_EXACT_BELOW = 24.0
_COARSE_FROM = 512.0
_CACHE_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Brush:
    """How a stroke paints. ``size`` is the diameter in pixels, 1 to 2000; shares are 0 to 1.

    Raises ValueError for what lies outside.
    """

    size: float
    hardness: float = 1.0
    """The part of the radius that is full; the edge is at least one pixel soft."""
    opacity: float = 1.0
    """The most that one stroke covers, however often it crosses itself."""
    flow: float = 1.0
    """What one dab adds, as a share of what is missing to ``opacity``."""
    spacing: float = 0.1
    """Between dabs, as a share of the size (never less than half a pixel)."""
    erase: bool = False
    colour: tuple[int, int, int] = (0, 0, 0)
    """sRGB, 0 to 255. A mask is painted towards 255 (erased towards 0) whatever the colour."""
    pressure_to_size: bool = False
    pressure_to_opacity: bool = False

    def __post_init__(self) -> None:
        if not MIN_SIZE <= self.size <= MAX_SIZE:
            raise ValueError(f"a brush is {MIN_SIZE:.0f} to {MAX_SIZE:.0f} pixels wide, not {self.size}")
        for name in ("hardness", "opacity", "flow", "spacing"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} is 0 to 1, not {getattr(self, name)}")

    def size_at(self, pressure: float) -> float:
        """Diameter in pixels of a dab at ``pressure`` (0 to 1)."""
        return max(MIN_SIZE, self.size * pressure) if self.pressure_to_size else self.size

    def opacity_at(self, pressure: float) -> float:
        return self.opacity * pressure if self.pressure_to_opacity else self.opacity


class Dab(NamedTuple):
    """Coverage (h, w) whose first pixel lies at ``at``."""

    coverage: Coverage
    at: Point


def dab(size: float, hardness: float, x: float, y: float) -> Dab:
    """A disc around (x, y); the middle of pixel (0, 0) is (0.5, 0.5).

    Coverage is 1 up to ``hardness`` times the radius and falls to 0 at the radius by smoothstep, 3s^2 - 2s^3
    of the way s that is left: within 1 % of half a cosine, and a fraction of its price. The fall takes a
    pixel at least, centred on the edge, which makes it the antialiasing of a hard disc.
    """
    radius = size / 2
    soft = radius * (1.0 - hardness)
    fall = max(1.0, soft)
    outer = max(0.0, radius - (soft + fall) / 2) + fall
    left, top = math.floor(x - outer), math.floor(y - outer)
    across = (np.arange(left, math.ceil(x + outer)) + (0.5 - x)).astype(np.float32)
    down = (np.arange(top, math.ceil(y + outer)) + (0.5 - y)).astype(np.float32)
    way = np.add.outer(down * down, across * across)
    np.sqrt(way, out=way)
    np.subtract(outer, way, out=way)
    way /= fall
    np.clip(way, 0.0, 1.0, out=way)
    smooth = way * (-2.0 * FULL)
    smooth += 3.0 * FULL
    smooth *= way
    smooth *= way
    smooth += 0.5
    return Dab(smooth.astype(np.uint16), Point(left, top))


class Dabs:
    """Dabs of one hardness, those used last kept. One thread.

    Small ones are made for their exact place. Large ones are kept for sizes in steps of 1/256 to 1/128 (a
    quarter of a pixel at least) and places in steps of a quarter of a pixel; from 512 pixels on, of a whole.
    """

    def __init__(self, hardness: float) -> None:
        self._hardness = hardness
        self._kept: OrderedDict[tuple[float, int, int], Dab] = OrderedDict()
        self._bytes = 0

    def at(self, size: float, x: float, y: float) -> Dab:
        """The dab of ``size`` around (x, y)."""
        if size < _EXACT_BELOW:
            return dab(size, self._hardness, x, y)
        steps = 4 if size < _COARSE_FROM else 1
        grain = max(0.25, 2.0 ** (math.ceil(math.log2(size)) - 8))
        kept_size = round(size / grain) * grain
        column, row = math.floor(x * steps + 0.5), math.floor(y * steps + 0.5)
        key = kept_size, column % steps, row % steps
        if (kept := self._kept.get(key)) is None:
            kept = dab(kept_size, self._hardness, key[1] / steps, key[2] / steps)
            self._keep(key, kept)
        else:
            self._kept.move_to_end(key)
        return Dab(kept.coverage, kept.at + Point(column // steps, row // steps))

    def _keep(self, key: tuple[float, int, int], made: Dab) -> None:
        self._kept[key] = made
        self._bytes += made.coverage.nbytes
        while self._bytes > _CACHE_BYTES and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.coverage.nbytes
