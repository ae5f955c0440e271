"""What is known of the selected pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.gallery import Gallery, GalleryRow
from desktop.core.params import PictureRecord
from desktop.state.background import Background
from desktop.state.selection import Selection

CHILDREN = 12


@dataclass(frozen=True, slots=True)
class PictureDetails:
    """One picture: ``record`` is None when its settings are unknown; of its children the newest ones."""

    row: GalleryRow
    record: PictureRecord | None
    parent: GalleryRow | None
    children: tuple[GalleryRow, ...]


Details = PictureDetails | tuple[GalleryRow, ...] | None
"""Of one picture; the rows of several; None of none."""


class SelectionDetails(QObject):
    """Follows the selection, and reads only. GUI thread."""

    changed = Signal()

    def __init__(
        self, gallery: Gallery, background: Background, selection: Selection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._background = background
        self._selection = selection
        self._current: Details = None
        selection.changed.connect(self.refresh)

    @property
    def current(self) -> Details:
        return self._current

    @Slot()
    def refresh(self) -> None:
        """Read again what is selected."""
        self._background.run(partial(self._read, self._selection.ids), self._show, replaces="details")

    def _read(self, ids: Sequence[int]) -> Details:
        rows = self._gallery.rows(ids)
        if len(rows) != 1:
            return tuple(rows) or None
        (row,) = rows
        return PictureDetails(
            row,
            self._gallery.record(row.id),
            self._gallery.parent(row.id),
            tuple(self._gallery.children(row.id)[:CHILDREN]),
        )

    def _show(self, details: Details) -> None:
        if details != self._current:
            self._current = details
            self.changed.emit()
