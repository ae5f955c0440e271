"""GGUF headers (ggml's specification, version 2 and 3): names, shapes and quantisation, nothing else."""

from __future__ import annotations

import math
import struct
from pathlib import Path
from typing import BinaryIO

from desktop.core.weights import MAX_HEADER_BYTES, MAX_TENSORS, Header, damaged

MAGIC = b"GGUF"
_MAX_PAIRS = 10_000
_MAX_DIMENSIONS = 8
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_STRING, _ARRAY = 8, 9
_UNSIGNED = (4, 10)
_NUMBERS = {code: struct.Struct(f"<{code}") for code in "IQ"}
_FIRST_BYTES = 256_000
# Name, numbers in a block, bytes of a block: ggml's types.
_TYPES = {
    0: ("F32", 1, 4),
    1: ("F16", 1, 2),
    2: ("Q4_0", 32, 18),
    3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34),
    9: ("Q8_1", 32, 36),
    10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210),
    15: ("Q8_K", 256, 292),
    16: ("IQ2_XXS", 256, 66),
    17: ("IQ2_XS", 256, 74),
    18: ("IQ3_XXS", 256, 98),
    19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18),
    21: ("IQ3_S", 256, 110),
    22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136),
    24: ("I8", 1, 1),
    25: ("I16", 1, 2),
    26: ("I32", 1, 4),
    27: ("I64", 1, 8),
    28: ("F64", 1, 8),
    29: ("IQ1_M", 256, 56),
    30: ("BF16", 1, 2),
}


def read_gguf(path: Path) -> Header:
    """The header of a GGUF file; shapes in PyTorch's order, texts of its metadata under their keys.

    Raises AppError("model_damaged"); OSError.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        reader = _Reader(path, file)
        if reader.take(4) != MAGIC or not 2 <= (version := reader.number("I")) <= 3:
            raise damaged(path, "no GGUF file of version 2 or 3")
        tensors, pairs = reader.number("Q"), reader.number("Q")
        if tensors > MAX_TENSORS or pairs > _MAX_PAIRS:
            raise damaged(path, f"{tensors} tensors, {pairs} entries, version {version}")
        metadata: dict[str, str] = {}
        alignment = 32
        for _ in range(pairs):
            key, value = reader.text(), reader.value()
            if key in metadata:
                raise damaged(path, f"{key[:100]!r} is there twice")
            metadata[key] = value if isinstance(value, str) else ""
            if key == "general.alignment" and isinstance(value, int):
                alignment = value
        if not 1 <= alignment <= 1 << 16:
            raise damaged(path, f"alignment {alignment}")
        shapes: dict[str, tuple[int, ...]] = {}
        dtypes: dict[str, str] = {}
        end = 0
        for _ in range(tensors):
            name, dimensions = reader.text(), reader.number("I")
            if name in shapes or dimensions > _MAX_DIMENSIONS:
                raise damaged(path, f"tensor {name[:100]!r} is not described as it should be")
            sides = [reader.number("Q") for _ in range(dimensions)]
            kind, offset = reader.number("I"), reader.number("Q")
            if kind not in _TYPES:
                raise damaged(path, f"tensor {name[:100]!r} has the unknown type {kind}")
            dtypes[name], per_block, block_bytes = _TYPES[kind]
            if math.prod(sides) % per_block:
                raise damaged(path, f"tensor {name[:100]!r} does not fill its blocks")
            shapes[name] = tuple(reversed(sides))
            end = max(end, offset + math.prod(sides) // per_block * block_bytes)
        begin = -(-reader.read // alignment) * alignment
    if begin + end > size:
        raise damaged(path, f"tensors end at {begin + end} of {size} bytes")
    return Header(shapes, dtypes, {key: text for key, text in metadata.items() if text})


class _Reader:
    """Little-endian values from a file's beginning, up to the limit for headers."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self._data = b""
        self.read = 0

    def take(self, count: int) -> bytes:
        start = self._pass(count)
        return self._data[start : start + count]

    def number(self, code: str) -> int:
        packed = _NUMBERS[code]
        return int(packed.unpack_from(self._data, self._pass(packed.size))[0])

    def text(self) -> str:
        return self.take(self.number("Q")).decode(errors="replace")

    def value(self) -> str | int | None:
        """A text or a whole number; other values are passed over."""
        kind = self.number("I")
        if kind == _STRING:
            return self.text()
        if kind == _ARRAY:
            self._pass_array()
            return None
        if kind not in _SIZES:
            raise damaged(self._path, f"a value of the unknown type {kind}")
        data = self.take(_SIZES[kind])
        return int.from_bytes(data, "little") if kind in _UNSIGNED else None

    def _pass_array(self) -> None:
        kind, count = self.number("I"), self.number("Q")
        if kind == _STRING:
            # Each has eight bytes at least, so that the limit ends this soon.
            for _ in range(count):
                self._pass(self.number("Q"))
        elif kind in _SIZES:
            self._pass(count * _SIZES[kind])
        else:
            raise damaged(self._path, f"an array of the unknown type {kind}")

    def _pass(self, count: int) -> int:
        """Go on by ``count`` bytes, which are in memory then; returns where they begin."""
        start, self.read = self.read, self.read + count
        if self.read > len(self._data):
            if self.read > MAX_HEADER_BYTES:
                raise damaged(self._path, "its header is too large")
            self._data += self._file.read(max(self.read - len(self._data), len(self._data), _FIRST_BYTES))
            if self.read > len(self._data):
                raise damaged(self._path, f"it ends within its header, at {start} bytes")
        return start
