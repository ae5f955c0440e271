"""What the actions do, and when they can be done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow

from desktop.core import files
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.infotext import to_infotext
from desktop.core.params import PictureRecord, SaveOptions
from desktop.state.notices import NoticeLevel
from desktop.state.qimages import to_qimage
from desktop.state.studio import Studio
from desktop.ui.canvas.view import CanvasView
from desktop.ui.dialogs.about import about_box

_FORMATS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


class Commands(QObject):
    """One method for each action of the table, and one for each condition. GUI thread."""

    layout_reset_requested = Signal()
    next_area_requested = Signal()

    def __init__(self, studio: Studio, canvas: CanvasView, window: QMainWindow) -> None:
        super().__init__(window)
        self._studio = studio
        self._canvas = canvas
        self._window = window

    # Conditions

    def has_picture(self) -> bool:
        return self._studio.canvas.picture is not None

    def has_settings(self) -> bool:
        return self._record() is not None

    def is_saved(self) -> bool:
        picture = self._studio.canvas.picture
        return picture is not None and picture.saved is not None

    def is_busy(self) -> bool:
        return self._studio.board.running is not None or bool(self._studio.board.waiting)

    def can_undo(self) -> bool:
        return self._studio.undo_stack.canUndo()

    def can_redo(self) -> bool:
        return self._studio.undo_stack.canRedo()

    def is_dark_theme(self) -> bool:
        return self._studio.preferences.current.theme == "dark"

    def is_light_theme(self) -> bool:
        return self._studio.preferences.current.theme == "light"

    def is_contrast_theme(self) -> bool:
        return self._studio.preferences.current.theme == "high-contrast"

    def is_full_screen(self) -> bool:
        return self._window.isFullScreen()

    # File

    def save_picture_as(self) -> None:
        picture = self._studio.canvas.picture
        if picture is None:
            return
        folder = picture.saved.path.parent if picture.saved else self._studio.save_options.folder
        name = picture.saved.path.name if picture.saved else "picture.png"
        dialog = QFileDialog(self._window, self.tr("Save the picture"), str(folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp)"])
        dialog.setDefaultSuffix("png")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _save_to(self, name: str) -> None:
        picture, file = self._studio.canvas.picture, Path(name)
        image_format = _FORMATS.get(file.suffix.lower())
        if picture is None:
            return
        if image_format is None:
            info = ErrorInfo(
                "bad_value",
                self.tr("Pictures are not saved as {suffix} files.").format(suffix=file.suffix),
                self.tr("Choose a name that ends in .png, .jpg or .webp."),
            )
            self._studio.notices.add(NoticeLevel.ERROR, info)
            return
        options = self._studio.save_options.model_copy(update={"format": image_format})
        self._studio.exporter.save(picture, file, SaveOptions.model_validate(options))

    def open_picture_folder(self) -> None:
        picture = self._studio.canvas.picture
        folder = picture.saved.path.parent if picture and picture.saved else self._studio.save_options.folder
        self._open_folder(folder)

    def quit(self) -> None:
        self._window.close()

    # Edit

    def undo(self) -> None:
        self._studio.undo_stack.undo()

    def redo(self) -> None:
        self._studio.undo_stack.redo()

    def copy_picture(self) -> None:
        picture = self._studio.canvas.picture
        if picture is not None:
            data = QMimeData()
            data.setImageData(to_qimage(picture.pixels))
            QGuiApplication.clipboard().setMimeData(data)

    def copy_settings(self) -> None:
        record = self._record()
        if record is not None:
            QGuiApplication.clipboard().setText(to_infotext(record))

    # Generate

    def generate(self) -> None:
        self._studio.generate()

    def cancel(self) -> None:
        self._studio.cancel_current()

    def cancel_all(self) -> None:
        self._studio.cancel_all()

    def use_settings(self) -> None:
        record = self._record()
        if record is not None:
            self._studio.use_all(record.params)

    def use_seed(self) -> None:
        record = self._record()
        if record is not None:
            self._studio.prompt.seed = record.params.seed

    # Models

    def rescan_models(self) -> None:
        self._studio.library.refresh()

    def open_models_folder(self) -> None:
        folder = self._studio.paths.models
        try:
            files.make_folder(folder)
        except AppError as error:
            self._studio.notices.add(NoticeLevel.ERROR, error.info)
        else:
            self._open_folder(folder)

    # View

    def zoom_in(self) -> None:
        self._canvas.zoom_in()

    def zoom_out(self) -> None:
        self._canvas.zoom_out()

    def actual_size(self) -> None:
        self._canvas.zoom_to_actual_size()

    def fit(self) -> None:
        self._canvas.fit()

    def use_dark_theme(self) -> None:
        self._studio.preferences.update(theme="dark")

    def use_light_theme(self) -> None:
        self._studio.preferences.update(theme="light")

    def use_contrast_theme(self) -> None:
        self._studio.preferences.update(theme="high-contrast")

    def toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def go_to_next_area(self) -> None:
        self.next_area_requested.emit()

    def reset_layout(self) -> None:
        self.layout_reset_requested.emit()

    # Help

    def about(self) -> None:
        box = about_box(self._window, self._studio.device)
        box.finished.connect(box.deleteLater)
        box.open()

    # Inside

    def _record(self) -> PictureRecord | None:
        picture = self._studio.canvas.picture
        return None if picture is None else picture.record

    def _open_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(_existing(folder)))):
            info = ErrorInfo(
                "no_file_manager",
                self.tr("No program to show folders was found."),
                self.tr("The folder is {folder}.").format(folder=folder),
            )
            self._studio.notices.add(NoticeLevel.WARNING, info)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder
