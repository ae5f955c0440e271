"""Sizes, points and rectangles in pixels."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


@dataclass(frozen=True, slots=True)
class Point:
    """A pixel's place: x to the right, y down."""

    x: int
    y: int

    def __add__(self, other: Point) -> Point:
        return Point(self.x + other.x, self.y + other.y)

    def __sub__(self, other: Point) -> Point:
        return Point(self.x - other.x, self.y - other.y)


ORIGIN = Point(0, 0)


@dataclass(frozen=True, slots=True)
class Rect:
    """Pixels from (x, y) up to, not including, (right, bottom). Without an area it is empty."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, size: Size, at: Point = ORIGIN) -> Rect:
        return cls(at.x, at.y, size.width, size.height)

    @classmethod
    def between(cls, left: int, top: int, right: int, bottom: int) -> Rect:
        return cls(left, top, right - left, bottom - top)

    @classmethod
    def around(cls, rects: Iterable[Rect]) -> Rect:
        """The smallest one that holds all ``rects``; empty without any."""
        whole = EMPTY
        for rect in rects:
            whole = whole.united(rect)
        return whole

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def origin(self) -> Point:
        return Point(self.x, self.y)

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def empty(self) -> bool:
        return self.width <= 0 or self.height <= 0

    def contains(self, other: Rect) -> bool:
        """Whether ``other`` lies within; an empty one always does."""
        return other.empty or (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def holds(self, point: Point) -> bool:
        return self.x <= point.x < self.right and self.y <= point.y < self.bottom

    def intersected(self, other: Rect) -> Rect:
        """What both have in common; EMPTY when they have nothing."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Rect.between(left, top, right, bottom) if left < right and top < bottom else EMPTY

    def united(self, other: Rect) -> Rect:
        """The smallest one that holds both; an empty one counts for nothing."""
        if self.empty or other.empty:
            return other if self.empty else self
        return Rect.between(
            min(self.x, other.x),
            min(self.y, other.y),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def moved(self, by: Point) -> Rect:
        return Rect(self.x + by.x, self.y + by.y, self.width, self.height)

    def grown(self, by: int) -> Rect:
        """Larger by ``by`` on every side; smaller when it is negative."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def within(self, outer: Rect) -> tuple[slice, slice]:
        """Rows and columns of an array that covers ``outer``, which this one lies in."""
        left, top = self.x - outer.x, self.y - outer.y
        return slice(top, top + self.height), slice(left, left + self.width)


EMPTY = Rect(0, 0, 0, 0)
