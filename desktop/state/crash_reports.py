"""Reports of what went wrong, for the person to read, copy and save. Nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core import crash_report, files
from desktop.core.paths import Paths
from desktop.state.background import Background


class CrashReports(QObject):
    """Reads and writes beside the window. GUI thread."""

    composed = Signal(str)
    """The report's text."""
    saved = Signal(object)
    """The Path that was written."""

    def __init__(
        self,
        paths: Paths,
        device: Callable[[], str],
        secrets: Callable[[], tuple[str, ...]],
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        """``secrets`` gives the texts that no report may hold: the prompts."""
        super().__init__(parent)
        self._paths = paths
        self._device = device
        self._secrets = secrets
        self._background = background

    def compose(self) -> None:
        """Make a report of now; ``composed`` brings it."""
        paths, device, secrets = self._paths, self._device(), self._secrets()
        self._background.run(
            lambda: crash_report.compose(paths, device, secrets, Path.home()), self.composed.emit
        )

    def save(self, path: Path, text: str) -> None:
        """Write a report to a file of the person's choice."""
        self._background.run(lambda: files.write_text(path, text), lambda _: self.saved.emit(path))
