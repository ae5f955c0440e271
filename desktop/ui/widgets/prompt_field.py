"""The box for a prompt."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QWidget

from desktop.core.prompt_weights import weighed
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.prompt_highlighter import PromptHighlighter

_PADDING = 24


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

    The window's are Ctrl+Enter, undo and redo as long as nothing was typed that they could concern, and paste
    and drop of anything but text.
    """

    def __init__(self, lines: int, max_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._max_lines = lines, max_lines
        self.setProperty("kind", "prompt")
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._highlighter = PromptHighlighter(self.document())
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        # QPlainTextDocumentLayout counts its height in lines.
        used = round(self.document().documentLayout().documentSize().height())
        lines = min(self._max_lines, max(self._lines, used))
        return QSize(200, lines * self.fontMetrics().lineSpacing() + _PADDING)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def weigh(self, steps: int) -> None:
        """Change the weight of the selection, or of the word at the cursor, by so many tenths."""
        cursor, prompt = self.textCursor(), self.toPlainText()
        start, end = (_index(prompt, at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        edit = weighed(prompt, start, end, steps)
        if edit is None:
            return
        cursor.setPosition(_units(prompt[: edit.start]))
        cursor.setPosition(_units(prompt[: edit.end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(edit.text)
        changed = self.toPlainText()
        cursor.setPosition(_units(changed[: edit.select[0]]))
        cursor.setPosition(_units(changed[: edit.select[1]]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(source.text())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            document, keys = self.document(), QKeySequence.StandardKey
            undo = event.matches(keys.Undo) and not document.isUndoAvailable()
            redo = event.matches(keys.Redo) and not document.isRedoAvailable()
            clipboard = QGuiApplication.clipboard().mimeData()
            foreign = event.matches(keys.Paste) and not self.canInsertFromMimeData(clipboard)
            if undo or redo or foreign:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _units(text: str) -> int:
    """Its length as Qt counts it, in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _index(text: str, units: int) -> int:
    """The index into ``text`` of a position of Qt."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass"))
