"""The samplers and noise schedules that a person can choose, and which go together.

Names are those that users of other programs know. engine/samplers.py makes diffusers schedulers of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.core.texts import QT_TRANSLATE_NOOP


class SamplerName(StrEnum):
    EULER = "Euler"
    EULER_A = "Euler a"
    HEUN = "Heun"
    DPMPP_2M = "DPM++ 2M"
    DPMPP_2M_SDE = "DPM++ 2M SDE"
    DPMPP_SDE = "DPM++ SDE"
    DDIM = "DDIM"
    UNIPC = "UniPC"
    DPM2 = "DPM2"
    DPM2_A = "DPM2 a"
    PNDM = "PNDM"
    LCM = "LCM"
    TCD = "TCD"


class ScheduleName(StrEnum):
    AUTOMATIC = "Automatic"
    KARRAS = "Karras"
    EXPONENTIAL = "Exponential"
    NORMAL = "Normal"
    SIMPLE = "Simple"


_SIGMAS = (ScheduleName.KARRAS, ScheduleName.EXPONENTIAL)
_SPACINGS = (ScheduleName.AUTOMATIC, ScheduleName.NORMAL, ScheduleName.SIMPLE)
_ALL = (ScheduleName.AUTOMATIC, *_SIGMAS, ScheduleName.NORMAL, ScheduleName.SIMPLE)


@dataclass(frozen=True, slots=True)
class Sampler:
    """One row: the schedules that fit, the fewest steps that work, U-Net evaluations for each step."""

    name: SamplerName
    schedules: tuple[ScheduleName, ...]
    help: str
    min_steps: int = 1
    evaluations_per_step: int = 1
    v_prediction: bool = True


SAMPLERS: dict[SamplerName, Sampler] = {
    row.name: row
    for row in (
        Sampler(
            SamplerName.DPMPP_2M,
            _ALL,
            QT_TRANSLATE_NOOP("Samplers", "Clean pictures in 10 to 20 steps. A good first choice."),
        ),
        Sampler(
            SamplerName.DPMPP_2M_SDE,
            _ALL,
            QT_TRANSLATE_NOOP("Samplers", "Like DPM++ 2M with fresh noise at each step: more texture."),
        ),
        Sampler(
            SamplerName.DPMPP_SDE,
            (ScheduleName.AUTOMATIC, *_SIGMAS),  # always linspace
            QT_TRANSLATE_NOOP("Samplers", "DPM++ in pairs of steps, with fresh noise: rich detail."),
        ),
        Sampler(
            SamplerName.EULER, _ALL, QT_TRANSLATE_NOOP("Samplers", "The simplest sampler: soft, predictable.")
        ),
        Sampler(
            SamplerName.EULER_A,
            _SPACINGS,
            QT_TRANSLATE_NOOP("Samplers", "Euler with fresh noise: changes with the number of steps."),
        ),
        Sampler(
            SamplerName.HEUN,
            _ALL,
            QT_TRANSLATE_NOOP("Samplers", "Euler corrected by a second evaluation: twice the time."),
            1,
            2,
        ),
        Sampler(
            SamplerName.DDIM,
            _SPACINGS,
            QT_TRANSLATE_NOOP("Samplers", "The first fast sampler: no fresh noise, good for comparisons."),
        ),
        Sampler(
            SamplerName.UNIPC,
            _ALL,
            QT_TRANSLATE_NOOP("Samplers", "Predictor and corrector in one: good at 8 to 15 steps."),
        ),
        Sampler(
            SamplerName.DPM2,
            _ALL,
            QT_TRANSLATE_NOOP("Samplers", "Second order: twice the time of Euler."),
            1,
            2,
        ),
        Sampler(
            SamplerName.DPM2_A,
            _ALL,
            QT_TRANSLATE_NOOP("Samplers", "Second order with fresh noise: needs 20 steps or more."),
            20,
            2,
        ),
        Sampler(
            SamplerName.PNDM,
            _SPACINGS,
            QT_TRANSLATE_NOOP("Samplers", "The default of the first Stable Diffusion."),
            v_prediction=False,
        ),
        Sampler(
            SamplerName.LCM,
            (ScheduleName.AUTOMATIC,),  # the steps of its training
            QT_TRANSLATE_NOOP("Samplers", "For models and LoRAs distilled to 2 to 8 steps."),
        ),
        Sampler(
            SamplerName.TCD,
            (ScheduleName.AUTOMATIC,),
            QT_TRANSLATE_NOOP("Samplers", "Like LCM, with more detail: for LoRAs of TCD and Hyper."),
        ),
    )
}

FLOW_SAMPLERS = (SamplerName.EULER, SamplerName.HEUN, SamplerName.DPMPP_2M, SamplerName.UNIPC)
"""Those that there are for models trained by flow matching (Lipman et al., 2022), too."""
