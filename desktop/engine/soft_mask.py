"""Parts of a picture that change more or less: differential diffusion.

Levin and Fried, 2023, arXiv 2306.00950.

At each step, where the mask's value does not yet reach the share of the steps that are left, the latents are
put back to the original with the noise of that step. A value of 1 is free from the first step on, 0.5 after
half of the steps, 0 never.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F

from desktop.engine.noise import StartNoise


@dataclass(frozen=True, slots=True)
class Region:
    """Which part of the latents is drawn new."""

    change: torch.Tensor
    """(1, 1, h, w) in [0, 1]: 0 stays, 1 is new."""
    surroundings: torch.Tensor | None = None
    """(1, C, h, w): latents of the picture with grey where it changes, for networks that see the mask."""

    def blend(
        self,
        scheduler: Any,
        latents: torch.Tensor,
        original: torch.Tensor,
        start: StartNoise,
        done: float,
        following: int,
    ) -> torch.Tensor:
        """The latents to go on with after a call of the network.

        ``done`` is the share of all steps that were made; ``following`` the place in ``scheduler.timesteps``
        of the next call, which after the last one does not matter.
        """
        free = self.change > 1 - done
        if done < 1:
            # Between the two calls of a second-order step the sample is the scheduler's own affair.
            if not getattr(scheduler, "state_in_first_order", True):
                return latents
            original = start.add(original, scheduler.timesteps[following].reshape(1))
        if hasattr(scheduler, "last_sample"):
            # UniPC's corrector would start again from before this blending, and undo it.
            scheduler.last_sample = None
        return torch.where(free, latents, original.to(latents.dtype))


def to_cells(change: torch.Tensor, factor: int) -> torch.Tensor:
    """A mask (1, 1, H, W) by latent cells (1, 1, H / factor, W / factor): the most that any pixel asks.

    The mean would leave thin masks, and cells that a border crosses, as they were.
    """
    return F.max_pool2d(change, factor)
