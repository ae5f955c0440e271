"""Styles to choose from, and the workshop for one's own."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import AppError
from desktop.core.styles import PLACE, Style
from desktop.state.prompt_state import PromptState
from desktop.state.styles import StyleEntry, Styles
from desktop.ui.icons import icon
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.prompt_field import PromptField
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.word_button import WordButton

_LIST_WIDTH = 224
_ENTRY = Qt.ItemDataRole.UserRole


class StylesDialog(QDialog):
    """A list to search in, and beside it what the chosen style adds: to look at, to use, to edit and keep.

    What the fields show is what is used; it need not be saved. Enter uses it, or saves what was edited.
    """

    def __init__(self, styles: Styles, prompt: PromptState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._styles = styles
        self._prompt = prompt
        self.setWindowTitle(self.tr("Styles"))
        self._make_controls()
        self._lay_out()
        self._connect()
        self._fill(self.search.text())
        self.search.setFocus()

    @property
    def entry(self) -> StyleEntry | None:
        """What is chosen in the list; None for a style that is being made."""
        item = self.list.currentItem()
        entry: StyleEntry | None = None if item is None else item.data(_ENTRY)
        return entry

    @property
    def shown(self) -> Style:
        """The style in the fields."""
        return Style(self.name.text().strip(), self.words.text.strip(), self.negative.text.strip())

    # Building

    def _make_controls(self) -> None:
        self.search = SearchField(self.tr("Search styles"))
        self.search.setToolTip(self.tr("Find styles by words of their name or of what they add"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Styles"))
        self.list.setIconSize(QSize(15, 15))
        self.name = QLineEdit()
        self.words = PromptField(
            self.tr("For the prompt"),
            placeholder=self.tr("{place}, oil painting").format(place=PLACE),
            tooltip=self.tr(
                "{place} is where your own words go; without it these words come after them."
            ).format(place=PLACE),
            lines=3,
            max_lines=5,
        )
        self.negative = PromptField(
            self.tr("To keep out"),
            tooltip=self.tr("What is added to the negative prompt."),
            lines=2,
            max_lines=4,
        )
        self.preview = QLabel()
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setWordWrap(True)
        self.preview.setProperty("kind", "readable")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setMinimumHeight(68)
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.setProperty("kind", "over")
        self.problem.hide()
        self.delete_button = WordButton("trash-2", self.tr("Delete"))
        self.delete_button.setToolTip(self.tr("Take this style of yours away; can be undone"))
        self.new_button = WordButton("plus", self.tr("New from prompt"))
        self.new_button.setToolTip(self.tr("Make a style of the words that are in the prompt dock now"))
        self.save_button = WordButton("save", self.tr("Save"))
        self.save_button.setToolTip(self.tr("Keep what the fields show among your own styles"))
        self.use_button = WordButton("check", self.tr("Use style"))
        self.use_button.setToolTip(self.tr("Put these words around the prompt; can be undone"))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        left.addWidget(self.new_button)
        self.search.setFixedWidth(_LIST_WIDTH)
        self.list.setFixedWidth(_LIST_WIDTH)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.delete_button)
        buttons.addStretch(1)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.use_button)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(Field(self.tr("Name"), self.name, tooltip=self.tr("What the list calls it")))
        right.addWidget(self.words)
        right.addWidget(self.negative)
        right.addWidget(Field(self.tr("Your prompt becomes"), self.preview))
        right.addStretch(1)
        right.addWidget(self.problem)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.resize(720, 500)

    def _connect(self) -> None:
        self.search.search_changed.connect(self._fill)
        self.list.currentItemChanged.connect(self._show_entry)
        self.list.itemActivated.connect(self._use)
        for signal in (self.name.textChanged, self.words.text_changed, self.negative.text_changed):
            signal.connect(self._show_state)
        self.new_button.clicked.connect(self._begin_new)
        self.delete_button.clicked.connect(self._delete)
        self.save_button.clicked.connect(self._save)
        self.use_button.clicked.connect(self._use)
        self._styles.changed.connect(self._refill)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.search.hasFocus():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(0, self.list.currentRow() + step), self.list.count() - 1))
        else:
            super().keyPressEvent(event)

    # The list

    @Slot(str)
    def _fill(self, search: str, choose: str = "") -> None:
        """Show what fits, and choose the style of this name, or else the first."""
        wanted = search.casefold().split()
        with QSignalBlocker(self.list):
            self.list.clear()
            for entry in self._styles.entries:
                text = " ".join(
                    (entry.style.name, entry.style.prompt, entry.style.negative_prompt)
                ).casefold()
                if all(word in text for word in wanted):
                    self._add(entry)
        names = [self.list.item(row).text() for row in range(self.list.count())]
        self.list.setCurrentRow(names.index(choose) if choose in names else 0)
        self._show_entry()

    def _add(self, entry: StyleEntry) -> None:
        item = QListWidgetItem(icon("pen-tool" if entry.own else "book-open"), entry.style.name)
        item.setData(_ENTRY, entry)
        item.setToolTip(self.tr("Yours") if entry.own else self.tr("Comes with Darkroom"))
        self.list.addItem(item)

    @Slot()
    def _refill(self) -> None:
        """Something was saved, deleted, or read from a file."""
        self._fill(self.search.text(), self.name.text().strip())

    # The fields

    @Slot()
    def _show_entry(self) -> None:
        style = Style("") if self.entry is None else self.entry.style
        self.name.setText(style.name)
        self.words.set_text(style.prompt)
        self.negative.set_text(style.negative_prompt)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        entry, shown = self.entry, self.shown
        edited = shown != (Style("") if entry is None else entry.style)
        usable = bool(shown.prompt or shown.negative_prompt)
        self.problem.hide()
        self.save_button.setEnabled(edited and usable and bool(shown.name) and self._styles.can_save)
        self.use_button.setEnabled(usable)
        self.delete_button.setEnabled(entry is not None and entry.own)
        self.save_button.setDefault(self.save_button.isEnabled())
        self.use_button.setDefault(not self.save_button.isEnabled())
        prompt, negative = self._styles.preview(shown)
        keep_out = self.tr("Keep out: {words}").format(words=negative) if negative else ""
        self.preview.setText("\n".join(part for part in (prompt, keep_out) if part))

    @Slot()
    def _begin_new(self) -> None:
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(-1)
        self.name.clear()
        self.words.set_text(self._prompt.prompt)
        self.negative.set_text(self._prompt.negative_prompt)
        self._show_state()
        self.name.setFocus()

    @Slot()
    def _save(self) -> None:
        entry = self.entry
        try:
            self._styles.save(self.shown, entry.style.name if entry is not None and entry.own else "")
        except AppError as error:
            self.problem.setText(str(error))
            self.problem.show()

    @Slot()
    def _delete(self) -> None:
        if (entry := self.entry) is not None and entry.own:
            self._styles.delete(entry.style.name)

    @Slot()
    def _use(self) -> None:
        if self.use_button.isEnabled():
            self._styles.use(self.shown)
            self.accept()
