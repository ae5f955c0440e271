"""Loading the parts of models, and keeping them in memory within a budget. The only from_pretrained.

A part is one folder of a diffusers model: vae, unet, text_encoder, tokenizer. Only classes named in the
family's row are loaded, only from safetensors: nothing in a model folder is ever executed.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError

from desktop.core.errors import AppError
from desktop.core.jobs import CancelToken
from desktop.core.models import ModelInfo
from desktop.core.weights import WEIGHTS_STEM, Weights, find_weights
from desktop.engine.device import DevicePlan
from desktop.engine.failures import is_out_of_memory


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """The parts of one model, ready on the device, shared with other pipelines: never change them."""

    info: ModelInfo
    parts: Mapping[str, Any]
    scheduler_config: Mapping[str, Any]
    key: str
    """Changes when a file of the model changes."""
    weights: tuple[Path, ...]
    """The files that were loaded, of all that the folder may hold."""

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

    def __init__(self, plan: DevicePlan) -> None:
        self._plan = plan
        self._parts: OrderedDict[tuple[str, str], _Part] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        return sum(part.size_bytes for part in self._parts.values())

    def load(self, info: ModelInfo, token: CancelToken) -> LoadedModel:
        """The model's parts, from memory or disk; ``token`` is checked between parts.

        Raises AppError("model_damaged", "missing_file", "model_missing" or "unsafe_model"), JobCancelled.
        """
        index = _read_json(info, info.path / "model_index.json")
        key = f"{info.path}|{_stamp(info)}"
        loaded: dict[str, _Part] = {}
        for name, allowed in info.family.components.items():
            token.check()
            if name != "scheduler":
                loaded[name] = self._part(info, key, name, *_class_of(info, index, name, allowed))
        self._evict(keep=key)
        config = _read_json(info, info.path / "scheduler" / "scheduler_config.json")
        parts = {name: part.module for name, part in loaded.items()}
        _check_tokenizer(info, parts)
        files = tuple(file for part in loaded.values() for file in part.files)
        return LoadedModel(info, parts, config, key, files)

    def clear(self) -> None:
        """Drop everything, such as after running out of memory."""
        self._parts.clear()
        self._free()

    def _part(self, info: ModelInfo, key: str, name: str, library: str, class_name: str) -> _Part:
        found = self._parts.get((key, name))
        if found is None:
            weights = _weights(info, name, library)
            self._evict(keep=key, room_bytes=weights.size_bytes)
            module = _from_folder(info, name, library, class_name, weights.variant, self._plan)
            found = self._parts[key, name] = _Part(module, _size_of(module), weights.files)
        self._parts.move_to_end((key, name))
        return found

    def _evict(self, keep: str, room_bytes: int = 0) -> None:
        """Drop parts of other models until ``room_bytes`` fit beside the rest."""
        dropped = False
        for part in [part for part in self._parts if part[0] != keep]:
            if self.size_bytes + room_bytes <= self._plan.cache_bytes:
                break
            del self._parts[part]
            dropped = True
        if dropped:
            self._free()

    def _free(self) -> None:
        gc.collect()
        if self._plan.kind == "cuda":
            torch.cuda.empty_cache()


def _class_of(
    info: ModelInfo, index: Mapping[str, Any], name: str, allowed: frozenset[str]
) -> tuple[str, str]:
    match index.get(name):
        case [str(library), str(class_name)]:
            pass
        case _:
            raise AppError("model_damaged", f"{info.title} has no {name} in its model_index.json.")
    if f"{library}.{class_name}" not in allowed:
        raise AppError(
            "unsafe_model",
            f"{info.title} asks for {library}.{class_name} as its {name}, which Darkroom does not load.",
            "Nothing of it was run. Use a model made of the standard parts.",
        )
    return library, class_name


def _weights(info: ModelInfo, name: str, library: str) -> Weights:
    """The component's files, their headers checked; a tokenizer has none."""
    if name.startswith("tokenizer"):
        return Weights((), None)
    try:
        return find_weights(info.path / name, WEIGHTS_STEM[library])
    except AppError as error:
        problem = error.info
        raise AppError(
            problem.code, f"{info.title} can't be loaded. {problem.message}", problem.hint, problem.details
        ) from None
    except OSError as error:
        raise _damaged(info, name, error) from None


def _from_folder(
    info: ModelInfo, name: str, library: str, class_name: str, variant: str | None, plan: DevicePlan
) -> Any:
    folder = info.path / name
    cls = getattr(importlib.import_module(library), class_name)
    try:
        if name.startswith("tokenizer"):
            return cls.from_pretrained(folder, local_files_only=True)
        module, loading = cls.from_pretrained(
            folder,
            dtype=plan.dtype,
            local_files_only=True,
            use_safetensors=True,
            variant=variant,
            output_loading_info=True,
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        if is_out_of_memory(error):
            raise
        raise _damaged(info, name, error) from None
    if loading["missing_keys"]:
        # The libraries would go on with random numbers in their place.
        raise _damaged(info, name, f"without weights: {sorted(loading['missing_keys'])[:20]}")
    return module.to(plan.device).eval().requires_grad_(False)


def _damaged(info: ModelInfo, name: str, why: Exception | str) -> AppError:
    details = why if isinstance(why, str) else f"{type(why).__name__}: {why}"
    return AppError(
        "model_damaged",
        f"The {name} of {info.title} can't be loaded: a file is missing or damaged.",
        "Copy or download the model again. Other models still work.",
        f"{info.path / name}: {details}",
    )


def _check_tokenizer(info: ModelInfo, parts: Mapping[str, Any]) -> None:
    # Without vocab.json and merges.txt transformers builds a tokenizer of three tokens and raises nothing.
    known, expected = len(parts["tokenizer"]), parts["text_encoder"].config.vocab_size
    if known < expected // 2 or known > expected:
        raise AppError(
            "model_damaged",
            f"The tokenizer of {info.title} knows {known} tokens and its text encoder {expected}.",
            "A file such as tokenizer/vocab.json is missing: copy the model again.",
        )


def _read_json(info: ModelInfo, path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        code = "model_damaged" if info.path.is_dir() else "model_missing"
        raise AppError(
            code,
            f"{info.title} is no longer complete: {path.name} is missing.",
            "Put the model back where it was, or choose another.",
            str(path),
        ) from None
    except (OSError, ValueError) as error:
        raise AppError(
            "model_damaged", f"{path.name} of {info.title} can't be read.", details=f"{path}: {error}"
        ) from None
    if not isinstance(value, dict):
        raise AppError(
            "model_damaged", f"{path.name} of {info.title} is not a JSON object.", details=str(path)
        )
    return value


def _stamp(info: ModelInfo) -> str:
    """Another text when any file of the model's parts is another."""
    try:
        states = [(path, path.stat()) for path in sorted(info.path.glob("*/*"))]
    except OSError as error:
        raise _damaged(info, "folder", error) from None
    text = repr([(path.name, status.st_size, status.st_mtime_ns) for path, status in states])
    return hashlib.sha256(text.encode()).hexdigest()


def _size_of(module: Any) -> int:
    if not isinstance(module, torch.nn.Module):
        return 0
    tensors = [*module.parameters(), *module.buffers()]
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)
