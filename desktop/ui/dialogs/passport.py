"""What is known of a model beside its makers' own words: facts, trigger words, and the person's notes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.models import ModelInfo
from desktop.state.model_facts import passport
from desktop.state.model_notes import ModelNotes
from desktop.ui.docks.details_rows import FactRow
from desktop.ui.docks.model_kinds import kind_word

_WIDTH = 380
_NOTES_HEIGHT = 84
_WORDS_HEIGHT = 92


class Passport(QScrollArea):
    """Notes are kept as they are typed. GUI thread."""

    words_chosen = Signal(str)
    """A trigger word that was clicked."""

    def __init__(self, info: ModelInfo, notes: ModelNotes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = info.name
        self._notes = notes
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notes = QPlainTextEdit()
        self.notes.setAccessibleName(self.tr("Your notes"))
        self.notes.setToolTip(self.tr("Kept by Darkroom: the model's files stay as they are"))
        self.notes.setPlaceholderText(self.tr("What is this model good for?"))
        self.notes.setFixedHeight(_NOTES_HEIGHT)
        self.notes.setTabChangesFocus(True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(6)
        for fact in passport(info, kind_word(info.kind)):
            row = FactRow()
            row.set_fact(fact)
            column.addWidget(row)
        if info.trigger_words:
            column.addSpacing(6)
            column.addWidget(_head(self.tr("Trigger words: a click puts one into the prompt")))
            column.addWidget(self._words(info.trigger_words))
        column.addSpacing(6)
        column.addWidget(_head(self.tr("Your notes")))
        column.addWidget(self.notes)
        column.addStretch(1)
        self.setWidget(inside)
        for surface in (self.viewport(), inside):
            surface.setAutoFillBackground(False)
        self._show_note()
        notes.changed.connect(self._show_note)
        self.notes.textChanged.connect(self._write)

    def _words(self, words: tuple[str, ...]) -> QListWidget:
        self.words = _Words()
        self.words.setAccessibleName(self.tr("Trigger words"))
        self.words.setToolTip(self.tr("Click a word, or press Enter on it, to put it into the prompt"))
        for word in words:
            self.words.addItem(QListWidgetItem(word))
        self.words.itemClicked.connect(self._choose)
        self.words.chosen.connect(self._choose)
        return self.words

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        self.words_chosen.emit(item.text())

    @Slot()
    def _show_note(self) -> None:
        self.notes.setPlainText(self._notes.of(self._name))
        self.notes.setEnabled(self._notes.loaded)

    @Slot()
    def _write(self) -> None:
        self._notes.write(self._name, self.notes.toPlainText())


class _Words(QListWidget):
    chosen = Signal(QListWidgetItem)
    """Enter was pressed on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(2)
        self.setMaximumHeight(_WORDS_HEIGHT)
        self.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.setProperty("kind", "words")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.chosen.emit(self.currentItem())
        else:
            super().keyPressEvent(event)


def _head(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", "label")
    return label
