"""The parts of models, kept in memory within a budget: a part that two models have in common once."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import torch

from desktop.core.errors import AppError
from desktop.core.jobs import CancelToken
from desktop.core.memory_plan import MemoryPlan, Mode
from desktop.core.models import ModelInfo
from desktop.core.paths import resources
from desktop.core.weights import Weights
from desktop.engine.device import DevicePlan
from desktop.engine.model_folder import ModelFolder
from desktop.engine.single_file import SingleFile
from desktop.engine.vaes import Vae


class Source(Protocol):
    """Where a model's parts come from. Its methods raise AppError for what is missing or damaged."""

    key: str
    """Changes when a file of the model changes."""

    @property
    def parts(self) -> tuple[str, ...]: ...
    def scheduler_config(self) -> Mapping[str, Any]: ...
    def weights(self, name: str) -> Weights: ...
    def load(self, name: str, plan: DevicePlan, token: CancelToken) -> Any: ...


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """The parts of one model, ready on the device, shared with other pipelines: never change them."""

    info: ModelInfo
    parts: Mapping[str, Any]
    """Component to network or tokenizer; optional ones may be absent."""
    scheduler_config: Mapping[str, Any]
    key: str
    """Changes when a file of the model changes."""
    weights: tuple[Path, ...]
    """The files that were loaded, of all that the folder may hold."""
    device: torch.device
    """Where its networks compute, wherever they lie."""

    @property
    def denoiser(self) -> Any:
        """The network that is run at each step."""
        return self.parts[self.info.family.denoiser]

    @property
    def latent_channels(self) -> int:
        return int(self.parts["vae"].config.latent_channels)

    @property
    def latent_factor(self) -> int:
        """Sides of a picture by sides of its latents."""
        factor: int = 2 ** (len(self.parts["vae"].config.block_out_channels) - 1)
        return factor


@dataclass(frozen=True, slots=True)
class _Part:
    module: Any
    size_bytes: int
    files: tuple[Path, ...]


class Components:
    """Loaded parts, least recently used first out. Lives on the engine's thread."""

    def __init__(self, plan: DevicePlan, configs: Path | None = None) -> None:
        """``configs`` has a folder for each family, for files without their own; the program's by default."""
        self._plan = plan
        self._configs = configs or resources() / "configs"
        self._parts: OrderedDict[tuple[str, str, str], _Part] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        """Parts that models share count once."""
        return sum({id(part.module): part.size_bytes for part in self._parts.values()}.values())

    def numbers(self, info: ModelInfo) -> dict[str, int]:
        """How many numbers each network of a model has. Raises as ``load``."""
        source = self._source(info)
        loaded = {name: part.module for (key, name, _), part in self._parts.items() if key == source.key}
        counted = {
            name: _count(loaded[name]) if name in loaded else source.weights(name).parameters
            for name in source.parts
        }
        return {name: count for name, count in counted.items() if count}

    def bytes_in_memory(self) -> int:
        """Of what is loaded, what lies in main memory."""
        networks = {id(part.module): part for part in self._parts.values()}.values()
        return sum(part.size_bytes for part in networks if _device_of(part.module) == "cpu")

    def load(
        self,
        info: ModelInfo,
        token: CancelToken,
        beside: LoadedModel | None = None,
        memory: MemoryPlan | None = None,
    ) -> LoadedModel:
        """The model's parts, from memory or disk; ``token`` is checked between parts and tensors.

        Parts of the model ``beside``, which the same job needs, stay in memory. Where parts lie, and how much
        of other models may stay, is as ``memory`` says; by default all are on the device. Raises
        AppError("model_damaged", "missing_file", "model_missing" or "unsafe_model"), JobCancelled.
        """
        source = self._source(info)
        keep = {source.key} if beside is None else {source.key, beside.key}
        home = self._home(memory)
        spare_bytes = None if memory is None else memory.spare_bytes
        if home.kind != self._plan.kind:  # the card is too small for this model: others leave it
            for part in self._parts.values():
                if isinstance(part.module, torch.nn.Module):
                    part.module.to(home.device)
            spare_bytes = None
        loaded: dict[str, _Part] = {}
        self._evict(keep, home, spare_bytes)
        for name in source.parts:
            token.check()
            loaded[name] = self._part(source, name, keep, home, token)
        self._evict(keep, home, spare_bytes)
        parts = {name: part.module for name, part in loaded.items()}
        _check_tokenizers(info, parts)
        files = tuple(dict.fromkeys(file for part in loaded.values() for file in part.files))
        return LoadedModel(info, parts, source.scheduler_config(), source.key, files, self._plan.device)

    def with_vae(
        self, loaded: LoadedModel, info: ModelInfo, token: CancelToken, memory: MemoryPlan | None = None
    ) -> LoadedModel:
        """``loaded`` with another VAE in place of its own.

        Raises as ``load``, and AppError("wrong_base") when it is made for other latents.
        """
        source = Vae(info, loaded.parts["vae"])
        part = self._part(source, "vae", {source.key, loaded.key}, self._home(memory), token)
        return replace(loaded, parts={**loaded.parts, "vae": part.module})

    def clear(self) -> None:
        """Drop everything, such as after running out of memory."""
        self._parts.clear()
        self._free()

    def _source(self, info: ModelInfo) -> Source:
        return SingleFile(info, self._configs) if info.path.is_file() else ModelFolder(info)

    def _home(self, memory: MemoryPlan | None) -> DevicePlan:
        """Where and as what a model's parts are loaded."""
        if memory is None:
            return self._plan
        if memory.bfloat16:
            return replace(self._plan, dtype=torch.bfloat16)
        if memory.mode is Mode.RESIDENT:
            return self._plan
        return replace(self._plan, kind="cpu", cache_bytes=self._plan.memory_cache_bytes)

    def _part(self, source: Source, name: str, keep: set[str], home: DevicePlan, token: CancelToken) -> _Part:
        place = (source.key, name, home.dtype_name)
        found = self._parts.get(place)
        if found is None:
            weights = source.weights(name)
            self._evict(keep, home, room_bytes=weights.parameters * home.dtype.itemsize)
            module = source.load(name, home, token)
            found = self._shared(_Part(module, _size_of(module), weights.files))
            self._parts[place] = found
        self._parts.move_to_end(place)
        return found

    def _shared(self, part: _Part) -> _Part:
        """With the module of another model, when that is the same to the last bit."""
        for other in self._parts.values():
            if _are_equal(part.module, other.module):
                return replace(part, module=other.module)
        return part

    def _evict(
        self, keep: set[str], home: DevicePlan, spare_bytes: int | None = None, room_bytes: int = 0
    ) -> None:
        """Drop parts of other models until ``room_bytes`` fit, and the others take no more than they may."""
        dropped = False
        others = [part for part in self._parts if part[0] not in keep or part[2] != home.dtype_name]
        for part in others:
            left = sum(self._parts[other].size_bytes for other in others if other in self._parts)
            fits = self.size_bytes + room_bytes <= home.cache_bytes
            if fits and (spare_bytes is None or left <= spare_bytes):
                break
            del self._parts[part]
            dropped = True
        if dropped:
            self._free()

    def _free(self) -> None:
        gc.collect()
        if self._plan.kind == "cuda":
            torch.cuda.empty_cache()


def _check_tokenizers(info: ModelInfo, parts: Mapping[str, Any]) -> None:
    # Without vocab.json and merges.txt transformers builds a tokenizer of three tokens and raises nothing.
    for tokenizer, encoder in info.family.tokenizers:
        if tokenizer not in parts:
            continue
        known, expected = len(parts[tokenizer]), parts[encoder].config.vocab_size
        if known < expected // 2 or known > expected:
            raise AppError(
                "model_damaged",
                f"The {tokenizer} of {info.title} knows {known} tokens and its text encoder {expected}.",
                f"A file such as {tokenizer}/vocab.json is missing: copy the model again.",
            )


def _are_equal(one: Any, other: Any) -> bool:
    """Whether two networks have the same config and the same numbers."""
    if type(one) is not type(other) or not isinstance(one, torch.nn.Module):
        return False
    mine, theirs = one.state_dict(), other.state_dict()
    return (
        _settings(one) == _settings(other)
        and mine.keys() == theirs.keys()
        and all(
            tensor.shape == theirs[name].shape
            and tensor.dtype == theirs[name].dtype
            and torch.equal(tensor, theirs[name].to(tensor.device))
            for name, tensor in mine.items()
        )
    )


def _settings(network: Any) -> dict[str, Any]:
    """The config without where it came from."""
    config = network.config
    values = dict(config) if isinstance(config, Mapping) else config.to_dict()
    return {
        name: value for name, value in values.items() if not name.startswith("_") and "version" not in name
    }


def _device_of(module: Any) -> str:
    first = next(module.parameters(), None) if isinstance(module, torch.nn.Module) else None
    return "cpu" if first is None else str(first.device.type)


def _count(module: Any) -> int:
    if not isinstance(module, torch.nn.Module):
        return 0
    return sum(parameter.numel() for parameter in module.parameters())


def _size_of(module: Any) -> int:
    if not isinstance(module, torch.nn.Module):
        return 0
    tensors = [*module.parameters(), *module.buffers()]
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)
