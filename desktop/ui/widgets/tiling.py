"""Where the tiles of a strip or a grid lie: pure arithmetic, the same cost for any number of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize


@dataclass(frozen=True, slots=True)
class Tiling:
    """``count`` square tiles with sides of ``side`` pixels, in rows of ``columns``; a strip is one row."""

    side: int
    columns: int
    count: int

    @classmethod
    def strip(cls, side: int, count: int) -> Tiling:
        return cls(side, max(1, count), count)

    @classmethod
    def grid(cls, side: int, width: int, count: int) -> Tiling:
        """As many columns as fit into ``width``."""
        return cls(side, max(1, width // side), count)

    @property
    def lines(self) -> int:
        return -(-self.count // self.columns)

    @property
    def size(self) -> QSize:
        return QSize(min(self.columns, self.count) * self.side, self.lines * self.side)

    def rect(self, place: int) -> QRect:
        line, column = divmod(place, self.columns)
        return QRect(column * self.side, line * self.side, self.side, self.side)

    def place_at(self, point: QPoint) -> int | None:
        """Which tile ``point`` is on; None between or behind them."""
        column, line = point.x() // self.side, point.y() // self.side
        place = line * self.columns + column
        return place if 0 <= column < self.columns and line >= 0 and place < self.count else None

    def place_near(self, point: QPoint) -> int:
        """The tile at or nearest to ``point``; there has to be one."""
        column = min(max(point.x() // self.side, 0), self.columns - 1)
        line = min(max(point.y() // self.side, 0), self.lines - 1)
        return min(line * self.columns + column, self.count - 1)

    def places_in(self, area: QRect) -> list[int]:
        """The tiles that ``area`` touches, in order."""
        first_line, last_line = max(0, area.top() // self.side), area.bottom() // self.side
        first, last = max(0, area.left() // self.side), min(self.columns - 1, area.right() // self.side)
        return [
            place
            for line in range(first_line, min(last_line, self.lines - 1) + 1)
            for place in range(line * self.columns + first, line * self.columns + last + 1)
            if place < self.count
        ]
