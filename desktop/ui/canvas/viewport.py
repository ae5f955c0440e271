"""Where the picture lies in the view: pure arithmetic, in device pixels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF

MIN_ZOOM = 0.02
MAX_ZOOM = 64.0
_STEPS = (0.05, 0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)


@dataclass(frozen=True, slots=True)
class Viewport:
    """``zoom`` is device pixels for each picture pixel, ``offset`` the picture's top left corner."""

    view: QSizeF
    picture: QSizeF
    zoom: float = 1.0
    offset: QPointF = field(default_factory=QPointF)

    @property
    def target(self) -> QRectF:
        """The picture's rectangle in the view, on whole device pixels, so that 100 % is sharp."""
        return QRectF(
            round(self.offset.x()),
            round(self.offset.y()),
            max(1, round(self.picture.width() * self.zoom)),
            max(1, round(self.picture.height() * self.zoom)),
        )

    def fitted(self, margins: QMarginsF) -> Viewport:
        """As large as fits inside the margins, in their middle."""
        area = QRectF(QPointF(), self.view).marginsRemoved(margins)
        if area.width() < 16 or area.height() < 16:
            area = QRectF(QPointF(), self.view)
        zoom = _clamp(min(area.width() / self.picture.width(), area.height() / self.picture.height()))
        return self._centered(zoom, area.center())

    def centered(self, zoom: float) -> Viewport:
        """At ``zoom`` in the middle of the view."""
        return self._centered(_clamp(zoom), QRectF(QPointF(), self.view).center())

    def zoomed(self, zoom: float, anchor: QPointF) -> Viewport:
        """At ``zoom``, with the picture's point under ``anchor`` staying there."""
        zoom = _clamp(zoom)
        factor = zoom / self.zoom
        return replace(self, zoom=zoom, offset=anchor + (self.offset - anchor) * factor)._kept_near()

    def panned(self, by: QPointF) -> Viewport:
        return replace(self, offset=self.offset + by)._kept_near()

    def resized(self, view: QSizeF) -> Viewport:
        """In a view of another size: what was in the middle stays there."""
        moved = QPointF(view.width() - self.view.width(), view.height() - self.view.height()) / 2
        return replace(self, view=view, offset=self.offset + moved)._kept_near()

    def reframed(self, picture: QSizeF, shift: QPointF) -> Viewport:
        """With a cropped or extended picture, in which all moved by ``shift``: it stays where it is seen."""
        return replace(self, picture=picture, offset=self.offset - shift * self.zoom)._kept_near()

    def step_in(self) -> float:
        """The next larger zoom of the usual steps."""
        return next((step for step in _STEPS if step > self.zoom * 1.001), MAX_ZOOM)

    def step_out(self) -> float:
        """The next smaller zoom of the usual steps."""
        return next((step for step in reversed(_STEPS) if step < self.zoom / 1.001), MIN_ZOOM)

    def to_picture(self, point: QPointF) -> QPointF:
        """A point of the view in picture pixels; outside the picture it lies outside its size."""
        target = self.target
        return QPointF(
            (point.x() - target.x()) * self.picture.width() / target.width(),
            (point.y() - target.y()) * self.picture.height() / target.height(),
        )

    def _centered(self, zoom: float, center: QPointF) -> Viewport:
        half = QPointF(self.picture.width(), self.picture.height()) * (zoom / 2)
        return replace(self, zoom=zoom, offset=center - half)

    def _kept_near(self) -> Viewport:
        """A bit of the picture always stays in sight, so that it can't be lost."""
        sight = min(64.0, self.picture.width() * self.zoom, self.picture.height() * self.zoom)
        right, bottom = self.view.width() - sight, self.view.height() - sight
        left = sight - self.picture.width() * self.zoom
        top = sight - self.picture.height() * self.zoom
        return replace(
            self,
            offset=QPointF(min(right, max(left, self.offset.x())), min(bottom, max(top, self.offset.y()))),
        )


def _clamp(zoom: float) -> float:
    return min(MAX_ZOOM, max(MIN_ZOOM, zoom))
