"""Which pictures of the gallery are selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The ids of the selected pictures, newest first. GUI thread only."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[int, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        return self._ids

    @property
    def only(self) -> int | None:
        """The one that is selected; None when it is none or several."""
        return self._ids[0] if len(self._ids) == 1 else None

    def set(self, ids: Sequence[int]) -> None:
        if (new := tuple(ids)) != self._ids:
            self._ids = new
            self.changed.emit()
