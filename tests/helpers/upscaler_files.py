"""Upscalers as safetensors files in every layout that is spread: headers over zeros, or random weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from desktop.core.upscalers import Network, NetworkKind
from tests.helpers.model_folders import safetensors, tensor

ESRGAN_X4 = Network(NetworkKind.RRDB, scale=4, colours=3, features=4, blocks=2, growth=2)
ESRGAN_X2 = Network(NetworkKind.RRDB, scale=2, colours=3, features=4, blocks=1, growth=2)
ESRGAN_X2_PLUS = Network(NetworkKind.RRDB, scale=2, colours=3, features=4, blocks=1, growth=2, unshuffle=2)
ESRGAN_X1 = Network(NetworkKind.RRDB, scale=1, colours=3, features=4, blocks=1, growth=2)
ESRGAN_X8 = Network(NetworkKind.RRDB, scale=8, colours=3, features=4, blocks=1, growth=2)
GREY_X2 = Network(NetworkKind.RRDB, scale=2, colours=1, features=4, blocks=1, growth=2)
COMPACT_X4 = Network(NetworkKind.COMPACT, scale=4, colours=3, features=6, blocks=3)
COMPACT_X2 = Network(NetworkKind.COMPACT, scale=2, colours=3, features=6, blocks=2)


def real_esrgan(name: str, network: Network) -> str:
    """As Real-ESRGAN and BasicSR write it."""
    return name


def named(name: str, network: Network) -> str:
    """As the final release of ESRGAN writes it."""
    module, _, kind = name.rpartition(".")
    if module.startswith("body."):
        return f"RRDB_trunk.{module.removeprefix('body.').replace('rdb', 'RDB')}.{kind}"
    singles = {"conv_body": "trunk_conv", "conv_up1": "upconv1", "conv_up2": "upconv2", "conv_hr": "HRconv"}
    return f"{singles.get(module, module)}.{kind}"


def sequential(name: str, network: Network) -> str:
    """As the first release of ESRGAN, and most models that people trained, write it."""
    module, _, kind = name.rpartition(".")
    if module.startswith("body."):
        _, block, dense, conv = module.split(".")
        return f"model.1.sub.{block}.{dense.replace('rdb', 'RDB')}.{conv}.0.{kind}"
    if module == "conv_body":
        return f"model.1.sub.{network.blocks}.{kind}"
    end = 2 + 3 * network.doublings
    places = {"conv_first": 0, "conv_hr": end, "conv_last": end + 2}
    places |= {f"conv_up{k + 1}": 3 + 3 * k for k in range(network.doublings)}
    return f"model.{places[module]}.{kind}"


LAYOUTS = {"real_esrgan": real_esrgan, "named": named, "sequential": sequential}


def header_file(path: Path, shapes: Mapping[str, tuple[int, ...]]) -> Path:
    """A file with these tensors in half precision, all zeros."""
    header, end = {}, 0
    for name, shape in shapes.items():
        start, end = end, end + 2 * math.prod(shape)
        header[name] = tensor(list(shape), start, end, "F16")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(safetensors(header, bytes(end)))
    return path


def layout_file(path: Path, network: Network, layout: str = "real_esrgan", prefix: str = "") -> Path:
    """A network's file in a layout, all zeros."""
    rename = LAYOUTS[layout]
    return header_file(
        path, {f"{prefix}{rename(name, network)}": shape for name, shape in network.shapes().items()}
    )


def random_weights(network: Network, seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """Random numbers by the names of ``Network.shapes``; what comes out stays about where pictures are."""
    rng = np.random.default_rng(seed)
    weights = {
        name: (rng.standard_normal(shape) * _spread(shape)).astype(np.float32)
        for name, shape in network.shapes().items()
    }
    *_, last, bias = weights
    weights[last] *= 0.3
    weights[bias] += 0.5 if network.kind is NetworkKind.RRDB else 0.0  # the compact one adds the picture
    return weights


def _spread(shape: tuple[int, ...]) -> float:
    return 0.1 if len(shape) == 1 else 1 / math.sqrt(math.prod(shape[1:]))


def weights_file(path: Path, network: Network, layout: str = "real_esrgan", seed: int = 0) -> Path:
    """A network's file in a layout, with random weights: the same for every layout."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rename = LAYOUTS[layout]
    save_file({rename(name, network): value for name, value in random_weights(network, seed).items()}, path)
    return path
