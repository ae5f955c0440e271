"""Files with a safetensors or GGUF header and nothing after it but a hole: whole models in no space."""

from __future__ import annotations

import itertools
import json
import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

Shapes = dict[str, tuple[int, ...]]
_BYTES = {"F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "U8": 1, "I64": 8}


def write_header(
    path: Path,
    shapes: Mapping[str, Sequence[int]],
    metadata: Mapping[str, str] | None = None,
    dtype: str = "F16",
) -> Path:
    """A sound safetensors file of its full length, whose numbers take no room on the disk."""
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    end = 0
    for name, shape in shapes.items():
        start, end = end, end + math.prod(shape) * _BYTES[dtype]
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + end)
    return path


def gguf_bytes(
    shapes: Mapping[str, Sequence[int]],
    metadata: Mapping[str, str | int | list[str]] | None = None,
    kind: int = 1,
    version: int = 3,
) -> bytes:
    """A GGUF header; tensors of ggml's type ``kind`` (1: F16), all at offset 0."""

    def text(words: str) -> bytes:
        return struct.pack("<Q", len(words.encode())) + words.encode()

    entries = metadata or {}
    parts = [b"GGUF", struct.pack("<IQQ", version, len(shapes), len(entries))]
    for key, value in entries.items():
        match value:
            case str():
                parts += [text(key), struct.pack("<I", 8), text(value)]
            case int():
                parts += [text(key), struct.pack("<II", 4, value)]
            case list():
                parts += [text(key), struct.pack("<IIQ", 9, 8, len(value)), *map(text, value)]
    for name, shape in shapes.items():
        parts += [text(name), struct.pack(f"<I{len(shape)}Q", len(shape), *reversed(shape))]
        parts.append(struct.pack("<IQ", kind, 0))
    return b"".join(parts)


def prefixed(prefix: str, shapes: Mapping[str, tuple[int, ...]]) -> Shapes:
    return {f"{prefix}{name}": shape for name, shape in shapes.items()}


def ldm_unet(
    base: int = 320,
    multiples: Sequence[int] = (1, 2, 4, 4),
    depths: Sequence[int] = (1, 1, 1, 0),
    context: int = 768,
    *,
    middle: int = 1,
    inputs: int = 4,
    label: int | None = None,
    linear: bool = False,
    blocks: int = 2,
) -> Shapes:
    """The tensors of a U-Net of ldm or sgm (Rombach et al., 2022), without prefix."""
    time = 4 * base
    made: Iterator[tuple[str, tuple[int, ...]]] = itertools.chain(
        _linear("time_embed.0", base, time),
        _linear("time_embed.2", time, time),
        (*_linear("label_emb.0.0", label, time), *_linear("label_emb.0.2", time, time)) if label else (),
        _conv("input_blocks.0.0", inputs, base),
    )
    shapes = dict(made)
    widths, width, number = [base], base, 0
    for level, (multiple, depth) in enumerate(zip(multiples, depths, strict=True)):
        for _ in range(blocks):
            number += 1
            shapes |= _residual(f"input_blocks.{number}.0", width, base * multiple, time)
            width = base * multiple
            shapes |= _transformer(f"input_blocks.{number}.1", width, context, depth, linear=linear)
            widths.append(width)
        if level < len(multiples) - 1:
            number += 1
            shapes |= dict(_conv(f"input_blocks.{number}.0.op", width, width))
            widths.append(width)
    shapes |= _residual("middle_block.0", width, width, time)
    shapes |= _transformer("middle_block.1", width, context, middle, linear=linear)
    shapes |= _residual("middle_block.2", width, width, time)
    number = 0
    for level, (multiple, depth) in reversed(list(enumerate(zip(multiples, depths, strict=True)))):
        for block in range(blocks + 1):
            shapes |= _residual(f"output_blocks.{number}.0", width + widths.pop(), base * multiple, time)
            width = base * multiple
            shapes |= _transformer(f"output_blocks.{number}.1", width, context, depth, linear=linear)
            if level and block == blocks:
                place = 2 if depth else 1
                shapes |= dict(_conv(f"output_blocks.{number}.{place}.conv", width, width))
            number += 1
    return shapes | dict(itertools.chain(_norm("out.0", base), _conv("out.2", base, 4)))


def _linear(
    name: str, inputs: int, outputs: int, *, bias: bool = True
) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}.weight", (outputs, inputs)
    if bias:
        yield f"{name}.bias", (outputs,)


def _conv(name: str, inputs: int, outputs: int, side: int = 3) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}.weight", (outputs, inputs, side, side)
    yield f"{name}.bias", (outputs,)


def _norm(name: str, width: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}.weight", (width,)
    yield f"{name}.bias", (width,)


def _residual(name: str, inputs: int, outputs: int, time: int) -> Shapes:
    return dict(
        itertools.chain(
            _norm(f"{name}.in_layers.0", inputs),
            _conv(f"{name}.in_layers.2", inputs, outputs),
            _linear(f"{name}.emb_layers.1", time, outputs),
            _norm(f"{name}.out_layers.0", outputs),
            _conv(f"{name}.out_layers.3", outputs, outputs),
            _conv(f"{name}.skip_connection", inputs, outputs, 1) if inputs != outputs else (),
        )
    )


def _transformer(name: str, width: int, context: int, depth: int, *, linear: bool) -> Shapes:
    if not depth:
        return {}
    shapes = dict(_norm(f"{name}.norm", width))
    for end in ("proj_in", "proj_out"):
        shapes |= dict(
            _linear(f"{name}.{end}", width, width) if linear else _conv(f"{name}.{end}", width, width, 1)
        )
    for block in range(depth):
        inner = f"{name}.transformer_blocks.{block}"
        for attention, read in (("attn1", width), ("attn2", context)):
            shapes |= dict(
                itertools.chain(
                    _linear(f"{inner}.{attention}.to_q", width, width, bias=False),
                    _linear(f"{inner}.{attention}.to_k", read, width, bias=False),
                    _linear(f"{inner}.{attention}.to_v", read, width, bias=False),
                    _linear(f"{inner}.{attention}.to_out.0", width, width),
                )
            )
        shapes |= dict(
            itertools.chain(
                _linear(f"{inner}.ff.net.0.proj", width, 8 * width),
                _linear(f"{inner}.ff.net.2", 4 * width, width),
                *(_norm(f"{inner}.norm{number}", width) for number in (1, 2, 3)),
            )
        )
    return shapes
