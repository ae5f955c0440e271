"""The person's settings while the program runs, written behind their back."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.core import settings
from desktop.core.errors import AppError
from desktop.core.settings import Settings

SAVE_DELAY_MS = 300


class Preferences(QObject):
    """The current Settings; each change reaches the file a moment later. GUI thread only."""

    changed = Signal(object)
    """The Settings that hold now."""
    save_failed = Signal(object)
    """ErrorInfo. The settings hold all the same, until the program ends."""

    def __init__(self, path: Path, current: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._current = current
        self._dirty = False
        self._writer: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self._save_behind)

    @property
    def current(self) -> Settings:
        return self._current

    def update(self, **changes: Any) -> None:
        """Change fields of Settings by name.

        Raises AppError("bad_value") when one can't have its value; then nothing changes.
        """
        values = {name: getattr(self._current, name) for name in Settings.model_fields}
        new = Settings.checked(**values | changes)
        if new != self._current:
            self._current = new
            self._dirty = True
            self._timer.start()
            self.changed.emit(new)

    def flush(self) -> None:
        """Return when all changes are in the file (or could not be written)."""
        self._timer.stop()
        if self._writer is not None:
            self._writer.join()
            self._writer = None
        if self._dirty:
            self._dirty = False
            self._save(self._current)

    @Slot()
    def _save_behind(self) -> None:
        # A flush to the disk may take a while: the window must not wait for it.
        if self._writer is not None and self._writer.is_alive():
            self._timer.start()
            return
        self._dirty = False
        self._writer = threading.Thread(target=self._save, args=(self._current,), name="settings")
        self._writer.start()

    def _save(self, current: Settings) -> None:
        try:
            settings.save(self._path, current)
        except AppError as error:
            self.save_failed.emit(error.info)
