"""The preferences, built from the table of settings: pages, a search, and the way back to the defaults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core import settings
from desktop.core.settings import Page
from desktop.state.studio import Studio
from desktop.ui.action_row import ActionRow
from desktop.ui.dialogs.keyboard_page import KeyboardPage
from desktop.ui.dialogs.machine_page import MachinePage
from desktop.ui.dialogs.setting_editor import SettingEditor, translated
from desktop.ui.icons import icon
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.upright_scroll import UprightScroll

KEYBOARD, MACHINE = "keyboard", "machine"
"""The pages beside those of the table; a page of the table is called by its Page."""
_PAGE_HEIGHT = 32
_ICONS = {
    Page.PICTURES: "image",
    Page.LOOK: "sun-moon",
    Page.MODELS: "box",
    Page.NETWORK: "wifi",
    KEYBOARD: "keyboard",
    MACHINE: "cpu",
}


class PreferencesDialog(QDialog):
    """Not modal: the window behind shows each change at once."""

    def __init__(self, studio: Studio, rows: Sequence[ActionRow], parent: QWidget) -> None:
        super().__init__(parent)
        self._preferences = studio.preferences
        self.setWindowTitle(self.tr("Preferences"))
        self.resize(860, 600)
        self.search = SearchField(self.tr("Search the preferences"))
        self.search.setToolTip(self.tr("Show the settings and keys with these words, of all pages"))
        self.pages = QListWidget()
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setToolTip(self.tr("Choose a page"))
        self.pages.setFrameShape(QFrame.Shape.NoFrame)
        self.pages.setIconSize(QSize(16, 16))
        self.keyboard = KeyboardPage(rows, studio.preferences)
        self.machine = MachinePage(studio)
        self._sections: dict[str, _Section] = {}
        for page in Page:
            editors = [SettingEditor(row, studio.preferences) for row in settings.rows(page)]
            self._add_section(page, translated(page), editors, None)
        self._add_section(KEYBOARD, self.tr("Keyboard"), [self.keyboard], self.keyboard.show_matching)
        self._add_section(MACHINE, self.tr("About this machine"), [self.machine], self.machine.show_matching)
        self._nothing = QLabel(self.tr("No setting matches this search."))
        self._nothing.setProperty("kind", "readable")
        self._nothing.hide()
        self._build()
        self.search.search_changed.connect(self._show)
        self.pages.currentRowChanged.connect(self._on_page_chosen)
        self.pages.setCurrentRow(0)

    @property
    def editors(self) -> dict[str, SettingEditor]:
        """By the setting's name."""
        found = (w for section in self._sections.values() for w in section.contents)
        return {editor.row.name: editor for editor in found if isinstance(editor, SettingEditor)}

    def show_page(self, name: str) -> None:
        """Go to a page: a Page, KEYBOARD or MACHINE."""
        self.search.clear()
        self.pages.setCurrentRow(list(self._sections).index(name))

    def _build(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addWidget(self.search)
        side.addWidget(self.pages, 1)
        content = QWidget()
        content.setProperty("kind", "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(4)
        column.addWidget(self._nothing)
        for section in self._sections.values():
            column.addWidget(section)
        column.addStretch(1)
        area = UprightScroll(content, widest=720)
        panes = QHBoxLayout()
        panes.setSpacing(14)
        self.search.setFixedWidth(220)
        self.pages.setFixedWidth(220)
        panes.addLayout(side)
        panes.addWidget(area, 1)
        more, self._reset = QPushButton(self.tr("File")), QPushButton(self.tr("Reset this page"))
        more.setToolTip(self.tr("Save these settings to a file, or take them from one"))
        more.setMenu(self._menu())
        self._reset.setToolTip(self.tr("Give all settings of this page their defaults"))
        close = QPushButton(self.tr("Close"))
        close.setToolTip(self.tr("Close the preferences; changes are kept"))
        for button in (more, self._reset, close):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(more)
        buttons.addWidget(self._reset)
        buttons.addStretch(1)
        buttons.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 14)
        whole.setSpacing(12)
        whole.addLayout(panes, 1)
        whole.addLayout(buttons)
        self._reset.clicked.connect(self._reset_page)
        close.clicked.connect(self.accept)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("File"))
        export = menu.addAction(icon("upload"), self.tr("Export…"))
        export.setStatusTip(self.tr("Save these settings, without your prompts, to a file"))
        export.triggered.connect(self._ask_where_to)
        import_ = menu.addAction(icon("download"), self.tr("Import…"))
        import_.setStatusTip(self.tr("Take all settings from a file that was exported"))
        import_.triggered.connect(self._ask_where_from)
        return menu

    def _add_section(
        self, name: str, title: str, contents: Sequence[QWidget], matching: Callable[[list[str]], bool] | None
    ) -> None:
        self._sections[name] = _Section(title, contents, matching)
        item = QListWidgetItem(icon(_ICONS[name]), title)
        item.setSizeHint(QSize(0, _PAGE_HEIGHT))
        self.pages.addItem(item)

    @Slot(int)
    def _on_page_chosen(self, _row: int) -> None:
        self.search.clear()
        self._show(self.search.text())

    @Slot(str)
    def _show(self, text: str) -> None:
        """The chosen page, or what is found on all of them."""
        words = text.casefold().split()
        chosen = list(self._sections)[max(0, self.pages.currentRow())]
        found = False
        for name, section in self._sections.items():
            is_shown = section.show_matching(words) and (bool(words) or name == chosen)
            section.setVisible(is_shown)
            found = found or is_shown
        self._nothing.setVisible(not found)
        self._reset.setEnabled(not words and chosen != MACHINE)

    @Slot()
    def _reset_page(self) -> None:
        name = list(self._sections)[self.pages.currentRow()]
        if name == KEYBOARD:
            self._preferences.reset("shortcuts")
        elif name != MACHINE:
            self._preferences.reset(*(row.name for row in settings.rows(Page(name))))

    @Slot()
    def _ask_where_to(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the settings"), str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile("darkroom-settings.json")
        dialog.fileSelected.connect(self._export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _export_to(self, name: str) -> None:
        self._preferences.export(Path(name))

    @Slot()
    def _ask_where_from(self) -> None:
        dialog = QFileDialog(self, self.tr("Import settings"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Settings") + " (*.json)"])
        dialog.fileSelected.connect(self._import_from)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _import_from(self, name: str) -> None:
        self._preferences.import_(Path(name))


class _Section(QWidget):
    def __init__(
        self, title: str, contents: Sequence[QWidget], matching: Callable[[list[str]], bool] | None
    ) -> None:
        super().__init__()
        self.contents = tuple(contents)
        self._matching = matching
        heading = QLabel(title)
        heading.setProperty("kind", "heading")
        heading.setIndent(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        column.addWidget(heading)
        for widget in contents:
            column.addWidget(widget)

    def show_matching(self, words: list[str]) -> bool:
        """Show what has all words; whether anything has."""
        if self._matching is not None:
            return self._matching(words)
        editors = [widget for widget in self.contents if isinstance(widget, SettingEditor)]
        for editor in editors:
            editor.setVisible(editor.matches(words))
        return any(editor.matches(words) for editor in editors)
