"""What other programs call the samplers and schedules that this one has.

Only true counterparts stand here; a name that is not in its program's table is told to the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.samplers import SamplerName, ScheduleName

Pair = tuple[SamplerName, ScheduleName]


@dataclass(frozen=True, slots=True)
class Names:
    """One program's names, in lower case. A sampler's name may tell the schedule, too."""

    samplers: Mapping[str, Pair]
    schedules: Mapping[str, ScheduleName]


def _with_suffix(
    samplers: Mapping[str, SamplerName], suffixes: Mapping[str, ScheduleName]
) -> dict[str, Pair]:
    return {
        f"{name}{suffix}": (sampler, schedule)
        for name, sampler in samplers.items()
        for suffix, schedule in suffixes.items()
    }


# A1111 says "DPM++ 2M" and "Karras" apart since 1.9, "DPM++ 2M Karras" before.
A1111 = Names(
    _with_suffix(
        {sampler.lower(): sampler for sampler in SamplerName} | {"plms": SamplerName.PNDM},
        {
            "": ScheduleName.AUTOMATIC,
            " karras": ScheduleName.KARRAS,
            " exponential": ScheduleName.EXPONENTIAL,
        },
    ),
    {schedule.lower(): schedule for schedule in ScheduleName}
    | {"uniform": ScheduleName.AUTOMATIC, "sgm uniform": ScheduleName.SIMPLE},
)

# ComfyUI's "simple" and "sgm_uniform" both leave out the last of evenly spaced steps: trailing spacing.
COMFYUI = Names(
    _with_suffix(
        {
            "euler": SamplerName.EULER,
            "euler_ancestral": SamplerName.EULER_A,
            "heun": SamplerName.HEUN,
            "dpm_2": SamplerName.DPM2,
            "dpm_2_ancestral": SamplerName.DPM2_A,
            "dpmpp_2m": SamplerName.DPMPP_2M,
            "dpmpp_2m_sde": SamplerName.DPMPP_2M_SDE,
            "dpmpp_2m_sde_gpu": SamplerName.DPMPP_2M_SDE,
            "dpmpp_sde": SamplerName.DPMPP_SDE,
            "dpmpp_sde_gpu": SamplerName.DPMPP_SDE,
            "ddim": SamplerName.DDIM,
            "uni_pc": SamplerName.UNIPC,
            "lcm": SamplerName.LCM,
        },
        {"": ScheduleName.AUTOMATIC},
    ),
    {
        "normal": ScheduleName.NORMAL,
        "karras": ScheduleName.KARRAS,
        "exponential": ScheduleName.EXPONENTIAL,
        "simple": ScheduleName.SIMPLE,
        "sgm_uniform": ScheduleName.SIMPLE,
    },
)

# InvokeAI names both at once; "_k" stands for Karras.
INVOKEAI = Names(
    _with_suffix(
        {
            "euler": SamplerName.EULER,
            "euler_a": SamplerName.EULER_A,
            "heun": SamplerName.HEUN,
            "kdpm_2": SamplerName.DPM2,
            "kdpm_2_a": SamplerName.DPM2_A,
            "dpmpp_2m": SamplerName.DPMPP_2M,
            "dpmpp_2m_sde": SamplerName.DPMPP_2M_SDE,
            "dpmpp_sde": SamplerName.DPMPP_SDE,
            "ddim": SamplerName.DDIM,
            "unipc": SamplerName.UNIPC,
            "pndm": SamplerName.PNDM,
            "lcm": SamplerName.LCM,
            "tcd": SamplerName.TCD,
        },
        {"": ScheduleName.AUTOMATIC, "_k": ScheduleName.KARRAS},
    ),
    {},
)

NOVELAI = Names(
    _with_suffix(
        {
            "k_euler": SamplerName.EULER,
            "k_euler_ancestral": SamplerName.EULER_A,
            "k_heun": SamplerName.HEUN,
            "k_dpm_2": SamplerName.DPM2,
            "k_dpm_2_ancestral": SamplerName.DPM2_A,
            "k_dpmpp_2m": SamplerName.DPMPP_2M,
            "k_dpmpp_2m_sde": SamplerName.DPMPP_2M_SDE,
            "k_dpmpp_sde": SamplerName.DPMPP_SDE,
            "ddim": SamplerName.DDIM,
            "ddim_v3": SamplerName.DDIM,
            "plms": SamplerName.PNDM,
        },
        {"": ScheduleName.AUTOMATIC},
    ),
    {
        "native": ScheduleName.AUTOMATIC,
        "karras": ScheduleName.KARRAS,
        "exponential": ScheduleName.EXPONENTIAL,
    },
)
