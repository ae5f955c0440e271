"""Handles on a box: where they are, which one is grabbed, how they look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import hypot

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

_REACH = 9.0
"""So near, in logical pixels, a handle is grabbed."""
_SIDE = 8.0


@dataclass(frozen=True, slots=True)
class Handle:
    """A corner or the middle of a side: -1, 0 or 1 across and down. (0, 0) is no handle."""

    across: int
    down: int

    @property
    def corner(self) -> bool:
        return self.across != 0 and self.down != 0

    @property
    def cursor(self) -> Qt.CursorShape:
        if self.corner:
            falling = self.across == self.down
            return Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor
        return Qt.CursorShape.SizeHorCursor if self.across else Qt.CursorShape.SizeVerCursor


HANDLES = tuple(
    Handle(across, down) for down in (-1, 0, 1) for across in (-1, 0, 1) if (across, down) != (0, 0)
)

Placed = Mapping[Handle, QPointF]
"""Where the handles are, in the view."""


def placed(place: Callable[[float, float], QPointF]) -> Placed:
    """``place`` gives the point of the view for a share (0 to 1) across and down the box."""
    return {handle: place((handle.across + 1) / 2, (handle.down + 1) / 2) for handle in HANDLES}


def grabbed(handles: Placed, at: QPointF) -> Handle | None:
    """The handle at a point of the view, corners first."""
    near = [handle for handle, point in handles.items() if distance(point, at) <= _REACH]
    return min(near, key=lambda handle: not handle.corner, default=None)


def inside(handles: Placed, at: QPointF) -> bool:
    """Whether a point of the view lies in the box."""
    return outline(handles).containsPoint(at, Qt.FillRule.OddEvenFill)


def outline(handles: Placed) -> QPolygonF:
    return QPolygonF([handles[Handle(*corner)] for corner in ((-1, -1), (1, -1), (1, 1), (-1, 1))])


def paint_box(painter: QPainter, handles: Placed, *, only_corners: bool = False) -> None:
    """The box with its handles, to be seen on any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (QColor(0, 0, 0, 140), 2.4), (QColor("white"), 1.0):
        painter.setPen(QPen(colour, width))
        painter.drawPolygon(outline(handles))
    painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
    painter.setBrush(QColor("white"))
    for handle, point in handles.items():
        if handle.corner or not only_corners:
            half = _SIDE / 2
            painter.drawRoundedRect(QRectF(point.x() - half, point.y() - half, _SIDE, _SIDE), 2, 2)


def distance(one: QPointF, other: QPointF) -> float:
    return hypot(one.x() - other.x(), one.y() - other.y())
