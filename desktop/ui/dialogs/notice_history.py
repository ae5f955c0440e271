"""The messages since the start, newest first."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.state.notices import NoticeItem, NoticeLevel, Notices
from desktop.ui.theme import current_tokens

_WIDTH, _HEIGHT = 440, 320


class NoticeHistory(QFrame):
    """A popup above ``anchor``; it ends when it closes."""

    def __init__(self, notices: Notices, anchor: QWidget) -> None:
        super().__init__(anchor, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(self.tr("Messages"))
        title = QLabel(self.tr("Messages"))
        title.setProperty("kind", "strong")
        copy = QPushButton(self.tr("Copy"))
        copy.setProperty("kind", "link")
        copy.setToolTip(self.tr("Put all messages and their details on the clipboard"))
        copy.setEnabled(bool(notices.history))
        self._all = "\n\n".join(self._words(item, details=True) for item in reversed(notices.history))
        shown = "\n\n".join(self._words(item, details=False) for item in reversed(notices.history))
        self.text = QPlainTextEdit(shown or self.tr("There has been nothing to say."))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("kind", "details")
        self.text.setAccessibleName(self.tr("Messages, newest first"))
        self.text.setToolTip(self.tr("What Darkroom has said since the start"))
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        self.resize(_WIDTH, _HEIGHT)
        corner = anchor.mapToGlobal(anchor.rect().topRight())
        self.move(corner - QPoint(_WIDTH, _HEIGHT + 6))
        copy.clicked.connect(self._copy)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.border)))
        painter.setBrush(QColor(tokens.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _words(self, item: NoticeItem, *, details: bool) -> str:
        level = {
            NoticeLevel.INFO: self.tr("Note"),
            NoticeLevel.WARNING: self.tr("Warning"),
            NoticeLevel.ERROR: self.tr("Error"),
        }[item.level]
        info = item.info
        parts = (f"{level}: {info.message}", info.hint, info.details if details else "")
        return "\n".join(part for part in parts if part)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._all)
