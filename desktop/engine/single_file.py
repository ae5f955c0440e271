"""A single file in the original layout (LDM, sgm, SD3) as the source of a model's parts.

It holds weights alone: configs and tokenizers are those that its family published (``resources/configs``).
Which family it is the core told from its shapes. Only safetensors is read, nothing is unpickled or executed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import safe_open

from desktop.core.errors import AppError
from desktop.core.identify.identify import identify_header
from desktop.core.jobs import CancelToken
from desktop.core.models import ModelInfo
from desktop.core.weights import Header, Weights, read_header, read_json
from desktop.engine.device import DevicePlan
from desktop.engine.model_folder import damaged, told_as_damaged
from desktop.engine.modules import make_network, network_class
from desktop.engine.original_layout import Place, find_place

_SCALES = (".scale_weight", ".weight_scale", "scaled_fp8")
"""Without them the numbers of such files mean nothing."""
_IN_WORDS = {
    "vae": "VAE",
    "unet": "U-Net",
    "transformer": "transformer",
    "text_encoder": "first text encoder",
    "text_encoder_2": "second text encoder",
}


class SingleFile:
    """Methods raise AppError("model_damaged").

    Making it raises AppError("model_missing", "model_damaged", "unsafe_model", "unsupported_model") and
    ("missing_parts") for a file without what its family can't do without.
    """

    def __init__(self, info: ModelInfo, configs: Path) -> None:
        self._info = info
        if not info.family.configs:
            raise AppError(
                "unsupported_model",
                f"{info.title} is of a kind that a single file does not fully describe.",
                "Get it as a folder in the diffusers layout.",
            )
        self._folders = tuple(configs / name for name in info.family.configs)
        self._header, self.key = _opened(info)
        if any(name.endswith(_SCALES) for name in self._header.shapes):
            raise AppError(
                "unsupported_model",
                f"The weights of {info.title} are stored with scales that Darkroom does not read.",
                "Get the model in float16, bfloat16 or plain float8.",
                str(info.path),
            )
        found = {name: find_place(name, self._header.shapes) for name in info.family.components}
        self._places: Mapping[str, Place] = {name: place for name, place in found.items() if place}
        _check_complete(info, self._places)

    @property
    def parts(self) -> tuple[str, ...]:
        """Components that are there; a tokenizer is where its encoder is."""
        encoders = dict(self._info.family.tokenizers)
        return tuple(
            name for name in self._info.family.components if encoders.get(name, name) in self._places
        )

    def scheduler_config(self) -> Mapping[str, Any]:
        """The family's, with what this file says that its network predicts."""
        config = read_json(self._config("scheduler") / "scheduler_config.json")
        if self._info.family.shift is None:
            config["prediction_type"] = self._info.prediction_type
            if identify_header(self._header).zero_snr:
                config |= {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}
        return config

    def weights(self, name: str) -> Weights:
        """This file, and how much of it is the component's; a tokenizer has none."""
        if name.startswith("tokenizer"):
            return Weights((), None)
        prefix = self._places[name].prefix
        shapes = self._header.shapes.items()
        numbers = sum(math.prod(shape) for tensor, shape in shapes if tensor.startswith(prefix))
        return Weights((self._info.path,), None, numbers)

    def load(self, name: str, plan: DevicePlan, token: CancelToken) -> Any:
        """A component, ready on the device; ``token`` is checked at each tensor."""
        cls = network_class(min(self._info.family.components[name]))  # the plainest of those allowed
        folder = self._config(name)
        with told_as_damaged(self._info, name):
            if name.startswith("tokenizer"):
                return cls.from_pretrained(folder, local_files_only=True)
            place = self._places[name]
            with safe_open(self._info.path, framework="pt") as file:
                tensors = {
                    tensor.removeprefix(place.prefix): file.get_tensor(tensor)
                    for tensor in self._header.shapes
                    if tensor.startswith(place.prefix)
                }
            config = place.fit(read_json(folder / "config.json"), tensors)
            return make_network(cls, config, place.convert(tensors, config), plan, token)

    def _config(self, name: str) -> Path:
        """The folder with a component's config."""
        folders = (folder / name for folder in self._folders)
        return next(folder for folder in folders if folder.is_dir())


def _opened(info: ModelInfo) -> tuple[Header, str]:
    """The file's header, and a key that changes with the file."""
    try:
        status = info.path.stat()
        return read_header(info.path), f"{info.path}|{status.st_size}|{status.st_mtime_ns}"
    except FileNotFoundError:
        raise AppError(
            "model_missing",
            f"The file of {info.title} is no longer there.",
            "Put it back where it was, or choose another model.",
            str(info.path),
        ) from None
    except OSError as error:
        raise damaged(info, "file", error) from None


def _check_complete(info: ModelInfo, places: Mapping[str, Place]) -> None:
    missing = [
        _IN_WORDS[name]
        for name in info.family.components
        if name in _IN_WORDS and name not in places and name not in info.family.optional
    ]
    if missing:
        raise AppError(
            "missing_parts",
            f"{info.title} can't be used alone: its file holds no {' and no '.join(missing)}.",
            "Choose a file that holds the whole model.",
            str(info.path),
        )
