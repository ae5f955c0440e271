"""Opening files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from desktop.state.opening import OPEN_SCALED, USE_FOUND_SETTINGS
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow, Key
from desktop.ui.commands.command_set import CommandSet

_PICTURES = "*.png *.jpg *.jpeg *.webp *.tif *.tiff *.gif *.bmp"
_PROJECTS = "*.darkroom *.ora"


class OpenCommands(CommandSet):
    """GUI thread."""

    def open_files(self) -> None:
        picture, project = self.studio.canvas.picture, self.studio.editor.project.file
        file = project if picture is None else picture.file
        folder = self.studio.save_options.folder if file is None else file.parent
        dialog = QFileDialog(self.window, self.tr("Open"), str(folder))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [
                f"{self.tr('Pictures and projects')} ({_PICTURES} {_PROJECTS})",
                f"{self.tr('Pictures')} ({_PICTURES})",
                f"{self.tr('Projects')} ({_PROJECTS})",
                f"{self.tr('All files')} (*)",
            ]
        )
        dialog.filesSelected.connect(self._open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def has_found(self) -> bool:
        return self.studio.opening.found is not None

    def use_found(self) -> None:
        self.studio.opening.use_found()

    def can_open_scaled(self) -> bool:
        return self.studio.opening.can_open_scaled

    def open_scaled(self) -> None:
        self.studio.opening.open_scaled()

    @Slot(list)
    def _open(self, names: list[str]) -> None:
        self.studio.opening.open_files([Path(name) for name in names])


ACTIONS = (
    ActionRow(
        "open",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "&Open…"),
        QT_TRANSLATE_NOOP("Actions", "Open a project, or a picture of yours with the settings that it holds"),
        OpenCommands.open_files,
        "folder-open",
        (Key.Open,),
    ),
    ActionRow(
        USE_FOUND_SETTINGS,
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Use these se&ttings"),
        QT_TRANSLATE_NOOP("Actions", "Take the settings of the picture that was opened into the prompt dock"),
        OpenCommands.use_found,
        "rotate-ccw",
        can=OpenCommands.has_found,
    ),
    ActionRow(
        OPEN_SCALED,
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Open it scaled do&wn"),
        QT_TRANSLATE_NOOP("Actions", "Open the picture that is too large for a canvas, made smaller"),
        OpenCommands.open_scaled,
        "scaling",
        can=OpenCommands.can_open_scaled,
    ),
)
