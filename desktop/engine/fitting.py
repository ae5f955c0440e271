"""A job's models loaded and placed so that they fit: what is planned, what is told, what is tried next."""

from __future__ import annotations

from dataclasses import replace

import torch

from desktop.core.errors import ErrorInfo
from desktop.core.memory_plan import GIB, MemoryPlan, Mode, need_of, plan_memory, step_down
from desktop.core.models import ModelInfo
from desktop.engine.components import LoadedModel
from desktop.engine.device import room
from desktop.engine.placement import Placement
from desktop.engine.workbench import FASTEST, JobRun, Workbench


def load_fitting(
    bench: Workbench, run: JobRun, info: ModelInfo, beside: LoadedModel | None = None
) -> LoadedModel:
    """The model's parts, where the job's memory plan wants them; ``place`` puts them to use.

    With ``beside`` the job's first model stays, too, and its plan holds for both. Raises
    AppError("too_large") for what can't fit, and as Components.load.
    """
    if run.memory is None:
        run.memory = _planned(bench, run, info)
        _tell(run, run.memory)
    return bench.components.load(info, run.token, beside, run.memory)


def load_vae(bench: Workbench, run: JobRun, info: ModelInfo, loaded: LoadedModel) -> LoadedModel:
    """``loaded`` with another VAE, where the plan for it wants its parts. Raises as Components.with_vae."""
    return bench.components.with_vae(loaded, info, run.token, run.memory)


def place(bench: Workbench, run: JobRun, loaded: LoadedModel) -> None:
    """Put the model's networks where the job's plan wants them, until the job ends.

    LoRAs belong on its layers before.
    """
    if run.memory is None:
        raise ValueError("a model is loaded by load_fitting before it is placed")
    if run.placement is None:
        run.placement = run.until_end.enter_context(Placement(bench.plan.device))
    run.placement.place(loaded.parts, loaded.info.family.denoiser, run.memory)


def dtype_name(run: JobRun, computed: torch.dtype) -> str:
    """What a picture's record says of the numbers it was made with, which depend on the room there was."""
    name = str(computed).removeprefix("torch.")
    stored = run.memory is not None and run.memory.mode is Mode.FLOAT8
    return f"{name}, weights in float8_e4m3fn" if stored else name


def try_smaller(bench: Workbench, run: JobRun) -> bool:
    """Have the job take less memory when it is run again: once. False when that can't be.

    Call it after all frames that hold tensors are gone. Pictures that were saved are not made again.
    """
    step = None if run.memory is None else step_down(run.memory, bench.plan.kind)
    if step is None or run.at_least != FASTEST:
        return False
    bench.free_memory()
    run.at_least, run.memory, run.placement = step, None, None
    run.notice(
        ErrorInfo(
            "memory_ladder",
            "There was not enough memory. The picture is tried again in a way that needs less and is slower.",
            "Close other programs or choose a smaller size to keep the speed.",
        )
    )
    return True


def _planned(bench: Workbench, run: JobRun, info: ModelInfo) -> MemoryPlan:
    numbers = bench.components.numbers(info)
    refiner = run.job.params.refiner
    other = {} if refiner is None else bench.components.numbers(bench.find_model(refiner.model))
    need = need_of(info, run.job.params, numbers, sum(other.values()))
    if need is None:
        raise ValueError("a job without a model needs no plan for one")
    mode, in_tiles = run.at_least
    plan = plan_memory(need, room(bench.plan, bench.components.bytes_in_memory()), mode, in_tiles)
    # How far such plans were off on this machine: for what is told, not for what is chosen.
    factor = bench.estimates.memory_factor(run.job.params.model.name, bench.plan.title)
    run.planned_bytes = plan.peak_bytes
    return replace(plan, peak_bytes=round(plan.peak_bytes * factor))


def _tell(run: JobRun, plan: MemoryPlan) -> None:
    if plan.words:
        run.notice(ErrorInfo("memory_plan", plan.words, "A smaller size needs less memory."))
    if plan.tight:
        run.notice(
            ErrorInfo(
                "memory_tight",
                f"This picture needs about {plan.peak_bytes / GIB:.1f} GB, which is more than is free now.",
                "It may be slow or fail: close other programs, or choose a smaller size.",
            )
        )
