"""What every task works with, and the job at hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch

from desktop.core.errors import ErrorInfo
from desktop.core.estimates import Estimates
from desktop.core.events import Emit, Notice, Phase, PhaseName
from desktop.core.hashes import HashCache
from desktop.core.input_store import InputStore
from desktop.core.jobs import CancelToken, Job, SavedPicture
from desktop.core.memory_plan import MemoryPlan, Mode
from desktop.core.models import ModelInfo
from desktop.core.params import ModelRef, PictureRecord, SaveOptions
from desktop.core.pixels import Pixels
from desktop.core.upscalers import UpscalerInfo
from desktop.engine.adapters import Adapters
from desktop.engine.components import Components, LoadedModel
from desktop.engine.conditioning import Conditioner
from desktop.engine.device import DevicePlan
from desktop.engine.kept_latents import KeptLatents
from desktop.engine.placement import Placement
from desktop.engine.previews import fit_factors

FASTEST = (Mode.RESIDENT, False)
"""The first rung of the ladder of memory plans: all on the device, nothing in tiles."""
FindModel = Callable[[ModelRef], ModelInfo]
FindUpscaler = Callable[[str], UpscalerInfo]


class PictureSink(Protocol):
    """Where finished pictures go: core.picture_store.PictureStore."""

    def save(
        self, pixels: Pixels, record: PictureRecord, options: SaveOptions, index: int, parent_id: int | None
    ) -> SavedPicture: ...


@dataclass(slots=True)
class Workbench:
    """The engine's parts that outlive a job. Used on the engine's thread alone."""

    plan: DevicePlan
    components: Components
    conditioner: Conditioner
    find_model: FindModel
    sink: PictureSink
    estimates: Estimates
    hashes: HashCache
    inputs: InputStore
    find_upscaler: FindUpscaler
    adapters: Adapters
    kept: KeptLatents = field(default_factory=KeptLatents)
    _factors: dict[str, torch.Tensor | None] = field(default_factory=dict)

    def preview_factors(self, loaded: LoadedModel) -> torch.Tensor | None:
        """Latents to colours for this VAE, fitted on first use; the family's own if the VAE can't do it."""
        if loaded.key not in self._factors:
            fitted = fit_factors(loaded.parts["vae"], loaded.device)
            known = loaded.info.family.preview_factors
            if fitted is None and known is not None:
                fitted = torch.tensor(known)
            self._factors = {loaded.key: fitted}
        return self._factors[loaded.key]

    def free_memory(self) -> None:
        """Drop every loaded model and remembered prompt."""
        self.conditioner.clear()
        self.adapters.clear()
        self.kept.clear()
        self.components.clear()


@dataclass(slots=True)
class JobRun:
    """One job while it runs: where its events go, and what has been measured so far."""

    job: Job
    emit: Emit
    token: CancelToken
    clock: Callable[[], float] = time.monotonic
    saved: list[SavedPicture] = field(default_factory=list)
    seconds: dict[PhaseName, float] = field(default_factory=dict)
    """Total seconds spent in each phase."""
    until_end: ExitStack = field(default_factory=ExitStack)
    """What is undone when the job ends, however it does."""
    at_least: tuple[Mode, bool] = FASTEST
    """The fastest way that may be tried, and whether in tiles: later ones once memory ran out."""
    memory: MemoryPlan | None = None
    placement: Placement | None = None
    planned_bytes: int = 0
    """The peak as it was planned, before what was learned on this machine."""
    _phase: PhaseName | None = None
    _since: float = 0.0

    def enter(self, phase: PhaseName, picture: int) -> None:
        """Begin a phase: raises JobCancelled first if the job was cancelled."""
        self.leave()
        self.token.check()
        self._phase = phase
        self.emit(Phase(self.job.id, phase, picture, self.job.params.count))

    def leave(self) -> None:
        """End the running phase, if any, and add up its time."""
        now = self.clock()
        if self._phase is not None:
            self.seconds[self._phase] = self.seconds.get(self._phase, 0.0) + now - self._since
        self._phase, self._since = None, now

    @property
    def left(self) -> range:
        """Which pictures are still to be made, from 0."""
        return range(len(self.saved), self.job.params.count)

    def notice(self, info: ErrorInfo) -> None:
        self.emit(Notice(self.job.id, info))


def library_versions() -> dict[str, str]:
    """Versions that decide what pixels come out."""
    import diffusers
    import transformers

    modules: dict[str, Any] = {"torch": torch, "diffusers": diffusers, "transformers": transformers}
    return {name: str(module.__version__) for name, module in modules.items()}
