"""The engine: one job in, its events out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import torch

from desktop.core.errors import JobCancelled
from desktop.core.estimates import Estimates
from desktop.core.events import Cancelled, Emit, Event, Failed, Finished, PhaseName, Started, Timings
from desktop.core.hashes import HashCache
from desktop.core.input_store import InputStore
from desktop.core.jobs import CancelToken, Job
from desktop.core.memory_plan import Room
from desktop.core.params import GenerateParams
from desktop.core.sizes import steps_to_take
from desktop.engine import device
from desktop.engine.adapters import Adapters, ListAdapters
from desktop.engine.components import Components
from desktop.engine.conditioning import Conditioner
from desktop.engine.failures import OUT_OF_MEMORY, explain
from desktop.engine.fitting import try_smaller
from desktop.engine.runtime import quieten_libraries
from desktop.engine.tasks.image import image_to_image
from desktop.engine.tasks.inpaint import inpaint
from desktop.engine.tasks.text import text_to_image
from desktop.engine.tasks.upscale import upscale
from desktop.engine.workbench import FindModel, FindUpscaler, JobRun, PictureSink, Workbench

_log = logging.getLogger(__name__)

Task = Callable[[Workbench, JobRun], None]
TASKS: Mapping[str, Task] = MappingProxyType(
    {"text": text_to_image, "image": image_to_image, "inpaint": inpaint, "upscale": upscale}
)


class Engine:
    """Owns the loaded models. Every method belongs to the thread that made it: torch modules are not shared.

    Same job, same pixels: from the window and from the command line, on the same device.
    """

    def __init__(
        self,
        find_model: FindModel,
        sink: PictureSink,
        estimates: Estimates,
        hashes: HashCache,
        inputs: InputStore,
        find_upscaler: FindUpscaler,
        list_adapters: ListAdapters,
        configs: Path | None = None,
    ) -> None:
        """``configs`` as Components takes it."""
        quieten_libraries()
        plan = device.plan(device.probe())
        torch.set_num_threads(plan.threads)
        self._idle_bytes = device.resident_bytes()
        self._bench = Workbench(
            plan=plan,
            components=Components(plan, configs),
            conditioner=Conditioner(),
            find_model=find_model,
            sink=sink,
            estimates=estimates,
            hashes=hashes,
            inputs=inputs,
            find_upscaler=find_upscaler,
            adapters=Adapters(list_adapters),
        )

    @property
    def plan(self) -> device.DevicePlan:
        return self._bench.plan

    @property
    def room(self) -> Room:
        """What there is to compute with now."""
        return device.room(self.plan, self._bench.components.bytes_in_memory())

    def run(self, job: Job, emit: Emit, token: CancelToken) -> None:
        """Do the job; never raises. Emits Started first, and last one of Finished, Failed and Cancelled."""
        run = JobRun(job, emit, token)
        emit(Started(job.id))
        began = run.clock()
        emit(self._outcome(run, began))

    def close(self) -> None:
        """Free the memory of all models. The engine can be used again."""
        self._bench.free_memory()

    def _outcome(self, run: JobRun, began: float) -> Event:
        meter = device.PeakMeter(self.plan, self._idle_bytes)
        ended = self._attempt(run)
        # The exception and with it the frames that held tensors are gone here: now memory can be freed.
        if _lacked_memory(ended) and try_smaller(self._bench, run):
            ended = self._attempt(run)
        if _lacked_memory(ended):
            self._bench.free_memory()
        if ended is not None:
            return ended
        timings = _timings(run, run.clock() - began, meter.peak_bytes())
        self._bench.estimates.observe(run.job.params, self.plan.title, timings)
        self._bench.estimates.save()
        return Finished(run.job.id, tuple(run.saved), timings)

    def _attempt(self, run: JobRun) -> Failed | Cancelled | None:
        """Do what is left of the job; None when all is done."""
        try:
            with run.until_end:
                TASKS[run.job.params.task](self._bench, run)
        except JobCancelled:
            return Cancelled(run.job.id)
        except Exception as error:  # noqa: BLE001 - the one place where anything becomes a message
            info = explain(error)
            _log.error("Job %s failed: %s (%s)\n%s", run.job.id, info.message, info.code, info.details)
            return Failed(run.job.id, info)
        return None


def _lacked_memory(ended: Failed | Cancelled | None) -> bool:
    return isinstance(ended, Failed) and ended.error.code == OUT_OF_MEMORY


def _timings(run: JobRun, total: float, peak_bytes: int) -> Timings:
    params: GenerateParams = run.job.params
    seconds = run.seconds
    return Timings(
        load=seconds.get(PhaseName.LOAD, 0.0),
        encode=seconds.get(PhaseName.ENCODE, 0.0),
        step=seconds.get(PhaseName.SAMPLE, 0.0)
        / (params.count * steps_to_take(params.steps, params.denoise)),
        decode=(seconds.get(PhaseName.DECODE, 0.0) + seconds.get(PhaseName.SAVE, 0.0)) / params.count,
        total=total,
        peak_bytes=peak_bytes,
        planned_bytes=run.planned_bytes,
    )
