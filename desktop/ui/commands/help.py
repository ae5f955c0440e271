"""The Help menu."""

from __future__ import annotations

from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet
from desktop.ui.dialogs.about import about_box


class HelpCommands(CommandSet):
    """GUI thread."""

    def about(self) -> None:
        box = about_box(self.window, self.studio.device)
        box.finished.connect(box.deleteLater)
        box.open()


ACTIONS = (
    ActionRow(
        "about",
        "&Help",
        QT_TRANSLATE_NOOP("Actions", "&About Darkroom"),
        QT_TRANSLATE_NOOP("Actions", "Version, licence, libraries and the device that is used"),
        HelpCommands.about,
        "info",
    ),
)
