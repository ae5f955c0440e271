"""The noise that pictures start from: drawn on the CPU, so that a seed means the same on every device."""

from __future__ import annotations

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
    angle = torch.acos((torch.dot(a, b) / (a.norm() * b.norm())).clamp(-1, 1))
    if float(torch.sin(angle)) < 1e-6:  # the same seed twice
        return noise
    share = variation.strength
    mixed = torch.sin((1 - share) * angle) * a + torch.sin(share * angle) * b
    return (mixed / torch.sin(angle)).to(noise.dtype).reshape(noise.shape)


class StartNoise:
    """Decides what noise the job's own scheduler adds to the picture it starts from, and remembers it.

    A pipeline draws its noise itself and takes none from outside; it asks its scheduler to add it. ``given``
    takes the place of the drawn noise, else the variation turns it. Where ``alone`` (1, 1, h, w) is true
    nothing of the picture is left: at strength 1 its colours would shine through.
    """

    def __init__(
        self,
        scheduler: Any,
        variation: Variation | None,
        given: torch.Tensor | None,
        alone: torch.Tensor | None,
    ) -> None:
        self._scheduler = scheduler
        self._variation = variation
        self._noise = given
        self._alone = alone
        self._add_noise = scheduler.add_noise
        scheduler.add_noise = self._start

    @property
    def noise(self) -> torch.Tensor | None:
        """What was added; None when nothing was yet."""
        return self._noise

    def _start(self, original: torch.Tensor, drawn: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        if self._noise is None:
            self._noise = varied(drawn, self._variation)
        noisy = self.add(original, timesteps)
        if self._alone is None:
            return noisy
        return torch.where(self._alone, self._noise * self._scheduler.init_noise_sigma, noisy)

    def add(self, original: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        """``original`` with this noise, as strong as at ``timesteps``: where the scheduler stands now."""
        noisy: torch.Tensor = self._add_noise(original, self._noise, timesteps)
        return noisy
