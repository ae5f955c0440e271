"""Latents of the last pictures, so that another VAE can decode the very same ones."""

from __future__ import annotations

from collections import OrderedDict

import torch

_KEPT = 16


class KeptLatents:
    """By all that decides them, and with which VAE they were decoded. Lives on the engine's thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, torch.Tensor]] = OrderedDict()

    def put(self, key: str, vae: str, latents: torch.Tensor) -> None:
        self._kept[key] = (vae, latents)
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def for_another(self, key: str, vae: str) -> torch.Tensor | None:
        """Latents that another VAE than ``vae`` has decoded; None for none: a picture asked for twice is
        drawn twice."""
        before, latents = self._kept.get(key, (vae, None))
        return None if before == vae else latents

    def clear(self) -> None:
        self._kept.clear()
