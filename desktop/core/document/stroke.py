"""A stroke of the brush or eraser, from the first touch to the last."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from desktop.core.document.brush import FULL, Brush, Coverage, Dabs
from desktop.core.document.paint import erased, painted
from desktop.core.document.plane import TILE, Array, Plane, PlaneEditor, TileKey, keys_in
from desktop.core.geometry import EMPTY, ORIGIN, Point, Rect

_FLAT = 0.05
"""How far, in pixels, the chords of a curve may lie from it."""
_LEAST_STEP = 0.5
"""Between dabs, in pixels."""
_NOISE = 1e-6
"""A dab due at the end of a connection is put there, however the lengths were rounded."""


@dataclass(frozen=True, slots=True)
class _Touch:
    """A place in the plane and how hard the pen presses there, 0 to 1."""

    x: float
    y: float
    pressure: float

    def between(self, other: _Touch, share: float) -> _Touch:
        return _Touch(
            self.x + (other.x - self.x) * share,
            self.y + (other.y - self.y) * share,
            self.pressure + (other.pressure - self.pressure) * share,
        )


class Stroke:
    """Dabs along a path, and the plane with them. One thread.

    The stroke gathers its coverage by itself, and what is shown is always made from the plane before the
    stroke and that coverage: a stroke that crosses itself gets no denser than ``opacity`` (and a dab of less
    pressure never takes away). Work and memory follow what is touched, tile by tile.

    The path is the uniform quadratic B-spline of the places that are told (Chaikin 1974, Riesenfeld 1975):
    arcs between the middles of their connections, with the places as control points. It has no corners, can't
    overshoot, and runs half a connection behind; ``settle`` and ``finish`` bring it to the last place.
    """

    def __init__(
        self,
        plane: Plane,
        brush: Brush,
        *,
        offset: Point = ORIGIN,
        limit: Plane | None = None,
        canvas: Rect | None = None,
    ) -> None:
        """``offset`` is where the plane lies in the document.

        Nothing changes outside of ``limit`` (a selection; None or without tiles: everywhere) and ``canvas``
        (None: everywhere), both in coordinates of the document.
        """
        self._before = plane
        self._brush = brush
        self._offset = offset
        self._limit = limit if limit is not None and limit.tiles else None
        self._canvas = None if canvas is None else canvas.moved(ORIGIN - offset)
        self._editor = PlaneEditor(plane)
        self._coverage: dict[TileKey, Coverage] = {}
        self._dirty: dict[TileKey, Rect] = {}
        self._dabs = Dabs(brush.hardness)
        self._at = _Touch(0.0, 0.0, 0.0)
        """Up to where the path is painted."""
        self._told = self._at
        """The last place that was told."""
        self._to_next = 0.0
        """Pixels of the path until the next dab."""

    def begin(self, x: float, y: float, pressure: float = 1.0) -> Rect:
        """Touch the document at (x, y): one dab. Returns where the document changed."""
        self._at = self._told = self._touch(x, y, pressure)
        self._to_next = self._put_dab(self._at)
        return self._compose()

    def extend_to(self, x: float, y: float, pressure: float = 1.0) -> Rect:
        """Move on to (x, y). Returns where the document changed; EMPTY when nowhere yet."""
        last, self._told = self._told, self._touch(x, y, pressure)
        self._follow_curve(last, last.between(self._told, 0.5))
        return self._compose()

    def settle(self) -> Rect:
        """Paint up to the last place told, as a straight line. Returns where the document changed."""
        self._follow_line(self._told)
        return self._compose()

    def plane(self) -> Plane:
        """The plane as it is now, for looking only, and only until the stroke goes on."""
        return self._editor.plane()

    def finish(self) -> Plane:
        """Settle, and give the changed plane; the stroke must not be used any more."""
        self.settle()
        return self._editor.finish()

    def _touch(self, x: float, y: float, pressure: float) -> _Touch:
        return _Touch(x - self._offset.x, y - self._offset.y, min(1.0, max(0.0, pressure)))

    def _follow_curve(self, control: _Touch, end: _Touch) -> None:
        """The quadratic Bezier arc from here, in chords that are less than _FLAT away from it."""
        start = self._at
        bend = math.hypot(start.x - 2 * control.x + end.x, start.y - 2 * control.y + end.y)
        chords = max(1, math.ceil(math.sqrt(bend / (4 * _FLAT))))
        if chords == 1:
            # Straight: through the control point all the same, where pressure may turn.
            self._follow_line(control)
            self._follow_line(end)
            return
        for chord in range(1, chords + 1):
            share = chord / chords
            self._follow_line(start.between(control, share).between(control.between(end, share), share))

    def _follow_line(self, end: _Touch) -> None:
        start = self._at
        length = math.hypot(end.x - start.x, end.y - start.y)
        if length > 0.0:
            done = self._to_next
            while done <= length + _NOISE:
                done += self._put_dab(start.between(end, done / length))
            self._to_next = done - length
        self._at = end

    def _put_dab(self, touch: _Touch) -> float:
        """Add a dab to the coverage. Returns the way to the next one, in pixels."""
        brush = self._brush
        size = brush.size_at(touch.pressure)
        step = max(_LEAST_STEP, brush.spacing * size)
        full = round(brush.opacity_at(touch.pressure) * FULL)
        if full == 0 or brush.flow == 0.0:
            return step
        import cv2

        dab, at = self._dabs.at(size, touch.x, touch.y)
        whole = Rect(at.x, at.y, dab.shape[1], dab.shape[0])
        rect = whole if self._canvas is None else whole.intersected(self._canvas)
        for key in keys_in(rect):
            part = rect.intersected(key.rect)
            if (tile := self._coverage.get(key)) is None:
                tile = self._coverage[key] = np.zeros((TILE, TILE), np.uint16)
            coverage = tile[part.within(key.rect)]
            missing = np.maximum(coverage, full) - coverage
            coverage += cv2.multiply(missing, dab[part.within(whole)], scale=brush.flow / FULL)
            self._dirty[key] = self._dirty.get(key, EMPTY).united(part)
        return step

    def _compose(self) -> Rect:
        """Paint what the coverage has gained since the last time."""
        changed = EMPTY
        for key, part in self._dirty.items():
            in_document = part.moved(self._offset)
            coverage = self._coverage[key][part.within(key.rect)]
            if self._limit is not None:
                if not self._limit.has_pixels_in(in_document):
                    continue
                coverage = _limited(coverage, self._limit.read(in_document))
            before = self._before.read(part)
            if self._brush.erase:
                self._editor.write(erased(before, coverage), part.origin)
            else:
                self._editor.write(painted(before, coverage, self._brush.colour), part.origin)
            changed = changed.united(in_document)
        self._dirty.clear()
        return changed


def _limited(coverage: Coverage, limit: Array) -> Coverage:
    import cv2

    inside: Coverage = cv2.multiply(coverage, limit.astype(np.uint16), scale=1 / 255)
    return inside
