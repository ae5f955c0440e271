from __future__ import annotations

import pytest
import torch

from desktop.core.params import Variation
from desktop.engine.noise import draw_noise, varied

CPU = torch.device("cpu")
SHAPE = (1, 4, 32, 32)


def noise(seed: int) -> torch.Tensor:
    return draw_noise(SHAPE, torch.Generator("cpu").manual_seed(seed), CPU, torch.float32)


def test_the_noise_is_what_torch_draws_for_the_seed() -> None:
    assert torch.equal(noise(3), torch.randn(SHAPE, generator=torch.Generator("cpu").manual_seed(3)))


def test_no_variation_is_the_very_same_noise() -> None:
    first = noise(1)
    assert varied(first, None) is first
    assert varied(first, Variation(seed=2, strength=0.0)) is first


def test_a_whole_variation_is_the_other_seeds_noise() -> None:
    assert torch.allclose(varied(noise(1), Variation(seed=2, strength=1.0)), noise(2), atol=1e-6)


@pytest.mark.parametrize("strength", [0.1, 0.5, 0.9])
def test_noise_between_two_seeds_is_as_strong_and_lies_between(strength: float) -> None:
    first, other = noise(1), noise(2)
    between = varied(first, Variation(seed=2, strength=strength))
    assert float(between.std()) == pytest.approx(1.0, abs=0.03)
    towards = torch.cosine_similarity(between.flatten(), other.flatten(), dim=0)
    away = torch.cosine_similarity(between.flatten(), first.flatten(), dim=0)
    assert (towards > away) == (strength > 0.5) or strength == 0.5


def test_the_same_seed_twice_changes_nothing() -> None:
    first = noise(1)
    assert torch.equal(varied(first, Variation(seed=1, strength=0.5)), first)
