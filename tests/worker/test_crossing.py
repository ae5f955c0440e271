"""What crosses the thread: values that pickle, so that the engine can live in another process."""

from __future__ import annotations

import dataclasses
import pickle
import types
import typing
from enum import StrEnum
from pathlib import Path

import pytest

from desktop.core import events
from desktop.core.errors import ErrorInfo
from desktop.core.geometry import Size
from desktop.core.jobs import Job, JobId, SavedPicture
from desktop.core.params import Frozen
from desktop.core.pixels import Pixels
from tests.helpers.scripted import make_job, make_params, make_pixels, make_record

JOB = JobId("a" * 32)
INFO = ErrorInfo("code", "message", "hint", "details")
SAVED = SavedPicture(3, Path("a.png"))
SAMPLES: dict[type, events.Event] = {
    type(event): event
    for event in (
        events.Started(JOB),
        events.Phase(JOB, events.PhaseName.SAMPLE, 0, 1),
        events.Step(JOB, 0, 1, 2, 4, 1.5),
        events.Preview(JOB, 0, 2, make_pixels(Size(8, 8))),
        events.Notice(JOB, INFO),
        events.PictureDone(JOB, 0, 1, make_pixels(Size(64, 64)), make_record(make_params()), SAVED),
        events.Finished(JOB, (SAVED,), events.Timings(1.0, 1.0, 1.0, 1.0, 1.0)),
        events.Failed(JOB, INFO),
        events.Cancelled(JOB),
    )
}
EVENT_TYPES = typing.get_args(events.Event)
SIMPLE = (str, int, float, bool, type(None), Path)


def mutable_parts(annotation: typing.Any, where: str) -> list[str]:
    """The places below a type where a value could be changed after it was made."""
    if annotation is JobId or annotation is Pixels:  # Pixels: test_pixels_stay_read_only
        return []
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType, tuple):
        return [part for a in arguments if a is not ... for part in mutable_parts(a, where)]
    if origin is typing.Literal:
        return []
    if not isinstance(annotation, type) or origin is not None:
        return [f"{where}: {annotation}"]
    if annotation in SIMPLE or issubclass(annotation, StrEnum):
        return []
    if dataclasses.is_dataclass(annotation) and annotation.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        fields = typing.get_type_hints(annotation)
    elif issubclass(annotation, Frozen):
        fields = {name: field.annotation for name, field in annotation.model_fields.items()}
    else:
        return [f"{where}: {annotation.__name__}"]
    owner = annotation.__name__
    return [part for name, kind in fields.items() for part in mutable_parts(kind, f"{owner}.{name}")]


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.__name__)
def test_every_event_pickles(kind: type) -> None:
    event = SAMPLES[kind]
    assert pickle.loads(pickle.dumps(event)) == event


def test_a_job_pickles() -> None:
    job = make_job(prompt="a fox", count=3)
    assert pickle.loads(pickle.dumps(job)) == job


@pytest.mark.parametrize("kind", [*EVENT_TYPES, Job], ids=lambda kind: kind.__name__)
def test_nothing_mutable_is_in(kind: type) -> None:
    # A record's names of versions and hashes are filled when it is made and only read ever after; a dict is
    # readable JSON.
    read_only = {
        f"Provenance.{name}: dict[str, str]" for name in ("versions", "lora_hashes", "embedding_sha256")
    }
    assert [part for part in mutable_parts(kind, "") if part not in read_only] == []


def test_pixels_stay_read_only_on_the_other_side() -> None:
    arrived = pickle.loads(pickle.dumps(make_pixels(Size(4, 4))))
    with pytest.raises(ValueError, match="read-only"):
        arrived.array[0, 0, 0] = 1
