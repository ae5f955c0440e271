"""The noise that pictures start from: drawn on the CPU, so that a seed means the same on every device."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch
from diffusers.utils.torch_utils import randn_tensor

from desktop.core.params import Variation


def draw_noise(
    shape: tuple[int, ...], generator: torch.Generator, device: torch.device, dtype: torch.dtype
) -> torch.Tensor:
    """Standard normal noise, the same numbers that a diffusers pipeline would draw itself."""
    noise: torch.Tensor = randn_tensor(shape, generator=generator, device=device, dtype=dtype)
    return noise


def varied(noise: torch.Tensor, variation: Variation | None) -> torch.Tensor:
    """``noise`` turned towards that of the variation's seed (spherical interpolation, Shoemake 1985).

    Straight mixing would lose variance, and with it detail. The very same tensor without a variation.
    """
    if variation is None or variation.strength == 0.0:
        return noise
    generator = torch.Generator("cpu").manual_seed(variation.seed)
    other = draw_noise(tuple(noise.shape), generator, noise.device, noise.dtype)
    a, b = noise.flatten().double(), other.flatten().double()
    cosine = torch.dot(a, b) / (a.norm() * b.norm())
    angle = torch.acos(cosine.clamp(-1, 1))
    if float(torch.sin(angle)) < 1e-6:  # the same seed twice
        return noise
    share = variation.strength
    mixed = torch.sin((1 - share) * angle) * a + torch.sin(share * angle) * b
    return (mixed / torch.sin(angle)).to(noise.dtype).reshape(noise.shape)


def replace_noise(scheduler: Any, noise: torch.Tensor | None, variation: Variation | None) -> None:
    """Let the job's own scheduler add ``noise``, or the pipeline's varied, to what a picture starts from."""
    add_noise: Callable[..., torch.Tensor] = scheduler.add_noise

    @functools.wraps(add_noise)
    def added(original: torch.Tensor, drawn: torch.Tensor, timesteps: Any) -> torch.Tensor:
        return add_noise(original, varied(drawn, variation) if noise is None else noise, timesteps)

    scheduler.add_noise = added
