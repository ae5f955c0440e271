"""Networks that enlarge pictures: found and identified by their safetensors headers, never loaded.

Two kinds: RRDBNet (ESRGAN, Wang et al., 2018; Real-ESRGAN, Wang et al., 2021) and the plain chain of
convolutions that Real-ESRGAN calls SRVGGNetCompact. RRDBNet is spread in three layouts that differ in names
alone; here and in the engine its tensors have the names of Real-ESRGAN's files.
"""

from __future__ import annotations

import difflib
import itertools
import logging
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.core.errors import AppError
from desktop.core.weights import read_shapes

SCALES = (1, 2, 4, 8)
_MAX_DEPTH = 2
_MAX_BYTES = 500_000_000
"""Larger files are other models: the largest upscaler in use has 70 MB."""
_DENSE_BLOCKS = (1, 2, 3)
_DENSE_CONVS = (1, 2, 3, 4, 5)
_PREFIXES = ("params_ema.", "params.", "")
"""What trainers put before the names; where averaged weights are there too, those are meant."""
_PICKLE_SUFFIXES = frozenset({".pth", ".pt", ".ckpt"})
_SEQUENTIAL = re.compile(r"model\.1\.sub\.(\d+)\.RDB([123])\.conv([1-5])\.0\.(weight|bias)")
_SEQUENTIAL_SINGLE = re.compile(r"model\.(\d{1,3})\.(weight|bias)")
_SEQUENTIAL_TRUNK = re.compile(r"model\.1\.sub\.\d+\.(weight|bias)")
_NAMED = re.compile(r"RRDB_trunk\.(\d+)\.RDB([123])\.conv([1-5])\.(weight|bias)")
_NAMED_SINGLE = {"trunk_conv": "conv_body", "upconv1": "conv_up1", "upconv2": "conv_up2", "HRconv": "conv_hr"}

_log = logging.getLogger(__name__)


class NetworkKind(StrEnum):
    RRDB = "rrdb"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Network:
    """What its tensors' shapes say about a network."""

    kind: NetworkKind
    scale: int
    """How much larger a picture becomes: 1, 2, 4 or 8."""
    colours: int
    """Channels of a picture: 3, or 1 for grey."""
    features: int
    blocks: int
    """Residual-in-residual blocks; of a compact one the convolutions between its first and its last."""
    growth: int = 0
    """Channels that each convolution of a dense block adds; 0 in a compact one."""
    unshuffle: int = 1
    """Pixels of this square become channels before the first convolution."""

    @property
    def doublings(self) -> int:
        """How often an RRDBNet doubles its maps."""
        return (self.scale * self.unshuffle).bit_length() - 1

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Every tensor of the network, name to shape."""
        return dict(_rrdb_shapes(self) if self.kind is NetworkKind.RRDB else _compact_shapes(self))


@dataclass(frozen=True, slots=True)
class UpscalerInfo:
    """One file with a network that enlarges pictures."""

    name: str
    """Unique in the library; what jobs call it."""
    path: Path
    network: Network

    @property
    def scale(self) -> int:
        return self.network.scale


def find_upscalers(folders: Sequence[Path]) -> tuple[UpscalerInfo, ...]:
    """The upscalers in these folders and up to two levels below, by name. Any thread; never raises.

    A file that is none, or can't be read, is left out; the log says why.
    """
    found: dict[Path, tuple[Path, Network]] = {}
    for path in itertools.chain.from_iterable(_files(root, _MAX_DEPTH) for root in folders):
        key = Path(os.path.realpath(path))
        if key in found:
            continue
        try:
            found[key] = path, identify(path)[0]
        except AppError as error:
            _log.info("%s is not among the upscalers: %s", path, error)
        except OSError as error:
            _log.warning("%s is not among the upscalers, it can't be read: %s", path, error)
    return tuple(_named(sorted(found.values(), key=lambda one: (one[0].stem.casefold(), str(one[0])))))


def find_upscaler(upscalers: Sequence[UpscalerInfo], name: str) -> UpscalerInfo:
    """The upscaler of this name. Raises AppError("upscaler_missing") with a hint at similar names."""
    for info in upscalers:
        if info.name == name:
            return info
    names = [info.name for info in upscalers]
    close = difflib.get_close_matches(name, names, n=3) or names[:3]
    raise AppError(
        "upscaler_missing",
        f"The upscaler {name} is not installed.",
        f"Choose another one, such as {', '.join(close)}."
        if close
        else "Choose Lanczos, or put the upscaler into one of the model folders.",
    )


def identify(path: Path) -> tuple[Network, Mapping[str, str]]:
    """What network a file holds, and its tensors' names there to those of ``Network.shapes``.

    Reads the header alone. Raises AppError: ``unsafe_model`` for a pickle, ``unsupported_model`` for any
    other model, ``model_damaged``; OSError.
    """
    if path.suffix.lower() in _PICKLE_SUFFIXES:
        raise AppError(
            "unsafe_model",
            f"{path.name} is a pickle, which can run programs when it is opened.",
            "Get the upscaler in safetensors form.",
            str(path),
        )
    if path.stat().st_size > _MAX_BYTES:
        raise _unsupported(path)
    shapes = read_shapes(path)
    prefix = next(one for one in _PREFIXES if any(key.startswith(one) for key in shapes) or not one)
    keys = [key.removeprefix(prefix) for key in shapes if key.startswith(prefix)]
    names = {f"{prefix}{key}": name for key, name in _names(keys).items()}
    named = {name: shapes[key] for key, name in names.items()}
    network = _rrdb(named) or _compact(named)
    known = network is not None and network.scale in SCALES and network.blocks >= 0
    if network is None or not known or network.shapes() != named or len(named) < len(names):
        raise _unsupported(path)
    return network, names


def _files(root: Path, depth: int) -> Iterator[Path]:
    """Files that may be upscalers, outside the folders of diffusers models."""
    try:
        with os.scandir(root) as entries:
            inside = sorted((entry.name, entry.is_dir()) for entry in entries)
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            _log.warning("The model folder %s can't be read: %s", root, error)
        return
    if ("model_index.json", False) in inside:
        return
    for name, is_folder in inside:
        path = root / name
        if is_folder and depth > 0:
            yield from _files(path, depth - 1)
        elif not is_folder and path.suffix.lower() in {".safetensors", *_PICKLE_SUFFIXES}:
            yield path


def _named(found: Iterable[tuple[Path, Network]]) -> Iterator[UpscalerInfo]:
    taken: set[str] = set()
    for path, network in found:
        # A name goes into pictures and commands, so it has to be text.
        stem = path.stem.encode(errors="replace").decode()
        names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        yield UpscalerInfo(name, path, network)


def _names(keys: Sequence[str]) -> dict[str, str]:
    """Names in a file, without prefix, to those of ``Network.shapes``; unknown ones stay."""
    singles = {int(match[1]) for key in keys if (match := _SEQUENTIAL_SINGLE.fullmatch(key))}
    ups = (f"conv_up{number}" for number in range(1, len(singles) - 2))
    ends = dict(zip(sorted(singles), ("conv_first", *ups, "conv_hr", "conv_last"), strict=False))
    return {key: _name(key, ends) for key in keys}


def _name(key: str, ends: Mapping[int, str]) -> str:
    if match := _SEQUENTIAL.fullmatch(key) or _NAMED.fullmatch(key):
        return f"body.{match[1]}.rdb{match[2]}.conv{match[3]}.{match[4]}"
    if match := _SEQUENTIAL_TRUNK.fullmatch(key):
        return f"conv_body.{match[1]}"
    if (match := _SEQUENTIAL_SINGLE.fullmatch(key)) and int(match[1]) in ends:
        return f"{ends[int(match[1])]}.{match[2]}"
    module, _, tensor = key.rpartition(".")
    return f"{_NAMED_SINGLE.get(module, module)}.{tensor}"


def _rrdb(shapes: Mapping[str, tuple[int, ...]]) -> Network | None:
    first, last = shapes.get("conv_first.weight", ()), shapes.get("conv_last.weight", ())
    dense = shapes.get("body.0.rdb1.conv1.weight", ())
    match first, dense, last:
        case ((features, inputs, 3, 3), (growth, _, 3, 3), (colours, _, 3, 3)) if colours in (1, 3):
            unshuffle = math.isqrt(inputs // colours)
            if unshuffle not in (1, 2, 4):
                return None
            ups = sum(re.fullmatch(r"conv_up\d\.weight", name) is not None for name in shapes)
            blocks = len({name.split(".")[1] for name in shapes if name.startswith("body.")})
            return Network(
                NetworkKind.RRDB, 2**ups // unshuffle, colours, features, blocks, growth, unshuffle
            )
    return None


def _compact(shapes: Mapping[str, tuple[int, ...]]) -> Network | None:
    body = [name for name in shapes if re.fullmatch(r"body\.\d{1,4}\.weight", name)]
    last = max(body, key=lambda name: int(name.split(".")[1]), default="")
    match shapes.get("body.0.weight", ()), shapes.get(last, ()):
        case ((features, colours, 3, 3), (outputs, _, 3, 3)) if colours in (1, 3):
            # A convolution and a PReLU for each, without the last convolution and the first pair.
            blocks = (len(body) - 1) // 2 - 1
            return Network(NetworkKind.COMPACT, math.isqrt(outputs // colours), colours, features, blocks)
    return None


def _rrdb_shapes(network: Network) -> Iterator[tuple[str, tuple[int, ...]]]:
    features, growth = network.features, network.growth
    yield from _conv("conv_first", network.colours * network.unshuffle**2, features)
    for block, dense, conv in itertools.product(range(network.blocks), _DENSE_BLOCKS, _DENSE_CONVS):
        outputs = features if conv == _DENSE_CONVS[-1] else growth
        yield from _conv(f"body.{block}.rdb{dense}.conv{conv}", features + (conv - 1) * growth, outputs)
    for name in ("conv_body", *(f"conv_up{k + 1}" for k in range(network.doublings)), "conv_hr"):
        yield from _conv(name, features, features)
    yield from _conv("conv_last", features, network.colours)


def _compact_shapes(network: Network) -> Iterator[tuple[str, tuple[int, ...]]]:
    inputs = network.colours
    for block in range(network.blocks + 1):
        yield from _conv(f"body.{2 * block}", inputs, network.features)
        yield f"body.{2 * block + 1}.weight", (network.features,)
        inputs = network.features
    yield from _conv(f"body.{2 * network.blocks + 2}", inputs, network.colours * network.scale**2)


def _conv(name: str, inputs: int, outputs: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}.weight", (outputs, inputs, 3, 3)
    yield f"{name}.bias", (outputs,)


def _unsupported(path: Path) -> AppError:
    return AppError(
        "unsupported_model",
        f"{path.name} is no upscaler of a kind that Darkroom knows.",
        "ESRGAN, Real-ESRGAN and its compact networks can be used.",
        str(path),
    )
