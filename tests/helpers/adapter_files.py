"""LoRA and textual inversion files as trainers write them, with matrices that tests know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file

from desktop.core.library import Library
from desktop.core.models import ModelInfo
from tests.helpers.tiny import STARTER


@dataclass(frozen=True)
class Pair:
    """The matrices of one layer: ``up @ down * alpha / rank`` is added to its weight."""

    down: torch.Tensor
    up: torch.Tensor
    alpha: float

    @property
    def delta(self) -> torch.Tensor:
        rank = self.down.shape[0]
        flat = self.up.flatten(1) @ self.down.flatten(1) * (self.alpha / rank)
        return flat.reshape(self.up.shape[0], *self.down.shape[1:])


def random_pair(weight: torch.Tensor, rank: int = 2, alpha: float = 1.0, seed: int = 0) -> Pair:
    """For a layer with this weight, linear or convolutional; changes that can be seen."""
    noise = torch.Generator().manual_seed(seed)
    down = torch.randn(rank, *weight.shape[1:], generator=noise)
    up = torch.randn(weight.shape[0], rank, *[1] * (weight.ndim - 2), generator=noise)
    return Pair(down * 0.3, up * 0.3, alpha)


def save_kohya(
    path: Path, pairs: Mapping[str, Pair], extra: Mapping[str, torch.Tensor] | None = None
) -> Path:
    """Names as kohya's trainer has them: ``lora_unet_conv_in``."""
    tensors = dict(extra or {})
    for name, pair in pairs.items():
        tensors |= {
            f"{name}.lora_down.weight": pair.down,
            f"{name}.lora_up.weight": pair.up,
            f"{name}.alpha": torch.tensor(pair.alpha),
        }
    return save(path, tensors)


def save_peft(path: Path, pairs: Mapping[str, Pair], metadata: Mapping[str, str] | None = None) -> Path:
    """Names as diffusers has them: ``unet.conv_in``."""
    tensors = {}
    for name, pair in pairs.items():
        tensors |= {f"{name}.lora_A.weight": pair.down, f"{name}.lora_B.weight": pair.up}
    return save(path, tensors, metadata)


def save(path: Path, tensors: Mapping[str, torch.Tensor], metadata: Mapping[str, str] | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path, dict(metadata or {}))
    return path


def listed(*paths: Path) -> tuple[ModelInfo, ...]:
    """As the library lists these files."""
    found = Library(tuple({path.parent for path in paths}), STARTER).scan_all()
    return tuple(info for info in found if info.path in paths)
