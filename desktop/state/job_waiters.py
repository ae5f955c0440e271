"""Waiting for the end of a job, where asyncio waits."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Slot

from desktop.core.jobs import JobId
from desktop.state.job_board import JobBoard, JobRecord, Outcome


class JobWaiters(QObject):
    """GUI thread."""

    def __init__(self, board: JobBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._waiters: dict[JobId, list[asyncio.Future[Outcome]]] = {}
        board.job_ended.connect(self._on_job_ended)

    async def result(self, job_id: JobId) -> Outcome:
        """Wait for a job's end, in any asyncio loop of this thread. Raises KeyError for an unknown one."""
        record = self._board.get(job_id)
        if record is None:
            raise KeyError(job_id)
        if record.outcome is not None:
            return record.outcome
        waiter: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiters.setdefault(job_id, []).append(waiter)
        return await waiter

    @Slot(object)
    def _on_job_ended(self, record: JobRecord) -> None:
        for waiter in self._waiters.pop(record.id, []):
            if not waiter.done() and record.outcome is not None:
                waiter.set_result(record.outcome)
