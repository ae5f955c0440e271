"""A runner that plays a script instead of computing, and a studio around it, for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from desktop.core.errors import ErrorInfo, JobCancelled
from desktop.core.estimates import Estimates
from desktop.core.events import (
    Cancelled,
    Emit,
    Event,
    Failed,
    Finished,
    Notice,
    Patch,
    Phase,
    PhaseName,
    PictureDone,
    Preview,
    Started,
    Step,
    Timings,
)
from desktop.core.families import Defaults
from desktop.core.gallery import Gallery
from desktop.core.geometry import Point, Size
from desktop.core.input_store import InputStore
from desktop.core.jobs import CancelToken, Job, SavedPicture
from desktop.core.library import Library
from desktop.core.memory_plan import GIB, Room
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams, ModelRef, PictureRecord, Provenance, SaveOptions
from desktop.core.paths import Paths
from desktop.core.picture_store import PictureStore
from desktop.core.pixels import Pixels
from desktop.core.queue import JobQueue
from desktop.core.samplers import SamplerName, ScheduleName
from desktop.core.settings import Settings
from desktop.state.preferences import Preferences
from desktop.state.studio import Studio

STARTER = ModelInfo(
    name="starter",
    title="Starter",
    path=Path("starter"),
    family_key="sd-custom",
    problem=None,
    license="CC0",
    size_bytes=1,
    native_size=Size(256, 192),
    size_range=(128, 320),
    defaults=Defaults(SamplerName.DPMPP_2M, ScheduleName.KARRAS, 10, 4.5),
    example_prompts=("a red apple",),
    embedded=True,
)
Save = Callable[[Pixels, PictureRecord, Job], SavedPicture]


def make_params(**changes: object) -> GenerateParams:
    values: dict[str, object] = {
        "model": ModelRef(name="starter"),
        "prompt": "a red apple",
        "size": Size(64, 64),
        "steps": 4,
        "seed": 7,
    }
    return GenerateParams.checked(**{**values, **changes})


def make_job(folder: Path = Path("pictures"), **changes: object) -> Job:
    return Job(make_params(**changes), SaveOptions(folder=folder))


def make_pixels(size: Size, value: int = 128) -> Pixels:
    """A plain opaque picture."""
    return Pixels.from_rgb(np.full((size.height, size.width, 3), value, np.uint8))


def make_record(params: GenerateParams) -> PictureRecord:
    provenance = Provenance(
        program="Darkroom 0.0.0",
        created="2026-01-01T00:00:00+00:00",
        device="cpu",
        dtype="float32",
        threads=1,
        versions={"torch": "0"},
    )
    return PictureRecord(params=params, provenance=provenance)


@dataclass(frozen=True)
class Script:
    """What a job does beside the plain course of its events."""

    error: ErrorInfo | None = None
    """End as Failed with this after sampling."""
    raises: Exception | None = None
    """Leave ``run`` with this after sampling, as a bug would."""
    notice: ErrorInfo | None = None
    hold: threading.Event | None = None
    """Wait for this (or a cancel) before a step of each picture."""
    hold_before_step: int = 1
    held: threading.Event = field(default_factory=threading.Event)
    """Set while it waits."""
    deaf: bool = False
    """Don't look at the token."""
    previews: int = 1
    """How many at each step."""


class ScriptedRunner:
    """Emits what an engine would, with tiny pictures. ``script`` may depend on the job."""

    def __init__(
        self,
        script: Script | Callable[[Job], Script] | None = None,
        save: Save | None = None,
        inputs: InputStore | None = None,
    ) -> None:
        """``inputs`` holds what jobs from the canvas start from."""
        self._script = script or Script()
        self._inputs = inputs
        self._save = save or _save_nowhere
        self.threads: set[int] = set()
        """Idents of the threads that called any method."""
        self.closed = False
        self.freed = 0
        """How often ``free`` was called."""

    def describe(self) -> str:
        self.threads.add(threading.get_ident())
        return "scripted"

    def room(self) -> Room:
        self.threads.add(threading.get_ident())
        return Room("cpu", 4, 16 * GIB, 16 * GIB, 16 * GIB, 16 * GIB)

    def free(self) -> None:
        self.threads.add(threading.get_ident())
        self.freed += 1

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed = True

    def run(self, job: Job, emit: Emit, token: CancelToken) -> None:
        self.threads.add(threading.get_ident())
        script = self._script(job) if callable(self._script) else self._script
        emit(Started(job.id))
        try:
            emit(self._play(job, script, emit, token))
        except JobCancelled:
            emit(Cancelled(job.id))

    def _play(self, job: Job, script: Script, emit: Emit, token: CancelToken) -> Event:
        def check() -> None:
            if not script.deaf:
                token.check()

        params, total = job.params, job.params.count
        saved: list[SavedPicture] = []
        if script.notice is not None:
            emit(Notice(job.id, script.notice))
        emit(Phase(job.id, PhaseName.LOAD, 0, total))
        for index in range(total):
            for phase in (PhaseName.ENCODE, PhaseName.SAMPLE):
                check()
                emit(Phase(job.id, phase, index, total))
            for step in range(1, params.steps + 1):
                if script.hold is not None and step == script.hold_before_step:
                    script.held.set()
                    while not script.hold.wait(0.002):
                        check()
                check()
                for shade in range(script.previews):
                    small = Size(max(1, params.size.width // 8), max(1, params.size.height // 8))
                    emit(Preview(job.id, index, step, make_pixels(small, shade % 256)))
                left = float(params.steps - step + (total - index - 1) * params.steps)
                emit(Step(job.id, index, total, step, params.steps, left))
            if script.raises is not None:
                raise script.raises
            if script.error is not None:
                return Failed(job.id, script.error)
            for phase in (PhaseName.DECODE, PhaseName.SAVE):
                check()
                emit(Phase(job.id, phase, index, total))
            pixels, patch = self._draw(params, index)
            record = make_record(params.for_picture(index))
            saved.append(self._save(pixels, record, job))
            emit(PictureDone(job.id, index, total, pixels, record, saved[-1], patch))
        return Finished(job.id, tuple(saved), Timings(total=0.1))

    def _draw(self, params: GenerateParams, index: int) -> tuple[Pixels, Patch | None]:
        """A plain picture, darker by its number; of an inpainting only where the mask is white."""
        source = params.source
        if source is None or source.mask is None:
            return make_pixels(params.size, index), None
        assert self._inputs is not None
        mask = self._inputs.get(source.mask).array > 127
        new, whole = make_pixels(params.size, index).array.copy(), self._inputs.get(source.picture).array
        whole = np.where(mask[..., None], new, whole)
        new[..., 3][~mask] = 0
        return Pixels(whole), Patch(Pixels(new), Point(0, 0))


class ScriptedLibrary(Library):
    """Finds ``models``; may fail, and may have to wait."""

    def __init__(self, *models: ModelInfo) -> None:
        super().__init__((), Path("nowhere"))
        self.models = models
        self.failure: Exception | None = None
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.scans = 0
        self.threads: set[int] = set()

    def scan_all(self, tell: Callable[[int], object] = lambda found: None) -> tuple[ModelInfo, ...]:
        self.scans += 1
        self.threads.add(threading.get_ident())
        assert self.may_go_on.wait(5)
        if self.failure is not None:
            raise self.failure
        tell(len(self.models))
        return self.models


def make_studio(
    script: Script | Callable[[Job], Script] | None = None,
    models: tuple[ModelInfo, ...] = (STARTER,),
    settings: Settings | None = None,
) -> Studio:
    """A studio with a gallery and files in the test's own folders, not started. Shut it down in the end."""
    paths = Paths.default()
    gallery = Gallery(paths.gallery)
    store = PictureStore(gallery)

    def save(pixels: Pixels, record: PictureRecord, job: Job) -> SavedPicture:
        return store.save(pixels, record, job.save, 0, job.parent_id)

    return Studio(
        queue=JobQueue(),
        make_runner=lambda: ScriptedRunner(script, save, InputStore(paths.inputs)),
        make_counter=lambda model: lambda prompt: len(prompt.split()),
        estimates=Estimates(paths.estimates),
        gallery=gallery,
        library=ScriptedLibrary(*models),
        preferences=Preferences(paths.settings, settings or Settings()),
        paths=paths,
    )


def _save_nowhere(pixels: Pixels, record: PictureRecord, job: Job) -> SavedPicture:
    return SavedPicture(record.params.seed, job.save.folder / f"{record.params.seed}.png")
