"""How a picture is divided into overlapping tiles."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.geometry import Size


@dataclass(frozen=True, slots=True)
class Tiling:
    """How a picture is divided; lengths in pixels of the source."""

    side: int
    margin: int
    """What a tile sees beyond the part of it that is used."""
    feather: int
    """Over how many pixels one tile goes over into the next, at least."""
    multiple: int = 1
    """Tiles begin at multiples of this, but for the last one of a row or column."""

    def __post_init__(self) -> None:
        if self.overlap < 0 or self._step < 1:
            raise ValueError(f"tiles of {self.side} pixels can't overlap by {self.overlap}")

    @property
    def overlap(self) -> int:
        """What neighbours have in common, at least."""
        return 2 * self.margin + self.feather

    @property
    def _step(self) -> int:
        """How far apart tiles may begin, whatever rounding does."""
        return self.side - self.overlap - (self.multiple - 1)

    def spans(self, length: int) -> tuple[range, ...]:
        """Equal spans over ``length``, evenly spaced: ``side`` long, or as long as all of a shorter one."""
        last = length - self.side
        if last <= 0:
            return (range(length),)
        count = -(-last // self._step) + 1
        starts = (index * last // (count - 1) // self.multiple * self.multiple for index in range(count - 1))
        return tuple(range(start, start + self.side) for start in (*starts, last))

    def count(self, size: Size) -> int:
        """How many tiles a picture of this size takes."""
        return len(self.spans(size.width)) * len(self.spans(size.height))
