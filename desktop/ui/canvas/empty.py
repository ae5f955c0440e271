"""What the canvas says when there is no picture."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

_SIDE = 40


class EmptyState(QWidget):
    """One sentence that says what will be here and how it comes. The mouse passes through."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = QLabel(sentence)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setProperty("kind", "empty")
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(_Drawing(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._label)
        self.setFixedWidth(300)

    def set_sentence(self, sentence: str) -> None:
        self._label.setText(sentence)
        self.adjustSize()


class _Drawing(QWidget):
    """An empty frame with a picture icon in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(2 * _SIDE, 2 * _SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_tokens().on_surround), 1.25, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 10, 10)
        painter.drawPixmap(
            (self.width() - 28) // 2,
            (self.height() - 28) // 2,
            icon_pixmap("image", "on_surround", 28, self.devicePixelRatioF()),
        )
