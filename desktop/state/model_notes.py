"""What the person wrote about models."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.core import model_notes
from desktop.core.model_notes import MAX_NOTE
from desktop.state.background import Background

SAVE_DELAY_MS = 500


class ModelNotes(QObject):
    """Notes by model name, kept in a file a moment after each change. GUI thread."""

    changed = Signal()
    """The file was read."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._notes: dict[str, str] = {}
        self._loaded = False
        self.background = Background("model notes", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self._save)

    @property
    def loaded(self) -> bool:
        """Whether notes can be written: before that, those in the file would be lost."""
        return self._loaded

    def load(self) -> None:
        """Read the file once; ``changed`` tells when it was."""
        self.background.run(partial(model_notes.load, self._path), self._take, replaces="load")

    def of(self, name: str) -> str:
        return self._notes.get(name, "")

    def write(self, name: str, text: str) -> None:
        """Take another text; an empty one forgets the note. Not before ``loaded``."""
        text = text[:MAX_NOTE]
        if not self._loaded or text == self.of(name):
            return
        if text.strip():
            self._notes[name] = text
        else:
            self._notes.pop(name, None)
        self._timer.start()

    def close(self) -> None:
        """Wait until every note is on the disk."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()
        self.background.close(finish=True)

    @Slot()
    def _save(self) -> None:
        self.background.run(partial(model_notes.save, self._path, dict(self._notes)))

    def _take(self, notes: dict[str, str]) -> None:
        if not self._loaded:
            self._notes, self._loaded = notes, True
            self.changed.emit()
