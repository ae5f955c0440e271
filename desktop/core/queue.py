"""The jobs that wait, in their lanes."""

from __future__ import annotations

import threading
from collections import deque

from desktop.core.jobs import CancelToken, Job, JobId, Lane

Entry = tuple[Job, CancelToken]


class JobQueue:
    """First in, first out in NORMAL; in LIVE the latest job replaces the one that waits, and goes first.

    Thread-safe. The queue holds waiting jobs only: a taken job is the taker's.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._live: Entry | None = None
        self._normal: deque[Entry] = deque()
        self._closed = False

    def put(self, job: Job, token: CancelToken) -> list[Entry]:
        """Add a job; returns those that it replaced, which will never be taken.

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
                self._normal.append((job, token))
            self._changed.notify()
            return replaced

    def take(self, timeout: float | None = None) -> Entry | None:
        """Wait for the next job; None once closed, or after ``timeout`` seconds without one."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._live or self._normal, timeout)
            if self._live is not None:
                entry, self._live = self._live, None
                return entry
            return self._normal.popleft() if self._normal else None

    def remove(self, job_id: JobId) -> Entry | None:
        """Take a waiting job out; None when it does not wait (any more)."""
        with self._changed:
            for entry in self._entries():
                if entry[0].id == job_id:
                    if entry is self._live:
                        self._live = None
                    else:
                        self._normal.remove(entry)
                    return entry
            return None

    def waiting(self) -> tuple[Job, ...]:
        """The waiting jobs, next first."""
        with self._changed:
            return tuple(job for job, _ in self._entries())

    def close(self) -> list[Entry]:
        """Wake every taker with None, now and for good; returns the jobs that still waited."""
        with self._changed:
            dropped = self._entries()
            self._live = None
            self._normal.clear()
            self._closed = True
            self._changed.notify_all()
            return dropped

    @property
    def closed(self) -> bool:
        with self._changed:
            return self._closed

    def _entries(self) -> list[Entry]:
        return ([self._live] if self._live is not None else []) + list(self._normal)
