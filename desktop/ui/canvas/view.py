"""The picture, to look at closely."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QEvent, QMarginsF, QPoint, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from desktop.core.geometry import Size
from desktop.ui.canvas.backdrop import Shadow, paint_checkers, paint_mark
from desktop.ui.canvas.chips import ProgressChip, ZoomChip
from desktop.ui.canvas.empty import EmptyState
from desktop.ui.canvas.overlay import Overlay
from desktop.ui.canvas.pyramid import Pyramid, softly_enlarged
from desktop.ui.canvas.viewport import Viewport
from desktop.ui.theme import current_tokens
from desktop.ui.widgets.chip import Chip

_NOTCHES_PER_DOUBLING = 4
_DEGREES_PER_NOTCH = 120
_SHARP_ABOVE = 2.0
_PAN_STEP = 48
_MARGINS = (28, 28, 28, 64)
_PAN_KEYS = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}


class CanvasView(QWidget):
    """Shows a picture, or the preview of one; zoomed and moved with mouse, wheel, fingers and keys.

    A zoom of 1.0 is one screen pixel for each picture pixel, whatever the screen's scale. A picture is fitted
    until a person zooms. Above 200 % chosen by a person pixels are sharp; a fitted picture stays smooth. The
    context menu comes from outside (contextMenuPolicy). GUI thread.
    """

    zoom_changed = Signal(float)
    cancel_requested = Signal()
    pixel_hovered = Signal(object)
    """The QPoint of the picture pixel below the cursor, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Pyramid | None = None
        self._preview: Pyramid | None = None
        self._preview_size = QSizeF()
        self._viewport = Viewport(QSizeF(1, 1), QSizeF(1, 1))
        self._fits = True
        self._space_held = False
        self._grabbed: QPointF | None = None
        self._hovered: QPoint | None = None
        self.setAccessibleName(self.tr("Picture"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(200, 160)
        self.grabGesture(Qt.GestureType.PinchGesture)

        self._empty = EmptyState(self.tr("Describe a picture and press Generate: it will appear here."), self)
        self._shadow = Shadow()
        self._overlay = Overlay(self)
        self._progress = ProgressChip(self)
        self._zoom_chip = ZoomChip(self)
        bottom = Qt.AlignmentFlag.AlignBottom
        self.add_chip(self._zoom_chip, bottom | Qt.AlignmentFlag.AlignRight)
        self.add_chip(self._progress, bottom | Qt.AlignmentFlag.AlignHCenter)
        self._progress.cancel_requested.connect(self.cancel_requested)
        self._zoom_chip.zoom_in_requested.connect(self.zoom_in)
        self._zoom_chip.zoom_out_requested.connect(self.zoom_out)
        self._zoom_chip.actual_size_requested.connect(self.zoom_to_actual_size)
        self._zoom_chip.fit_requested.connect(self.fit)
        self._show_state()

    # What is shown

    def set_picture(self, image: QImage) -> None:
        """Show ``image`` (shared, never changed); a null image empties the view. Ends a preview."""
        self._picture = None if image.isNull() else Pyramid(image)
        self._preview = None
        self._content_changed()

    def set_preview(self, image: QImage, full_size: Size) -> None:
        """Show the small ``image`` in the place of the ``full_size`` picture that it foretells."""
        size = QSizeF(full_size.width, full_size.height)
        follows = self._preview is not None and size == self._preview_size
        self._preview, self._preview_size = Pyramid(softly_enlarged(image)), size
        if follows:
            self.update(self.picture_rect.toAlignedRect())
        else:
            self._content_changed()

    @Slot()
    def clear_preview(self) -> None:
        """Show the picture again that was there before the preview."""
        if self._preview is not None:
            self._preview = None
            self._content_changed()

    def set_progress(
        self, words: str, step: int = 0, steps: int = 0, seconds_left: float | None = None
    ) -> None:
        """Show the progress chip: ``words`` say what is done; without ``steps`` the end is unknown."""
        before = self._progress.size() if self._progress.isVisible() else None
        self._progress.set_progress(words, step, steps, seconds_left)
        self._progress.show()
        if self._progress.size() != before:
            self._overlay.arrange()

    @Slot()
    def clear_progress(self) -> None:
        self._progress.hide()

    def set_empty_sentence(self, sentence: str) -> None:
        """What to say while there is no picture."""
        self._empty.set_sentence(sentence)
        self._place_empty()

    def add_chip(self, chip: Chip, edge: Qt.AlignmentFlag) -> None:
        """Float ``chip`` at AlignTop or AlignBottom with AlignLeft, AlignHCenter or AlignRight."""
        self._overlay.add(chip, edge)

    def arrange_chips(self) -> None:
        """Place the chips again: one has changed its size or come into sight."""
        self._overlay.arrange()

    # Zoom

    @property
    def zoom(self) -> float:
        """Screen pixels for each picture pixel."""
        return self._viewport.zoom

    @property
    def picture_rect(self) -> QRectF:
        """Where the picture lies, in the widget's coordinates; empty when there is none."""
        if self._shown() is None:
            return QRectF()
        target, ratio = self._viewport.target, self.devicePixelRatioF()
        return QRectF(target.topLeft() / ratio, target.size() / ratio)

    @Slot()
    def fit(self) -> None:
        """As large as fits, and so again when the view's size changes."""
        self._fits = True
        self._move_to(self._viewport.fitted(self._margins()))

    @Slot()
    def zoom_to_actual_size(self) -> None:
        """100 %."""
        self._zoom_by_hand(1.0, self._middle())

    @Slot()
    def zoom_in(self) -> None:
        self._zoom_by_hand(self._viewport.step_in(), self._middle())

    @Slot()
    def zoom_out(self) -> None:
        self._zoom_by_hand(self._viewport.step_out(), self._middle())

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(tokens.surround))
        shown = self._shown()
        if shown is None:
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        target = self._viewport.target
        visible = QRectF(QPointF(), self._viewport.view)
        exposed = QRectF(event.rect())
        exposed = QRectF(exposed.topLeft() * ratio, exposed.size() * ratio)
        self._shadow.paint(painter, target, exposed, visible)
        if shown.has_alpha:
            paint_checkers(painter, target.intersected(visible), tokens)
        smooth = self._preview is not None or self._fits or self.zoom <= _SHARP_ABOVE
        shown.paint(painter, target, visible, smooth=smooth)
        if self._preview is not None:
            painter.scale(ratio, ratio)
            paint_mark(
                painter, self.picture_rect.intersected(QRectF(self.rect())), self.tr("preview"), tokens
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._view_changed()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._view_changed()
        elif (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._zoom_by_hand(self.zoom * (1 + event.value()), event.position())
            return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                center = QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint()))
                self._zoom_by_hand(self.zoom * pinch.scaleFactor(), center)
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not control and event.device().type() == QInputDevice.DeviceType.TouchPad:
            self._pan(QPointF(event.pixelDelta() if not event.pixelDelta().isNull() else turn / 2))
        else:
            notches = (turn.y() or turn.x()) / _DEGREES_PER_NOTCH
            self._zoom_by_hand(self.zoom * 2 ** (notches / _NOTCHES_PER_DOUBLING), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (
            event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
            and self._shown() is not None
        ):
            self._grabbed = event.position()
            self._show_cursor()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self._pan(event.position() - self._grabbed)
            self._grabbed = event.position()
        self._hover(self._pixel_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self._show_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Space and not modifiers:
            self._space_held = True
            self._show_cursor()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif control and key == Qt.Key.Key_0:
            self.fit()
        elif control and key == Qt.Key.Key_1:
            self.zoom_to_actual_size()
        elif Qt.Key(key) in _PAN_KEYS and self._shown() is not None:
            self._pan(_PAN_KEYS[Qt.Key(key)] * _PAN_STEP)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    # Inside

    def _shown(self) -> Pyramid | None:
        return self._picture if self._preview is None else self._preview

    def _margins(self) -> QMarginsF:
        return QMarginsF(*_MARGINS) * self.devicePixelRatioF()

    def _middle(self) -> QPointF:
        return QRectF(self.rect()).center()

    def _content_changed(self) -> None:
        shown = self._shown()
        if shown is not None:
            size = QSizeF(shown.size) if self._preview is None else self._preview_size
            if size != self._viewport.picture:
                fresh = Viewport(self._viewport.view, size)
                self._move_to(fresh.fitted(self._margins()) if self._fits else fresh.centered(self.zoom))
        self._show_state()

    def _show_state(self) -> None:
        empty = self._shown() is None
        self._empty.setVisible(empty)
        self._zoom_chip.setVisible(not empty)
        self._overlay.arrange()
        self._place_empty()
        self.update()

    def _view_changed(self) -> None:
        view = QSizeF(self.size()) * self.devicePixelRatioF()
        moved = self._viewport.resized(view)
        self._move_to(moved.fitted(self._margins()) if self._fits else moved)
        self._overlay.arrange()
        self._place_empty()

    def _place_empty(self) -> None:
        self._empty.adjustSize()
        self._empty.move(
            (self.width() - self._empty.width()) // 2, (self.height() - self._empty.height()) // 2
        )

    def _zoom_by_hand(self, zoom: float, anchor: QPointF) -> None:
        if self._shown() is not None:
            self._fits = False
            self._move_to(self._viewport.zoomed(zoom, anchor * self.devicePixelRatioF()))

    def _pan(self, by: QPointF) -> None:
        self._fits = False
        self._move_to(self._viewport.panned(by * self.devicePixelRatioF()))

    def _move_to(self, viewport: Viewport) -> None:
        changed = viewport.zoom != self._viewport.zoom
        self._viewport = viewport
        self.update()
        if changed:
            self._zoom_chip.set_zoom(viewport.zoom)
            self.zoom_changed.emit(viewport.zoom)

    def _pixel_at(self, position: QPointF) -> QPoint | None:
        if self._shown() is None:
            return None
        point = self._viewport.to_picture(position * self.devicePixelRatioF())
        pixel = QPoint(floor(point.x()), floor(point.y()))
        inside = (
            0 <= pixel.x() < self._viewport.picture.width()
            and 0 <= pixel.y() < self._viewport.picture.height()
        )
        return pixel if inside else None

    def _hover(self, pixel: QPoint | None) -> None:
        if pixel != self._hovered:
            self._hovered = pixel
            self.pixel_hovered.emit(pixel)

    def _show_cursor(self) -> None:
        if self._grabbed is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space_held:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
