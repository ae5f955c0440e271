"""How long the queue will take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop.core.estimates import Estimates
from desktop.core.params import GenerateParams
from desktop.state.job_board import JobBoard, JobRecord


@dataclass(frozen=True, slots=True)
class QueueTotal:
    """All that runs and waits."""

    jobs: int
    pictures: int
    """Those that are still to be made."""
    seconds: float | None
    """None while nothing is known; for some of the jobs it may be."""


class QueueForecast:
    """Forecasts for jobs that wait or run, from what this machine has learned. GUI thread."""

    def __init__(self, board: JobBoard, estimates: Estimates, device: Callable[[], str]) -> None:
        self._board = board
        self._estimates = estimates
        self._device = device

    def seconds(self, params: Iterable[GenerateParams]) -> float | None:
        """The sum for jobs; None when nothing is known of one of them."""
        device = self._device()
        known: dict[tuple[object, ...], float | None] = {}
        total = 0.0
        for one in params:
            # Most jobs of a long queue cost the same.
            key = (
                one.model.name,
                one.task,
                one.sampler,
                one.steps,
                one.denoise,
                one.size,
                one.count,
                one.guidance_scale > 1.0,
            )
            if key not in known:
                forecast = self._estimates.forecast(one, device)
                known[key] = None if forecast is None else forecast.total
            if (seconds := known[key]) is None:
                return None
            total += seconds
        return total

    def seconds_left(self, records: Iterable[JobRecord]) -> float | None:
        """For those of the jobs that have not ended; None when that is unknown, or when all have."""
        left = [record for record in records if record.outcome is None]
        started = [record.seconds_left for record in left if record.seconds_left is not None]
        rest = self.seconds(record.job.params for record in left if record.seconds_left is None)
        return None if not left or rest is None else sum(started) + rest

    def total(self) -> QueueTotal:
        running = self._board.running
        records = ((running,) if running is not None else ()) + self._board.waiting
        pictures = sum(record.pictures - len(record.saved) for record in records)
        return QueueTotal(len(records), pictures, self.seconds_left(records))
