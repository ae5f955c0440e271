"""Sizes in pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZE = re.compile(r"\s*(\d{1,6})\s*[x×*]\s*(\d{1,6})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read ``512x768``; raises ValueError for anything else."""
        match = _SIZE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a size such as 512x768")
        return cls(int(match[1]), int(match[2]))

    @property
    def area(self) -> int:
        return self.width * self.height

    def snapped(self, multiple: int) -> Size:
        """The nearest size whose sides are multiples of ``multiple`` (halves go up, never below one)."""

        def snap(side: int) -> int:
            return max(multiple, (side + multiple // 2) // multiple * multiple)

        return Size(snap(self.width), snap(self.height))

    def fitted(self, box: Size) -> Size:
        """The largest size of the same aspect inside ``box``, at least 1x1."""
        scale = min(box.width / self.width, box.height / self.height)
        return Size(max(1, round(self.width * scale)), max(1, round(self.height * scale)))
