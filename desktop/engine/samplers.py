"""Sampler and schedule names become diffusers schedulers: a new one for every picture."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import diffusers
from diffusers.schedulers.scheduling_utils import SchedulerOutput

from desktop.core.samplers import SamplerName, ScheduleName

_TCD_NOISE = 0.3
"""Gamma in the paper: the part of the noise that is fresh at each step."""


class _QuickToMake:
    """DPM2 works out a schedule of all training steps when it is made: 0.1 s for what is never used."""

    def set_timesteps(
        self, num_inference_steps: int, device: Any = None, num_train_timesteps: int | None = None
    ) -> None:
        # Only the constructor gives the third argument.
        steps = num_inference_steps if num_train_timesteps is None else 1
        super().set_timesteps(steps, device)  # type: ignore[misc]


class _Dpm2(_QuickToMake, diffusers.KDPM2DiscreteScheduler):  # type: ignore[misc]
    pass


class _Dpm2Ancestral(_QuickToMake, diffusers.KDPM2AncestralDiscreteScheduler):  # type: ignore[misc]
    pass


class _Lcm(diffusers.LCMScheduler):  # type: ignore[misc]
    """Takes more steps than the 50 of its training, where diffusers' own raises ValueError."""

    def set_timesteps(self, num_inference_steps: int, device: Any = None, **options: Any) -> None:
        original = max(num_inference_steps, self.config.original_inference_steps)
        super().set_timesteps(num_inference_steps, device, original, **options)


class _Tcd(diffusers.TCDScheduler):  # type: ignore[misc]
    """As many steps as wanted, as of LCM, and fresh noise as in its paper: pipelines would leave that out."""

    def set_timesteps(self, num_inference_steps: int, device: Any = None, **options: Any) -> None:
        original = max(num_inference_steps, self.config.original_inference_steps)
        self.register_to_config(original_inference_steps=original)
        super().set_timesteps(num_inference_steps, device, **options)

    def step(
        self,
        model_output: Any,
        timestep: Any,
        sample: Any,
        generator: Any = None,
        return_dict: bool = True,
    ) -> Any:
        return super().step(model_output, timestep, sample, _TCD_NOISE, generator, return_dict)


class _Pndm(diffusers.PNDMScheduler):  # type: ignore[misc]
    """Can start in the middle of its steps, as image to image does.

    The first of all steps is made twice, to correct it. Further on diffusers' own takes the step after the
    first for such a correction, and from there on the noise for stronger by a step than it is.
    """

    counter: int

    def step_plms(self, model_output: Any, timestep: Any, sample: Any, return_dict: bool = True) -> Any:
        if self.counter == 0:
            self._first = timestep
        elif self.counter == 1 and self._first != self.timesteps[0]:
            self.counter = 2
            if timestep == self._first:  # started at the correction: the call before made this step
                return SchedulerOutput(prev_sample=sample) if return_dict else (sample,)
        return super().step_plms(model_output, timestep, sample, return_dict)


class Flow:
    """A scheduler of flow matching that adds noise by either name: its pipelines say ``scale_noise``."""

    config: Any

    def scale_noise(self, sample: Any, timestep: Any, noise: Any) -> Any:
        return self.add_noise(sample, noise, timestep)  # type: ignore[attr-defined]


class _FlowEuler(Flow, diffusers.FlowMatchEulerDiscreteScheduler):  # type: ignore[misc]
    init_noise_sigma = 1.0

    def add_noise(self, original: Any, noise: Any, timesteps: Any) -> Any:
        return super(Flow, self).scale_noise(original, timesteps, noise)


class _FlowHeun(Flow, diffusers.FlowMatchHeunDiscreteScheduler):  # type: ignore[misc]
    init_noise_sigma = 1.0

    def add_noise(self, original: Any, noise: Any, timesteps: Any) -> Any:
        return super(Flow, self).scale_noise(original, timesteps, noise)


class _FlowDpm(Flow, diffusers.DPMSolverMultistepScheduler):  # type: ignore[misc]
    pass


class _FlowUniPc(Flow, diffusers.UniPCMultistepScheduler):  # type: ignore[misc]
    pass


_CLASSES: dict[SamplerName, tuple[type[Any], dict[str, Any]]] = {
    SamplerName.EULER: (diffusers.EulerDiscreteScheduler, {}),
    SamplerName.EULER_A: (diffusers.EulerAncestralDiscreteScheduler, {}),
    SamplerName.HEUN: (diffusers.HeunDiscreteScheduler, {}),
    SamplerName.DPMPP_2M: (diffusers.DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++"}),
    SamplerName.DPMPP_2M_SDE: (diffusers.DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    # DPMSolverSDEScheduler would need torchsde and takes no generator.
    SamplerName.DPMPP_SDE: (diffusers.DPMSolverSinglestepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    SamplerName.DDIM: (diffusers.DDIMScheduler, {}),
    SamplerName.UNIPC: (diffusers.UniPCMultistepScheduler, {}),
    SamplerName.DPM2: (_Dpm2, {}),
    SamplerName.DPM2_A: (_Dpm2Ancestral, {}),
    SamplerName.PNDM: (_Pndm, {"skip_prk_steps": True}),
    SamplerName.LCM: (_Lcm, {}),
    SamplerName.TCD: (_Tcd, {}),
}

_FLOW_SIGMAS = {"use_flow_sigmas": True, "prediction_type": "flow_prediction"}
_FLOW_CLASSES: dict[SamplerName, tuple[type[Any], dict[str, Any], str]] = {
    SamplerName.EULER: (_FlowEuler, {}, "shift"),
    SamplerName.HEUN: (_FlowHeun, {}, "shift"),
    SamplerName.DPMPP_2M: (_FlowDpm, {"algorithm_type": "dpmsolver++", **_FLOW_SIGMAS}, "flow_shift"),
    SamplerName.UNIPC: (_FlowUniPc, _FLOW_SIGMAS, "flow_shift"),
}
"""Class, options, and what it calls the shift."""

_SCHEDULES: dict[ScheduleName, dict[str, Any]] = {
    ScheduleName.AUTOMATIC: {},
    ScheduleName.KARRAS: {"use_karras_sigmas": True},
    ScheduleName.EXPONENTIAL: {"use_exponential_sigmas": True},
    ScheduleName.NORMAL: {"timestep_spacing": "linspace"},
    ScheduleName.SIMPLE: {"timestep_spacing": "trailing"},
}

# Of the model's config only these are its own: the noise it was trained with and what it predicts. The rest
# belongs to the scheduler that happened to be saved with it.
_TRAINED = (
    "num_train_timesteps",
    "beta_start",
    "beta_end",
    "beta_schedule",
    "trained_betas",
    "prediction_type",
    "rescale_betas_zero_snr",
    "timestep_spacing",
    "steps_offset",
    "set_alpha_to_one",
)


def build_flow_scheduler(sampler: SamplerName, shift: float) -> diffusers.SchedulerMixin:
    """A fresh scheduler for a model trained by flow matching, not yet told its steps.

    ``shift`` leans the schedule to high noise, which large pictures need (Esser et al., 2024); 1 is none.
    """
    cls, options, shift_name = _FLOW_CLASSES[sampler]
    scheduler = cls(**options, **{shift_name: shift})
    scheduler.set_timesteps = _from_the_first(scheduler)
    return scheduler


def build_scheduler(
    sampler: SamplerName, schedule: ScheduleName, model_config: Mapping[str, Any]
) -> diffusers.SchedulerMixin:
    """A fresh scheduler with the model's betas, prediction type and zero-SNR, not yet told its steps.

    Song et al. 2020 (DDIM), Liu et al. 2022 (PNDM), Lu et al. 2022 (DPM-Solver++), Karras et al. 2022 (Heun,
    DPM2 and the sigma schedule), Zhao et al. 2023 (UniPC), Luo et al. 2023 (LCM),
    Zheng et al. 2024 (TCD).
    """
    cls, options = _CLASSES[sampler]
    trained = {name: model_config[name] for name in _TRAINED if name in model_config}
    config = {**trained, **options, **_SCHEDULES[schedule]}
    if sampler in (SamplerName.DDIM, SamplerName.LCM, SamplerName.TCD):
        config["clip_sample"] = False  # on by default, which suits pixels and not latents
    accepted = inspect.signature(cls).parameters
    scheduler = cls(**{name: value for name, value in config.items() if name in accepted})
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_timesteps = _from_the_first(scheduler)
    return scheduler


def _from_the_first(scheduler: Any) -> Callable[..., None]:
    """Keep a scheduler from looking up its first step by time: where sigmas are so dense that the first two
    round to one time (zero-SNR models with Karras sigmas) it would begin at the second and run past the end.
    """
    set_timesteps: Callable[..., None] = scheduler.set_timesteps

    @functools.wraps(set_timesteps)
    def started(*args: Any, **kwargs: Any) -> None:
        set_timesteps(*args, **kwargs)
        scheduler.set_begin_index(0)

    return started
