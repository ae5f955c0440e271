"""The blending of differential diffusion within every sampler, with a model that knows the picture."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import torch

from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName
from desktop.engine.noise import StartNoise
from desktop.engine.samplers import build_scheduler
from desktop.engine.soft_mask import Region, to_cells
from tests.engine.test_samplers import SD15

GREY = 0.5
SHAPE = (1, 1, 64, 64)


def run(
    sampler: SamplerName, schedule: ScheduleName, change: torch.Tensor, strength: float, steps: int = 20
) -> tuple[torch.Tensor, list[tuple[torch.Tensor, torch.Tensor]]]:
    """Image to image as diffusers does it, from grey, with the exact prediction for grey.

    Returns the last latents, and before and after each blending.
    """
    scheduler: Any = build_scheduler(sampler, schedule, SD15)
    scheduler.set_timesteps(steps)
    first = (steps - int(steps * strength)) * scheduler.order
    timesteps = scheduler.timesteps[first:]
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(first)
    generator = torch.Generator().manual_seed(0)
    original = torch.full(SHAPE, GREY)
    start = StartNoise(scheduler, None, None, None)
    latents = scheduler.add_noise(original, torch.randn(SHAPE, generator=generator), timesteps[:1])
    noisy = {"generator": generator} if "generator" in inspect.signature(scheduler.step).parameters else {}
    blended = []
    for call, timestep in enumerate(timesteps):
        a = float(scheduler.alphas_cumprod[min(999, round(float(timestep)))])
        seen = scheduler.scale_model_input(latents, timestep)
        epsilon = (seen - a**0.5 * GREY) / (1 - a) ** 0.5
        before = scheduler.step(epsilon, timestep, latents, **noisy).prev_sample
        done = (call + 1) / len(timesteps)
        latents = Region(change).blend(scheduler, before, original, start, done, first + call + 1)
        blended.append((before, latents))
    return latents, blended


EVERY = [(row.name, schedule) for row in SAMPLERS.values() for schedule in row.schedules]


@pytest.mark.parametrize(("sampler", "schedule"), EVERY)
def test_what_is_kept_has_the_noise_of_its_step(sampler: SamplerName, schedule: ScheduleName) -> None:
    """All is put back to the original: it must be as noisy as what the sampler itself has made."""
    latents, blended = run(sampler, schedule, torch.zeros(SHAPE), 0.6)
    for before, after in blended[:-1]:
        assert float(after.std()) == pytest.approx(float(before.std()), rel=0.08, abs=0.03)
        assert float(after.mean()) == pytest.approx(float(before.mean()), rel=0.08, abs=0.03)
    assert torch.equal(latents, torch.full(SHAPE, GREY))


@pytest.mark.parametrize(("sampler", "schedule"), EVERY)
@pytest.mark.parametrize("strength", [0.05, 0.6, 0.95, 1.0])
def test_a_picture_is_found_again_from_any_strength(
    sampler: SamplerName, schedule: ScheduleName, strength: float
) -> None:
    """Half of it changes, half stays: both end at the grey that the model predicts."""
    change = torch.zeros(SHAPE)
    change[..., 32:] = 1
    latents, _ = run(sampler, schedule, change, strength)
    assert torch.equal(latents[..., :32], torch.full((1, 1, 64, 32), GREY))
    assert float((latents[..., 32:] - GREY).square().mean().sqrt()) < 0.08


def test_a_half_masked_part_is_free_after_half_of_the_steps() -> None:
    _, blended = run(SamplerName.EULER, ScheduleName.AUTOMATIC, torch.full(SHAPE, 0.5), 1.0, steps=10)
    kept = [not torch.equal(before, after) for before, after in blended]
    assert kept == [True] * 5 + [False] * 5


def test_a_cell_changes_as_much_as_any_of_its_pixels_asks() -> None:
    change = torch.zeros(1, 1, 16, 24)
    change[0, 0, 3, 9] = 0.7
    cells = to_cells(change, 8)
    assert cells.tolist() == [[[[0.0, pytest.approx(0.7), 0.0], [0.0, 0.0, 0.0]]]]
