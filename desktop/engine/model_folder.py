"""A diffusers folder as the source of a model's parts: one folder each, described by model_index.json."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from desktop.core.errors import AppError
from desktop.core.jobs import CancelToken
from desktop.core.models import ModelInfo
from desktop.core.weights import WEIGHTS_STEM, Weights, find_weights
from desktop.engine.device import DevicePlan
from desktop.engine.failures import is_out_of_memory
from desktop.engine.modules import MissingWeights, make_network, network_class, read_tensors


class ModelFolder:
    """Only classes named in the family's row are loaded, only from safetensors: nothing in it is executed.

    Raises AppError("model_damaged", "missing_file", "model_missing" or "unsafe_model").
    """

    def __init__(self, info: ModelInfo) -> None:
        self._info = info
        index = _read_json(info, info.path / "model_index.json")
        self._classes = {
            name: _class_of(info, index, name, allowed)
            for name, allowed in info.family.components.items()
            if not (name in info.family.optional and index.get(name) in (None, [None, None]))
        }
        self.key = f"{info.path}|{_stamp(info)}"
        """Changes when a file of the model changes."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Components that are there, without the scheduler."""
        return tuple(name for name in self._classes if name != "scheduler")

    def scheduler_config(self) -> Mapping[str, Any]:
        return _read_json(self._info, self._info.path / "scheduler" / "scheduler_config.json")

    def weights(self, name: str) -> Weights:
        """The component's files, their headers checked; a tokenizer has none."""
        if name.startswith("tokenizer"):
            return Weights((), None)
        library = self._classes[name].partition(".")[0]
        try:
            return find_weights(self._info.path / name, WEIGHTS_STEM[library])
        except AppError as error:
            problem = error.info
            raise AppError(
                problem.code,
                f"{self._info.title} can't be loaded. {problem.message}",
                problem.hint,
                problem.details,
            ) from None
        except OSError as error:
            raise damaged(self._info, name, error) from None

    def load(self, name: str, plan: DevicePlan, token: CancelToken) -> Any:
        """A component, ready on the device; ``token`` is checked at each tensor."""
        folder = self._info.path / name
        cls = network_class(self._classes[name])
        with told_as_damaged(self._info, name):
            if name.startswith("tokenizer"):
                return cls.from_pretrained(folder, local_files_only=True)
            config = _read_json(self._info, folder / "config.json")
            return make_network(cls, config, read_tensors(self.weights(name).files), plan, token)


@contextlib.contextmanager
def told_as_damaged(info: ModelInfo, name: str) -> Iterator[None]:
    """Turn what the libraries raise for a component that can't be loaded into AppError("model_damaged")."""
    try:
        yield
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        RuntimeError,
        SafetensorError,
        MissingWeights,
    ) as error:
        if is_out_of_memory(error):
            raise
        raise damaged(info, name, error) from None


def damaged(info: ModelInfo, name: str, why: Exception | str) -> AppError:
    """A component that can't be loaded."""
    details = why if isinstance(why, str) else f"{type(why).__name__}: {why}"
    return AppError(
        "model_damaged",
        f"The {name} of {info.title} can't be loaded: a file is missing or damaged.",
        "Copy or download the model again. Other models still work.",
        f"{info.path / name}: {details}",
    )


def _class_of(info: ModelInfo, index: Mapping[str, Any], name: str, allowed: frozenset[str]) -> str:
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
    return f"{library}.{class_name}"


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
        raise damaged(info, "folder", error) from None
    text = repr([(path.name, status.st_size, status.st_mtime_ns) for path, status in states])
    return hashlib.sha256(text.encode()).hexdigest()
