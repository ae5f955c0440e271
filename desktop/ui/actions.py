"""Every action of the window in one table: menu, words, icon, keys, what it does and when it can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.ui.commands import Commands
from desktop.ui.icons import icon

Key = QKeySequence.StandardKey


def _said(text: str) -> str:
    """Mark a text of the table for translation (context Actions)."""
    return text


@dataclass(frozen=True, slots=True)
class ActionRow:
    """``do`` and ``can`` are methods of Commands; without ``can`` it can always be done.

    The first of ``keys`` is shown in menus. ``checked`` makes it a switch that shows this state.
    """

    id: str
    menu: str
    text: str
    tip: str
    do: Callable[[Commands], object]
    icon: str = ""
    keys: tuple[Key | str, ...] = ()
    can: Callable[[Commands], bool] | None = None
    checked: Callable[[Commands], bool] | None = None


SEPARATOR = "-"
MENUS = (_said("&File"), _said("&Edit"), _said("&Generate"), _said("&Models"), _said("&View"), _said("&Help"))

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        "save_as",
        "&File",
        _said("Save picture &as…"),
        _said("Save a copy of the picture on the canvas, with its settings, where you like"),
        Commands.save_picture_as,
        "save",
        (Key.SaveAs, "Ctrl+S"),
        Commands.has_picture,
    ),
    ActionRow(
        "show_in_folder",
        "&File",
        _said("Open the picture's &folder"),
        _said("Show the folder that the picture on the canvas was saved in"),
        Commands.open_picture_folder,
        "folder-open",
        ("Ctrl+Alt+O",),
    ),
    ActionRow(
        "quit",
        "&File",
        _said("&Quit"),
        _said("Close Darkroom; asks first while it makes pictures"),
        Commands.quit,
        "log-out",
        (Key.Quit, "Ctrl+Q"),
    ),
    ActionRow(
        "undo",
        "&Edit",
        _said("&Undo"),
        _said("Take back the last change"),
        Commands.undo,
        "undo-2",
        (Key.Undo,),
        Commands.can_undo,
    ),
    ActionRow(
        "redo",
        "&Edit",
        _said("&Redo"),
        _said("Do again what was taken back"),
        Commands.redo,
        "redo-2",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        Commands.can_redo,
    ),
    ActionRow(
        "copy_picture",
        "&Edit",
        _said("&Copy picture"),
        _said("Put the picture on the canvas on the clipboard"),
        Commands.copy_picture,
        "copy",
        (Key.Copy,),
        Commands.has_picture,
    ),
    ActionRow(
        "copy_settings",
        "&Edit",
        _said("Copy &settings"),
        _said("Put the picture's settings on the clipboard as text that other programs read"),
        Commands.copy_settings,
        "clipboard-copy",
        ("Ctrl+Shift+C",),
        Commands.has_settings,
    ),
    ActionRow(
        "generate",
        "&Generate",
        _said("&Generate"),
        _said("Make pictures from the prompt; while one is being made, add them to the queue"),
        Commands.generate,
        "sparkles",
        ("Ctrl+Return", "Ctrl+Enter"),
    ),
    ActionRow(
        "cancel",
        "&Generate",
        _said("&Cancel"),
        _said("Stop the running job at its next step; jobs that wait go on"),
        Commands.cancel,
        "circle-stop",
        ("Esc",),
        Commands.is_busy,
    ),
    ActionRow(
        "cancel_all",
        "&Generate",
        _said("Cancel a&ll"),
        _said("Stop the running job and drop all that wait"),
        Commands.cancel_all,
        "x",
        ("Shift+Esc",),
        Commands.is_busy,
    ),
    ActionRow(
        "use_settings",
        "&Generate",
        _said("&Use the picture's settings"),
        _said("Take all settings of the picture on the canvas into the prompt dock"),
        Commands.use_settings,
        "rotate-ccw",
        ("Ctrl+Shift+U",),
        Commands.has_settings,
    ),
    ActionRow(
        "use_seed",
        "&Generate",
        _said("Use the picture's &seed"),
        _said("Keep the seed of the picture on the canvas for the next ones"),
        Commands.use_seed,
        "dices",
        ("Ctrl+Shift+E",),
        Commands.has_settings,
    ),
    ActionRow(
        "rescan_models",
        "&Models",
        _said("&Look for models again"),
        _said("Read the model folders again, after copying models there"),
        Commands.rescan_models,
        "refresh-cw",
        ("F5",),
    ),
    ActionRow(
        "models_folder",
        "&Models",
        _said("&Open the models folder"),
        _said("Show the folder that models can be copied into"),
        Commands.open_models_folder,
        "hard-drive",
    ),
    ActionRow(
        "zoom_in",
        "&View",
        _said("Zoom &in"),
        _said("Show the picture larger"),
        Commands.zoom_in,
        "zoom-in",
        (Key.ZoomIn, "Ctrl++", "Ctrl+="),
        Commands.has_picture,
    ),
    ActionRow(
        "zoom_out",
        "&View",
        _said("Zoom &out"),
        _said("Show the picture smaller"),
        Commands.zoom_out,
        "zoom-out",
        (Key.ZoomOut, "Ctrl+-"),
        Commands.has_picture,
    ),
    ActionRow(
        "actual_size",
        "&View",
        _said("&Actual size"),
        _said("One screen pixel for each pixel of the picture"),
        Commands.actual_size,
        "",
        ("Ctrl+1",),
        Commands.has_picture,
    ),
    ActionRow(
        "fit",
        "&View",
        _said("&Fit"),
        _said("Show the whole picture"),
        Commands.fit,
        "maximize",
        ("Ctrl+0",),
        Commands.has_picture,
    ),
    ActionRow(
        "theme_dark",
        "&View",
        _said("&Dark theme"),
        _said("Dark panels around the picture"),
        Commands.use_dark_theme,
        checked=Commands.is_dark_theme,
    ),
    ActionRow(
        "theme_light",
        "&View",
        _said("&Light theme"),
        _said("Light panels around the picture"),
        Commands.use_light_theme,
        checked=Commands.is_light_theme,
    ),
    ActionRow(
        "theme_contrast",
        "&View",
        _said("&High-contrast theme"),
        _said("Black panels, white text and clear borders"),
        Commands.use_contrast_theme,
        checked=Commands.is_contrast_theme,
    ),
    ActionRow(
        "full_screen",
        "&View",
        _said("F&ull screen"),
        _said("Use the whole screen"),
        Commands.toggle_full_screen,
        "expand",
        ("F11",),
        checked=Commands.is_full_screen,
    ),
    ActionRow(
        "next_area",
        "&View",
        _said("&Next area"),
        _said("Take the keyboard to the next dock, or to the canvas"),
        Commands.go_to_next_area,
        "",
        ("F6",),
    ),
    ActionRow(
        "reset_layout",
        "&View",
        _said("&Reset layout"),
        _said("Put all docks back where they were at the first start"),
        Commands.reset_layout,
        "layout-grid",
    ),
    ActionRow(
        "about",
        "&Help",
        _said("&About Darkroom"),
        _said("Version, licence, libraries and the device that is used"),
        Commands.about,
        "info",
    ),
)

# Where a menu has a line above an action.
_LINE_ABOVE = frozenset(
    {"quit", "copy_picture", "use_settings", "theme_dark", "full_screen", "next_area", "cancel"}
)


class Actions(QObject):
    """The QActions of the table. The window calls ``refresh`` when what ``can`` looks at has changed."""

    def __init__(self, commands: Commands, window: QWidget) -> None:
        super().__init__(window)
        self._commands = commands
        self._actions = {row.id: self._make(row, window) for row in ACTIONS}
        self.refresh()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def fill(self, bar: QMenuBar, extra: Mapping[str, Iterable[QAction]]) -> None:
        """Build all menus; ``extra`` actions (the docks' switches) come last in the menu of their key."""
        for title in MENUS:
            menu = bar.addMenu(_translated(title))
            menu.setToolTipsVisible(True)
            for row in ACTIONS:
                if row.menu == title:
                    self._add(menu, row)
            more = tuple(extra.get(title, ()))
            if more:
                menu.addSeparator()
                menu.addActions(more)

    @Slot()
    def refresh(self) -> None:
        """Enable and check each action as things are now."""
        for row in ACTIONS:
            action = self._actions[row.id]
            if row.can is not None:
                action.setEnabled(row.can(self._commands))
            if row.checked is not None:
                action.setChecked(row.checked(self._commands))

    def _do(self, do: Callable[[Commands], object]) -> None:
        do(self._commands)
        self.refresh()  # Qt has unchecked a switch that was chosen again

    def _add(self, menu: QMenu, row: ActionRow) -> None:
        if row.id in _LINE_ABOVE:
            menu.addSeparator()
        menu.addAction(self._actions[row.id])

    def _make(self, row: ActionRow, window: QWidget) -> QAction:
        action = QAction(_translated(row.text), window)
        action.setObjectName(row.id)
        tip = _translated(row.tip)
        action.setStatusTip(tip)
        action.setToolTip(tip)
        action.setCheckable(row.checked is not None)
        if row.icon:
            action.setIcon(icon(row.icon))
        # A sequence that is given twice would be ambiguous and do nothing.
        keys = dict.fromkeys(key.toString() for given in row.keys for key in _sequences(given))
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda checked=False, do=row.do: self._do(do))
        window.addAction(action)
        return action


def _translated(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def _sequences(key: Key | str) -> list[QKeySequence]:
    return [QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)
