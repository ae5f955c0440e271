"""Copies of pictures, written beside the window."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core import files
from desktop.core.errors import AppError
from desktop.core.params import SaveOptions
from desktop.state.canvas_state import CanvasPicture


class Exporter(QObject):
    """Encodes and writes in threads of its own: a large PNG takes a second. GUI thread."""

    saved = Signal(object)
    """The Path that was written."""
    failed = Signal(object)
    """ErrorInfo."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []

    def save(self, picture: CanvasPicture, file: Path, options: SaveOptions) -> None:
        """Write ``picture`` to ``file``, replacing what is there (the dialog has asked)."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._save, args=(picture, file, options), name="export")
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        """Wait until everything is on disk."""
        for thread in self._threads:
            thread.join()

    def _save(self, picture: CanvasPicture, file: Path, options: SaveOptions) -> None:
        from desktop.core import pictures

        try:
            files.write_bytes(file, pictures.encode(picture.pixels, picture.record, options))
        except AppError as error:
            self.failed.emit(error.info)
        else:
            self.saved.emit(file)
