"""The queue outlives the program: what waits or runs is in a file, and comes back at the next start."""

from __future__ import annotations

import threading
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.core.errors import AppError, ErrorInfo
from desktop.core.jobs import Job
from desktop.core.journal import QueueJournal
from desktop.state.job_board import JobBoard, JobRecord
from desktop.state.job_desk import JobDesk

SAVE_DELAY_MS = 300


class QueueKeeper(QObject):
    """Writes the journal a moment after each change, in a thread. GUI thread only."""

    restored = Signal(object)
    """How many jobs (int, at least 1) of the last run wait again, in a paused queue."""
    failed = Signal(object)
    """ErrorInfo: the journal could not be read, or (once) not be written."""
    _loaded = Signal()

    def __init__(
        self, journal: QueueJournal, board: JobBoard, desk: JobDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self._board = board
        self._desk = desk
        self._found: tuple[Job, ...] = ()
        """Jobs of the last run that are not in the queue yet."""
        self._thread: threading.Thread | None = None
        """Loads, and later saves: the journal is for one thread at a time."""
        self._keeping = False
        self._dirty = False
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self._save_behind)
        self._loaded.connect(self._on_loaded)

    def start(self) -> None:
        """Read what the last run left, and keep every change from then on."""
        self._keeping = True
        self._thread = threading.Thread(target=self._load, name="queue journal")
        self._thread.start()
        for signal in (self._board.counts_changed, self._board.picture_done, self._desk.order_changed):
            signal.connect(self._note_change)
        self._board.job_changed.connect(self._on_job_changed)

    def close(self) -> None:
        """Return when the jobs that wait or run now are in the file. What becomes of them then is not."""
        if not self._keeping:
            return
        self._keeping = False
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
        if self._dirty or self._found:
            self._save((*self._found, *self._unfinished()))

    def _unfinished(self) -> tuple[Job, ...]:
        running = self._board.running
        return ((_rest(running),) if running is not None else ()) + self._desk.waiting

    def _load(self) -> None:
        self._found = self._journal.load()
        self._loaded.emit()

    @Slot()
    def _on_loaded(self) -> None:
        if not self._keeping:
            return
        if self._journal.notice is not None:
            self.failed.emit(self._journal.notice)
        jobs, self._found = self._found, ()
        if jobs:
            self._desk.pause()
            self._desk.put(jobs)
            self.restored.emit(len(jobs))

    @Slot(object)
    def _on_job_changed(self, record: JobRecord) -> None:
        if record.phase is None:  # it was edited
            self._note_change()

    @Slot()
    def _note_change(self) -> None:
        self._dirty = True
        if self._keeping and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _save_behind(self) -> None:
        if (self._thread is not None and self._thread.is_alive()) or self._found:
            self._timer.start()
            return
        self._dirty = False
        self._thread = threading.Thread(target=self._save, args=(self._unfinished(),), name="queue journal")
        self._thread.start()

    def _save(self, jobs: tuple[Job, ...]) -> None:
        try:
            self._journal.save(jobs)
        except AppError as error:
            if not self._told:
                self._told = True
                self.failed.emit(_not_kept(error.info))


def _rest(record: JobRecord) -> Job:
    """What is left to do of a job that runs: the pictures that are not saved yet."""
    params, done = record.job.params, len(record.saved)
    if not 0 < done < params.count:
        return record.job
    rest = params.model_copy(update={"seed": params.seed + done, "count": params.count - done})
    return replace(record.job, params=rest)


def _not_kept(info: ErrorInfo) -> ErrorInfo:
    message = f"The queue is not kept for the next start. {info.message}"
    return ErrorInfo(info.code, message, info.hint, info.details)
