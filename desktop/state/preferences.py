"""The person's settings while the program runs, written behind their back."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.core import settings
from desktop.core.errors import AppError
from desktop.core.settings import Settings
from desktop.state.background import Background

SAVE_DELAY_MS = 300


class Preferences(QObject):
    """The current Settings; each change reaches the file a moment later. GUI thread only."""

    changed = Signal(object)
    """The Settings that hold now."""
    save_failed = Signal(object)
    """ErrorInfo. The settings hold all the same, until the program ends."""
    exported = Signal(object)
    """The Path that ``export`` wrote."""

    def __init__(
        self,
        path: Path,
        current: Settings,
        parent: QObject | None = None,
        *,
        previous: Settings | None = None,
    ) -> None:
        """``previous`` can be gone back to: what held before the file was damaged."""
        super().__init__(parent)
        self._path = path
        self._current = current
        self._previous = previous
        self._background = Background("settings file", self)
        self._background.failed.connect(self.save_failed)
        self._dirty = False
        self._writer: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self._save_behind)

    @property
    def current(self) -> Settings:
        return self._current

    @property
    def previous(self) -> Settings | None:
        """What ``go_back`` would bring; None when there is nothing."""
        return self._previous

    def go_back(self) -> None:
        """Take the settings that held before the file was damaged."""
        if self._previous is not None:
            previous, self._previous = self._previous, None
            self.replace(previous)

    def replace(self, new: Settings) -> None:
        """Take all of these settings in place of the current ones."""
        self.update(**{name: getattr(new, name) for name in Settings.model_fields})

    def reset(self, *names: str) -> None:
        """Give settings their defaults. Raises KeyError for one that does not exist."""
        fields = Settings.model_fields
        self.update(**{name: fields[name].get_default(call_default_factory=True) for name in names})

    def export(self, path: Path) -> None:
        """Write the settings, without the session, to a file of the person's choice, beside the window."""
        current = self._current
        self._background.run(lambda: settings.export(path, current), lambda _: self.exported.emit(path))

    def import_(self, path: Path) -> None:
        """Take the settings of a file that ``export`` wrote; ``save_failed`` tells why when that can't be."""
        session = self._current.session
        self._background.run(lambda: settings.read_exported(path, session), self.replace)

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
        """Return when all changes are in the file (or could not be written); the last call of all."""
        self._background.close(finish=True)
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
