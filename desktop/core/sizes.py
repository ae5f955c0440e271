"""What size is drawn on the way to a picture of any size."""

from __future__ import annotations

import math
from dataclasses import dataclass

from desktop.core.geometry import Size


@dataclass(frozen=True, slots=True)
class Stage:
    """One run through the network: the size it samples, and the steps it takes there."""

    size: Size
    steps: int

    @property
    def work(self) -> int:
        """Pixels times steps: what its time goes with."""
        return self.size.area * self.steps


def steps_to_take(steps: int, strength: float) -> int:
    """How many of ``steps`` a run at ``strength`` takes: at least one."""
    return max(1, min(int(steps * strength), steps))


def steps_to_plan(steps: int, strength: float) -> int:
    """The fewest, at least ``steps``, of which ``strength`` takes one or more: diffusers rounds down."""
    while int(steps * strength) < 1:
        steps = max(steps + 1, math.ceil(1 / strength))
    return steps
