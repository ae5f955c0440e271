"""The model that finishes pictures which another one began: an ensemble of experts (Podell et al., 2023)."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.errors import AppError
from desktop.core.families import FAMILIES
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams, RefinerOptions
from desktop.core.samplers import SAMPLERS
from desktop.engine.components import LoadedModel
from desktop.engine.conditioning import Conditioning


@dataclass(frozen=True, slots=True)
class Refining:
    """The refiner of a job and the prompts in its words."""

    options: RefinerOptions
    loaded: LoadedModel
    conditioning: Conditioning

    def steps_before(self, strength: float, steps: int) -> int:
        """How many of a run's ``steps`` at ``strength`` the first model makes."""
        share = (self.options.switch_at - (1 - strength)) / strength
        return round(steps * share)


def check_refiner(params: GenerateParams, base: ModelInfo, refiner: ModelInfo) -> None:
    """Raises AppError("bad_value") for a refiner that can't finish what ``base`` begins."""
    if refiner.family_key != base.family.refiner:
        wanted = FAMILIES.get(base.family.refiner)
        raise AppError(
            "bad_value",
            f"{refiner.title} can't finish pictures of {base.title}.",
            "Leave the refiner out." if wanted is None else f"Choose a model of the kind {wanted.title}.",
        )
    if SAMPLERS[params.sampler].evaluations_per_step > 1:
        raise AppError(
            "bad_value",
            f"{params.sampler} makes its steps in pairs, which can't be handed over to a refiner.",
            "Choose another sampler, such as DPM++ 2M.",
        )
