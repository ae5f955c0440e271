"""What the prompt dock offers beside its title: styles, past prompts, wildcards."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from desktop.core.prompt_history import PastPrompt
from desktop.state.prompt_tools import PromptTools
from desktop.ui.icons import icon
from desktop.ui.widgets.icon_button import IconButton

_PAST_SHOWN = 20
_NAMES_SHOWN = 200
_LETTERS = 56


class PromptHeader(QWidget):
    """Three buttons at the right end of the dock's header."""

    styles_requested = Signal()
    folder_requested = Signal()
    wildcard_chosen = Signal(str)
    """The text that stands for it in a prompt: ``__animals/cats__``."""

    def __init__(self, tools: PromptTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = tools.history
        self._drawing = tools.drawing
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.styles_button = IconButton("book-open", self.tr("Styles"), inline=True)
        self.styles_button.setToolTip(self.tr("Put a style's words around the prompt"))
        self.history_button = IconButton("history", self.tr("Earlier prompts"), inline=True)
        self.more_button = IconButton("ellipsis", self.tr("Wildcards"), inline=True)
        self.more_button.setToolTip(self.tr("Words that are drawn from lists of yours"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addStretch(1)
        for button in (self.styles_button, self.history_button, self.more_button):
            row.addWidget(button)
        self._past_menu = _menu_of(self.history_button)
        self._more_menu = _menu_of(self.more_button)
        self._names_menu = QMenu(self.tr("Insert a wildcard"), self._more_menu)
        self._names_menu.setAccessibleName(self.tr("Wildcards"))
        self._names_menu.setIcon(icon("dices"))
        self._more_menu.addMenu(self._names_menu)
        folder = self._more_menu.addAction(icon("folder-open"), self.tr("Open the wildcards folder"))
        folder.setStatusTip(self.tr("Each text file there is a list of words, one in a line"))
        folder.triggered.connect(self.folder_requested)
        self.styles_button.clicked.connect(self.styles_requested)
        self._past_menu.aboutToShow.connect(self._fill_past)
        self._more_menu.aboutToShow.connect(self._drawing.refresh_names)
        self._drawing.names_changed.connect(self._fill_names)
        self._fill_names()

    @Slot()
    def _fill_past(self) -> None:
        menu = self._past_menu
        menu.clear()
        for entry in self._history.entries[:_PAST_SHOWN]:
            action = menu.addAction(_shown(entry.prompt))
            action.setData(entry)
            action.setToolTip(entry.prompt)
            action.setStatusTip(self.tr("Use this prompt again, with its negative prompt"))
            action.triggered.connect(self._use)
        if not self._history.entries:
            nothing = menu.addAction(self.tr("Prompts that you used gather here"))
            nothing.setStatusTip(nothing.text())
            nothing.setEnabled(False)
            return
        menu.addSeparator()
        forget = menu.addAction(icon("trash-2"), self.tr("Forget all earlier prompts"))
        forget.setStatusTip(self.tr("Empty this list; pictures keep their prompts"))
        forget.triggered.connect(self._history.clear)

    @Slot()
    def _fill_names(self) -> None:
        menu = self._names_menu
        menu.clear()
        for name in self._drawing.names[:_NAMES_SHOWN]:
            action = menu.addAction(_shown(name))
            action.setData(f"__{name}__")
            action.setStatusTip(self.tr("Draw one of its lines for each picture"))
            action.triggered.connect(self._insert)
        if not self._drawing.names:
            nothing = menu.addAction(self.tr("Put text files into the wildcards folder"))
            nothing.setStatusTip(
                self.tr("animals.txt becomes __animals__, and each picture draws a line of it")
            )
            nothing.setEnabled(False)

    @Slot()
    def _use(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and isinstance(action.data(), PastPrompt):
            self._history.use(action.data())

    @Slot()
    def _insert(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.wildcard_chosen.emit(action.data())


def _menu_of(button: IconButton) -> QMenu:
    menu = QMenu(button)
    menu.setAccessibleName(button.accessibleName())
    menu.setToolTipsVisible(True)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
    return menu


def _shown(text: str) -> str:
    """In one line of a menu, where ``&`` would mark a letter."""
    line = " ".join(text.split())
    line = line if len(line) <= _LETTERS else f"{line[: _LETTERS - 1]}…"
    return line.replace("&", "&&")
