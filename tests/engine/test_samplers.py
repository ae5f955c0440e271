"""Schedulers as pipelines use them, with a model that knows the picture: a grey of 0.5."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import diffusers
import pytest
import torch

from desktop.core.samplers import FLOW_SAMPLERS, SAMPLERS, SamplerName, ScheduleName
from desktop.engine.samplers import build_flow_scheduler, build_scheduler

# As stable-diffusion-v1-5's own scheduler_config.json has it, and a v-prediction model trained on it.
SD15 = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "trained_betas": None,
    "skip_prk_steps": True,
    "set_alpha_to_one": False,
    "steps_offset": 1,
    "clip_sample": False,
}
ZERO_SNR = SD15 | {
    "prediction_type": "v_prediction",
    "rescale_betas_zero_snr": True,
    "timestep_spacing": "trailing",
}
GREY = 0.5


def sample(scheduler: Any, steps: int) -> torch.Tensor:
    """Run all steps from noise (1, 1, 2, 2), with the exact prediction for a grey picture."""
    scheduler.set_timesteps(steps)
    generator = torch.Generator().manual_seed(0)
    latents = torch.randn(1, 1, 2, 2, generator=generator) * scheduler.init_noise_sigma
    noisy = {"generator": generator} if "generator" in inspect.signature(scheduler.step).parameters else {}
    for timestep in scheduler.timesteps:
        a = float(scheduler.alphas_cumprod[min(999, round(float(timestep)))])
        seen = scheduler.scale_model_input(latents, timestep)
        epsilon = (seen - a**0.5 * GREY) / max(1 - a, 1e-9) ** 0.5
        v = a**0.5 * epsilon - (1 - a) ** 0.5 * GREY
        output = v if scheduler.config.prediction_type == "v_prediction" else epsilon
        latents = scheduler.step(output, timestep, latents, **noisy).prev_sample
    return latents


@pytest.mark.parametrize("steps", [20, 22, 60])
@pytest.mark.parametrize("config", [SD15, ZERO_SNR], ids=["sd15", "zero-snr"])
@pytest.mark.parametrize(
    ("sampler", "schedule"), [(row.name, schedule) for row in SAMPLERS.values() for schedule in row.schedules]
)
def test_every_pair_samples_with_any_number_of_steps(
    sampler: SamplerName, schedule: ScheduleName, config: Mapping[str, Any], steps: int
) -> None:
    if config is ZERO_SNR and not SAMPLERS[sampler].v_prediction:
        pytest.skip("not for v-prediction models")
    latents = sample(build_scheduler(sampler, schedule, config), steps)
    assert torch.allclose(latents, torch.full_like(latents, GREY), atol=0.15)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_scheduler_is_made_without_a_schedule_of_a_thousand_steps(
    sampler: SamplerName, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[object] = []
    for cls in (diffusers.KDPM2DiscreteScheduler, diffusers.KDPM2AncestralDiscreteScheduler):
        monkeypatch.setattr(cls, "_sigma_to_t", lambda *_: looked_up.append(0) or 0.0)
    build_scheduler(sampler, ScheduleName.AUTOMATIC, SD15)
    assert len(looked_up) < 10


@pytest.mark.parametrize(
    ("sampler", "plain"),
    [
        (SamplerName.DPM2, diffusers.KDPM2DiscreteScheduler),
        (SamplerName.DPM2_A, diffusers.KDPM2AncestralDiscreteScheduler),
        (SamplerName.LCM, diffusers.LCMScheduler),
        (SamplerName.TCD, diffusers.TCDScheduler),
    ],
)
def test_the_mended_samplers_have_diffusers_own_steps(sampler: SamplerName, plain: type) -> None:
    accepted = inspect.signature(plain.__init__).parameters
    theirs: Any = plain(**{name: value for name, value in SD15.items() if name in accepted})
    assert torch.equal(sample(build_scheduler(sampler, ScheduleName.AUTOMATIC, SD15), 20), sample(theirs, 20))


@pytest.mark.parametrize("sampler", [SamplerName.DDIM, SamplerName.PNDM, SamplerName.EULER])
def test_the_models_own_spacing_and_offset_are_kept(sampler: SamplerName) -> None:
    config = SD15 | {"timestep_spacing": "leading"}
    scheduler: Any = build_scheduler(sampler, ScheduleName.AUTOMATIC, config)
    scheduler.set_timesteps(10)
    assert sorted({round(float(timestep)) for timestep in scheduler.timesteps}) == [*range(1, 1000, 100)]
    if sampler is not SamplerName.EULER:
        assert float(scheduler.final_alpha_cumprod) == float(scheduler.alphas_cumprod[0])


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_schedule_on_offer_makes_a_difference(sampler: SamplerName) -> None:
    made = []
    for schedule in SAMPLERS[sampler].schedules:
        scheduler: Any = build_scheduler(sampler, schedule, SD15 | {"timestep_spacing": "leading"})
        scheduler.set_timesteps(10)
        made.append(tuple(float(timestep) for timestep in scheduler.timesteps))
    assert len(set(made)) == len(made)


@pytest.mark.parametrize("steps", [1, 20, 60])
@pytest.mark.parametrize("sampler", FLOW_SAMPLERS)
def test_flow_matching_samples_with_any_number_of_steps(sampler: SamplerName, steps: int) -> None:
    scheduler: Any = build_flow_scheduler(sampler, 3.0)
    scheduler.set_timesteps(steps)
    latents = torch.randn(1, 1, 2, 2, generator=torch.Generator().manual_seed(0))
    for timestep in scheduler.timesteps:
        velocity = (latents - GREY) / (float(timestep) / 1000)
        latents = scheduler.step(velocity, timestep, latents).prev_sample
    assert torch.allclose(latents, torch.full_like(latents, GREY), atol=0.02)


@pytest.mark.parametrize("sampler", FLOW_SAMPLERS)
def test_the_shift_leans_flow_matching_to_high_noise(sampler: SamplerName) -> None:
    middles = []
    for shift in (1.0, 3.0, 6.0):
        scheduler: Any = build_flow_scheduler(sampler, shift)
        scheduler.set_timesteps(21)
        middles.append(float(scheduler.timesteps[len(scheduler.timesteps) // 2]))
    assert middles == sorted(middles)
    assert middles[1] == pytest.approx(1000 * 3 * 0.5 / (1 + 2 * 0.5), rel=0.05)


@pytest.mark.parametrize("sampler", FLOW_SAMPLERS)
def test_flow_matching_mixes_noise_in_under_either_name(sampler: SamplerName) -> None:
    scheduler: Any = build_flow_scheduler(sampler, 3.0)
    scheduler.set_timesteps(20)
    scheduler.set_begin_index(10)
    original, noise = torch.full((1, 1, 2, 2), GREY), torch.randn(1, 1, 2, 2)
    timestep = scheduler.timesteps[10:11]
    sigma = float(scheduler.sigmas[10])
    expected = sigma * noise + (1 - sigma) * original
    assert torch.allclose(scheduler.scale_noise(original, timestep, noise), expected, atol=1e-6)
    assert torch.allclose(scheduler.add_noise(original, noise, timestep), expected, atol=1e-6)
