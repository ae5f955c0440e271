"""What the worker tells about a job: frozen, picklable, in order.

A job sends Started, then any of Phase, Step, Preview, Notice and PictureDone, then exactly one of Finished,
Failed and Cancelled, and nothing after. For a job that is cancelled while it waits there is Cancelled alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.core.errors import ErrorInfo
from desktop.core.geometry import Point, Rect
from desktop.core.jobs import JobId, SavedPicture
from desktop.core.params import PictureRecord
from desktop.core.pixels import Pixels


class PhaseName(StrEnum):
    LOAD = "load"
    ENCODE = "encode"
    SAMPLE = "sample"
    DECODE = "decode"
    SAVE = "save"


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds and memory that this job measured; a stage that did not run is 0."""

    load: float = 0.0
    encode: float = 0.0
    step: float = 0.0
    """One sampling step."""
    decode: float = 0.0
    """Decoding and saving one picture."""
    total: float = 0.0
    peak_bytes: int = 0
    """The most memory that the job took; 0 when that can't be told."""
    planned_bytes: int = 0
    """What its memory plan said, before what was learned."""


@dataclass(frozen=True, slots=True)
class Started:
    job_id: JobId


@dataclass(frozen=True, slots=True)
class Phase:
    """What the job does now, for picture ``picture`` (from 0) of ``pictures``."""

    job_id: JobId
    name: PhaseName
    picture: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Step:
    """Step ``step`` of ``steps`` of picture ``picture`` is done; ``seconds_left`` is for the whole job."""

    job_id: JobId
    picture: int
    pictures: int
    step: int
    steps: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The predicted clean picture, small. Latest wins: some are never seen."""

    job_id: JobId
    picture: int
    step: int
    pixels: Pixels
    place: Rect | None = None
    """The part of the picture that it is of; None for all of it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth saying that stops nothing, such as a size that was snapped."""

    job_id: JobId
    info: ErrorInfo


@dataclass(frozen=True, slots=True)
class Patch:
    """The part of a picture that a job made new: opaque there, transparent where its source stays."""

    pixels: Pixels
    at: Point
    """The patch's upper left corner in the picture."""

    @classmethod
    def between(cls, source: Pixels, picture: Pixels) -> Patch | None:
        """What of ``picture`` (4 channels, as ``source``) differs; None when nothing does, or the size."""
        if picture.array.shape != source.array.shape:
            return None
        changed = (picture.array != source.array).any(axis=2)
        rows, columns = changed.any(axis=1).nonzero()[0], changed.any(axis=0).nonzero()[0]
        if not len(rows):
            return None
        part = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
        pixels = picture.array[part] * changed[part][..., None]
        return cls(Pixels(pixels), Point(part[1].start, part[0].start))


@dataclass(frozen=True, slots=True)
class PictureDone:
    """A finished picture; ``saved`` is None only when writing it failed, and a Failed event follows."""

    job_id: JobId
    picture: int
    pictures: int
    pixels: Pixels
    record: PictureRecord
    saved: SavedPicture | None
    patch: Patch | None = None
    """What differs from the source; None when all of it is new."""


@dataclass(frozen=True, slots=True)
class Finished:
    job_id: JobId
    pictures: tuple[SavedPicture, ...]
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class Failed:
    job_id: JobId
    error: ErrorInfo


@dataclass(frozen=True, slots=True)
class Cancelled:
    job_id: JobId


Event = Started | Phase | Step | Preview | Notice | PictureDone | Finished | Failed | Cancelled
TERMINAL = (Finished, Failed, Cancelled)
Emit = Callable[[Event], None]
