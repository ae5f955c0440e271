"""A layer's box while it is moved, scaled and turned: pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan2, cos, degrees, radians, sin

from desktop.core.document.affine import Affine
from desktop.core.geometry import Rect
from desktop.ui.canvas.tools.handles import Handle

_SNAP = 15
"""Degrees that Shift turns by."""
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """``bounds``, scaled about their middle, then turned clockwise by ``angle`` degrees, then moved."""

    bounds: Rect
    scale_x: float = 1.0
    scale_y: float = 1.0
    angle: float = 0.0
    dx: float = 0.0
    dy: float = 0.0

    @property
    def middle(self) -> tuple[float, float]:
        """Of the bounds, before they are moved."""
        return self.bounds.x + self.bounds.width / 2, self.bounds.y + self.bounds.height / 2

    @property
    def width(self) -> float:
        return abs(self.bounds.width * self.scale_x)

    @property
    def height(self) -> float:
        return abs(self.bounds.height * self.scale_y)

    @property
    def left(self) -> float:
        """Of the box as it would lie unturned, to be shown and typed."""
        return self.middle[0] + self.dx - self.width / 2

    @property
    def top(self) -> float:
        return self.middle[1] + self.dy - self.height / 2

    @property
    def only_moved(self) -> bool:
        return (self.scale_x, self.scale_y, self.angle) == (1.0, 1.0, 0.0)

    @property
    def untouched(self) -> bool:
        return self.only_moved and (self.dx, self.dy) == (0.0, 0.0)

    @property
    def affine(self) -> Affine:
        scaled = Affine.scaling(self.scale_x, self.scale_y, self.middle)
        turned = scaled.then(Affine.rotation(self.angle, self.middle))
        return turned.then(Affine.translation(self.dx, self.dy))

    def point(self, across: float, down: float) -> tuple[float, float]:
        """Where a share (0 to 1) across and down the bounds lies now."""
        x = self.bounds.x + across * self.bounds.width
        return self.affine.place(x, self.bounds.y + down * self.bounds.height)

    def moved(self, dx: float, dy: float) -> Box:
        """Elsewhere; by whole pixels, so that a move alone loses nothing."""
        return replace(self, dx=float(round(self.dx + dx)), dy=float(round(self.dy + dy)))

    def turned(self, start: tuple[float, float], to: tuple[float, float], *, snaps: bool) -> Box:
        """Turned about its middle as a pointer goes from ``start`` to ``to``."""
        x, y = self.middle[0] + self.dx, self.middle[1] + self.dy
        by = degrees(atan2(to[1] - y, to[0] - x) - atan2(start[1] - y, start[0] - x))
        angle = (self.angle + by + 180) % 360 - 180
        return replace(self, angle=float(round(angle / _SNAP) * _SNAP) if snaps else round(angle, 2))

    def pulled(self, handle: Handle, to: tuple[float, float], *, keeps_shape: bool, from_middle: bool) -> Box:
        """With a handle at ``to``: what is opposite stays, or the middle does."""
        x, y = self.middle[0] + self.dx, self.middle[1] + self.dy
        fixed = (x, y) if from_middle else self.point((1 - handle.across) / 2, (1 - handle.down) / 2)
        cosine, sine = cos(radians(self.angle)), sin(radians(self.angle))
        across, down = to[0] - fixed[0], to[1] - fixed[1]
        # The way from what is fixed to the pointer, as the box sees it.
        along, below = cosine * across + sine * down, cosine * down - sine * across
        share = 0.5 if from_middle else 1.0
        scale_x, scale_y = self.scale_x, self.scale_y
        if handle.across:
            scale_x = _not_flat(along * handle.across / (share * self.bounds.width), self.bounds.width)
        if handle.down:
            scale_y = _not_flat(below * handle.down / (share * self.bounds.height), self.bounds.height)
        if keeps_shape and handle.corner:
            factor = max(abs(scale_x / self.scale_x), abs(scale_y / self.scale_y))
            scale_x = _signed(self.scale_x * factor, scale_x)
            scale_y = _signed(self.scale_y * factor, scale_y)
        box = replace(self, scale_x=scale_x, scale_y=scale_y)
        if from_middle:
            return box
        now = box.point((1 - handle.across) / 2, (1 - handle.down) / 2)
        return replace(box, dx=self.dx + fixed[0] - now[0], dy=self.dy + fixed[1] - now[1])

    def placed(
        self,
        left: float | None = None,
        top: float | None = None,
        width: float | None = None,
        height: float | None = None,
        angle: float | None = None,
    ) -> Box:
        """With typed figures: its upper left corner stays when the size changes."""
        new_left = self.left if left is None else left
        new_top = self.top if top is None else top
        box = self
        if width is not None:
            box = replace(box, scale_x=_signed(max(_LEAST, width) / self.bounds.width, self.scale_x))
        if height is not None:
            box = replace(box, scale_y=_signed(max(_LEAST, height) / self.bounds.height, self.scale_y))
        if angle is not None:
            return replace(box, angle=angle)
        return replace(box, dx=box.dx + new_left - box.left, dy=box.dy + new_top - box.top)


def _not_flat(scale: float, side: int) -> float:
    least = _LEAST / side
    return scale if abs(scale) >= least else _signed(least, scale)


def _signed(size: float, like: float) -> float:
    return -abs(size) if like < 0 else abs(size)
