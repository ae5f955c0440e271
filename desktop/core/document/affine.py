"""Moving, scaling, turning and mirroring, as a matrix."""

from __future__ import annotations

import math
from dataclasses import dataclass

from desktop.core.errors import AppError
from desktop.core.geometry import EMPTY, Point, Rect

_TOLERANCE = 1e-4
"""Pixels. What differs less counts as the same place."""


@dataclass(frozen=True, slots=True)
class Affine:
    """x' = xx x + xy y + dx, y' = yx x + yy y + dy. Places are edges: a pixel's middle lies at +0.5."""

    xx: float = 1.0
    xy: float = 0.0
    dx: float = 0.0
    yx: float = 0.0
    yy: float = 1.0
    dy: float = 0.0

    @classmethod
    def translation(cls, dx: float, dy: float) -> Affine:
        return cls(dx=dx, dy=dy)

    @classmethod
    def scaling(cls, x: float, y: float, centre: tuple[float, float] = (0.0, 0.0)) -> Affine:
        """``x`` and ``y`` times as large; negative ones mirror."""
        return cls(xx=x, yy=y)._about(centre)

    @classmethod
    def rotation(cls, degrees: float, centre: tuple[float, float] = (0.0, 0.0)) -> Affine:
        """Clockwise, as it is seen on the screen. Quarter turns are exact."""
        quarters, rest = divmod(degrees, 90)
        if rest == 0:
            cosine, sine = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarters) % 4]
        else:
            cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        return cls(xx=cosine, xy=-sine, yx=sine, yy=cosine)._about(centre)

    @classmethod
    def flip(cls, *, horizontal: bool, centre: tuple[float, float] = (0.0, 0.0)) -> Affine:
        """Left for right when ``horizontal``, else top for bottom."""
        return cls.scaling(-1, 1, centre) if horizontal else cls.scaling(1, -1, centre)

    def then(self, after: Affine) -> Affine:
        """First this, then ``after``."""
        return Affine(
            after.xx * self.xx + after.xy * self.yx,
            after.xx * self.xy + after.xy * self.yy,
            after.xx * self.dx + after.xy * self.dy + after.dx,
            after.yx * self.xx + after.yy * self.yx,
            after.yx * self.xy + after.yy * self.yy,
            after.yx * self.dx + after.yy * self.dy + after.dy,
        )

    @property
    def determinant(self) -> float:
        return self.xx * self.yy - self.xy * self.yx

    def inverse(self) -> Affine:
        """What takes this back. Raises AppError ``transform_flat`` when nothing would be left of an area."""
        determinant = self.determinant
        if not math.isfinite(determinant) or abs(determinant) < 1e-12:
            raise AppError(
                "transform_flat",
                "Nothing would be left at this size, so the layer stays as it was.",
                "Choose a width and a height that are not zero.",
            )
        xx, xy = self.yy / determinant, -self.xy / determinant
        yx, yy = -self.yx / determinant, self.xx / determinant
        return Affine(xx, xy, -(xx * self.dx + xy * self.dy), yx, yy, -(yx * self.dx + yy * self.dy))

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a place comes to."""
        return self.xx * x + self.xy * y + self.dx, self.yx * x + self.yy * y + self.dy

    def around(self, rect: Rect) -> Rect:
        """The smallest rectangle of whole pixels that holds what becomes of ``rect``."""
        if rect.empty:
            return EMPTY
        corners = [self.place(x, y) for x in (rect.x, rect.right) for y in (rect.y, rect.bottom)]
        xs, ys = zip(*corners, strict=True)
        return Rect.between(
            math.floor(min(xs) + _TOLERANCE),
            math.floor(min(ys) + _TOLERANCE),
            math.ceil(max(xs) - _TOLERANCE),
            math.ceil(max(ys) - _TOLERANCE),
        )

    @property
    def whole_move(self) -> Point | None:
        """By how much it moves, when that is all it does and it is whole pixels."""
        if self.quarters != (1, 0, 0, 1):
            return None
        return Point(round(self.dx), round(self.dy))

    @property
    def quarters(self) -> tuple[int, int, int, int] | None:
        """xx, xy, yx, yy when every pixel comes to lie on exactly one other: quarter turns, mirroring."""
        parts = (self.xx, self.xy, self.yx, self.yy)
        whole = tuple(round(part) for part in parts)
        exact = all(abs(part - near) < 1e-9 for part, near in zip(parts, whole, strict=True))
        placed = all(abs(part - round(part)) < _TOLERANCE for part in (self.dx, self.dy))
        xx, xy, yx, yy = whole
        if exact and placed and abs(xx * yy - xy * yx) == 1 and abs(xx) + abs(xy) == 1:
            return xx, xy, yx, yy
        return None

    def _about(self, centre: tuple[float, float]) -> Affine:
        x, y = centre
        return Affine(dx=-x, dy=-y).then(self).then(Affine(dx=x, dy=y))
