"""Networks made of a config and of tensors in files: each number is copied once, to where it is used."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open

from desktop.core.jobs import CancelToken
from desktop.engine.device import DevicePlan

Tensors = Mapping[str, torch.Tensor]

# Names of attention in autoencoders that were saved before diffusers 0.11.
_OLD_NAMES = (
    (".query.", ".to_q."),
    (".key.", ".to_k."),
    (".value.", ".to_v."),
    (".proj_attn.", ".to_out.0."),
)
_CLIP_LEVEL = "text_model."


class MissingWeights(Exception):
    """A network would have random numbers in place of these weights."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(f"without weights: {self.names[:20]}")


def read_tensors(files: Iterable[Path]) -> dict[str, torch.Tensor]:
    """The tensors of safetensors files by name, mapped into memory: read from the disk only when used.

    Raises SafetensorError, OSError.
    """
    tensors: dict[str, torch.Tensor] = {}
    for path in files:
        with safe_open(path, framework="pt") as file:
            tensors |= {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no mapping
    return tensors


def network_class(name: str) -> Any:
    """A class of diffusers or transformers by its full name: only such that a family's row allows."""
    library, _, class_name = name.partition(".")
    return getattr(importlib.import_module(library), class_name)


def is_of_transformers(cls: Any) -> bool:
    return hasattr(cls, "config_class")


def make_network(
    cls: Any, config: Mapping[str, Any], tensors: Tensors, plan: DevicePlan, token: CancelToken
) -> Any:
    """The network of a config (a config.json's content) with ``tensors``, in the plan's dtype, on its device.

    Tensors that it has no place for are left out. ``token`` is checked at each. Raises MissingWeights,
    JobCancelled, RuntimeError for shapes that don't fit, ValueError and TypeError for a bad config.
    """
    with torch.device("meta"):
        network = empty_network(cls, config)
    wanted = network.state_dict()
    renamed = _as_named(tensors, wanted)
    if missing := wanted.keys() - renamed.keys():
        raise MissingWeights(missing)
    # T5's widest layers overflow in float16, not in bfloat16.
    kept = getattr(network, "_keep_in_fp32_modules", None) if plan.dtype == torch.float16 else None
    exact = frozenset(kept or ())
    state = {}
    for name in wanted:
        token.check()
        dtype = torch.float32 if exact & set(name.split(".")) else plan.dtype
        state[name] = _placed(renamed[name], dtype, plan.device)
    network.load_state_dict(state, assign=True)
    if is_of_transformers(cls):
        network.tie_weights()
    for name, buffer in network.named_buffers():
        if buffer.is_meta:
            _count_positions(network, name, buffer, plan.device)
    return network.eval().requires_grad_(False)


def empty_network(cls: Any, config: Mapping[str, Any]) -> Any:
    """A network of ``cls`` by a config.json's content, not yet with its weights."""
    if is_of_transformers(cls):
        return cls(cls.config_class.from_dict(dict(config)))
    return cls.from_config(dict(config))


def _as_named(tensors: Tensors, wanted: Mapping[str, Any]) -> Tensors:
    """By this version's names: CLIP lost a level, autoencoders' attention was renamed."""
    named = dict(tensors)
    for name in wanted.keys() - named.keys():
        bare = name.removeprefix(_CLIP_LEVEL)
        for other in (_CLIP_LEVEL + name, bare):
            if other in named:
                named[name] = named.pop(other)
    for old, new in _OLD_NAMES:
        for name in [name for name in named if old in name]:
            value = named.pop(name)
            target = name.replace(old, new)
            named[target] = value.reshape(wanted[target].shape) if target in wanted else value
    if "shared.weight" in named:  # T5 has one table under two names
        named.setdefault("encoder.embed_tokens.weight", named["shared.weight"])
    return named


def _placed(tensor: torch.Tensor, dtype: torch.dtype, device: torch.device) -> torch.Tensor:
    if not tensor.is_floating_point():
        dtype = tensor.dtype
    return tensor.to(device=device, dtype=dtype, copy=True).contiguous()


def _count_positions(network: Any, name: str, buffer: torch.Tensor, device: torch.device) -> None:
    """CLIP's one buffer that is in no file."""
    path, _, last = name.rpartition(".")
    if last != "position_ids":
        raise ValueError(f"the buffer {name} is in no file")
    positions = torch.arange(buffer.shape[-1], device=device).expand(buffer.shape)
    network.get_submodule(path).register_buffer(last, positions, persistent=False)
