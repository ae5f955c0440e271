"""What the dialogs of the canvas share: an introduction, a line that says what will happen, two buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class CanvasDialog(QDialog):
    """Widgets go into ``body``. GUI thread."""

    def __init__(self, title: str, intro: str, action: str, tip: str, parent: QWidget | None) -> None:
        """``action`` is on the button that does it."""
        super().__init__(parent)
        self.setWindowTitle(title)
        words = QLabel(intro)
        words.setProperty("kind", "readable")
        words.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._message.setMinimumHeight(34)
        self.act = QPushButton(action)
        self.act.setDefault(True)
        self.act.setToolTip(tip)
        self._cancel = cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.setToolTip(self.tr("Close and change nothing"))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(14)
        column.addWidget(words)
        column.addLayout(self.body)
        column.addWidget(self._message)
        column.addLayout(self.buttons)
        self.act.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins in the body. Tab goes round: from there to the buttons, and back."""
        super().showEvent(event)
        self.resize(self.size().expandedTo(self.sizeHint()))  # Qt stops at two thirds of the screen
        if self.focusWidget() in (None, self._cancel, self.act):
            last = self.act if self.act.isEnabled() else self._cancel
            last.setFocus()
            self.focusNextChild()

    def sizeHint(self) -> QSize:
        """High enough for texts that wrap at this width."""
        width = max(440, super().sizeHint().width())
        return QSize(width, max(super().sizeHint().height(), self.heightForWidth(width)))

    @property
    def message(self) -> str:
        """What it says about the values."""
        return self._message.text()

    def tell(self, text: str, *, warns: bool = False) -> None:
        """Say what will happen."""
        self._message.setText(text)
        self._message.setProperty("kind", "over" if warns else "readable")
        self._message.style().unpolish(self._message)
        self._message.style().polish(self._message)
