"""LoRAs put on a model's layers for one job, and taken off without a trace.

Nothing of the model is changed: to each layer's output comes what the LoRAs add, so every layer is scaled by
its own strength, and parts that models share stay as they are.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from desktop.core.adapters import LoraStrength
from desktop.core.jobs import CancelToken
from desktop.core.models import ModelInfo
from desktop.engine.components import LoadedModel
from desktop.engine.lora_files import Addition, file_key, read_lora
from desktop.engine.lora_names import Place

_KEPT_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class ChosenLora:
    """An installed LoRA and how much of it is wanted."""

    info: ModelInfo
    strength: LoraStrength


class Loras:
    """Keeps what it read of the last files: another strength costs no reading. On the engine's thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], tuple[Addition, ...]] = OrderedDict()

    def clear(self) -> None:
        self._kept.clear()

    @contextmanager
    def applied(
        self,
        loaded: LoadedModel,
        components: Collection[str],
        chosen: Sequence[ChosenLora],
        token: CancelToken,
    ) -> Iterator[None]:
        """Have the LoRAs work on the layers of these components inside the ``with``.

        Raises AppError as ``read_lora``, and JobCancelled; then nothing was put on.
        """
        by_layer: dict[Place, list[tuple[Addition, float]]] = defaultdict(list)
        for one in chosen:
            token.check()
            for addition in self._additions(one.info, loaded):
                denoiser = addition.place.component == loaded.info.family.denoiser
                strength = one.strength.unet if denoiser else one.strength.text
                if strength and addition.place.component in components:
                    by_layer[addition.place].append((addition, strength))
        with ExitStack() as hooks:
            for place, additions in by_layer.items():
                token.check()
                module = place.layer(loaded)
                hook = module.register_forward_hook(_Added(module, loaded.device, additions))
                hooks.callback(hook.remove)
            yield

    def _additions(self, info: ModelInfo, loaded: LoadedModel) -> tuple[Addition, ...]:
        place = (file_key(info.path), loaded.key)
        if place not in self._kept:
            self._kept[place] = read_lora(info, loaded)
        self._kept.move_to_end(place)
        while len(self._kept) > 1 and sum(map(_size_of, self._kept.values())) > _KEPT_BYTES:
            self._kept.popitem(last=False)
        return self._kept[place]


def _size_of(additions: tuple[Addition, ...]) -> int:
    return sum(addition.size_bytes for addition in additions)


class _Added:
    """A forward hook: a layer's output with what all LoRAs add, as one pair of matrices."""

    def __init__(
        self, module: Any, device: torch.device, additions: Sequence[tuple[Addition, float]]
    ) -> None:
        # Weights may be stored in 8 bits, which is not what is computed with.
        stored: torch.dtype = module.weight.dtype
        dtype = stored if stored.itemsize > 1 else torch.bfloat16

        def placed(tensor: torch.Tensor) -> torch.Tensor:
            return tensor.to(device=device, dtype=dtype)

        self._down = placed(torch.cat([addition.down for addition, _ in additions]))
        self._up = placed(torch.cat([strength * addition.up for addition, strength in additions], dim=1))
        vectors = (
            [strength * vector for addition, strength in additions if (vector := get(addition)) is not None]
            for get in (_bias, _rows, _columns)
        )
        self._bias, self._rows, self._columns = (
            placed(torch.stack(one).sum(dim=0)) if one else None for one in vectors
        )

    def __call__(self, module: Any, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> torch.Tensor:
        x = inputs[0]
        down, up = self._down.to(x), self._up.to(x)
        bias = None if self._bias is None else self._bias.to(x)
        if isinstance(module, nn.Conv2d):
            added = F.conv2d(_convolved(module, x, down), up, bias)
        else:
            added = F.linear(F.linear(x, down), up, bias)
        spread = (-1, 1, 1) if isinstance(module, nn.Conv2d) else (-1,)
        if self._rows is not None:
            own = 0 if module.bias is None else module.bias.to(x).reshape(spread)
            added = added + (output - own) * self._rows.to(x).reshape(spread)
        if self._columns is not None:
            scaled = x * self._columns.to(x).reshape(spread)
            added = added + _without_bias(module, scaled)
        return output + added


def _without_bias(module: Any, x: torch.Tensor) -> torch.Tensor:
    weight = module.weight.to(x)
    return _convolved(module, x, weight) if isinstance(module, nn.Conv2d) else F.linear(x, weight)


def _convolved(module: Any, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """With another weight, as the layer would do it."""
    return F.conv2d(x, weight, None, module.stride, module.padding, module.dilation)


def _bias(addition: Addition) -> torch.Tensor | None:
    return addition.bias


def _rows(addition: Addition) -> torch.Tensor | None:
    return addition.rows


def _columns(addition: Addition) -> torch.Tensor | None:
    return addition.columns
