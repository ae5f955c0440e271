"""The frame of a field that is made of several controls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from desktop.ui.theme import current_tokens

FIELD_HEIGHT = 30
_RADIUS = 6.0


class FieldFrame(QFrame):
    """Looks like one field: a text, then small buttons. The border glows while the text has focus."""

    def __init__(self, edit: QLineEdit, *buttons: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        edit.setProperty("kind", "bare")
        edit.setFrame(False)
        edit.installEventFilter(self)
        self.setFixedHeight(FIELD_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 4, 1)
        row.setSpacing(0)
        row.addWidget(edit, 1)
        for button in buttons:
            row.addWidget(button)
        self.setFocusProxy(edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if self._edit.hasFocus() else tokens.border)))
        painter.setBrush(QColor(tokens.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
