"""A thin horizontal slider with a round knob."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from desktop.ui.theme import current_tokens

_GROOVE = 3.0
_KNOB = 6.0
_HEIGHT = 18


class ThinSlider(QSlider):
    """Jumps to where it is pressed; the wheel works only with focus; typed figures are passed on."""

    reset_requested = Signal()
    """Double-clicked."""
    typing_started = Signal(str)
    """A figure was typed, or Enter or F2 (then empty): the value wants to be typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(80, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, _HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not event.modifiers():
            self.typing_started.emit("")
        elif text and (text.isdigit() or text in ".,-"):
            self.typing_started.emit(text)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move_to(event.position().x())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position().x())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_requested.emit()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        enabled = self.isEnabled()
        middle = self.height() / 2
        knob_x = self._knob_x()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(0, middle - _GROOVE / 2, self.width(), _GROOVE)
        painter.setBrush(QColor(tokens.track))
        painter.drawRoundedRect(groove, _GROOVE / 2, _GROOVE / 2)
        filled = QRectF(knob_x, groove.top(), groove.width() - knob_x, _GROOVE)
        if not self._mirrored():
            filled.setRect(0, groove.top(), knob_x, _GROOVE)
        painter.setBrush(QColor(tokens.accent if enabled else tokens.text_disabled))
        painter.drawRoundedRect(filled, _GROOVE / 2, _GROOVE / 2)
        center = QPointF(knob_x, middle)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 1.5))
            painter.drawEllipse(center, _KNOB + 2, _KNOB + 2)
        painter.setPen(QPen(QColor(0, 0, 0, 60), 1))
        painter.setBrush(QColor(tokens.knob if enabled else tokens.text_disabled))
        painter.drawEllipse(center, _KNOB - 0.5, _KNOB - 0.5)

    def _mirrored(self) -> bool:
        return (self.layoutDirection() == Qt.LayoutDirection.RightToLeft) != self.invertedAppearance()

    def _knob_x(self) -> float:
        span = max(1, self.maximum() - self.minimum())
        part = (self.sliderPosition() - self.minimum()) / span
        margin = _KNOB + 2
        return margin + (1 - part if self._mirrored() else part) * (self.width() - 2 * margin)

    def _move_to(self, x: float) -> None:
        margin = _KNOB + 2
        part = min(1.0, max(0.0, (x - margin) / max(1.0, self.width() - 2 * margin)))
        if self._mirrored():
            part = 1 - part
        self.setSliderPosition(round(self.minimum() + part * (self.maximum() - self.minimum())))
