"""A job, its lane and its cancel token."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import NewType

from desktop.core.errors import JobCancelled
from desktop.core.params import GenerateParams, SaveOptions

JobId = NewType("JobId", str)


def new_job_id() -> JobId:
    return JobId(uuid.uuid4().hex)


class GroupKind(StrEnum):
    """Why jobs belong together."""

    COMPARISON = "comparison"
    FOLDER = "folder"
    DRAWN = "drawn"
    """Pictures of one prompt with choices in it (core.wildcards)."""


def new_group(kind: GroupKind) -> str:
    """A name for ``Job.group`` that no other group has."""
    return f"{kind}-{uuid.uuid4().hex}"


def group_kind(group: str) -> GroupKind | None:
    """What kind of group a name is for; None for one that ``new_group`` did not make."""
    kind, _, _ = group.partition("-")
    return GroupKind(kind) if kind in tuple(GroupKind) else None


class Lane(StrEnum):
    """NORMAL is first in, first out; in LIVE only the latest waiting job is kept."""

    NORMAL = "normal"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work for the engine. Pickles; never changed after it was made."""

    params: GenerateParams
    save: SaveOptions
    lane: Lane = Lane.NORMAL
    id: JobId = field(default_factory=new_job_id)
    group: str = ""
    """The same for jobs that were submitted together (a grid, a folder) and are shown as one; else empty."""
    parent_id: int | None = None
    """Gallery id of the picture whose settings or pixels this job came from."""

    def again(self) -> Job:
        """The same work as a new job: to retry it, or to do it twice."""
        return replace(self, id=new_job_id())


class CancelToken:
    """One per job, never cleared, never reused. Thread-safe."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raise JobCancelled when the job was cancelled."""
        if self._event.is_set():
            raise JobCancelled


@dataclass(frozen=True, slots=True)
class SavedPicture:
    """A picture that is on disk and in the gallery."""

    gallery_id: int
    path: Path
