"""The box for a prompt."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QRegularExpression, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QWidget

from desktop.ui.theme import current_tokens
from desktop.ui.widgets.field import Field

_PADDING = 24
_WEIGHTED = QRegularExpression(r"\((?:[^()\\]|\\.)+\)|\[(?:[^\[\]\\]|\\.)+\]")


class PromptField(Field):
    """A labelled prompt box that grows with its text, with the token count at the right of its label."""

    text_changed = Signal(str)

    def __init__(
        self,
        label: str,
        *,
        placeholder: str = "",
        tooltip: str = "",
        lines: int = 3,
        max_lines: int = 9,
        parent: QWidget | None = None,
    ) -> None:
        self.edit = PromptEdit(lines, max_lines)
        self.edit.setPlaceholderText(placeholder)
        self._count = QLabel()
        self._count.setProperty("kind", "value")
        super().__init__(label, self.edit, value=self._count, tooltip=tooltip, parent=parent)
        self.edit.textChanged.connect(self._tell)

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text; tells when that is a change. The cursor goes to the end.

        What was typed before can no longer be undone in the box: undoing the change is its maker's.
        """
        if text != self.text:
            self.edit.setPlainText(text)
            self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def set_token_count(self, used: int, limit: int) -> None:
        """Show ``31 / 75``, warning when more is used than one chunk of ``limit`` holds."""
        over = used > limit
        self._count.setText(f"{used} / {limit}")
        self._count.setToolTip(
            self.tr(
                "Longer than one chunk of {limit} tokens: read in several, so late words weigh less."
            ).format(limit=limit)
            if over
            else self.tr("Tokens that the model reads at once")
        )
        kind = "over" if over else "value"
        if self._count.property("kind") != kind:
            self._count.setProperty("kind", kind)
            self._count.style().unpolish(self._count)
            self._count.style().polish(self._count)

    @Slot()
    def _tell(self) -> None:
        self.text_changed.emit(self.text)


class PromptEdit(QPlainTextEdit):
    """Plain text, ``lines`` high, growing to ``max_lines``. Tab leaves it.

    The window's are Ctrl+Enter, and undo and redo as long as nothing was typed that they could concern.
    """

    def __init__(self, lines: int, max_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._max_lines = lines, max_lines
        self.setProperty("kind", "prompt")
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._highlighter = _WeightHighlighter(self.document())
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        # QPlainTextDocumentLayout counts its height in lines.
        used = round(self.document().documentLayout().documentSize().height())
        lines = min(self._max_lines, max(self._lines, used))
        return QSize(200, lines * self.fontMetrics().lineSpacing() + _PADDING)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(source.text())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            document, keys = self.document(), QKeySequence.StandardKey
            undo = event.matches(keys.Undo) and not document.isUndoAvailable()
            redo = event.matches(keys.Redo) and not document.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _WeightHighlighter(QSyntaxHighlighter):
    """Tints ``(warm light:1.2)`` and ``[less]``, so that a weight is seen at a glance."""

    def highlightBlock(self, text: str) -> None:
        tokens = current_tokens()
        look = QTextCharFormat()
        look.setForeground(QColor(tokens.accent_text))
        look.setBackground(QColor(tokens.accent_tint))
        matches = _WEIGHTED.globalMatch(text)
        while matches.hasNext():
            match = matches.next()
            self.setFormat(match.capturedStart(), match.capturedLength(), look)
