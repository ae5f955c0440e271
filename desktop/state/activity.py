"""How the work goes on as a whole: for the title, the task bar, the speed, and notifications."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.jobs import JobId
from desktop.state.job_board import JobBoard, JobRecord, JobStatus

LONG_JOB_S = 15.0
_SMOOTHING = 0.3
"""Weight of the newest step's speed in the running average."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``fraction`` of the running job, 0 to 1; None while nothing runs. ``failed``: the last job did."""

    fraction: float | None = None
    failed: bool = False


class Activity(QObject):
    """Follows the board. GUI thread."""

    progress_changed = Signal(object)
    """Progress; at most one for each whole percent."""
    speed_changed = Signal(object)
    """Sampling steps in a second (float), None while that is unknown."""
    long_job_ended = Signal(object)
    """JobRecord of a job that ran for more than LONG_JOB_S seconds and was not cancelled."""

    def __init__(
        self, board: JobBoard, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._progress = Progress()
        self._speed: float | None = None
        self._job: JobId | None = None
        self._began_s = 0.0
        self._step_s = 0.0
        self._step = (0, 0)
        board.job_changed.connect(self._on_job_changed)
        board.job_ended.connect(self._on_job_ended)

    @property
    def progress(self) -> Progress:
        return self._progress

    @property
    def speed(self) -> float | None:
        """Sampling steps in a second of the running job."""
        return self._speed

    @Slot(object)
    def _on_job_changed(self, record: JobRecord) -> None:
        if record.status is not JobStatus.RUNNING:
            return
        if record.id != self._job:
            self._job, self._began_s = record.id, self._clock()
            self._step, self._step_s = (0, 0), self._began_s
        self._measure(record)
        self._tell(Progress(round(record.fraction, 2)))

    @Slot(object)
    def _on_job_ended(self, record: JobRecord) -> None:
        failed = record.status is JobStatus.FAILED
        if record.id == self._job:
            took_s = self._clock() - self._began_s
            self._job = None
            self._tell_speed(None)
            self._tell(Progress(None, failed))
            if took_s > LONG_JOB_S and record.status is not JobStatus.CANCELLED:
                self.long_job_ended.emit(record)

    def _measure(self, record: JobRecord) -> None:
        step, now = (record.picture, record.step), self._clock()
        if step == self._step:
            return
        seconds, steps = now - self._step_s, step[1] - self._step[1]
        same_picture = step[0] == self._step[0]
        # The first step of a picture has loading or decoding before it.
        if same_picture and self._step[1] > 0 and steps > 0 and seconds > 0:
            newest = steps / seconds
            before = newest if self._speed is None else self._speed
            self._tell_speed(before + _SMOOTHING * (newest - before))
        self._step, self._step_s = step, now

    def _tell(self, progress: Progress) -> None:
        if progress != self._progress:
            self._progress = progress
            self.progress_changed.emit(progress)

    def _tell_speed(self, speed: float | None) -> None:
        if speed != self._speed:
            self._speed = speed
            self.speed_changed.emit(speed)
