"""The File menu: the project, saving, folders, leaving."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop.core.errors import ErrorInfo
from desktop.core.params import SaveOptions
from desktop.state.editor.project import RESTORE, ProjectState
from desktop.state.notices import NoticeLevel
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow, Key
from desktop.ui.commands.command_set import CommandSet
from desktop.ui.icons import icon
from desktop.ui.saving import save_project, save_project_as

_FORMATS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


class FileCommands(CommandSet):
    """GUI thread."""

    @property
    def _project(self) -> ProjectState:
        return self.studio.editor.project

    def has_project(self) -> bool:
        return not self.studio.editor.document.document.empty

    def can_save(self) -> bool:
        return self.has_project() or self.has_picture()

    def can_revert(self) -> bool:
        return self._project.file is not None and self._project.modified

    def can_restore(self) -> bool:
        return self._project.can_restore

    def has_recent(self) -> bool:
        return bool(self._project.recent)

    def save(self) -> None:
        """The project; or the picture that is looked at, while there is no other work."""
        if self.has_project():
            save_project(self._project, self.window)
        else:
            self.save_picture_as()

    def save_project_as(self) -> None:
        save_project_as(self._project, self.window)

    def revert(self) -> None:
        self._project.revert()

    def restore(self) -> None:
        self._project.restore()

    def show_recent(self) -> None:
        menu = QMenu(self.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("Recent projects"))
        for file in self._project.recent:
            action = menu.addAction(icon("layers"), file.name.replace("&", "&&"))
            action.setStatusTip(str(file))
            action.setToolTip(str(file))
            action.triggered.connect(partial(self._project.open, file))
        menu.setToolTipsVisible(True)
        menu.popup(self.window.canvas.mapToGlobal(self.window.canvas.rect().topLeft()))

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
        "open_recent",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Open &recent…"),
        QT_TRANSLATE_NOOP("Actions", "Open one of the projects that were saved or opened last"),
        FileCommands.show_recent,
        "history",
        ("Ctrl+Shift+O",),
        FileCommands.has_recent,
        line_above=True,
    ),
    ActionRow(
        "save",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "&Save"),
        QT_TRANSLATE_NOOP("Actions", "Save the project: the canvas with its layers, prompt and settings"),
        FileCommands.save,
        "save",
        (Key.Save,),
        FileCommands.can_save,
    ),
    ActionRow(
        "save_project_as",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Save &project as…"),
        QT_TRANSLATE_NOOP("Actions", "Save the project under another name"),
        FileCommands.save_project_as,
        "save",
        (Key.SaveAs,),
        FileCommands.has_project,
    ),
    ActionRow(
        "revert",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Re&vert"),
        QT_TRANSLATE_NOOP("Actions", "Go back to what the project's file holds; can be undone"),
        FileCommands.revert,
        "rotate-ccw",
        can=FileCommands.can_revert,
    ),
    ActionRow(
        RESTORE,
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Restore the &canvas"),
        QT_TRANSLATE_NOOP("Actions", "Bring back the canvas that was kept before Darkroom was cut off"),
        FileCommands.restore,
        "archive-restore",
        can=FileCommands.can_restore,
    ),
    ActionRow(
        "save_as",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Save picture &as…"),
        QT_TRANSLATE_NOOP(
            "Actions", "Save a copy of the picture on the canvas, with its settings, where you like"
        ),
        FileCommands.save_picture_as,
        "image",
        ("Ctrl+Alt+P",),
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
