"""Where jobs are handed in, put in order and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.jobs import CancelToken, Job, JobId, Lane
from desktop.core.params import GenerateParams, SaveOptions
from desktop.core.queue import JobQueue
from desktop.state.job_board import JobBoard, JobRecord


class JobDesk(QObject):
    """The only one that fills and changes the queue; the board follows. GUI thread only."""

    paused_changed = Signal(bool)
    order_changed = Signal()
    """Waiting jobs stand in another order."""

    def __init__(
        self,
        queue: JobQueue,
        board: JobBoard,
        save_options: Callable[[], SaveOptions],
        parent: QObject | None = None,
    ) -> None:
        """``save_options`` says how the pictures of a new job are saved."""
        super().__init__(parent)
        self._queue = queue
        self._board = board
        self._save_options = save_options
        self._tokens: dict[JobId, CancelToken] = {}
        board.job_ended.connect(self._on_job_ended)

    @property
    def waiting(self) -> tuple[Job, ...]:
        """The waiting jobs, next first."""
        return self._queue.waiting()

    @property
    def paused(self) -> bool:
        """Whether waiting jobs wait until ``resume``."""
        return self._queue.paused

    def submit(
        self,
        *params: GenerateParams,
        lane: Lane = Lane.NORMAL,
        group: str = "",
        parent_id: int | None = None,
    ) -> tuple[JobId, ...]:
        """Make jobs and queue them. In lane LIVE one replaces the one that waits, which ends as cancelled."""
        save = self._save_options()
        jobs = [Job(one, save, lane, group=group, parent_id=parent_id) for one in params]
        self.put(jobs)
        return tuple(job.id for job in jobs)

    def put(self, jobs: Sequence[Job]) -> None:
        """Queue jobs that are made already."""
        tokens = {job.id: CancelToken() for job in jobs}
        self._tokens |= tokens
        # The worker's events come by the event loop, so never before the board knows the jobs.
        replaced = [old.id for job in jobs for old, _ in self._queue.put(job, tokens[job.id])]
        self._board.add(*jobs)
        if replaced:
            self._board.receive_cancels(replaced)

    def cancel(self, *job_ids: JobId) -> None:
        """Cancel jobs. Those that wait end at once, one that runs at its next step; the others go on."""
        dropped = []
        # The last ones first, or the worker would start the next job for nothing.
        for job_id in reversed(job_ids):
            if (token := self._tokens.get(job_id)) is None:
                continue
            token.cancel()
            if self._queue.remove(job_id) is not None:
                dropped.append(job_id)
            else:
                self._board.mark_cancelling(job_id)
        if dropped:
            self._board.receive_cancels(dropped)

    def cancel_current(self) -> None:
        """Cancel the job that runs, or the next one when none does yet."""
        waiting = self._queue.waiting()
        if (running := self._board.running) is not None:
            self.cancel(running.id)
        elif waiting:
            self.cancel(waiting[0].id)

    def cancel_all(self) -> None:
        self.cancel(*self._tokens)

    def reorder(self, order: Iterable[JobId]) -> None:
        """Put waiting jobs in this order; those that are not named come after them."""
        before = self._queue.reorder(order)
        if before != tuple(job.id for job in self._queue.waiting() if job.lane is Lane.NORMAL):
            self.order_changed.emit()

    def replace(self, job: Job) -> bool:
        """Give the waiting job of this id new content; False when it does not wait (any more)."""
        if self._queue.replace(job) is None:
            return False
        self._board.edit(job)
        return True

    def retry(self, job_ids: Iterable[JobId]) -> None:
        """Queue the work of ended jobs again, in their place on the board."""
        ended = {record.id: record.job for record in self._board.ended}
        jobs = [ended[job_id] for job_id in job_ids if job_id in ended]
        self._board.forget([job.id for job in jobs])
        self.put([job.again() for job in jobs])

    def duplicate(self, job_ids: Iterable[JobId], group: str = "") -> None:
        """Queue the same work once more, as jobs of ``group``."""
        records = [record for job_id in job_ids if (record := self._board.get(job_id)) is not None]
        self.submit(*(record.job.params for record in records), group=group)

    def pause(self) -> None:
        """Start no job until ``resume``; the running one goes on."""
        self._set_paused(True)

    def resume(self) -> None:
        self._set_paused(False)

    def _set_paused(self, paused: bool) -> None:
        if paused == self._queue.paused:
            return
        if paused:
            self._queue.pause()
        else:
            self._queue.resume()
        self.paused_changed.emit(paused)

    @Slot(object)
    def _on_job_ended(self, record: JobRecord) -> None:
        self._tokens.pop(record.id, None)
