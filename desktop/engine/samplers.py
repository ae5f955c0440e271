"""Sampler and schedule names become diffusers schedulers: a new one for every picture."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import diffusers

from desktop.core.samplers import SamplerName, ScheduleName

_CLASSES: dict[SamplerName, tuple[str, dict[str, Any]]] = {
    SamplerName.EULER: ("EulerDiscreteScheduler", {}),
    SamplerName.EULER_A: ("EulerAncestralDiscreteScheduler", {}),
    SamplerName.HEUN: ("HeunDiscreteScheduler", {}),
    SamplerName.DPMPP_2M: ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++"}),
    SamplerName.DPMPP_2M_SDE: ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    # DPMSolverSDEScheduler would need torchsde and takes no generator.
    SamplerName.DPMPP_SDE: ("DPMSolverSinglestepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    SamplerName.DDIM: ("DDIMScheduler", {}),
    SamplerName.UNIPC: ("UniPCMultistepScheduler", {}),
    SamplerName.DPM2: ("KDPM2DiscreteScheduler", {}),
    SamplerName.DPM2_A: ("KDPM2AncestralDiscreteScheduler", {}),
    SamplerName.PNDM: ("PNDMScheduler", {"skip_prk_steps": True}),
    SamplerName.LCM: ("LCMScheduler", {}),
}

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


def build_scheduler(
    sampler: SamplerName, schedule: ScheduleName, model_config: Mapping[str, Any]
) -> diffusers.SchedulerMixin:
    """A fresh scheduler with the model's betas, prediction type and zero-SNR, not yet told its steps.

    Song et al. 2020 (DDIM), Liu et al. 2022 (PNDM), Lu et al. 2022 (DPM-Solver++), Karras et al. 2022 (Heun,
    DPM2 and the sigma schedule), Zhao et al. 2023 (UniPC), Luo et al. 2023 (LCM).
    """
    class_name, options = _CLASSES[sampler]
    cls = getattr(diffusers, class_name)
    trained = {name: model_config[name] for name in _TRAINED if name in model_config}
    config = {**trained, **options, **_SCHEDULES[schedule]}
    if sampler in (SamplerName.DDIM, SamplerName.LCM):
        config["clip_sample"] = False  # on by default, which suits pixels and not latents
    accepted = inspect.signature(cls.__init__).parameters
    return cls(**{name: value for name, value in config.items() if name in accepted})
