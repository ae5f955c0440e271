"""What stands over the gallery: search, filters, how many pictures, what to do with them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from desktop.core import search
from desktop.core.gallery import SavedSearch
from desktop.core.samplers import SamplerName
from desktop.state.collection import Collection
from desktop.state.gallery_list import GalleryList
from desktop.state.shelves import Shelves
from desktop.ui.dialogs.name import ask_name
from desktop.ui.icons import icon
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.word_completer import WordCompleter

_SEARCH_WIDTH = 288
TODAY, STARRED, BIN = "date:today", "star:yes", "bin:yes"
_VALUES = (STARRED, BIN, TODAY, "date:yesterday", "date:week", "size:>512", "rating:>3", "source:imported")


class GalleryHeader(QWidget):
    """Its chips put words into the search, so that the search always says what is shown."""

    grid_toggled = Signal()
    compare_requested = Signal()

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list: GalleryList = collection.list
        self._shelves: Shelves = collection.shelves
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._make_controls()
        self._lay_out()
        self.search.search_changed.connect(self._list.set_search)
        self.search.textChanged.connect(self._show_filters)
        self._list.listed.connect(self._show_count)
        self._shelves.changed.connect(self._show_shelves)
        self._show_shelves()
        self._show_count()

    @property
    def text(self) -> str:
        return self.search.text()

    def set_text(self, text: str) -> None:
        """Search for ``text`` at once."""
        self.search.set_search(text)

    def set_grid(self, wraps: bool) -> None:
        """Show whether the pictures stand in a grid."""
        self.grid.setChecked(wraps)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.search.sizeHint().height())

    # Building

    def _make_controls(self) -> None:
        self.search = SearchField(self.tr("Search pictures"))
        self.search.setToolTip(
            self.tr(
                "Words of the prompt, the model or the sampler. Also:\n"
                '"red apple"   these words in this order\n'
                "-word   not this word\n"
                "model:   sampler:   seed:   size:>512   steps:<20\n"
                "date:today   date:2026-11   date:>2026-10\n"
                'star:yes   rating:>3   board:"Name"   bin:yes'
            )
        )
        self._completer = WordCompleter(self.search, self.tr("Words for the search"))
        self.today = self._filter(self.tr("Today"), TODAY)
        self.starred = self._filter(self.tr("Starred"), STARRED)
        self._saved: list[QPushButton] = []
        self.more = IconButton("bookmark", self.tr("Saved searches"))
        self.more.setToolTip(self.tr("Save this search, or use a saved one"))
        self._menu = QMenu(self.more)
        self._menu.setAccessibleName(self.tr("Saved searches"))
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self._menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.count = QLabel()
        self.count.setProperty("kind", "readable")
        self.boards = IconButton("panel-left", self.tr("Boards"), checkable=True)
        self.boards.setToolTip(self.tr("Show or hide the list of boards, and the bin"))
        self.grid = IconButton("layout-grid", self.tr("Grid"), checkable=True)
        self.grid.setToolTip(self.tr("Show the pictures in a grid, or in one row"))
        self.compare = IconButton("columns-2", self.tr("Compare"))
        self.compare.setToolTip(self.tr("Compare the selected pictures: two to four (C)"))
        self.grid.clicked.connect(self.grid_toggled)
        self.compare.clicked.connect(self.compare_requested)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        row.addWidget(self.boards)
        row.addWidget(self.search, 10)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        for chip in (self.today, self.starred):
            self._chips.addWidget(chip)
        row.addLayout(self._chips)
        row.addWidget(self.more)
        row.addStretch(1)
        for widget in (self.count, self.grid, self.compare):
            row.addWidget(widget)

    def _filter(self, label: str, text: str, tooltip: str = "") -> QPushButton:
        """A chip that puts ``text`` into the search or takes it out."""
        chip = QPushButton(label)
        chip.setProperty("kind", "filter")
        chip.setProperty("search", text)
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setToolTip(tooltip or self.tr("Show only these pictures: {text}").format(text=text))
        chip.clicked.connect(self._on_filter_clicked)
        return chip

    # What happens

    @Slot()
    def _on_filter_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, QPushButton):
            self.set_text(_toggled(self.text, str(chip.property("search"))))

    @Slot()
    def _show_filters(self) -> None:
        for chip in (self.today, self.starred, *self._saved):
            chip.setChecked(_contains(self.text, str(chip.property("search"))))

    @Slot()
    def _show_count(self) -> None:
        count = self._list.rowCount()
        words = self.tr("{count} picture") if count == 1 else self.tr("{count} pictures")
        self.count.setText(words.format(count=self.locale().toString(count)))
        self._fit()

    @Slot()
    def _show_shelves(self) -> None:
        for chip in self._saved:
            chip.hide()
            chip.deleteLater()
        self._saved = [self._filter(one.name, one.text) for one in self._shelves.searches]
        for chip in self._saved:
            self._chips.addWidget(chip)
        boards = (search.term("board", board.name) for board in self._shelves.boards)
        samplers = (search.term("sampler", name) for name in SamplerName)
        self._completer.set_words([*(f"{key}:" for key in search.KEYS), *_VALUES, *boards, *samplers])
        self._show_filters()
        self._fit()

    def _fit(self) -> None:
        """Show as many saved searches as there is room for; all are in the menu."""
        fixed = sum(
            widget.sizeHint().width() + 8
            for widget in (
                self.today,
                self.starred,
                self.more,
                self.count,
                self.grid,
                self.compare,
                self.boards,
            )
        )
        room = self.width() - fixed - _SEARCH_WIDTH - 16
        for chip in self._saved:
            room -= chip.sizeHint().width() + 8
            chip.setVisible(room >= 0)

    @Slot()
    def _fill_menu(self) -> None:
        menu = self._menu
        menu.clear()
        save = menu.addAction(icon("bookmark"), self.tr("Save this search…"))
        save.setStatusTip(self.tr("Keep what is searched for under a name"))
        save.setEnabled(bool(self.text.strip()))
        save.triggered.connect(self.save_search)
        if not self._shelves.searches:
            return
        menu.addSeparator()
        for one in self._shelves.searches:
            action = menu.addAction(one.name)
            action.setStatusTip(self.tr("Search for {text}").format(text=one.text))
            action.setData(one.text)
            action.triggered.connect(self._on_saved_chosen)
        delete = menu.addMenu(icon("trash-2"), self.tr("Delete a saved search"))
        for one in self._shelves.searches:
            action = delete.addAction(one.name)
            action.setStatusTip(self.tr("Forget this search; pictures stay"))
            action.setData(one)
            action.triggered.connect(self._on_delete_chosen)

    @Slot()
    def save_search(self) -> None:
        """Ask for a name and keep the search."""
        if text := self.text.strip():
            ask_name(
                self.window(),
                self.tr("Save the search"),
                self.tr("Name for {text}").format(text=text),
                "",
                lambda name: self._shelves.save_search(name, text),
            )

    @Slot()
    def _on_saved_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.set_text(str(action.data()))

    @Slot()
    def _on_delete_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and isinstance(action.data(), SavedSearch):
            self._shelves.delete_search(action.data())


def _contains(text: str, words: str) -> bool:
    return f" {words} " in f" {text} "


def _toggled(text: str, words: str) -> str:
    if _contains(text, words):
        return " ".join(f" {text} ".replace(f" {words} ", " ").split())
    return f"{text} {words}".strip()
