"""The queue on the disk: jobs that have not ended, so that neither a restart nor a crash loses them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from desktop.core import files
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.jobs import Job, JobId, Lane
from desktop.core.params import Frozen

VERSION = 1
MAX_JOBS = 10_000
MAX_BYTES = 20_000_000
_START = f'{{"version":{VERSION},"jobs":['.encode()
_END = b"]}"

_JOB = TypeAdapter(Job)

_log = logging.getLogger(__name__)


class _Journal(Frozen):
    version: Literal[1]
    jobs: tuple[Job, ...]


class QueueJournal:
    """Keeps the jobs that wait or run in one JSON file. One thread at a time; the caller times the saving."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice: ErrorInfo | None = None
        """What to tell the person about the last ``load``."""

    def save(self, jobs: Iterable[Job]) -> int:
        """Write the jobs, next first; returns how many were kept when they are on the disk.

        LIVE jobs are left out: what they look at is gone after a restart. So is what comes after the first
        10,000 jobs or 20 MB. Raises AppError as files.write_bytes does; the older journal then stays.
        """
        rows = list(_rows(jobs))
        files.write_bytes(self.path, _START + b",".join(rows) + _END)
        return len(rows)

    def load(self) -> tuple[Job, ...]:
        """The jobs of the last run, next first. Never raises.

        A file that is damaged, too large or from a newer version is set aside and told by ``notice``.
        """
        self.notice = None
        try:
            with self.path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return ()
        except OSError as error:
            self.notice = ErrorInfo(
                "queue_unreadable",
                f"The queue of the last run can't be read: {error.strerror or error}. It starts empty.",
                "Check that you may read the file.",
                str(self.path),
            )
            return ()
        try:
            if len(data) > MAX_BYTES:
                raise ValueError(f"more than {MAX_BYTES} bytes")
            jobs = _Journal.model_validate_json(data).jobs
            if len(jobs) > MAX_JOBS:
                raise ValueError(f"{len(jobs)} jobs")
        except ValueError as error:  # pydantic's ValidationError is one
            self._set_aside(_version(data) > VERSION, error)
            return ()
        unique: dict[JobId, Job] = {job.id: job for job in jobs}
        return tuple(unique.values())

    def _set_aside(self, newer: bool, error: ValueError) -> None:
        reason = "made by a newer version of Darkroom" if newer else "damaged"
        try:
            kept = files.set_aside(self.path, reason).name
        except AppError as failure:
            _log.warning("The queue's journal could not be set aside: %s", failure)
            kept = self.path.name
        # Not the error's own text: it quotes the file, and so the prompts.
        details = f"{error.error_count()} errors" if isinstance(error, ValidationError) else str(error)
        self.notice = ErrorInfo(
            "queue_newer" if newer else "queue_damaged",
            f"The queue of the last run is {reason}. It starts empty; the file is kept as {kept}.",
            "Pictures that were finished are in the gallery.",
            f"{self.path}: {details}",
        )


def _rows(jobs: Iterable[Job]) -> Iterator[bytes]:
    """The jobs as JSON, as many as the limits allow."""
    size, count = len(_START) + len(_END), 0
    for job in jobs:
        if job.lane is Lane.LIVE:
            continue
        try:
            row = _JOB.dump_json(job)
        except PydanticSerializationError:
            # A folder whose name is no text, which the gallery refuses as well.
            _log.warning("Job %s can't be kept in the queue's journal.", job.id)
            continue
        size, count = size + len(row) + 1, count + 1
        if size > MAX_BYTES or count > MAX_JOBS:
            _log.warning("The queue is too long for its journal: the last jobs are not kept.")
            return
        yield row


def _version(data: bytes) -> int:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return 0
    version = content.get("version") if isinstance(content, dict) else None
    return version if isinstance(version, int) else 0
