"""The queue as a tree for views: what runs, what waits, what has ended; groups hold their jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QImage

from desktop.core.events import PictureDone, Preview
from desktop.core.jobs import GroupKind, Job, JobId, group_kind
from desktop.core.pixels import Pixels
from desktop.state.job_board import JobBoard, JobRecord, JobStatus
from desktop.state.job_desk import JobDesk
from desktop.state.qimages import to_qimage
from desktop.state.queue_forecast import QueueForecast
from desktop.state.queue_words import describe

PICTURE = 96
"""Longest side of the small pictures, in pixels."""
_READ = 384
"""A large picture is first thinned out to about this many pixels a side, which costs nothing."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class QueueRole(IntEnum):
    """Roles beside DisplayRole (the prompt) and DecorationRole (a small QImage, or None)."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The QueueRow."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What a row shows: one job, or a group of jobs."""

    records: tuple[JobRecord, ...]
    """One for a job; those of a group in the order they were handed in."""
    group: str
    """Empty for a job."""
    seconds_left: float | None
    """Until its end, once it has started; None while unknown, and after the end."""

    @property
    def kind(self) -> GroupKind | None:
        return group_kind(self.group)

    @property
    def job_ids(self) -> tuple[JobId, ...]:
        return tuple(record.id for record in self.records)

    @property
    def status(self) -> JobStatus:
        """Of a group: running or queued as long as one of its jobs is, then the worst end."""
        found = {record.status for record in self.records}
        return next(status for status in _RANKS if status in found)

    @property
    def done(self) -> int:
        """How many of its jobs have ended."""
        return sum(record.outcome is not None for record in self.records)

    @property
    def fraction(self) -> float:
        """The share that is done, 0 to 1."""
        return sum(record.fraction for record in self.records) / len(self.records)

    @property
    def lead(self) -> JobRecord:
        """The job that speaks for the row: the running one, or the first."""
        running = (record for record in self.records if record.status is JobStatus.RUNNING)
        return next(running, self.records[0])


_RANKS = (
    JobStatus.RUNNING,
    JobStatus.QUEUED,
    JobStatus.FAILED,
    JobStatus.CANCELLED,
    JobStatus.FINISHED,
)


@dataclass(slots=True)
class _Entry:
    """A row of the first level."""

    key: str
    """The group's name, or the job's id."""
    serial: int
    """Tells its children's indexes; never used twice."""
    jobs: list[JobId] = field(default_factory=list)


class QueueList(QAbstractItemModel):
    """Follows the board and the queue. GUI thread only.

    On the first level a job or a group: the running one, the waiting ones next first, the ended ones last
    first. A group's jobs are below it in the order they were handed in.
    """

    def __init__(
        self, board: JobBoard, desk: JobDesk, forecast: QueueForecast, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._board = board
        self._desk = desk
        self._forecast = forecast
        self._entries: list[_Entry] = []
        self._places: dict[str, int] = {}
        """Key to row."""
        self._groups: dict[int, _Entry] = {}
        """Serial to the group's entry."""
        self._serial = 0
        self._images: dict[JobId, QImage] = {}
        board.counts_changed.connect(self._arrange)
        board.job_changed.connect(self._on_job_changed)
        board.job_ended.connect(self._on_job_changed)
        board.preview_received.connect(self._on_preview)
        board.picture_done.connect(self._on_picture_done)
        desk.order_changed.connect(self._arrange)

    # What views ask

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self._entries)
        if parent.internalId():
            return 0
        entry = self._entries[parent.row()]
        return len(entry.jobs) if entry.serial in self._groups else 0

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, 0, self._entries[parent.row()].serial if parent.isValid() else 0)

    def parent(self, index: Index = _NOWHERE) -> Any:
        """Without an index the object's own parent, as QObject has it."""
        if index is _NOWHERE:
            return super().parent()
        group = self._groups.get(index.internalId()) if index.isValid() else None
        return QModelIndex() if group is None else self.createIndex(self._places[group.key], 0, 0)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not (records := self._records(index)):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return records[0].job.params.prompt
            case Qt.ItemDataRole.DecorationRole:
                images = (self._images.get(record.id) for record in reversed(records))
                return next((image for image in images if image is not None), None)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return describe(self.row_at(index))
            case QueueRole.ROW:
                return self.row_at(index)
        return None

    def row_at(self, index: Index) -> QueueRow:
        """What the row of a valid index shows."""
        records = self._records(index)
        entry = self._entries[index.row()] if not index.internalId() else None
        group = entry.key if entry is not None and entry.serial in self._groups else ""
        return QueueRow(records, group, self._forecast.seconds_left(records))

    def index_of(self, job_id: JobId) -> QModelIndex:
        """Where a job is (below its group if it has one); invalid when it is not listed."""
        record = self._board.get(job_id)
        place = None if record is None else self._places.get(_key(record.job))
        if place is None or job_id not in self._entries[place].jobs:
            return QModelIndex()
        entry = self._entries[place]
        parent = self.index(place, 0)
        return self.index(entry.jobs.index(job_id), 0, parent) if entry.serial in self._groups else parent

    # Order

    def is_movable(self, index: Index) -> bool:
        """Whether the row stands among those that wait: only whole groups move."""
        return index.isValid() and not index.internalId() and self._waits(index.row())

    def move(self, rows: Iterable[int], before: int) -> None:
        """Put waiting rows of the first level, in their order, in front of row ``before``."""
        moving = [self._entries[row].key for row in sorted(set(rows)) if self._waits(row)]
        keys = [entry.key for row, entry in enumerate(self._entries) if self._waits(row)]
        ahead = sum(1 for row in range(min(before, len(self._entries))) if self._waits(row))
        target = [key for key in keys[:ahead] if key not in moving]
        target += [*moving, *(key for key in keys[ahead:] if key not in moving)]
        waiting: dict[str, list[JobId]] = {key: [] for key in target}
        for job in self._desk.waiting:
            waiting.setdefault(_key(job), []).append(job.id)
        self._desk.reorder(job_id for ids in waiting.values() for job_id in ids)

    def _waits(self, row: int) -> bool:
        return any(self._status(job_id) is JobStatus.QUEUED for job_id in self._entries[row].jobs)

    # Following

    @Slot()
    def _arrange(self) -> None:
        """Bring the rows in line with board and queue: ended rows go, new ones come, then the order."""
        jobs = self._jobs_by_key()
        for row in range(len(self._entries) - 1, -1, -1):
            if self._entries[row].key not in jobs:
                self.beginRemoveRows(QModelIndex(), row, row)
                self._groups.pop(self._entries[row].serial, None)
                del self._entries[row]
                self._renumber()
                self.endRemoveRows()
        for entry in self._entries:
            self._arrange_children(entry, jobs[entry.key])
        known = {entry.key for entry in self._entries}
        new = [self._entry(key, ids) for key, ids in jobs.items() if key not in known]
        if new:
            self.beginInsertRows(QModelIndex(), len(self._entries), len(self._entries) + len(new) - 1)
            self._entries += new
            self._renumber()
            self.endInsertRows()
        places = {key: place for place, key in enumerate(jobs)}
        if any(places[entry.key] != row for row, entry in enumerate(self._entries)):
            self._sort(places)
        self._images = {job_id: image for job_id, image in self._images.items() if self._board.get(job_id)}

    def _jobs_by_key(self) -> dict[str, list[JobId]]:
        """Every job on the board by its row's key; the keys in the order of the rows."""
        jobs: dict[str, list[JobId]] = {}
        running = self._board.running
        if running is not None:
            jobs[_key(running.job)] = []
        for job in self._desk.waiting:
            jobs.setdefault(_key(job), [])
        for record in self._board.ended:
            jobs.setdefault(_key(record.job), [])
        for record in self._board.records:
            jobs.setdefault(_key(record.job), []).append(record.id)
        return jobs

    def _arrange_children(self, entry: _Entry, ids: list[JobId]) -> None:
        if entry.jobs == ids:
            return
        parent = self.index(self._places[entry.key], 0) if entry.serial in self._groups else None
        if parent is None:
            entry.jobs = ids
            return
        wanted = set(ids)
        for row in range(len(entry.jobs) - 1, -1, -1):
            if entry.jobs[row] not in wanted:
                self.beginRemoveRows(parent, row, row)
                del entry.jobs[row]
                self.endRemoveRows()
        if len(ids) > len(entry.jobs):  # new ones come last
            self.beginInsertRows(parent, len(entry.jobs), len(ids) - 1)
            entry.jobs = ids
            self.endInsertRows()

    def _sort(self, places: dict[str, int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = [index for index in self.persistentIndexList() if not index.internalId()]
        keys = [self._entries[index.row()].key for index in before]
        self._entries.sort(key=lambda entry: places[entry.key])
        self._renumber()
        self.changePersistentIndexList(before, [self.createIndex(self._places[key], 0, 0) for key in keys])
        self.layoutChanged.emit()

    def _entry(self, key: str, ids: list[JobId]) -> _Entry:
        self._serial += 1
        entry = _Entry(key, self._serial, ids)
        if key not in ids:
            self._groups[entry.serial] = entry
        return entry

    def _renumber(self) -> None:
        self._places = {entry.key: row for row, entry in enumerate(self._entries)}

    @Slot(object)
    def _on_job_changed(self, record: JobRecord) -> None:
        index = self.index_of(record.id)
        while index.isValid():
            self.dataChanged.emit(index, index)
            index = self.parent(index)

    @Slot(object)
    def _on_preview(self, preview: Preview) -> None:
        self._show(preview.job_id, preview.pixels)

    @Slot(object)
    def _on_picture_done(self, done: PictureDone) -> None:
        self._show(done.job_id, done.pixels)

    def _show(self, job_id: JobId, pixels: Pixels) -> None:
        record = self._board.get(job_id)
        if record is not None:
            self._images[job_id] = _small(pixels)
            self._on_job_changed(record)

    # Records

    def _records(self, index: Index) -> tuple[JobRecord, ...]:
        if group := self._groups.get(index.internalId()):
            return self._known(group.jobs[index.row() : index.row() + 1])
        return self._known(self._entries[index.row()].jobs)

    def _known(self, ids: Sequence[JobId]) -> tuple[JobRecord, ...]:
        return tuple(record for job_id in ids if (record := self._board.get(job_id)) is not None)

    def _status(self, job_id: JobId) -> JobStatus | None:
        record = self._board.get(job_id)
        return None if record is None else record.status


def _key(job: Job) -> str:
    return job.group or job.id


def _small(pixels: Pixels) -> QImage:
    step = max(1, max(pixels.array.shape[:2]) // _READ)
    image = to_qimage(Pixels(pixels.array[::step, ::step].copy()))
    if max(image.width(), image.height()) <= PICTURE:
        return image
    return image.scaled(
        PICTURE, PICTURE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
