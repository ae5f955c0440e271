"""Weight files looked at without loading them: which ones a component has, and whether they are sound."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.core.errors import AppError

MAX_HEADER_BYTES = 16_000_000
MAX_TENSORS = 20_000
MAX_JSON_BYTES = 16_000_000
WEIGHTS_STEM = {"diffusers": "diffusion_pytorch_model", "transformers": "model"}
"""Library to what it calls the weight files of its models."""
_START_BYTES = 9
_MAX_DIMENSIONS = 16
_BITS = {
    **dict.fromkeys(("F64", "I64", "U64", "C64"), 64),
    **dict.fromkeys(("F32", "I32", "U32"), 32),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 16),
    **dict.fromkeys(("I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"), 8),
    **dict.fromkeys(("F6_E2M3", "F6_E3M2"), 6),
    "F4": 4,
}
# A zip (torch.save) or a pickle of protocol 2 to 5: programs in disguise, whatever the file is called.
_PICKLES = (b"PK\x03\x04", *(bytes((0x80, protocol)) for protocol in range(2, 6)))
_PICKLE_SUFFIXES = frozenset({".bin", ".ckpt", ".pt", ".pth", ".pkl"})


@dataclass(frozen=True, slots=True)
class Header:
    """What a weight file says of itself before the numbers begin."""

    shapes: Mapping[str, tuple[int, ...]]
    dtypes: Mapping[str, str]
    """Tensor name to safetensors dtype (``F16``) or GGUF quantisation (``Q4_K``)."""
    metadata: Mapping[str, str]

    @property
    def parameters(self) -> int:
        """How many numbers the file holds."""
        return sum(map(math.prod, self.shapes.values()))


@dataclass(frozen=True, slots=True)
class Weights:
    """The safetensors files of one component. ``variant`` is what diffusers calls so: ``fp16`` or none."""

    files: tuple[Path, ...]
    variant: str | None
    parameters: int = 0
    """How many numbers the files hold together."""

    @property
    def size_bytes(self) -> int:
        return sum(path.stat().st_size for path in self.files)


def find_weights(folder: Path, stem: str) -> Weights:
    """The files of a component: ``stem.safetensors`` or its shards, else the same in half precision.

    Checks every header. Raises AppError: ``missing_file``, ``unsafe_model`` when there are only pickles,
    ``model_damaged``; OSError when the folder can't be read.
    """
    for variant in (None, "fp16"):
        single = folder / ".".join(filter(None, (stem, variant, "safetensors")))
        index = folder / ".".join(filter(None, (stem, "safetensors", "index", variant, "json")))
        if single.is_file():
            weights = Weights((single,), variant)
        elif index.is_file():
            weights = Weights(read_shards(index), variant)
        else:
            continue
        return replace(weights, parameters=sum(check_header(path) for path in weights.files))
    where = f"{folder.name}/{stem}.safetensors"
    if folder.is_dir() and any(path.suffix.lower() in _PICKLE_SUFFIXES for path in folder.iterdir()):
        raise AppError(
            "unsafe_model",
            f"The weights in {folder.name} are only there as a pickle, which can run programs when opened.",
            "Get the model in safetensors form.",
            str(folder),
        )
    raise missing_file(where, folder)


def check_header(path: Path) -> int:
    """Check a safetensors file's header and length, and count its parameters. Raises as ``read_header``."""
    return read_header(path).parameters


def read_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """The tensors of a safetensors file, name to shape. Raises as ``read_header``."""
    return dict(read_header(path).shapes)


def read_header(path: Path) -> Header:
    """The header of a safetensors file; it and the file's length are checked, no more is read.

    Tensors have to fill the file without gap or overlap, as the format demands. Raises
    AppError("model_damaged"), or ("unsafe_model") for a pickle under this name; OSError.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(_START_BYTES)
        if is_pickle(start):
            raise AppError(
                "unsafe_model",
                f"{path.name} is no safetensors file but a pickle, which can run programs when it is opened.",
                "Convert it, or get the model in safetensors form from a source you trust.",
                str(path),
            )
        length = struct.unpack("<Q", start[:8])[0] if len(start) == _START_BYTES else 0
        if not 2 <= length <= min(MAX_HEADER_BYTES, size - 8):
            raise damaged(path, f"header length {length} in a file of {size} bytes")
        text = start[8:] + file.read(length - 1)
    header = read_object(text, path)
    metadata = header.pop("__metadata__", {})
    if len(header) > MAX_TENSORS:
        raise damaged(path, f"{len(header)} tensors")
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise damaged(path, "its metadata is no table of texts")
    spans = sorted(_tensor_span(name, tensor, path) for name, tensor in header.items())
    end = 0
    for first, last in spans:
        if first != end:
            raise damaged(path, f"a tensor begins at {first}, the one before ends at {end}")
        end = last
    if end != size - 8 - length:
        raise damaged(path, f"tensors end at {end} of {size - 8 - length} bytes")
    return Header(
        shapes={name: tuple(tensor["shape"]) for name, tensor in header.items()},
        dtypes={name: tensor["dtype"] for name, tensor in header.items()},
        metadata=metadata,
    )


def is_pickle(start: bytes) -> bool:
    """Whether a file that begins so is a pickle or a zip with one, whatever it is called.

    Takes the first nine bytes or more: those of some safetensors files begin as pickles of protocol 2 do.
    """
    return start.startswith(_PICKLES) and not is_safetensors(start)


def is_safetensors(start: bytes) -> bool:
    """Whether nine bytes or more may begin a safetensors file: a length that is allowed, and a brace."""
    return start[8:9] == b"{" and struct.unpack("<Q", start[:8])[0] <= MAX_HEADER_BYTES


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file. Raises AppError: ``missing_file``, ``model_damaged``; OSError."""
    if not path.is_file():
        raise missing_file(f"{path.parent.name}/{path.name}", path)
    with path.open("rb") as file:
        data = file.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        raise damaged(path, "too large")
    return read_object(data, path)


def read_object(data: bytes, path: Path) -> dict[str, Any]:
    """A JSON object without repeated keys, NaN or infinity. Raises AppError("model_damaged")."""
    try:
        content = json.loads(data, object_pairs_hook=_without_repeats, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise damaged(path, str(error)) from error
    if not isinstance(content, dict):
        raise damaged(path, "not a JSON object")
    return content


def missing_file(name: str, path: Path) -> AppError:
    return AppError(
        "missing_file",
        f"The file {name} is missing.",
        "Get the model again, or put the file back.",
        str(path),
    )


def read_shards(index: Path) -> tuple[Path, ...]:
    """The files that ``x.safetensors.index.json`` lists. Raises AppError as ``find_weights``; OSError."""
    names = read_json(index).get("weight_map")
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        raise damaged(index, "no weight_map")
    paths = []
    for name in sorted(set(names.values())):
        path = index.parent / name
        if path.parent != index.parent or path.suffix != ".safetensors" or path.name != name:
            raise damaged(index, f"shard {name!r} is outside its folder or no safetensors file")
        if not path.is_file():
            raise missing_file(f"{index.parent.name}/{name}", path)
        paths.append(path)
    return tuple(paths)


def _tensor_span(name: str, tensor: Any, path: Path) -> tuple[int, int]:
    """Where the tensor's bytes begin and end, counted from the end of the header."""
    try:
        bits, shape, (start, end) = _BITS[tensor["dtype"]], tensor["shape"], tensor["data_offsets"]
        if (
            type(start) is type(end) is int
            and 0 <= start <= end
            and type(shape) is list
            and len(shape) <= _MAX_DIMENSIONS
            and all(type(side) is int and side >= 0 for side in shape)
            # Python's whole numbers do not overflow.
            and math.prod(shape) * bits == (end - start) * 8
        ):
            return start, end
    except (KeyError, TypeError, ValueError):
        pass
    raise damaged(path, f"tensor {name[:100]!r} is not described as it should be")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key is there twice")
    return content


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def damaged(path: Path, details: str) -> AppError:
    """A file that breaks the rules of its format."""
    return AppError(
        "model_damaged",
        f"{path.name} is damaged or not complete.",
        "Get the model again.",
        f"{path}: {details}",
    )
