"""The File menu: saving, folders, leaving."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import ErrorInfo
from desktop.core.params import SaveOptions
from desktop.state.notices import NoticeLevel
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow, Key
from desktop.ui.commands.command_set import CommandSet

_FORMATS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


class FileCommands(CommandSet):
    """GUI thread."""

    def save_picture_as(self) -> None:
        picture = self.studio.canvas.picture
        if picture is None:
            return
        folder = picture.saved.path.parent if picture.saved else self.studio.save_options.folder
        name = picture.saved.path.name if picture.saved else "picture.png"
        dialog = QFileDialog(self.window, self.tr("Save the picture"), str(folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp)"])
        dialog.setDefaultSuffix("png")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _save_to(self, name: str) -> None:
        picture, file = self.studio.canvas.picture, Path(name)
        image_format = _FORMATS.get(file.suffix.lower())
        if picture is None:
            return
        if image_format is None:
            info = ErrorInfo(
                "bad_value",
                self.tr("Pictures are not saved as {suffix} files.").format(suffix=file.suffix),
                self.tr("Choose a name that ends in .png, .jpg or .webp."),
            )
            self.studio.notices.add(NoticeLevel.ERROR, info)
            return
        options = self.studio.save_options.model_copy(update={"format": image_format})
        self.studio.exporter.save(picture, file, SaveOptions.model_validate(options))

    def open_picture_folder(self) -> None:
        picture = self.studio.canvas.picture
        folder = picture.saved.path.parent if picture and picture.saved else self.studio.save_options.folder
        self.open_folder(folder)

    def quit(self) -> None:
        self.window.close()


ACTIONS = (
    ActionRow(
        "save_as",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Save picture &as…"),
        QT_TRANSLATE_NOOP(
            "Actions", "Save a copy of the picture on the canvas, with its settings, where you like"
        ),
        FileCommands.save_picture_as,
        "save",
        (Key.SaveAs, "Ctrl+S"),
        FileCommands.has_picture,
    ),
    ActionRow(
        "show_in_folder",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Open the picture's &folder"),
        QT_TRANSLATE_NOOP("Actions", "Show the folder that the picture on the canvas was saved in"),
        FileCommands.open_picture_folder,
        "folder-open",
        ("Ctrl+Alt+O",),
    ),
    ActionRow(
        "quit",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "&Quit"),
        QT_TRANSLATE_NOOP("Actions", "Close Darkroom; asks first while it makes pictures"),
        FileCommands.quit,
        "log-out",
        (Key.Quit, "Ctrl+Q"),
        line_above=True,
    ),
)
