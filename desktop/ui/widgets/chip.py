"""The frame that floats on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.ui.theme import current_tokens

CHIP_HEIGHT = 34


class Chip(QFrame):
    """A rounded panel with controls in a row. What belongs to the picture floats on it, in chips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(CHIP_HEIGHT)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 3, 8, 3)
        self.row.setSpacing(6)

    def fit(self, width: int) -> None:
        """Leave out what matters least where ``width`` pixels are not enough. Called before it is placed."""

    def add_separator(self) -> None:
        line = QFrame()
        line.setFixedSize(1, 16)
        line.setAutoFillBackground(True)
        line.setBackgroundRole(self.palette().ColorRole.Midlight)
        self.row.addWidget(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.border)))
        painter.setBrush(QColor(tokens.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A press between the controls must not reach the canvas below.
        event.accept()
