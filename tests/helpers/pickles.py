"""Pickles that would run a program if anything opened them without care, and others that are traps."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

MARKER = "marker"
"""The file in the attacked folder that is there once a program ran."""


class Call:
    """Pickled as a call of ``function``."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._reduced = function, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._reduced


def touch(marker: Path) -> Call:
    return Call(os.system, f"touch '{marker}'")


def evaluate(marker: Path) -> Call:
    return Call(eval, f"open({str(marker)!r}, 'w')")


def torch_zip(
    data: bytes, top: str = "archive", extra: dict[str, bytes] | None = None, method: int = 0
) -> bytes:
    """A zip as torch.save lays it out, with this pickle."""
    parts = {f"{top}/data.pkl": data, f"{top}/version": b"3\n", f"{top}/byteorder": b"little"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in (parts | (extra or {})).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def attacks(marker: Path) -> dict[str, bytes]:
    """Contents of files that make ``marker`` when they are unpickled, by what they are."""
    weights = {"state_dict": {"a": touch(marker)}}
    evil = pickle.dumps(weights, 2)
    start: tuple[object, ...] = (0x1950A86A20F9469CFC6C, 1001, {})
    magic = b"".join(pickle.dumps(part, 2) for part in start)
    return {
        "os.system": pickle.dumps(touch(marker), 2),
        "builtins.eval": pickle.dumps({"a": evaluate(marker)}, 4),
        "protocol 0": pickle.dumps(touch(marker), 0),
        "zip": torch_zip(evil),
        "zip in a zip": torch_zip(torch_zip(evil), extra={"archive/inner.pt": torch_zip(evil)}),
        "old torch": magic + evil,
    }


def repeated(levels: int = 60) -> bytes:
    """A pickle of 60 tuples, each of two of the one before: 2**60 of them for whoever counts."""
    content: tuple[Any, ...] = ()
    for _ in range(levels):
        content = (content, content)
    return pickle.dumps({"a": content}, 2)


def circle() -> bytes:
    """A dictionary that holds itself."""
    content: dict[str, Any] = {}
    content["a"] = content
    return pickle.dumps(content, 2)
