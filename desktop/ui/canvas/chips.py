"""The chips that the canvas always has: progress and zoom."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.ui.theme import current_tokens, motion_reduced
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.word_button import WordButton

_TURN_MS = 60
_BAR_WIDTH = 150


class ProgressChip(Chip):
    """What is being done, how far it is, how long it will take, and a way out."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Progress"))
        self._ring = _Ring()
        self._words = QLabel()
        self._bar = _Bar()
        self._left = QLabel()
        for label in (self._words, self._left):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.cancel_button = WordButton("x", self.tr("Cancel"), "chip")
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel_button.setToolTip(self.tr("Stop this job at its next step; jobs that wait go on"))
        self.row.setContentsMargins(12, 3, 6, 3)
        self.row.setSpacing(10)
        for widget in (self._ring, self._words, self._bar, self._left):
            self.row.addWidget(widget)
        self.add_separator()
        self.row.addWidget(self.cancel_button)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.hide()

    def set_progress(self, words: str, step: int, steps: int, seconds_left: float | None) -> None:
        """Show ``words``, "step / steps" and a bar unless ``steps`` is 0, and the time if it is known."""
        known = steps > 0
        self._words.setText(
            self.tr("{words} {step} / {steps}").format(words=words, step=step, steps=steps)
            if known
            else words
        )
        self._bar.setVisible(known)
        self._bar.set_part(step / steps if known else 0.0)
        self._ring.set_part(step / steps if known else None)
        self._left.setVisible(seconds_left is not None)
        if seconds_left is not None:
            self._left.setText(self._time_left(seconds_left))
        self.setAccessibleDescription(f"{self._words.text()} {self._left.text()}".strip())
        self.adjustSize()

    def _time_left(self, seconds: float) -> str:
        whole = max(1, math.ceil(seconds))
        if whole < 90:
            return self.tr("%n s left", "", whole)
        return self.tr("%n min left", "", round(whole / 60))


class ZoomChip(Chip):
    """Minus, the zoom in percent, plus, fit. A click on the percentage goes to 100 %."""

    zoom_out_requested = Signal()
    zoom_in_requested = Signal()
    actual_size_requested = Signal()
    fit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Zoom"))
        self._out = IconButton("minus", self.tr("Zoom out"), inline=True)
        self._percent = QPushButton()
        self._percent.setProperty("kind", "chip")
        self._percent.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._percent.setToolTip(self.tr("Show at 100 %"))
        self._in = IconButton("plus", self.tr("Zoom in"), inline=True)
        self._fit = IconButton("maximize", self.tr("Fit the picture into the view"), inline=True)
        self.row.setSpacing(4)
        for widget in (self._out, self._percent, self._in, self._fit):
            self.row.addWidget(widget)
        self._percent.setMinimumWidth(64)
        self._out.clicked.connect(self.zoom_out_requested)
        self._percent.clicked.connect(self.actual_size_requested)
        self._in.clicked.connect(self.zoom_in_requested)
        self._fit.clicked.connect(self.fit_requested)
        self.set_zoom(1.0)

    @Slot(float)
    def set_zoom(self, zoom: float) -> None:
        """Show ``zoom`` (1.0 is 100 %)."""
        self._percent.setText(self.tr("{percent} %").format(percent=round(zoom * 100)))
        self._percent.setAccessibleName(self.tr("Zoom {percent} %").format(percent=round(zoom * 100)))


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._part = 0.0
        self.setFixedSize(_BAR_WIDTH, 3)

    def set_part(self, part: float) -> None:
        self._part = min(1.0, max(0.0, part))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.track))
        painter.drawRoundedRect(QRectF(self.rect()), 1.5, 1.5)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(0, 0, self.width() * self._part, self.height()), 1.5, 1.5)


class _Ring(QWidget):
    """Fills with the known part; turns while it is unknown and in sight, unless motion is unwanted."""

    def __init__(self) -> None:
        super().__init__()
        self._part: float | None = None
        self._angle = 90
        self.setFixedSize(QSize(14, 14))
        self._turning = QTimer(self)
        self._turning.setInterval(_TURN_MS)
        self._turning.timeout.connect(self._turn)

    def set_part(self, part: float | None) -> None:
        self._part = part
        self._settle()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        self._settle()

    def hideEvent(self, event: QHideEvent) -> None:
        self._turning.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(QColor(tokens.track), 2))
        painter.drawEllipse(area)
        painter.setPen(QPen(QColor(tokens.accent), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        span = 270 if self._part is None else round(360 * self._part)
        painter.drawArc(area, self._angle * 16 if self._part is None else 90 * 16, -span * 16)

    def _settle(self) -> None:
        if self._part is None and self.isVisible() and not motion_reduced():
            self._turning.start()
        else:
            self._turning.stop()

    @Slot()
    def _turn(self) -> None:
        self._angle = (self._angle - 24) % 360
        self.update()
