"""What the picture will be, guessed at each step: the predicted clean latents, mapped linearly to colours."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import diffusers
import numpy as np
import torch

from desktop.core.pixels import Pixels
from desktop.engine.samplers import Flow
from desktop.engine.tensors import from_pixels, to_pixels

_CHART_SIDE = 256
_SIGMA_SPACE = (
    diffusers.EulerDiscreteScheduler,
    diffusers.EulerAncestralDiscreteScheduler,
    diffusers.HeunDiscreteScheduler,
    diffusers.KDPM2DiscreteScheduler,
    diffusers.KDPM2AncestralDiscreteScheduler,
)


class CleanSample:
    """Remembers what a scheduler's last step was given: its clean sample is worked out only on demand."""

    def __init__(self, scheduler: Any) -> None:
        self._scheduler = scheduler
        self._last: tuple[torch.Tensor, Any, torch.Tensor] | None = None
        scheduler.step = self._watched(scheduler.step)

    def _watched(self, step: Callable[..., Any]) -> Callable[..., Any]:
        # wraps() keeps the signature: pipelines look at it to decide whether to pass generator and eta.
        @functools.wraps(step)
        def watched(
            model_output: torch.Tensor, timestep: Any, sample: torch.Tensor, *args: Any, **kwargs: Any
        ) -> Any:
            self._last = (model_output, timestep, sample)
            return step(model_output, timestep, sample, *args, **kwargs)

        return watched

    def predict(self) -> torch.Tensor | None:
        """Predicted clean latents (1, C, h, w) after the last step; None before the first.

        With a = alphas_cumprod at the step: from v, x0 = sqrt(a) x - sqrt(1 - a) v (Salimans and Ho, 2022);
        from epsilon, x0 = (x - sqrt(1 - a) eps) / sqrt(a) (Ho et al., 2020). Samplers that work on sigma =
        sqrt((1 - a) / a) see x / sqrt(a) instead of x. From the velocity of flow matching, x0 = x - sigma v
        (Lipman et al., 2022).
        """
        if self._last is None:
            return None
        output, timestep, sample = self._last
        if isinstance(self._scheduler, Flow):
            sigma = float(timestep) / int(self._scheduler.config.num_train_timesteps)
            return sample - sigma * output
        alphas: torch.Tensor = self._scheduler.alphas_cumprod
        a = float(alphas[min(len(alphas) - 1, round(float(timestep)))])
        if isinstance(self._scheduler, _SIGMA_SPACE):
            sample = sample * math.sqrt(a)
        match self._scheduler.config.prediction_type:
            case "v_prediction":
                return math.sqrt(a) * sample - math.sqrt(1 - a) * output
            case "epsilon":
                return (sample - math.sqrt(1 - a) * output) / math.sqrt(a)
            case _:
                return output


def to_preview(latents: torch.Tensor, factors: torch.Tensor) -> Pixels:
    """Clean latents (1, C, h, w) as (h, w) pixels: multiplied by factors (C + 1, 3), the bias last."""
    clean = latents[0].float().clamp(-5, 5).cpu()
    rgb = torch.tensordot(factors[:-1].T, clean, dims=1) + factors[-1][:, None, None]
    return to_pixels(rgb)


@torch.no_grad()
def fit_factors(vae: Any, device: torch.device | None = None) -> torch.Tensor | None:
    """Factors (C + 1, 3): least squares of a colour chart's latents against the means of its 8x8 blocks.

    None when the VAE can't encode the chart in its dtype. ``device`` is where it computes, by default where
    it lies.
    """
    chart = from_pixels(colour_chart(), device or vae.device, vae.dtype)
    latents = vae.encode(chart).latent_dist.mode()[0].float()
    if not bool(torch.isfinite(latents).all()):
        return None  # lstsq would raise
    latents = (latents - (vae.config.shift_factor or 0.0)) * vae.config.scaling_factor
    channels, height, width = latents.shape
    blocks = torch.nn.functional.adaptive_avg_pool2d(chart[0].float(), (height, width))
    inputs = torch.cat([latents, torch.ones(1, height, width, device=latents.device)])
    inputs, blocks = inputs.reshape(channels + 1, -1).T.cpu(), blocks.reshape(3, -1).T.cpu()
    factors: torch.Tensor = torch.linalg.lstsq(inputs, blocks).solution
    return factors


def colour_chart() -> Pixels:
    """Smooth and hard-edged colours over the whole cube: the same picture every time."""
    rng = np.random.default_rng(0)
    grid = np.linspace(0, 2 * np.pi, _CHART_SIDE)
    chart = np.empty((_CHART_SIDE, _CHART_SIDE, 3))
    for channel in range(3):
        phase, fx, fy = rng.uniform(0, 2 * np.pi), *rng.integers(1, 4, 2)
        chart[..., channel] = 127.5 + 127.5 * np.sin(fx * grid[None, :] + fy * grid[:, None] + phase)
    for _ in range(60):
        x, y = rng.integers(0, _CHART_SIDE - 16, 2)
        w, h = rng.integers(16, 64, 2)
        chart[y : y + h, x : x + w] = rng.choice([0, 255, int(rng.integers(0, 256))], 3)
    return Pixels.from_rgb(chart.astype(np.uint8))
