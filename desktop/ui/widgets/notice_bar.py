"""A message across the top of a panel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QWidget

from desktop.ui.icons import icon
from desktop.ui.theme import current_tokens
from desktop.ui.widgets.icon_button import IconButton

_ICONS = {
    "info": ("info", "text_readable"),
    "warning": ("triangle-alert", "warning"),
    "error": ("circle-alert", "bad"),
}


class NoticeBar(QFrame):
    """What happened, what to do about it, and the details folded away. Hidden while empty."""

    closed = Signal()
    action_chosen = Signal(str)
    """The id of the action that was offered beside the notice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = "info"
        self._icon = QLabel()
        self._message, self._hint = QLabel(), QLabel()
        self._message.setProperty("kind", "strong")
        self._hint.setProperty("kind", "readable")
        for label in (self._message, self._hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setProperty("kind", "details")
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setFixedHeight(96)
        self._fold = QPushButton(self.tr("Details"))
        self._fold.setCheckable(True)
        self._fold.setToolTip(self.tr("Show or hide what a report of this should hold"))
        self._details.setToolTip(self.tr("What a report of this should hold"))
        self._action_id = ""
        self._action = QPushButton(self.tr("Do something about it"))
        self._action.setToolTip(self._action.text())
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setToolTip(self.tr("Put the notice and its details on the clipboard"))
        for button in (self._action, self._fold, self._copy):
            button.setProperty("kind", "link")
        self._close = IconButton("x", self.tr("Close"), inline=True)

        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for widget in (self._action, self._fold, self._copy, self._close):
            buttons.addWidget(widget)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 8, 8, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._icon, 0, 0, top)
        grid.addWidget(self._message, 0, 1)
        grid.addLayout(buttons, 0, 2, top)
        grid.addWidget(self._hint, 1, 1, 1, 2)
        grid.addWidget(self._details, 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)

        self._fold.toggled.connect(self._details.setVisible)
        self._action.clicked.connect(self._choose_action)
        self._copy.clicked.connect(self._copy_text)
        self._close.clicked.connect(self.dismiss)
        self.hide()

    def show_notice(self, level: str, message: str, hint: str = "", details: str = "") -> None:
        """Show a notice of ``level`` "info", "warning" or "error" (KeyError otherwise), and read it out."""
        name, color = _ICONS[level]
        self._level = level
        self._icon.setPixmap(icon(name, color).pixmap(16, 16))
        self._icon.setAccessibleName(self._level_name())
        self._message.setText(message)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._details.setPlainText(details)
        self._fold.setChecked(False)
        self._details.hide()
        self._fold.setVisible(bool(details))
        self.offer("", "", "")
        self.show()
        self.update()
        urgency = QAccessible.AnnouncementPoliteness
        event = QAccessibleAnnouncementEvent(self, f"{self._level_name()}: {message} {hint}".strip())
        event.setPoliteness(urgency.Assertive if level == "error" else urgency.Polite)
        QAccessible.updateAccessibility(event)

    def offer(self, action_id: str, text: str, tip: str) -> None:
        """Put a button beside the notice that is shown; an empty id takes it away."""
        self._action_id = action_id
        if action_id:
            self._action.setText(text)
            self._action.setToolTip(tip)
        self._action.setVisible(bool(action_id))

    @Slot()
    def dismiss(self) -> None:
        """Hide the notice and tell so."""
        self.hide()
        self.closed.emit()

    def text(self) -> str:
        """The whole notice, as Copy puts it on the clipboard."""
        parts = (self._message.text(), self._hint.text(), self._details.toPlainText())
        return "\n".join(part for part in parts if part)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.panel))
        painter.fillRect(QRectF(0, 0, 3, self.height()), QColor(getattr(tokens, _ICONS[self._level][1])))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(tokens.separator))

    def _level_name(self) -> str:
        return {"info": self.tr("Note"), "warning": self.tr("Warning"), "error": self.tr("Error")}[
            self._level
        ]

    @Slot()
    def _choose_action(self) -> None:
        action_id = self._action_id
        self.dismiss()
        self.action_chosen.emit(action_id)

    @Slot()
    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
