"""LoRA files read into what they add to the layers of one model."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open

from desktop.core.errors import AppError
from desktop.core.identify.lora_layers import DOWN, UP, split_name
from desktop.core.models import ModelInfo
from desktop.engine.components import LoadedModel
from desktop.engine.lora_names import LayerNames, Place

_BIAS = ("lora_B.bias", "lora_up.bias")
_MAGNITUDE = ("lora_magnitude_vector", "lora_magnitude_vector.weight")


@dataclass(frozen=True, slots=True)
class Addition:
    """What a LoRA adds at strength 1 to a layer y = W x + b; float32 on the processor.

    The weight becomes W + up down + diag(rows) W + W diag(columns), the bias b + ``bias``.
    """

    place: Place
    down: torch.Tensor
    """(rank, inputs) or (rank, inputs, kernel height, kernel width)."""
    up: torch.Tensor
    """(outputs, rank), or (outputs, rank, 1, 1) of a convolution; alpha / rank is in it."""
    bias: torch.Tensor | None = None
    """(outputs)."""
    rows: torch.Tensor | None = None
    """(outputs): DoRA (Liu et al., 2024) scales them anew."""
    columns: torch.Tensor | None = None
    """(inputs): the same, as LyCORIS did it at first."""

    @property
    def size_bytes(self) -> int:
        return 4 * (self.down.numel() + self.up.numel())


def read_lora(info: ModelInfo, loaded: LoadedModel) -> tuple[Addition, ...]:
    """All that the file adds to the model's layers.

    Raises AppError: "wrong_base" when the model has not all its layers in these sizes, "unsupported_model"
    for tensors that are not used here, "model_damaged", "not_readable".
    """
    layers, scales = _read(info)
    names = LayerNames(loaded)
    additions = []
    absent = []
    for name, tensors in layers.items():
        place = names.find(name)
        if place is None:
            absent.append(name)
        else:
            additions.append(_addition(info, loaded, name, place, tensors, scales))
    if absent:
        raise AppError(
            "wrong_base",
            f"The LoRA {info.name} does not fit {loaded.info.title}, which lacks {len(absent)} of the "
            f"{len(layers)} layers that it changes.",
            f"Choose a LoRA made for {loaded.info.family.title} models.",
            f"{info.path}: {', '.join(absent[:20])}",
        )
    return tuple(additions)


@dataclass(frozen=True, slots=True)
class _Scales:
    """alpha / rank where the file's metadata tells it: the config that PEFT keeps."""

    config: Mapping[str, Any]

    def of(self, name: str, component: str, rank: int) -> float:
        start = f"{component}."
        values = {k.removeprefix(start): v for k, v in self.config.items() if k.startswith(start)}
        values = values or {key: value for key, value in self.config.items() if "." not in key}
        alpha = _pattern(values.get("alpha_pattern"), name, values.get("lora_alpha"))
        if not isinstance(alpha, int | float) or isinstance(alpha, bool):
            return 1.0
        return alpha / (math.sqrt(rank) if values.get("use_rslora") is True else rank)


def _pattern(patterns: object, name: str, otherwise: object) -> object:
    if isinstance(patterns, dict):
        for end, value in patterns.items():
            if name == end or name.endswith(f".{end}"):
                return value
    return otherwise


def _read(info: ModelInfo) -> tuple[dict[str, dict[str, torch.Tensor]], _Scales]:
    layers: dict[str, dict[str, torch.Tensor]] = {}
    try:
        with safe_open(info.path, framework="pt") as file:
            metadata = file.metadata() or {}
            for key in file.keys():  # noqa: SIM118 - no mapping
                name, tensor = split_name(key)
                if not tensor:
                    raise _unsupported(info, f"a tensor {key[:80]} that belongs to no LoRA")
                # Copied: the file may be moved or written anew while it is kept here.
                layers.setdefault(name, {})[tensor] = file.get_tensor(key).to(torch.float32, copy=True)
    except SafetensorError as error:
        raise AppError(
            "model_damaged",
            f"The LoRA {info.name} is damaged or cut short.",
            "Copy or download it again.",
            f"{info.path}: {error}",
        ) from None
    except OSError as error:
        raise AppError(
            "not_readable",
            f"The LoRA {info.name} can't be read: {error.strerror or error}.",
            "Check that the file is there and that you may read it.",
            f"{info.path}: {error}",
        ) from None
    return layers, _Scales(_config(metadata.get("lora_adapter_metadata", "")))


def _config(text: str) -> dict[str, Any]:
    try:
        config = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return config if isinstance(config, dict) else {}


def _addition(
    info: ModelInfo,
    loaded: LoadedModel,
    name: str,
    place: Place,
    tensors: Mapping[str, torch.Tensor],
    scales: _Scales,
) -> Addition:
    rest = dict(tensors)
    down, up = _taken(rest, DOWN), _taken(rest, UP, without=_BIAS)
    alpha, bias = rest.pop("alpha", None), _taken(rest, _BIAS)
    magnitude, dora_scale = _taken(rest, _MAGNITUDE), rest.pop("dora_scale", None)
    if down is None or up is None or rest:
        raise _unsupported(info, f"{', '.join(rest) or 'half a pair of matrices'} in {name[:80]}")
    weight: torch.Tensor = place.layer(loaded).weight
    down = down.reshape(*down.shape[:2], *weight.shape[2:]) if down[0, 0].numel() == 1 else down
    up = up.reshape(*up.shape[:2], *[1] * (weight.ndim - 2)) if up[0, 0].numel() == 1 else up
    rank = down.shape[0]
    fits = down.shape[1:] == weight.shape[1:] and up.shape == (
        weight.shape[0],
        rank,
        *[1] * (weight.ndim - 2),
    )
    if not fits or rank == 0:
        raise AppError(
            "wrong_base",
            f"The LoRA {info.name} does not fit {loaded.info.title}: its layers are of other sizes.",
            f"Choose a LoRA made for {loaded.info.family.title} models.",
            f"{info.path}: {name} has {tuple(down.shape)} and {tuple(up.shape)}, "
            f"the model {tuple(weight.shape)}",
        )
    scale = scales.of(name, place.component, rank) if alpha is None else float(alpha) / rank
    up = up * scale
    bias = None if bias is None else bias.flatten() * scale
    if magnitude is None and dora_scale is None:
        return Addition(place, down, up, bias)
    stored = magnitude if magnitude is not None else dora_scale
    assert stored is not None
    whole = Addition(place, down, up, bias)
    return _with_magnitudes(info, whole, weight.detach().float().cpu(), stored, magnitude is not None)


def _with_magnitudes(
    info: ModelInfo, plain: Addition, weight: torch.Tensor, stored: torch.Tensor, of_rows: bool
) -> Addition:
    """DoRA: the changed weight with its rows (or columns) at the stored lengths."""
    changed = weight + (plain.up.flatten(1) @ plain.down.flatten(1)).reshape(weight.shape)
    lengths, around = stored.flatten(), [1] * (weight.ndim - 2)
    if lengths.numel() == weight.shape[0] and (of_rows or stored.shape[0] == weight.shape[0]):
        gains = lengths / changed.flatten(1).norm(dim=1)
        return replace(plain, up=plain.up * gains.reshape(-1, 1, *around), rows=gains - 1)
    if of_rows or lengths.numel() != weight.shape[1]:
        raise _unsupported(info, f"DoRA magnitudes of the shape {tuple(stored.shape)}")
    gains = lengths / changed.transpose(0, 1).flatten(1).norm(dim=1)
    return replace(plain, down=plain.down * gains.reshape(1, -1, *around), columns=gains - 1)


def _taken(
    tensors: dict[str, torch.Tensor], starts: tuple[str, ...], without: tuple[str, ...] = ()
) -> torch.Tensor | None:
    found = next((name for name in tensors if name.startswith(starts) and name not in without), None)
    return None if found is None else tensors.pop(found)


def _unsupported(info: ModelInfo, what: str) -> AppError:
    return AppError(
        "unsupported_model",
        f"Darkroom can't use the LoRA {info.name}: it holds {what}.",
        "Get it as a plain LoRA, if there is one.",
        str(info.path),
    )


def file_key(path: Path) -> str:
    """Changes when the file does. Raises AppError("not_readable")."""
    try:
        status = path.stat()
    except OSError as error:
        raise AppError(
            "not_readable",
            f"{path.name} can't be read: {error.strerror or error}.",
            "Check that the file is there and that you may read it.",
            str(error),
        ) from None
    return f"{path}|{status.st_size}|{status.st_mtime_ns}"
