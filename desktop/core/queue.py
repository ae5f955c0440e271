"""The jobs that wait, in their lanes."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from desktop.core.jobs import CancelToken, Job, JobId, Lane

Entry = tuple[Job, CancelToken]


class JobQueue:
    """NORMAL jobs wait in an order that can be changed; in LIVE only the latest waits, and it goes first.

    Thread-safe. The queue holds waiting jobs only: a taken job is the taker's.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._live: Entry | None = None
        self._normal: dict[JobId, Entry] = {}
        self._order: list[JobId] = []
        """The ids of ``_normal``, next first."""
        self._paused = False
        self._closed = False
        self._nudged = False

    def put(self, job: Job, token: CancelToken) -> list[Entry]:
        """Add a job at the end; returns those that it replaced, which will never be taken.

        A closed queue takes nothing: then the new job itself is returned.
        """
        with self._changed:
            if self._closed:
                return [(job, token)]
            replaced: list[Entry] = []
            if job.lane is Lane.LIVE:
                if self._live is not None:
                    replaced.append(self._live)
                self._live = (job, token)
            else:
                self._normal[job.id] = (job, token)
                self._order.append(job.id)
            self._changed.notify()
            return replaced

    def take(self, timeout: float | None = None) -> Entry | None:
        """Wait for the next job; None once closed, after a nudge, or after ``timeout`` seconds without one.

        A paused queue gives none of either lane.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._nudged or self._ready(), timeout)
            if self._nudged or not self._ready():
                self._nudged = False
                return None
            if self._live is not None:
                entry, self._live = self._live, None
                return entry
            return self._normal.pop(self._order.pop(0))

    def nudge(self) -> None:
        """Let one ``take`` return None, now or the next one: its caller has something else to do."""
        with self._changed:
            self._nudged = True
            self._changed.notify_all()

    def remove(self, job_id: JobId) -> Entry | None:
        """Take a waiting job out; None when it does not wait (any more)."""
        with self._changed:
            if self._live is not None and self._live[0].id == job_id:
                entry, self._live = self._live, None
                return entry
            if job_id not in self._normal:
                return None
            self._order.remove(job_id)
            return self._normal.pop(job_id)

    def reorder(self, order: Iterable[JobId]) -> tuple[JobId, ...]:
        """Put the NORMAL jobs that wait in this order; returns the order they had.

        Jobs that do not wait (any more) are passed over. Those that are not named come last, as they were.
        """
        with self._changed:
            before = tuple(self._order)
            named = dict.fromkeys(job_id for job_id in order if job_id in self._normal)
            self._order = [*named, *(job_id for job_id in before if job_id not in named)]
            return before

    def replace(self, job: Job) -> Job | None:
        """Give the waiting NORMAL job of the same id new content; place and token stay.

        Returns what it was, or None when it does not wait (any more): then nothing was changed.
        """
        with self._changed:
            if (entry := self._normal.get(job.id)) is None:
                return None
            self._normal[job.id] = (job, entry[1])
            return entry[0]

    def waiting(self) -> tuple[Job, ...]:
        """The waiting jobs, next first."""
        with self._changed:
            return tuple(job for job, _ in self._entries())

    def pause(self) -> None:
        """Give out no job until ``resume``. One that was taken goes on."""
        with self._changed:
            self._paused = True

    def resume(self) -> None:
        with self._changed:
            self._paused = False
            self._changed.notify_all()

    @property
    def paused(self) -> bool:
        with self._changed:
            return self._paused

    def close(self) -> list[Entry]:
        """Wake every taker with None, now and for good; returns the jobs that still waited."""
        with self._changed:
            dropped = self._entries()
            self._live = None
            self._normal.clear()
            self._order.clear()
            self._closed = True
            self._changed.notify_all()
            return dropped

    @property
    def closed(self) -> bool:
        with self._changed:
            return self._closed

    def _ready(self) -> bool:
        return not self._paused and bool(self._live or self._order)

    def _entries(self) -> list[Entry]:
        normal = [self._normal[job_id] for job_id in self._order]
        return normal if self._live is None else [self._live, *normal]
