"""The Help menu: finding commands and keys, and what to know of this program and machine."""

from __future__ import annotations

from PySide6.QtCore import Slot

from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet

_RECENT = 8


class HelpCommands(CommandSet):
    """GUI thread. Dialogs are imported when someone wants them: the window opens sooner without."""

    def palette(self) -> None:
        from desktop.ui.dialogs.palette import CommandPalette

        recent = self.studio.preferences.current.session.recent_actions
        commands = [command for command in self.window.actions_.commands() if command.id != "palette"]
        palette = CommandPalette(commands, recent, self.window)
        palette.chosen.connect(self._remember)
        palette.show()

    @Slot(str)
    def _remember(self, action_id: str) -> None:
        preferences = self.studio.preferences
        session = preferences.current.session
        others = (name for name in session.recent_actions if name != action_id)
        recent = (action_id, *others)[:_RECENT]
        preferences.update(session=session.model_copy(update={"recent_actions": recent}))

    def shortcut_sheet(self) -> None:
        from desktop.ui.dialogs.shortcut_sheet import ShortcutSheet

        sheet = ShortcutSheet(self.window.actions_.commands(), self.window)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def about_machine(self) -> None:
        from desktop.ui.dialogs.preferences import MACHINE

        self.window.actions_.preferences_at(MACHINE)

    def report(self) -> None:
        from desktop.ui.dialogs.crash_report import CrashReportDialog

        dialog = CrashReportDialog(self.studio.reports, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def about(self) -> None:
        from desktop.ui.dialogs.about import about_box

        box = about_box(self.window, self.studio.device)
        box.finished.connect(box.deleteLater)
        box.open()


ACTIONS = (
    ActionRow(
        "palette",
        "&Help",
        QT_TRANSLATE_NOOP("Actions", "&Command palette…"),
        QT_TRANSLATE_NOOP("Actions", "Find and run any command by a few letters of its name"),
        HelpCommands.palette,
        "command",
        ("Ctrl+Shift+P",),
    ),
    ActionRow(
        "shortcut_sheet",
        "&Help",
        QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"),
        QT_TRANSLATE_NOOP("Actions", "All keys on one sheet"),
        HelpCommands.shortcut_sheet,
        "keyboard",
        ("F1",),
    ),
    ActionRow(
        "report_problem",
        "&Help",
        QT_TRANSLATE_NOOP("Actions", "&Report a problem…"),
        QT_TRANSLATE_NOOP("Actions", "Versions, device and logs to put into a report; nothing is sent"),
        HelpCommands.report,
        "file-text",
        line_above=True,
    ),
    ActionRow(
        "about_machine",
        "&Help",
        QT_TRANSLATE_NOOP("Actions", "About this &machine"),
        QT_TRANSLATE_NOOP("Actions", "What pictures are computed on, and where things are kept"),
        HelpCommands.about_machine,
        "cpu",
    ),
    ActionRow(
        "about",
        "&Help",
        QT_TRANSLATE_NOOP("Actions", "&About Darkroom"),
        QT_TRANSLATE_NOOP("Actions", "Version, licence, libraries and the device that is used"),
        HelpCommands.about,
        "info",
    ),
)
