"""Completion of the word that is being typed, among others in the field."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

# Quotation marks hold a word with spaces together, until they are closed.
_LAST_WORD = re.compile(r'[^\s"]*"[^"]*$|[^\s"]*$')
_WIDTH = 200


class WordCompleter(QCompleter):
    """Offers words for the last one of a QLineEdit's text, from its first letters on."""

    def __init__(self, field: QLineEdit, name: str, parent: QWidget | None = None) -> None:
        """``name`` is the list's, for screen readers."""
        super().__init__(parent or field)
        self._field = field
        self._words = QStringListModel(self)
        self.setModel(self._words)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = self.popup()
        assert popup is not None
        popup.setAccessibleName(name)
        popup.setProperty("kind", "popup")
        popup.setMinimumWidth(_WIDTH)
        field.setCompleter(self)

    def set_words(self, words: Sequence[str]) -> None:
        self._words.setStringList(words)

    def splitPath(self, path: str) -> list[str]:
        last = last_word(path)
        return [last] if last.strip("-") else ["\0"]  # nothing starts so: no list before the first letter

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        text, word = self._field.text(), str(index.data())
        last = last_word(text)
        return text[: len(text) - len(last)] + word


def last_word(text: str) -> str:
    """What the cursor stands behind when it is at the end of ``text``; may be empty."""
    match = _LAST_WORD.search(text)
    return match[0] if match else ""
