"""What sizes are drawn on the way to a picture of exactly the size that was asked for.

A model draws well only near the sizes of its training: larger ones repeat things, smaller ones are blurred.
Four sizes lie between what comes in and what goes out: the input, the initial size that is drawn first, the
desired size whose sides the network can have, and the target.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from desktop.core.geometry import Size
from desktop.core.models import ModelInfo
from desktop.core.tiling import Tiling

REFINE_STRENGTH = 0.4
"""Enough to draw detail into an enlarged picture, too little to change what it shows."""
_WHOLE = 4
"""Up to this many times the model's largest area a picture is refined whole, not in tiles."""
_LONGER = 1.25
"""How far beyond the longest side an oblong picture may go when its area fits."""


@dataclass(frozen=True, slots=True)
class DrawingRange:
    """The sizes that a model draws well: areas from ``least_area`` to ``most_area``."""

    native_area: int
    least_area: int
    most_area: int
    most_side: int
    multiple: int
    """Sides that the network can have are multiples of it."""

    @classmethod
    def of(cls, info: ModelInfo) -> DrawingRange:
        """From what it was trained on; unless its card says, half as much again as its native area."""
        native, multiple = info.native_size.area, info.family.size_multiple
        if info.trained_sides is not None:
            shortest, longest = info.trained_sides
            return cls(native, shortest**2, longest**2, longest, multiple)
        return cls(native, native * 3 // 4, native * 3 // 2, round(1.5 * math.sqrt(native)), multiple)

    def raised(self, size: Size) -> Size:
        """The smallest size that holds ``size`` and that the network can have."""
        step = self.multiple
        return Size(-(-size.width // step) * step, -(-size.height // step) * step)

    def initial(self, size: Size) -> Size:
        """What to draw first for ``size``: itself, raised, if the model draws that well."""
        longest = max(size.width, size.height)
        # An oblong size can't have both a good area and good sides: then its area counts.
        by_side = max(self.most_side * _LONGER / longest, math.sqrt(self.least_area / size.area))
        scale = min(math.sqrt(self.most_area / size.area), by_side)
        if scale < 1:
            return self._scaled(size, min(scale, 2 * self.most_side / longest))
        if size.area < self.least_area:
            return self._scaled(
                size, min(math.sqrt(self.native_area / size.area), 2 * self.most_side / longest)
            )
        return self.raised(size)

    def _scaled(self, size: Size, scale: float) -> Size:
        """Thin sizes get wider: a network halves its sides several times."""
        least = 8 * self.multiple
        wanted = Size(max(least, round(size.width * scale)), max(least, round(size.height * scale)))
        return wanted.snapped(self.multiple)


@dataclass(frozen=True, slots=True)
class Stage:
    """One run through the network: the size it samples, and the steps it takes there."""

    size: Size
    steps: int

    @property
    def work(self) -> int:
        """Pixels times steps: what its time goes with."""
        return self.size.area * self.steps


@dataclass(frozen=True, slots=True)
class Pass:
    """The picture drawn once at ``size``, whole or in tiles."""

    size: Size
    strength: float
    tiling: Tiling | None = None

    def stages(self, steps: int) -> tuple[Stage, ...]:
        """One for each tile, in rows."""
        taken = steps_to_take(steps, self.strength)
        if self.tiling is None:
            return (Stage(self.size, taken),)
        columns, rows = self.tiling.spans(self.size.width), self.tiling.spans(self.size.height)
        return tuple(Stage(Size(len(column), len(row)), taken) for row in rows for column in columns)


@dataclass(frozen=True, slots=True)
class SizePlan:
    """How a picture of ``target`` size is made: each pass draws over the one before, brought to its size."""

    target: Size
    passes: tuple[Pass, ...]

    def stages(self, steps: int) -> tuple[Stage, ...]:
        return tuple(stage for one in self.passes for stage in one.stages(steps))


def plan_sizes(target: Size, draws: DrawingRange, strength: float = 1.0) -> SizePlan:
    """One pass for a size that the model draws well or that is too small: that is drawn larger, then shrunk.

    What is too large is drawn small, enlarged and refined at ``REFINE_STRENGTH``. A ``strength`` that is no
    more than that keeps what a picture shows: it is drawn over at full size at once, to keep its detail, too.
    """
    initial, desired = draws.initial(target), draws.raised(target)
    if initial.area >= desired.area:
        return SizePlan(target, (Pass(initial, strength),))
    tiling = None if desired.area <= _WHOLE * draws.most_area else _tiling(draws)
    if strength <= REFINE_STRENGTH:
        return SizePlan(target, (Pass(desired, strength, tiling),))
    return SizePlan(target, (Pass(initial, strength), Pass(desired, REFINE_STRENGTH, tiling)))


def _tiling(draws: DrawingRange) -> Tiling:
    side = draws.most_side // draws.multiple * draws.multiple
    return Tiling(side, margin=side // 16, feather=side // 8, multiple=draws.multiple)


def steps_to_take(steps: int, strength: float) -> int:
    """How many of ``steps`` a run at ``strength`` takes: at least one."""
    return max(1, min(int(steps * strength), steps))


def steps_to_plan(steps: int, strength: float) -> int:
    """The fewest, at least ``steps``, of which ``strength`` takes one or more: diffusers rounds down."""
    while int(steps * strength) < 1:
        steps = max(steps + 1, math.ceil(1 / strength))
    return steps
