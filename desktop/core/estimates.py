"""How long a job will take and how much memory, learned from this machine's own runs."""

from __future__ import annotations

import logging
import math
import threading
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop.core import files
from desktop.core.errors import AppError
from desktop.core.events import Timings
from desktop.core.geometry import Size
from desktop.core.params import GenerateParams, TaskName
from desktop.core.samplers import SAMPLERS
from desktop.core.sizes import DrawingRange, plan_sizes, steps_to_take

_WEIGHT_OF_NEWEST = 0.3
_MAX_ROWS = 500
_MAX_BYTES = 1_000_000
_LEAST_FACTOR, _MOST_FACTOR = 0.2, 5.0
"""Of a memory plan: beyond that something else was measured."""
_WHOLE_PICTURES = (TaskName.TEXT, TaskName.IMAGE)

_Key = tuple[str, str, TaskName, int, int]
"""Model, device, task, area, passes."""

_log = logging.getLogger(__name__)


class _Row(BaseModel):
    """Seconds seen for one model on one device at one size and cost."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    model: str
    device: str
    task: TaskName = TaskName.TEXT
    area: int = Field(ge=1)
    """Of the finished picture."""
    passes: int = Field(ge=1)
    """Passes through the network for one step: the sampler's evaluations, twice with guidance."""
    load: float = Field(ge=0.0)
    encode: float = Field(ge=0.0)
    step: float = Field(ge=0.0)
    """For each step that the strength leaves, whatever passes a size takes."""
    decode: float = Field(ge=0.0)

    @property
    def key(self) -> _Key:
        return self.model, self.device, self.task, self.area, self.passes


class _Memory(BaseModel):
    """How far the memory plans for one model on one device were off."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    model: str
    device: str
    factor: float = Field(ge=_LEAST_FACTOR, le=_MOST_FACTOR)


class _Rows(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int = Field(default=1, ge=1, le=1)
    rows: list[_Row] = Field(default_factory=list, max_length=_MAX_ROWS)
    memory: list[_Memory] = Field(default_factory=list, max_length=_MAX_ROWS)


class Estimates:
    """Moving averages of measured seconds, kept in a file. Thread-safe.

    The seconds come from a monotonic clock, so a clock that is set back can't make a forecast negative.
    A file that is missing, damaged or not writable costs only what was learned: nothing here raises.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._rows: dict[_Key, _Row] = {}
        self._factors: dict[tuple[str, str], float] = {}

    def observe(self, params: GenerateParams, device: str, timings: Timings) -> None:
        """Learn from a job that ended well. A stage of 0 seconds did not run and teaches nothing.

        Upscaling is left out: its time goes by tiles, and a model has a part in it or not.
        """
        if params.task is TaskName.UPSCALE:
            return
        self._observe_memory(params.model.name, device, timings)
        with self._lock:
            key = _key(params, device)
            old = self._rows.pop(key, None)
            seconds = {
                stage: _averaged(getattr(old, stage, 0.0), getattr(timings, stage))
                for stage in ("load", "encode", "step", "decode")
            }
            model, device, task, area, passes = key
            self._rows[key] = _Row(model=model, device=device, task=task, area=area, passes=passes, **seconds)
            while len(self._rows) > _MAX_ROWS:
                del self._rows[next(iter(self._rows))]

    def memory_factor(self, model: str, device: str) -> float:
        """What a memory plan's peak is to be multiplied by; 1 before anything was learned."""
        with self._lock:
            return self._factors.get((model, device), 1.0)

    def _observe_memory(self, model: str, device: str, timings: Timings) -> None:
        if timings.peak_bytes <= 0 or timings.planned_bytes <= 0:
            return
        seen = min(max(timings.peak_bytes / timings.planned_bytes, _LEAST_FACTOR), _MOST_FACTOR)
        with self._lock:
            self._factors[model, device] = _averaged(self._factors.pop((model, device), 0.0), seen)
            while len(self._factors) > _MAX_ROWS:
                del self._factors[next(iter(self._factors))]

    def forecast(
        self, params: GenerateParams, device: str, draws: DrawingRange | None = None
    ) -> Timings | None:
        """Seconds this job will take, or None before anything was learned about its model on this device.

        None for upscaling, too: nothing is learned about that. ``total`` leaves out ``load``: only the caller
        knows whether the model is in memory. Another size or sampler is scaled from the nearest one known, by
        pixels and by passes through the network; ``draws``, the model's, tells which pixels these are.
        """
        if params.task is TaskName.UPSCALE:
            return None
        key = _key(params, device)
        with self._lock:
            row = self._rows.get(key) or self._nearest(key)
        if row is None:
            return None
        ratio = 1.0 if row.key == key else _ratio(params, row, draws) * key[4] / row.passes
        area = 1.0 if params.task is TaskName.INPAINT else params.size.area / row.area
        timings = Timings(load=row.load, encode=row.encode, step=row.step * ratio, decode=row.decode * area)
        taken = steps_to_take(params.steps, params.denoise)
        one_picture = taken * timings.step + timings.decode
        return replace(timings, total=timings.encode + params.count * one_picture)

    def _nearest(self, key: _Key) -> _Row | None:
        """The row of the same model that costs most nearly the same, of the same task if there is one."""
        model, device, task, area, passes = key
        # The time of a masked part says nothing of whole pictures: how large it was is not known.
        known = [
            row
            for row in self._rows.values()
            if (row.model, row.device) == (model, device) and row.task in (task, *_WHOLE_PICTURES)
        ]
        cost = area * passes
        return min(
            known,
            key=lambda row: (row.task is not task, abs(math.log(row.area * row.passes / cost))),
            default=None,
        )

    def load(self) -> None:
        """Read the file; anything wrong with it means starting afresh."""
        try:
            with self._path.open("rb") as file:
                learned = _Rows.model_validate_json(file.read(_MAX_BYTES))
        except FileNotFoundError:
            return
        except (OSError, ValidationError) as error:
            _log.warning("The learned times can't be read and start afresh: %s", error)
            return
        with self._lock:
            self._rows = {row.key: row for row in learned.rows}
            self._factors = {(row.model, row.device): row.factor for row in learned.memory}

    def save(self) -> None:
        """Write the file, if that is possible."""
        with self._lock:
            memory = [
                _Memory(model=model, device=device, factor=factor)
                for (model, device), factor in self._factors.items()
            ]
            text = _Rows(rows=list(self._rows.values()), memory=memory).model_dump_json()
        try:
            files.write_text(self._path, text)
        except AppError as error:
            _log.warning("The learned times were not saved: %s", error)


def _key(params: GenerateParams, device: str) -> _Key:
    guided = 2 if params.guidance_scale > 1.0 else 1
    passes = SAMPLERS[params.sampler].evaluations_per_step * guided
    return params.model.name, device, params.task, params.size.area, passes


def _ratio(params: GenerateParams, row: _Row, draws: DrawingRange | None) -> float:
    """How many times as many pixels as in ``row`` go through the network for each step of the job.

    A masked part is about as large as what the model was trained on, however large the picture.
    """
    if params.task is not TaskName.INPAINT:
        side = math.isqrt(row.area)
        return _pixels(params.size, params, draws) / _pixels(Size(side, side), params, draws)
    if row.task is TaskName.INPAINT:
        return 1.0
    return min(params.size.area, row.area if draws is None else draws.native_area) / row.area


def _pixels(size: Size, params: GenerateParams, draws: DrawingRange | None) -> float:
    """For each step at this size, over all the passes that it takes."""
    if draws is None:
        return size.area
    stages = plan_sizes(size, draws, params.denoise).stages(params.steps)
    return sum(stage.work for stage in stages) / steps_to_take(params.steps, params.denoise)


def _averaged(old: float, new: float) -> float:
    if old <= 0.0 or new <= 0.0:
        return max(old, new)
    return old + _WEIGHT_OF_NEWEST * (new - old)
