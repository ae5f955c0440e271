from __future__ import annotations

import copy
import inspect
from typing import Any

import pytest
import torch

from desktop.core.jobs import CancelToken
from desktop.core.samplers import FLOW_SAMPLERS, SamplerName, ScheduleName
from desktop.engine.components import Components, LoadedModel
from desktop.engine.device import Machine, plan
from desktop.engine.previews import CleanSample, colour_chart, fit_factors, to_preview
from desktop.engine.samplers import build_flow_scheduler, build_scheduler
from desktop.engine.tensors import from_pixels
from tests.helpers.tiny import starter_info

CONFIG = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}


@pytest.fixture(scope="module")
def starter() -> LoadedModel:
    return Components(plan(Machine(2, 2, 8 * 2**30))).load(starter_info(), CancelToken())


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_the_clean_sample_is_what_a_multistep_scheduler_works_out_itself(prediction: str) -> None:
    scheduler: Any = build_scheduler(
        SamplerName.DPMPP_2M, ScheduleName.AUTOMATIC, CONFIG | {"prediction_type": prediction}
    )
    clean = CleanSample(scheduler)
    scheduler.set_timesteps(10)
    sample = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    for timestep in scheduler.timesteps:
        output = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(int(timestep)))
        sample = scheduler.step(output, timestep, sample).prev_sample
        predicted = clean.predict()
        assert predicted is not None
        assert torch.allclose(predicted, scheduler.model_outputs[-1], atol=1e-4)


@pytest.mark.parametrize("sampler", [SamplerName.EULER, SamplerName.EULER_A])
@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_the_clean_sample_is_what_euler_works_out_itself(sampler: SamplerName, prediction: str) -> None:
    scheduler: Any = build_scheduler(
        sampler,
        ScheduleName.AUTOMATIC,
        CONFIG | {"prediction_type": prediction, "timestep_spacing": "linspace"},
    )
    clean = CleanSample(scheduler)
    scheduler.set_timesteps(10)
    generator = torch.Generator().manual_seed(0)
    sample = torch.randn(1, 4, 8, 8, generator=generator) * scheduler.init_noise_sigma
    for timestep in scheduler.timesteps[:5]:
        output = torch.randn(1, 4, 8, 8, generator=generator)
        result = scheduler.step(output, timestep, sample, generator=generator)
        predicted = clean.predict()
        assert predicted is not None
        assert torch.allclose(predicted, result.pred_original_sample, rtol=1e-2, atol=1e-2)
        sample = result.prev_sample


@pytest.mark.parametrize("sampler", FLOW_SAMPLERS)
def test_the_clean_sample_of_flow_matching_is_what_the_velocity_points_from(sampler: SamplerName) -> None:
    scheduler: Any = build_flow_scheduler(sampler, 3.0)
    clean = CleanSample(scheduler)
    scheduler.set_timesteps(10)
    generator = torch.Generator().manual_seed(0)
    picture = torch.randn(1, 16, 8, 8, generator=generator)
    sample = torch.randn(1, 16, 8, 8, generator=generator)
    for timestep in scheduler.timesteps:
        velocity = (sample - picture) / (float(timestep) / 1000)
        sample = scheduler.step(velocity, timestep, sample).prev_sample
        predicted = clean.predict()
        assert predicted is not None
        assert torch.allclose(predicted, picture, atol=1e-3)


def test_before_the_first_step_there_is_none() -> None:
    assert CleanSample(build_scheduler(SamplerName.DDIM, ScheduleName.AUTOMATIC, CONFIG)).predict() is None


def test_watching_keeps_the_signature_that_pipelines_look_at() -> None:
    scheduler: Any = build_scheduler(SamplerName.DDIM, ScheduleName.AUTOMATIC, CONFIG)
    CleanSample(scheduler)
    assert {"generator", "eta"} <= set(inspect.signature(scheduler.step).parameters)


def test_fitted_factors_show_a_picture_much_as_it_is(starter: LoadedModel) -> None:
    vae = starter.parts["vae"]
    picture = from_pixels(colour_chart(), torch.device("cpu"), torch.float32)
    with torch.no_grad():
        latents = vae.encode(picture).latent_dist.mode()
    preview = to_preview(latents, fit_factors(vae))
    blocks = torch.nn.functional.avg_pool2d(picture, 8)
    shown = from_pixels(preview, torch.device("cpu"), torch.float32)
    unexplained = ((shown - blocks) ** 2).sum() / ((blocks - blocks.mean((2, 3), keepdim=True)) ** 2).sum()
    assert unexplained < 0.15


def test_wild_latents_give_a_preview_all_the_same() -> None:
    factors = torch.ones(5, 3)
    assert to_preview(torch.full((1, 4, 2, 2), 1e6), factors).array.shape == (2, 2, 4)


def test_a_vae_that_overflows_has_no_factors(starter: LoadedModel) -> None:
    vae = copy.deepcopy(starter.parts["vae"])
    vae.encoder.conv_in.weight.fill_(float("nan"))
    assert fit_factors(vae) is None
