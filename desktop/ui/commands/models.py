"""The Models menu."""

from __future__ import annotations

from desktop.core import files
from desktop.core.errors import AppError
from desktop.state.notices import NoticeLevel
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet


class ModelsCommands(CommandSet):
    """GUI thread."""

    def rescan_models(self) -> None:
        self.studio.library.refresh()

    def open_models_folder(self) -> None:
        folder = self.studio.paths.models
        try:
            files.make_folder(folder)
        except AppError as error:
            self.studio.notices.add(NoticeLevel.ERROR, error.info)
        else:
            self.open_folder(folder)


ACTIONS = (
    ActionRow(
        "rescan_models",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Look for models again"),
        QT_TRANSLATE_NOOP("Actions", "Read the model folders again, after copying models there"),
        ModelsCommands.rescan_models,
        "refresh-cw",
        ("F5",),
    ),
    ActionRow(
        "models_folder",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Open the models folder"),
        QT_TRANSLATE_NOOP("Actions", "Show the folder that models can be copied into"),
        ModelsCommands.open_models_folder,
        "hard-drive",
    ),
)
