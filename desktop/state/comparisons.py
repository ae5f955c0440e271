"""Comparisons of values: the jobs of a grid as one group, and in the end a sheet with their pictures."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.errors import AppError
from desktop.core.grids import Grid
from desktop.core.jobs import GroupKind, JobId, SavedPicture, new_group
from desktop.core.params import GenerateParams, PictureRecord, SaveOptions
from desktop.core.picture_store import PictureStore
from desktop.core.pixels import Pixels
from desktop.state.background import Background
from desktop.state.canvas_state import CanvasPicture
from desktop.state.job_board import JobBoard, JobRecord
from desktop.state.job_desk import JobDesk

if TYPE_CHECKING:
    from desktop.core.pictures import OpenedPicture


@dataclass(slots=True)
class _Comparison:
    base: GenerateParams
    grid: Grid
    left: set[JobId] = field(default_factory=set)
    """Jobs that have not ended."""
    made: dict[int, SavedPicture] = field(default_factory=dict)
    """By cell."""


class Comparisons(QObject):
    """Follows the groups that ``start`` made until the program ends; a retried cell gives a new sheet.

    GUI thread; sheets are drawn and saved in threads.
    """

    sheet_made = Signal(object)
    """CanvasPicture, which is saved."""

    def __init__(
        self,
        board: JobBoard,
        desk: JobDesk,
        store: PictureStore,
        background: Background,
        save_options: Callable[[], SaveOptions],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._store = store
        self._background = background
        self._save_options = save_options
        self._comparisons: dict[str, _Comparison] = {}
        board.jobs_added.connect(self._on_jobs_added)
        board.job_ended.connect(self._on_job_ended)

    def start(self, base: GenerateParams, grid: Grid) -> tuple[JobId, ...]:
        """Queue the grid's pictures; ``base`` is what it was planned from."""
        group = new_group(GroupKind.COMPARISON)
        self._comparisons[group] = _Comparison(base, grid)
        return self._desk.submit(*grid.jobs, group=group)

    def close(self) -> None:
        """Draw no more sheets: jobs that are dropped at the end are no end of a comparison."""
        self._comparisons.clear()

    @Slot(object)
    def _on_jobs_added(self, records: tuple[JobRecord, ...]) -> None:
        for record in records:
            if comparison := self._comparisons.get(record.job.group):
                comparison.left.add(record.id)

    @Slot(object)
    def _on_job_ended(self, record: JobRecord) -> None:
        comparison = self._comparisons.get(record.job.group)
        if comparison is None or record.id not in comparison.left:
            return
        comparison.left.remove(record.id)
        cells = comparison.grid.cells
        if record.saved and record.job.params in cells:
            comparison.made[cells.index(record.job.params)] = record.saved[-1]
        if comparison.made and not comparison.left:
            self._make_sheet(comparison)

    def _make_sheet(self, comparison: _Comparison) -> None:
        base, grid, made = comparison.base, comparison.grid, dict(comparison.made)
        options, store = self._save_options(), self._store
        self._background.run(lambda: _sheet(base, grid, made, store, options), self.sheet_made.emit)


def _sheet(
    base: GenerateParams,
    grid: Grid,
    made: dict[int, SavedPicture],
    store: PictureStore,
    options: SaveOptions,
) -> CanvasPicture:
    """Read the pictures, draw the sheet and save it."""
    from desktop.core import contact_sheet

    # Together they may be far larger than the sheet, where they are made smaller in any case.
    longest = round(math.sqrt(contact_sheet.MAX_SHEET_PIXELS / len(grid.cells)))
    cells: list[Pixels | None] = [None] * len(grid.cells)
    record: PictureRecord | None = None
    for cell, saved in made.items():
        picture = _opened(saved.path)
        if picture is not None:
            cells[cell] = picture.pixels.thumbnail(longest)
            record = record or picture.record
    if record is None:
        raise AppError(
            "sheet_failed",
            "The sheet of the comparison could not be made: its pictures' files are gone or damaged.",
            "Start the comparison again.",
        )
    sheet = contact_sheet.compose(grid, cells)
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    provenance = record.provenance.model_copy(update={"kind": "grid", "created": now, "seconds": 0.0})
    record = PictureRecord(params=base.for_picture(0), provenance=provenance)
    return CanvasPicture(sheet, record, store.save(sheet, record, options, 0))


def _opened(path: Path) -> OpenedPicture | None:
    from desktop.core import pictures

    try:
        return pictures.read(path)
    except AppError:
        return None  # its place stays empty
