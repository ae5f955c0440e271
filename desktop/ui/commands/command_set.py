"""What all commands share: the studio, the window, and a few questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop.core.document.layers import PixelLayer
from desktop.core.errors import ErrorInfo
from desktop.core.params import PictureRecord
from desktop.state.notices import NoticeLevel
from desktop.state.studio import Studio

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class CommandSet(QObject):
    """Base of the menus' commands. GUI thread."""

    def __init__(self, studio: Studio, window: MainWindow) -> None:
        super().__init__(window)
        self.studio = studio
        self.window = window

    def has_picture(self) -> bool:
        return self.studio.canvas.picture is not None

    def has_canvas(self) -> bool:
        """Whether there is something on it: layers, or a picture that is looked at."""
        return self.has_picture() or not self.studio.editor.document.document.empty

    def has_layer(self) -> bool:
        """Whether one is active."""
        return self.studio.editor.document.document.active_layer is not None

    def has_selection(self) -> bool:
        return self.studio.editor.document.document.has_selection

    def has_settings(self) -> bool:
        return self.record() is not None

    def is_busy(self) -> bool:
        return self.studio.busy

    def record(self) -> PictureRecord | None:
        """The record of the picture on the canvas: of the one over it, or else of the active layer."""
        if (picture := self.studio.canvas.picture) is not None:
            return picture.record
        layer = self.studio.editor.document.document.active_layer
        return layer.recipe if isinstance(layer, PixelLayer) else None

    def open_folder(self, folder: Path) -> None:
        """Show ``folder``, or the nearest one above it that is there, in the system's file manager."""
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            info = ErrorInfo(
                "no_file_manager",
                self.tr("No program to show folders was found."),
                self.tr("The folder is {folder}.").format(folder=folder),
            )
            self.studio.notices.add(NoticeLevel.WARNING, info)
