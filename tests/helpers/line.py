"""A studio whose jobs wait until they are let go, for tests of the queue."""

from __future__ import annotations

import threading
from dataclasses import replace

from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from desktop.core.errors import ErrorInfo
from desktop.core.jobs import Job, JobId
from desktop.state.job_board import JobStatus
from desktop.state.queue_list import QueueList, QueueRole, QueueRow
from desktop.state.studio import Studio
from tests.helpers.scripted import STARTER, Script, make_params, make_studio


class Line:
    """A studio that has started: jobs are held before their first step until ``let_go``."""

    def __init__(self, qtbot: QtBot) -> None:
        self.release = threading.Event()
        self.qtbot = qtbot
        self.studio: Studio = make_studio(self._script, models=(STARTER, replace(STARTER, name="other")))
        self.failing: set[int] = set()
        """Seeds of jobs that fail."""
        with qtbot.waitSignals([self.studio.library.changed, self.studio.device_changed]):
            self.studio.start()

    def _script(self, job: Job) -> Script:
        error = ErrorInfo("bad", "It went wrong.") if job.params.seed in self.failing else None
        return Script(hold=self.release, error=error)

    def add(self, *seeds: int, group: str = "", **changes: object) -> list[JobId]:
        """Jobs with these seeds; their prompts are the seeds."""
        params = [make_params(seed=seed, prompt=str(seed), **changes) for seed in seeds]
        return list(self.studio.queue.desk.submit(*params, group=group))

    def start_first(self) -> JobId:
        """A job with seed 0 that runs."""
        (job_id,) = self.add(0)
        self.qtbot.waitUntil(lambda: self.studio.board.running is not None)
        return job_id

    def hold_again(self, _: object = None) -> None:
        """Hold from the next picture on."""
        self.release.clear()

    def let_go(self) -> None:
        """Let every job run, and wait until all have ended."""
        self.release.set()
        self.qtbot.waitUntil(lambda: not self.studio.busy)

    def prompts(self) -> list[str]:
        """Of the list's first level, from top to bottom."""
        model = self.studio.queue.list
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def waiting(self) -> list[str]:
        return [job.params.prompt for job in self.studio.queue.desk.waiting]

    def row(self, number: int) -> QueueRow:
        row: QueueRow = self.studio.queue.list.index(number, 0).data(QueueRole.ROW)
        return row

    def status(self, job_id: JobId) -> JobStatus:
        record = self.studio.board.get(job_id)
        assert record is not None
        return record.status


def children(model: QueueList, parent: QModelIndex) -> list[str]:
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]
