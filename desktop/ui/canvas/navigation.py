"""Which part of the canvas is in sight, and how it is moved with wheel, fingers and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMarginsF, QObject, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QInputDevice, QKeyEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from desktop.core.geometry import Rect
from desktop.ui.canvas.viewport import Viewport

_NOTCHES_PER_DOUBLING = 4
_DEGREES_PER_NOTCH = 120
_PAN_STEP = 48
_MARGINS = (28, 56, 28, 64)
"""Left, top, right, bottom of a fitted picture: room for the chips."""
_PAN_KEYS = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}


class Navigation(QObject):
    """The viewport of ``view``: a CanvasMap. Nothing moves while there is no content. GUI thread."""

    moved = Signal()
    zoom_changed = Signal(float)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._viewport = Viewport(QSizeF(1, 1), QSizeF(1, 1))
        self._has_content = False
        self.fits = True
        """Fitted, and so again when the view's size changes, until a person zooms or moves."""

    # Where things are

    @property
    def has_content(self) -> bool:
        return self._has_content

    @property
    def ratio(self) -> float:
        """Device pixels for a logical one."""
        return self._view.devicePixelRatioF()

    @property
    def zoom(self) -> float:
        """Device pixels for a pixel of the content."""
        return self._viewport.zoom

    @property
    def scale(self) -> float:
        """Logical pixels of the view for a pixel of the content."""
        return self._viewport.zoom / self.ratio

    @property
    def target(self) -> QRectF:
        """The content's rectangle in device pixels."""
        return self._viewport.target

    @property
    def bounds(self) -> QRectF:
        """The view's rectangle in device pixels."""
        return QRectF(QPointF(), self._viewport.view)

    @property
    def rect(self) -> QRectF:
        """The content's rectangle in the view's coordinates; empty without content."""
        target = self._viewport.target
        return self.logical(target) if self._has_content else QRectF()

    def logical(self, device: QRectF) -> QRectF:
        return QRectF(device.topLeft() / self.ratio, device.size() / self.ratio)

    def to_view(self, x: float, y: float) -> QPointF:
        target, size = self._viewport.target, self._viewport.picture
        across, down = target.width() / size.width(), target.height() / size.height()
        return QPointF(target.x() + x * across, target.y() + y * down) / self.ratio

    def to_document(self, place: QPointF) -> QPointF:
        return self._viewport.to_picture(place * self.ratio)

    def rect_to_view(self, rect: Rect) -> QRectF:
        """A rectangle of the content in the view's coordinates."""
        return QRectF(self.to_view(rect.x, rect.y), self.to_view(rect.right, rect.bottom))

    # Moving

    def set_content(self, size: QSizeF | None) -> None:
        """Look at something of ``size`` pixels; None for nothing."""
        self._has_content = size is not None
        if size is not None and size != self._viewport.picture:
            fresh = Viewport(self._viewport.view, size)
            self._move_to(fresh.fitted(self._margins()) if self.fits else fresh.centered(self.zoom))

    def reframe(self, size: QSizeF, shift: QPointF) -> None:
        """The content was cropped or extended, and moved by ``shift`` in that: what is in sight stays there.

        Fitted content is fitted again.
        """
        if self._has_content and not self.fits:
            self._move_to(self._viewport.reframed(size, shift))
        else:
            self.set_content(size)

    def view_changed(self) -> None:
        """The view's size or the screen's scale is another."""
        moved = self._viewport.resized(QSizeF(self._view.size()) * self.ratio)
        self._move_to(moved.fitted(self._margins()) if self.fits else moved)

    @Slot()
    def fit(self) -> None:
        self.fits = True
        self._move_to(self._viewport.fitted(self._margins()))

    @Slot()
    def zoom_to_actual_size(self) -> None:
        self.zoom_to(1.0, self._middle())

    @Slot()
    def zoom_in(self, anchor: QPointF | None = None) -> None:
        self.zoom_to(self._viewport.step_in(), anchor or self._middle())

    @Slot()
    def zoom_out(self, anchor: QPointF | None = None) -> None:
        self.zoom_to(self._viewport.step_out(), anchor or self._middle())

    def zoom_to(self, zoom: float, anchor: QPointF) -> None:
        """``zoom`` device pixels for each pixel, ``anchor`` (in the view) staying where it is."""
        if self._has_content:
            self.fits = False
            self._move_to(self._viewport.zoomed(zoom, anchor * self.ratio))

    def show_rect(self, rect: QRectF) -> None:
        """Make ``rect`` of the content fill the view."""
        if self._has_content and not rect.isEmpty():
            across, down = self.bounds.width() / rect.width(), self.bounds.height() / rect.height()
            self.zoom_to(min(across, down), self._middle())
            self.pan(self._middle() - self.to_view(rect.center().x(), rect.center().y()))

    def pan(self, by: QPointF) -> None:
        """Move the content by logical pixels."""
        if self._has_content:
            self.fits = False
            self._move_to(self._viewport.panned(by * self.ratio))

    # Events

    def wheel(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not control and event.device().type() == QInputDevice.DeviceType.TouchPad:
            self.pan(QPointF(event.pixelDelta() if not event.pixelDelta().isNull() else turn / 2))
        else:
            notches = (turn.y() or turn.x()) / _DEGREES_PER_NOTCH
            self.zoom_to(self.zoom * 2 ** (notches / _NOTCHES_PER_DOUBLING), event.position())
        event.accept()

    def gesture(self, event: QEvent) -> bool:
        """Whether ``event`` was two fingers that zoom."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_to(self.zoom * (1 + event.value()), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                center = QPointF(self._view.mapFromGlobal(pinch.centerPoint().toPoint()))
                self.zoom_to(self.zoom * pinch.scaleFactor(), center)
                return True
        return False

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key zoomed or moved."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif control and key == Qt.Key.Key_0:
            self.fit()
        elif control and key == Qt.Key.Key_1:
            self.zoom_to_actual_size()
        elif Qt.Key(key) in _PAN_KEYS and self._has_content:
            self.pan(_PAN_KEYS[Qt.Key(key)] * _PAN_STEP)
        else:
            return False
        return True

    # Inside

    def _margins(self) -> QMarginsF:
        return QMarginsF(*_MARGINS) * self.ratio

    def _middle(self) -> QPointF:
        return QRectF(self._view.rect()).center()

    def _move_to(self, viewport: Viewport) -> None:
        changed = viewport.zoom != self._viewport.zoom
        self._viewport = viewport
        self.moved.emit()
        if changed:
            self.zoom_changed.emit(viewport.zoom)
