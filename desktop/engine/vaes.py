"""Another VAE than a model's own, for the same latents: from a file, or from a diffusers folder."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from safetensors import SafetensorError

from desktop.core.errors import AppError
from desktop.core.jobs import CancelToken
from desktop.core.models import ModelInfo
from desktop.core.weights import WEIGHTS_STEM, Weights, check_header, find_weights, read_json
from desktop.engine.device import DevicePlan
from desktop.engine.failures import is_out_of_memory
from desktop.engine.model_folder import damaged
from desktop.engine.modules import MissingWeights, make_network, read_tensors
from desktop.engine.original_layout import VAE_PREFIXES, vae

_LATENTS = ("latent_channels", "scaling_factor", "shift_factor")
"""What of two VAEs' configs is equal when they speak of the same latents."""


class Vae:
    """A file has no config of its own: it is read by that of the model's VAE, ``own``.

    Raises AppError("model_missing", "model_damaged", "missing_file", "unsafe_model"), and ("wrong_base") for
    one whose folder says that it is for other latents.
    """

    def __init__(self, info: ModelInfo, own: Any) -> None:
        self._info, self._class = info, type(own)
        self._config: Mapping[str, Any] = dict(own.config)
        if not info.path.exists():
            raise AppError(
                "model_missing",
                f"The VAE {info.title} is no longer there.",
                "Put it back where it was, or choose another.",
                str(info.path),
            )
        if info.path.is_dir():
            theirs = read_json(info.path / "config.json")
            usual = inspect.signature(self._class.__init__).parameters
            for name in _LATENTS:
                if (theirs.get(name, usual[name].default) or 0) != (self._config[name] or 0):
                    raise _wrong_base(info)
            self._config = theirs
        files = self.weights("vae").files
        states = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
        self.key = f"{info.path}|{states}"

    @property
    def parts(self) -> tuple[str, ...]:
        return ("vae",)

    def scheduler_config(self) -> Mapping[str, Any]:
        return {}

    def weights(self, name: str) -> Weights:
        path = self._info.path
        if path.is_dir():
            return find_weights(path, WEIGHTS_STEM["diffusers"])
        return Weights((path,), None, check_header(path))

    def load(self, name: str, plan: DevicePlan, token: CancelToken) -> Any:
        try:
            tensors = _without_prefix(read_tensors(self.weights(name).files))
            return make_network(self._class, self._config, vae(tensors, self._config), plan, token)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError, MissingWeights) as error:
            raise damaged(self._info, name, error) from None
        except RuntimeError as error:
            if is_out_of_memory(error):
                raise
            raise _wrong_base(self._info, str(error)) from None


def _without_prefix(tensors: Mapping[str, Any]) -> Mapping[str, Any]:
    """Some are cut out of checkpoints with their names as they were."""
    for prefix in VAE_PREFIXES:
        if any(name.startswith(prefix) for name in tensors):
            return {name.removeprefix(prefix): tensor for name, tensor in tensors.items()}
    return tensors


def _wrong_base(info: ModelInfo, details: str = "") -> AppError:
    return AppError(
        "wrong_base",
        f"The VAE {info.title} is made for the latents of another kind of model.",
        "Choose another VAE, or leave it at the model's own.",
        details or str(info.path),
    )
