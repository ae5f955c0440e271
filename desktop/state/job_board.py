"""The jobs as the window knows them: the only consumer of worker events."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.errors import ErrorInfo
from desktop.core.events import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Notice,
    Phase,
    PhaseName,
    PictureDone,
    Preview,
    Started,
    Step,
)
from desktop.core.jobs import Job, JobId, SavedPicture

log = logging.getLogger(__name__)

Outcome = Finished | Failed | Cancelled
ENDED_KEPT = 500


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job and how far it is: ``step`` of ``steps`` of picture ``picture`` (from 0) of ``pictures``."""

    job: Job
    status: JobStatus = JobStatus.QUEUED
    phase: PhaseName | None = None
    picture: int = 0
    pictures: int = 1
    step: int = 0
    steps: int = 0
    seconds_left: float | None = None
    """For the whole job; None while unknown."""
    saved: tuple[SavedPicture, ...] = ()
    cancelling: bool = False
    """It was asked to stop and has not yet."""
    outcome: Outcome | None = None
    """The terminal event; None until there is one."""

    @property
    def id(self) -> JobId:
        return self.job.id

    @property
    def error(self) -> ErrorInfo | None:
        return self.outcome.error if isinstance(self.outcome, Failed) else None

    @property
    def fraction(self) -> float:
        """Share of the sampling steps of all pictures that are done, 0 to 1."""
        if self.status is JobStatus.FINISHED:
            return 1.0
        return (self.picture + self.step / max(1, self.steps)) / max(1, self.pictures)


class JobBoard(QObject):
    """Records of jobs in order of submission; of the ended ones the last ``ended_kept``. GUI thread only."""

    jobs_added = Signal(object)
    """The JobRecords (tuple) of jobs that were added together."""
    job_changed = Signal(object)
    """JobRecord: edited, started, another phase, another step."""
    job_ended = Signal(object)
    """JobRecord with its outcome; comes once for each job."""
    counts_changed = Signal()
    """Jobs were added, started, ended or forgotten; comes once for all that happened together, after it."""
    picture_done = Signal(object)
    """PictureDone."""
    preview_received = Signal(object)
    """Preview of the running job."""
    notice_raised = Signal(object)
    """Notice."""

    def __init__(self, ended_kept: int = ENDED_KEPT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ended_kept = ended_kept
        self._records: dict[JobId, JobRecord] = {}
        self._running: JobId | None = None
        self._ended: deque[JobId] = deque()
        """First ended first."""

    @property
    def records(self) -> tuple[JobRecord, ...]:
        return tuple(self._records.values())

    @property
    def waiting(self) -> tuple[JobRecord, ...]:
        """Records of the jobs that wait, as they came; their order in the queue is the queue's."""
        return tuple(r for r in self._records.values() if r.status is JobStatus.QUEUED)

    @property
    def waiting_count(self) -> int:
        return len(self._records) - len(self._ended) - (self._running is not None)

    @property
    def ended(self) -> tuple[JobRecord, ...]:
        """Records of the jobs that ended, the last one first."""
        return tuple(self._records[job_id] for job_id in reversed(self._ended))

    @property
    def running(self) -> JobRecord | None:
        return None if self._running is None else self._records[self._running]

    def get(self, job_id: JobId) -> JobRecord | None:
        """The job's record; None when it was never here or ended long ago."""
        return self._records.get(job_id)

    def add(self, *jobs: Job) -> None:
        """Take jobs that now wait."""
        added = tuple(JobRecord(job, pictures=job.params.count, steps=job.params.steps) for job in jobs)
        self._records.update((record.id, record) for record in added)
        self.jobs_added.emit(added)
        self.counts_changed.emit()

    def edit(self, job: Job) -> None:
        """Take the new content of a job that waits. Does nothing when it does not (any more)."""
        record = self._records.get(job.id)
        if record is not None and record.status is JobStatus.QUEUED:
            self._change(replace(record, job=job, pictures=job.params.count, steps=job.params.steps))

    def forget(self, job_ids: Iterable[JobId]) -> None:
        """Drop the records of jobs that ended; others stay."""
        dropped = set(job_ids).intersection(self._ended)
        if dropped:
            self._ended = deque(job_id for job_id in self._ended if job_id not in dropped)
            for job_id in dropped:
                del self._records[job_id]
            self.counts_changed.emit()

    def mark_cancelling(self, job_id: JobId) -> None:
        """Show that a job was asked to stop. Does nothing when it has ended."""
        record = self._records.get(job_id)
        if record is not None and record.outcome is None:
            self._change(replace(record, cancelling=True))

    @Slot(object)
    def receive(self, event: Event) -> None:
        """Follow one event. One that breaks the order is logged and ignored: it can only be a bug."""
        self._follow(event)
        if isinstance(event, Started | Finished | Failed | Cancelled):
            self.counts_changed.emit()

    def receive_cancels(self, job_ids: Iterable[JobId]) -> None:
        """Follow the cancelling of jobs that waited, all at once."""
        for job_id in job_ids:
            self._follow(Cancelled(job_id))
        self.counts_changed.emit()

    def _follow(self, event: Event) -> None:
        record = self._records.get(event.job_id)
        if isinstance(event, Preview) and (record is None or record.status is not JobStatus.RUNNING):
            return  # previews come beside the line of events, so one may be there before its job's Started
        if record is None or not _follows(record.status, event):
            log.error("out of order: %s of job %s", type(event).__name__, event.job_id)
            return
        match event:
            case Started():
                self._running = record.id
                self._change(replace(record, status=JobStatus.RUNNING))
            case Phase():
                step = record.step if event.picture == record.picture else 0
                picture, pictures = event.picture, event.pictures
                self._change(replace(record, phase=event.name, picture=picture, pictures=pictures, step=step))
            case Step():
                self._change(
                    replace(
                        record,
                        picture=event.picture,
                        pictures=event.pictures,
                        step=event.step,
                        steps=event.steps,
                        seconds_left=event.seconds_left,
                    )
                )
            case Preview():
                self.preview_received.emit(event)
            case Notice():
                self.notice_raised.emit(event)
            case PictureDone():
                if event.saved is not None:
                    self._change(replace(record, saved=(*record.saved, event.saved)))
                self.picture_done.emit(event)
            case Finished():
                self._end(record, JobStatus.FINISHED, event)
            case Failed():
                self._end(record, JobStatus.FAILED, event)
            case Cancelled():
                self._end(record, JobStatus.CANCELLED, event)

    def _change(self, record: JobRecord) -> None:
        self._records[record.id] = record
        self.job_changed.emit(record)

    def _end(self, record: JobRecord, status: JobStatus, outcome: Outcome) -> None:
        ended = replace(record, status=status, outcome=outcome, cancelling=False, seconds_left=None)
        self._records[ended.id] = ended
        if self._running == ended.id:
            self._running = None
        self._ended.append(ended.id)
        if len(self._ended) > self._ended_kept:
            del self._records[self._ended.popleft()]
        self.job_ended.emit(ended)


def _follows(status: JobStatus, event: Event) -> bool:
    """Whether this event may come to a job in this state (the order is told in core.events)."""
    if status is JobStatus.QUEUED:
        return isinstance(event, Started | Cancelled)
    if status is JobStatus.RUNNING:
        return not isinstance(event, Started)
    return False
