"""A process of its own that reads one pickle and writes its tensors as safetensors.

Started by ``desktop.core.conversion`` with the file to read and the file to write. Three walls stand between
the pickle and the machine: torch's restricted unpickler (``weights_only``), which builds tensors and plain
values and calls nothing; an audit hook that can't be taken out and lets this process start no program, reach
no network and write no other file; and limits of memory and file size that end this process alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import struct
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

from desktop.core import files
from desktop.core.conversion import SOURCE_NAME, SOURCE_SHA256, Report, Stage, out_of_memory
from desktop.core.errors import AppError
from desktop.core.legacy import MAX_BYTES, Form, check_zip, sniff
from desktop.core.weights import MAX_HEADER_BYTES, MAX_TENSORS

_WRAPPERS = ("state_dict", "params_ema", "params", "string_to_param")
"""Where programs put the weights; of an upscaler's two sets the averaged one is meant."""
_EMBEDDING = "emb_params"
"""What the one tensor of a textual inversion is called in safetensors files."""
_MAX_DEPTH = 8
_MAX_NAME = 500
_MAX_NAMED = 20
_PIECE_BYTES = 4_000_000
_TELL_S = 0.1
_WORK_BYTES = 1_000_000_000
"""What reading takes beside the numbers themselves."""
_FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.mkdir", "os.chmod", "os.chown",
    "os.truncate", "os.kill", "os.putenv", "shutil.", "ctypes.", "webbrowser.", "urllib.", "winreg.",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_DTYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.float8_e4m3fn: "F8_E4M3", torch.float8_e5m2: "F8_E5M2", torch.int64: "I64", torch.int32: "I32",
    torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.uint16: "U16", torch.uint32: "U32",
    torch.uint64: "U64", torch.bool: "BOOL",
}  # fmt: skip
# What torch raises for files that are no sound pickles of tensors, or hold more than those.
_REFUSED = (
    pickle.UnpicklingError, RuntimeError, EOFError, ValueError, LookupError, TypeError, AttributeError,
    OverflowError, RecursionError, struct.error, OSError,
)  # fmt: skip
_GLOBAL = re.compile(r"GLOBAL ([\w.]{1,200})")


def main(arguments: list[str]) -> int:
    """Convert ``arguments[0]`` into the new file ``arguments[1]``; reports go to the standard output."""
    source, part = map(Path, arguments)
    torch.set_num_threads(1)
    # Now, as the hook lets nothing be started: reading a first file imports what it needs.
    form, size = sniff(source), source.stat().st_size
    sys.addaudithook(_guard(part))
    _limit(2 * size + _WORK_BYTES)
    try:
        _tell(_convert(source, part, form, size))
    except AppError as error:
        info = error.info
        _tell(Report(code=info.code, message=info.message, hint=info.hint, details=info.details[-4000:]))
    except MemoryError:
        info = out_of_memory(source, form).info
        _tell(Report(code=info.code, message=info.message, hint=info.hint))
    return 0


def _convert(source: Path, part: Path, form: Form, size: int) -> Report:
    if form is Form.ZIP:
        check_zip(source)
    elif form is not Form.PICKLE or size > MAX_BYTES:
        raise _refused(source, "it is no pickle that can be read")
    before = source.stat()
    progress = _Progress()
    sha256 = _sha256(source, size, progress)
    progress.tell(Stage.READ, 0, 0)
    tensors, left_out = select(_load(source, form), source)
    metadata = {SOURCE_NAME: source.name.encode(errors="replace").decode(), SOURCE_SHA256: sha256}
    with files.open_part(part, 0) as file:
        write(file, tensors, metadata, source, lambda done, total: progress.tell(Stage.WRITE, done, total))
        file.flush()
        os.fsync(file.fileno())
    after = source.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise _refused(source, "it changed while it was read")
    return Report(tensors=len(tensors), left_out=left_out, sha256=sha256)


def _load(source: Path, form: Form) -> Any:
    # A zip's numbers stay in the file until they are written; a bare pickle's come into memory. A path that
    # ends so would be read as what it is called, so then torch gets no path.
    mapped = form is Form.ZIP and source.suffix != ".safetensors"
    try:
        if mapped:
            return torch.load(source, map_location="cpu", weights_only=True, mmap=True)
        with source.open("rb") as file:
            return torch.load(file, map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except _REFUSED as error:
        text = str(error)
        if "can't allocate memory" in text or "Cannot allocate memory" in text:
            raise MemoryError from None
        if asked := _GLOBAL.search(text):
            raise AppError(
                "unsafe_model",
                f"{source.name} asks for {asked[1]} to be loaded, which is no part of a model's weights. "
                "Nothing was run and nothing was changed.",
                "It may be malicious: remove it, and get the model in safetensors form elsewhere.",
                asked[0],
            ) from None
        # torch's own words recommend to read such files without its guard.
        details = type(error).__name__ if "weights_only" in text else text
        raise _refused(source, "it is damaged, or holds other things than weights", details) from None


def select(content: Any, source: Path) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """The tensors of what was read, by their full names, and the names of what lies beside the weights.

    Only dictionaries and tensors are looked at: anything else among the weights is refused by its name.
    Raises AppError("unsupported_model").
    """
    left_out: list[str] = []
    wrapper = ""
    for _ in range(_MAX_DEPTH):
        if not isinstance(content, dict):
            raise _refused(source, f"it holds a {_kind(content)} in place of a table of weights")
        found = next((key for key in _WRAPPERS if isinstance(content.get(key), dict)), "")
        if not found:
            break
        left_out += [str(key)[:_MAX_NAME] for key in list(content)[:_MAX_NAMED] if key != found]
        wrapper, content = found, content[found]
    tensors: dict[str, Tensor] = {}
    _collect(content, "", tensors, [0], source)
    if not tensors:
        raise _refused(source, "it holds no weights")
    if wrapper == "string_to_param" and len(tensors) == 1:
        tensors = {_EMBEDDING: next(iter(tensors.values()))}
    total = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
    if total > 2 * source.stat().st_size + _PIECE_BYTES:
        # Tensors that share numbers, or repeat one, are written in full: twice is more than models ever do.
        raise _refused(source, f"its weights unfold to {total / 1e9:.1f} GB")
    return tensors, tuple(left_out)


def write(
    file: BinaryIO,
    tensors: Mapping[str, Tensor],
    metadata: Mapping[str, str],
    source: Path,
    tell: Callable[[int, int], None],
) -> None:
    """Write a safetensors file, tensor by tensor: types as they are, shared numbers once for each name.

    Raises AppError("unsupported_model") for names too many or too long, OSError.
    """
    # The widest first, so that each begins at a multiple of its size.
    order = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    header: dict[str, Any] = {"__metadata__": dict(metadata)}
    total = 0
    for name in order:
        tensor = tensors[name]
        end = total + tensor.numel() * tensor.element_size()
        shape = list(tensor.shape)
        header[name] = {"dtype": _DTYPES[tensor.dtype], "shape": shape, "data_offsets": [total, end]}
        total = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    if len(text) > MAX_HEADER_BYTES:
        raise _refused(source, "the names of its weights are too long")
    file.write(struct.pack("<Q", len(text)) + text)
    done = 0
    for name in order:
        numbers = tensors[name].detach().contiguous().reshape(-1)
        if not numbers.numel():
            continue
        content = numbers.view(torch.uint8).numpy().data
        for start in range(0, len(content), _PIECE_BYTES):
            done += file.write(content[start : start + _PIECE_BYTES])
            tell(done, total)


def _collect(
    content: Mapping[Any, Any], prefix: str, tensors: dict[str, Tensor], seen: list[int], source: Path
) -> None:
    """Put what lies in nested dictionaries into ``tensors``.

    ``seen`` counts: one dictionary may stand in many places. Names grow with each level, which ends circles.
    """
    for key, value in content.items():
        seen[0] += 1
        if seen[0] > 2 * MAX_TENSORS:
            raise _refused(source, "it holds far too many things")
        if not isinstance(key, str) or len(prefix) + len(key) > _MAX_NAME:
            raise _refused(source, f"{prefix}{str(key)[:80]} is no name of a weight")
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            _collect(value, f"{name}.", tensors, seen, source)
            continue
        if not isinstance(value, Tensor):
            raise _refused(source, f"{name[:80]} is a {_kind(value)}, no weight")
        plain = value.layout is torch.strided and value.device.type == "cpu" and not value.is_quantized
        if not plain or value.dtype not in _DTYPES:
            raise _refused(source, f"{name[:80]} has a form that safetensors does not know ({value.dtype})")
        if name in tensors or name == "__metadata__" or len(tensors) >= MAX_TENSORS:
            raise _refused(source, f"{name[:80]} is one too many of its weights")
        tensors[name] = value


def _kind(value: Any) -> str:
    return type(value).__name__


def _sha256(source: Path, size: int, progress: _Progress) -> str:
    digest, done = hashlib.sha256(), 0
    with source.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
            done += len(piece)
            progress.tell(Stage.HASH, done, size)
    return digest.hexdigest()


class _Progress:
    """Tells how far the work is, not more often than people can see."""

    def __init__(self) -> None:
        self._next = 0.0
        self._stage = Stage.START

    def tell(self, stage: Stage, done: int, total: int) -> None:
        now = time.monotonic()
        if stage is not self._stage or now >= self._next:
            self._stage, self._next = stage, now + _TELL_S
            _tell(Report(stage=stage, done_bytes=done, total_bytes=total))


def _tell(report: Report) -> None:
    sys.stdout.write(report.model_dump_json(exclude_defaults=True) + "\n")
    sys.stdout.flush()


def _guard(part: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook (PEP 578): what a reader of files has no need of raises."""
    allowed = os.fspath(part)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"{event} is not allowed in this process")
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            flags = arguments[2] if isinstance(arguments[2], int) else 0
            if flags & _WRITING and os.fsdecode(arguments[0]) != allowed:
                raise PermissionError("another file was to be written")

    return refuse


def _limit(size_bytes: int) -> None:
    """Let this process take so much memory beyond what it has, write as much, and leave no core file."""
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + size_bytes
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, size_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))


def _refused(source: Path, why: str, details: str = "") -> AppError:
    return AppError(
        "unsupported_model",
        f"{source.name} was not converted: {why}. Nothing was run and nothing was changed.",
        "Get the model in safetensors form.",
        details or str(source),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
