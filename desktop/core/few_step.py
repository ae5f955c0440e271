"""Models and LoRAs that were distilled to draw in a few steps, and the settings that they were made for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from desktop.core.families import Defaults
from desktop.core.identify.hints import few_step, name_hints
from desktop.core.models import ModelInfo
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName

_MOST_STEPS = 16
_STEPS = re.compile(r"(\d+) steps\Z")


@dataclass(frozen=True, slots=True)
class Method:
    """A way of distilling: its title, and settings for models whose name tells no number of steps."""

    title: str
    settings: Defaults


# At a guidance of 1 there is none, and no negative prompt: the teacher's guidance is in the weights.
METHODS: Mapping[str, Method] = MappingProxyType(
    {
        # Luo et al., 2023 (LCM and LCM-LoRA)
        "lcm": Method("LCM", Defaults(SamplerName.LCM, ScheduleName.AUTOMATIC, 6, 1.0)),
        # Sauer et al., 2023 (adversarial diffusion distillation)
        "turbo": Method("Turbo", Defaults(SamplerName.EULER_A, ScheduleName.SIMPLE, 4, 1.0)),
        # Lin et al., 2024
        "lightning": Method("Lightning", Defaults(SamplerName.EULER, ScheduleName.SIMPLE, 4, 1.0)),
        # Ren et al., 2024
        "hyper": Method("Hyper", Defaults(SamplerName.EULER, ScheduleName.SIMPLE, 8, 1.0)),
        # Yin et al., 2024
        "dmd2": Method("DMD2", Defaults(SamplerName.LCM, ScheduleName.AUTOMATIC, 4, 1.0)),
    }
)


@dataclass(frozen=True, slots=True)
class FewStep:
    """A model or a LoRA that draws in few steps, and with which settings."""

    name: str
    """Of the model or LoRA."""
    method: str
    """Key of METHODS."""
    settings: Defaults


def few_step_of(info: ModelInfo, model: ModelInfo | None = None) -> FewStep | None:
    """How a model, or a LoRA on ``model``, draws in few steps; None for all others.

    What its tensors and metadata say counts before its name; the number of steps stands in names alone.
    """
    hints = name_hints(info.name)
    said = "" if info.identified is None else info.identified.few_step
    named = next((hint for hint in hints if hint in METHODS), "")
    method = next((word for word in (said, named, few_step(info.title)) if word in METHODS), "")
    if not method:
        return None
    usual = METHODS[method].settings
    family = (model or info).family
    sampler = usual.sampler if usual.sampler in family.samplers else SamplerName.EULER
    schedule = usual.schedule
    if schedule not in family.schedules or schedule not in SAMPLERS[sampler].schedules:
        schedule = ScheduleName.AUTOMATIC
    counts = (int(found[1]) for hint in hints if (found := _STEPS.match(hint)))
    steps = next((count for count in counts if 1 <= count <= _MOST_STEPS), usual.steps)
    return FewStep(info.name, method, Defaults(sampler, schedule, steps, usual.guidance_scale))
