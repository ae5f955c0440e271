"""Every action of the window, from one table: menus, icons, keys, and when each can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from desktop.core.settings import Settings
from desktop.state.editor.document_state import DocumentChange
from desktop.state.studio import Studio
from desktop.ui import shortcuts
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.command import Command
from desktop.ui.commands import (
    canvas,
    edit,
    export,
    file,
    gallery,
    gallery_files,
    generate,
    help,
    layers,
    models,
    open,
    prompt,
    queue,
    select,
    tools,
    view,
)
from desktop.ui.commands.command_set import CommandSet
from desktop.ui.icons import icon

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

MENUS = (
    QT_TRANSLATE_NOOP("Actions", "&File"),
    QT_TRANSLATE_NOOP("Actions", "&Edit"),
    QT_TRANSLATE_NOOP("Actions", "&Canvas"),
    QT_TRANSLATE_NOOP("Actions", "&Select"),
    QT_TRANSLATE_NOOP("Actions", "&Layer"),
    QT_TRANSLATE_NOOP("Actions", "&Tools"),
    QT_TRANSLATE_NOOP("Actions", "&Generate"),
    QT_TRANSLATE_NOOP("Actions", "&Queue"),
    QT_TRANSLATE_NOOP("Actions", "G&allery"),
    QT_TRANSLATE_NOOP("Actions", "&Models"),
    QT_TRANSLATE_NOOP("Actions", "&View"),
    QT_TRANSLATE_NOOP("Actions", "&Help"),
)

TABLE: Mapping[type[CommandSet], tuple[ActionRow, ...]] = {
    open.OpenCommands: open.ACTIONS,
    gallery.GalleryCommands: gallery.ACTIONS,
    gallery_files.GalleryFileCommands: gallery_files.ACTIONS,
    file.FileCommands: file.ACTIONS,
    export.ExportCommands: export.ACTIONS,
    edit.EditCommands: edit.ACTIONS,
    prompt.PromptCommands: prompt.ACTIONS,
    canvas.CanvasCommands: canvas.ACTIONS,
    select.SelectCommands: select.ACTIONS,
    layers.LayerCommands: layers.ACTIONS,
    tools.ToolCommands: tools.ACTIONS,
    generate.GenerateCommands: generate.ACTIONS,
    queue.QueueCommands: queue.ACTIONS,
    models.ModelsCommands: models.ACTIONS,
    view.ViewCommands: view.ACTIONS,
    help.HelpCommands: help.ACTIONS,
}
ACTIONS = tuple(row for rows in TABLE.values() for row in rows)


class Actions(QObject):
    """The QActions of the table. The window calls ``refresh`` when what ``can`` looks at has changed."""

    def __init__(self, studio: Studio, window: MainWindow) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._commands: dict[str, CommandSet] = {}
        self._actions: dict[str, QAction] = {}
        self._changed_keys = studio.preferences.current.shortcuts
        for command_set, rows in TABLE.items():
            commands = command_set(studio, window)
            for row in rows:
                self._commands[row.id] = commands
                self._actions[row.id] = self._make(row, window)
                self._give_keys(row)
        self.refresh()
        studio.preferences.changed.connect(self._on_settings_changed)
        studio.network.use_changed.connect(self.refresh)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        studio.editor.document.changed.connect(self._on_document_changed)

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    @Slot(str)
    def trigger(self, action_id: str) -> None:
        """Do what the action does, if it can be done now."""
        self._actions[action_id].trigger()

    def fill(self, bar: QMenuBar, extra: Mapping[str, Iterable[QAction]]) -> None:
        """Build all menus; ``extra`` actions (the docks' switches) come last in the menu of their key."""
        for title in MENUS:
            menu = bar.addMenu(_translated(title))
            menu.setToolTipsVisible(True)
            for row in ACTIONS:
                if row.menu == title:
                    if row.line_above:
                        menu.addSeparator()
                    menu.addAction(self._actions[row.id])
            if more := tuple(extra.get(title, ())):
                menu.addSeparator()
                menu.addActions(more)

    def commands(self) -> list[Command]:
        """All actions, as the palette and the shortcut sheet list them."""
        return [
            Command(row.id, self._actions[row.id], _translated(row.menu).replace("&", "")) for row in ACTIONS
        ]

    def preferences_at(self, page: str | None) -> None:
        """Open the preferences, or bring them to the front; at ``page`` if it is not None."""
        from desktop.ui.dialogs.preferences import PreferencesDialog  # not before someone wants it

        dialog = self._window.findChild(PreferencesDialog)
        if dialog is None:
            dialog = PreferencesDialog(self._studio, ACTIONS, self._window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.show()
        if page is not None:
            dialog.show_page(page)
        dialog.raise_()
        dialog.activateWindow()

    @Slot()
    def refresh(self) -> None:
        """Enable and check each action as things are now."""
        for row in ACTIONS:
            action, commands = self._actions[row.id], self._commands[row.id]
            if row.can is not None:
                action.setEnabled(row.can(commands))
            if row.checked is not None:
                action.setChecked(row.checked(commands))
            if row.words is not None:
                action.setText(row.words(commands))

    def _make(self, row: ActionRow, window: MainWindow) -> QAction:
        action = QAction(_translated(row.text), window)
        action.setObjectName(row.id)
        action.setStatusTip(_translated(row.tip))
        action.setCheckable(row.checked is not None)
        if row.icon:
            action.setIcon(icon(row.icon))
        action.triggered.connect(partial(self._do, row))
        if not row.everywhere:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if row.on_canvas:
            window.canvas.addAction(action)
        if row.in_layers:
            window.layout_.layers.view.addAction(action)
        if row.in_gallery:
            window.gallery.strip.addAction(action)
        window.addAction(action)
        return action

    def _give_keys(self, row: ActionRow) -> None:
        """The keys that the person chose, or the table's; the tooltip tells the first."""
        action, keys = self._actions[row.id], shortcuts.keys_of(row, self._changed_keys)
        action.setShortcuts([QKeySequence(key) for key in keys])
        tip = action.statusTip()
        action.setToolTip(f"{tip} ({shortcuts.shown(keys[0])})" if keys else tip)

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        if settings.shortcuts != self._changed_keys:
            self._changed_keys = settings.shortcuts
            for row in ACTIONS:
                self._give_keys(row)

    @Slot(object)
    def _on_document_changed(self, change: DocumentChange) -> None:
        """Not for each dab of a stroke."""
        if change.layers or change.resized or not change.selection.empty:
            self._soon.start()

    def _do(self, row: ActionRow, _checked: bool = False) -> None:
        row.do(self._commands[row.id])
        self.refresh()  # Qt has unchecked a switch that was chosen again


def _translated(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
