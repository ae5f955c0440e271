"""Pictures into the gallery, and out of it: importing, exporting, their paths."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import ErrorInfo
from desktop.core.gallery import GalleryRow
from desktop.state.notices import NoticeLevel
from desktop.state.picture_details import PictureDetails
from desktop.state.picture_files import CopyOptions, Outcome, Progress
from desktop.state.studio import Studio
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet
from desktop.ui.widgets.folder_field import ask_for_folder

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_MESSAGE_MS = 8000


class GalleryFileCommands(CommandSet):
    """On the selected pictures' files, and on others. What came of it is a notice. GUI thread."""

    def __init__(self, studio: Studio, window: MainWindow) -> None:
        super().__init__(studio, window)
        self._collection = studio.collection
        self._collection.imports.progressed.connect(self._say_importing)
        self._collection.imports.ended.connect(self._say_imported)
        self._collection.copies.progressed.connect(self._say_copying)
        self._collection.copies.ended.connect(self._say_copied)

    def has_selection(self) -> bool:
        return bool(self._collection.selection.ids)

    def copy_path(self) -> None:
        paths = [str(row.path) for row in self._rows()]
        QGuiApplication.clipboard().setText("\n".join(paths))

    def export(self) -> None:
        ids = self._collection.selection.ids
        from desktop.ui.dialogs.export import ExportDialog

        dialog = ExportDialog(len(ids), Path.home(), self.window)
        dialog.chosen.connect(partial(self._export, ids))
        dialog.open()

    def _export(self, ids: tuple[int, ...], options: CopyOptions) -> None:
        self._collection.copies.export(ids, options)

    def import_pictures(self) -> None:
        dialog = QFileDialog(self.window, self.tr("Import pictures"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp)"])
        dialog.filesSelected.connect(self._import_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_folder(self) -> None:
        ask_for_folder(self.window, self.tr("Import a folder"), None, self._import_folder)

    def _import_files(self, names: list[str]) -> None:
        self._collection.imports.add_files([Path(name) for name in names])

    def _import_folder(self, name: str) -> None:
        self._collection.imports.add_folder(Path(name))

    # What came of it

    def _rows(self) -> Iterator[GalleryRow]:
        """Of the selected pictures, as last read."""
        details = self._collection.details.current
        if isinstance(details, PictureDetails):
            yield details.row
        elif details is not None:
            yield from details

    @Slot(object)
    def _say_importing(self, progress: Progress) -> None:
        self._say(
            self.tr("Importing picture {number} of {total}…").format(
                number=progress.done + 1, total=progress.total
            )
        )

    @Slot(object)
    def _say_copying(self, progress: Progress) -> None:
        self._say(
            self.tr("Copying picture {number} of {total}…").format(
                number=progress.done + 1, total=progress.total
            )
        )

    @Slot(object)
    def _say_imported(self, outcome: Outcome) -> None:
        words = self.tr("Imported: {done}. In the gallery already: {known}. Not readable: {failed}.")
        self._tell(
            "imported",
            words.format(done=outcome.done, known=outcome.passed_over, failed=outcome.failed),
            outcome,
        )

    @Slot(object)
    def _say_copied(self, outcome: Outcome) -> None:
        words = self.tr("Copied: {done}. Not copied: {failed}.")
        self._tell("exported", words.format(done=outcome.done, failed=outcome.failed), outcome)

    def _tell(self, code: str, message: str, outcome: Outcome) -> None:
        """As a notice, with the first problems folded."""
        self.window.statusBar().clearMessage()
        details = "\n".join(f"{one.message} {one.hint} {one.details}" for one in outcome.problems)
        level = NoticeLevel.WARNING if outcome.failed else NoticeLevel.INFO
        self.studio.notices.add(level, ErrorInfo(code, message, "", details))

    def _say(self, words: str) -> None:
        self.window.statusBar().showMessage(words, _MESSAGE_MS)


ACTIONS = (
    ActionRow(
        "import_pictures",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "&Import pictures…"),
        QT_TRANSLATE_NOOP("Actions", "List pictures in the gallery; their files stay where they are"),
        GalleryFileCommands.import_pictures,
        "image-plus",
        ("Ctrl+I",),
        line_above=True,
    ),
    ActionRow(
        "import_folder",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "I&mport a folder…"),
        QT_TRANSLATE_NOOP("Actions", "List all pictures of a folder, and of the folders in it"),
        GalleryFileCommands.import_folder,
        "folder-plus",
        ("Ctrl+Alt+F",),
    ),
    ActionRow(
        "export_pictures",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "&Export…"),
        QT_TRANSLATE_NOOP("Actions", "Copy the selected pictures to a folder, in the format that you choose"),
        GalleryFileCommands.export,
        "upload",
        ("Ctrl+E",),
        GalleryFileCommands.has_selection,
        line_above=True,
        in_gallery=True,
    ),
    ActionRow(
        "copy_path",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "Copy &file path"),
        QT_TRANSLATE_NOOP("Actions", "Put the paths of the selected pictures on the clipboard"),
        GalleryFileCommands.copy_path,
        "link",
        ("Ctrl+Alt+C",),
        GalleryFileCommands.has_selection,
    ),
)
