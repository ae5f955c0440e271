"""SHA-256 of model files, remembered while they do not change."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop.core import files
from desktop.core.errors import AppError

_MAX_BYTES = 10_000_000
_PIECE_BYTES = 1_000_000

Check = Callable[[], None]
"""Called every few milliseconds of work; may raise to stop it."""

_log = logging.getLogger(__name__)


def file_sha256(path: Path, check: Check = lambda: None) -> str:
    """SHA-256 of a file's content, 64 hex digits. Raises AppError("not_readable"), and as ``check`` does."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                check()
                digest.update(piece)
    except OSError as error:
        raise _not_readable(path, error) from error
    return digest.hexdigest()


def autov2(sha256: str) -> str:
    """What recipes call a model by: the first ten hex digits of its file's SHA-256."""
    return sha256[:10]


def autov3(path: Path, check: Check = lambda: None) -> str:
    """What recipes call a LoRA by: twelve hex digits of SHA-256 over all after its safetensors header.

    Raises AppError("not_readable"), and as ``check`` does.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            file.seek(8 + min(length, path.stat().st_size))
            while piece := file.read(_PIECE_BYTES):
                check()
                digest.update(piece)
    except OSError as error:
        raise _not_readable(path, error) from error
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Hashes:
    """Of one file; empty where not computed yet."""

    sha256: str = ""
    autov3: str = ""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    size_bytes: int
    mtime_ns: int
    sha256: str
    autov3: str = ""


class _Rows(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rows: list[_Row] = []


class HashCache:
    """Hashes by path, size and time of change, kept in a file. Thread-safe.

    A file that is missing, damaged or not writable only costs hashing again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._rows: dict[str, _Row] | None = None

    def file_sha256(self, path: Path, check: Check = lambda: None) -> str:
        """A file's hash; reads the file only when it changed. Raises as the function of this name."""
        return self._row(path.absolute(), check).sha256

    def file_autov3(self, path: Path, check: Check = lambda: None) -> str:
        """A LoRA's AutoV3, and its SHA-256 with it; reads the file only when it changed. Raises as that."""
        path = path.absolute()
        row = self._row(path, check)
        if not row.autov3:
            row = row.model_copy(update={"autov3": autov3(path, check)})
            self._keep(row)
        return row.autov3

    def known(self, path: Path) -> Hashes:
        """What was computed before of a file that did not change since."""
        path = path.absolute()
        with self._lock:
            row = self._loaded().get(str(path))
        if row is None:
            return Hashes()
        try:
            status = path.stat()
        except OSError:
            return Hashes()
        return Hashes(row.sha256, row.autov3) if _is_of(row, status) else Hashes()

    def model_sha256(self, folder: Path, weights: Iterable[Path], check: Check = lambda: None) -> str:
        """A file's SHA-256; for a folder one over the sorted relative names and hashes of its weights.

        ``weights`` are the files in ``folder`` that are used: it may hold others, such as a second precision.
        Each adds the line ``<sha256>  <posix relative name>\\n``. Raises as ``file_sha256``.
        """
        if folder.is_file():
            return self.file_sha256(folder, check)
        named = sorted((path.relative_to(folder).as_posix(), path) for path in weights)
        lines = (f"{self.file_sha256(path, check)}  {name}\n" for name, path in named)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def _row(self, path: Path, check: Check) -> _Row:
        try:
            status = path.stat()
        except OSError as error:
            raise _not_readable(path, error) from error
        with self._lock:
            row = self._loaded().get(str(path))
            if row is None or not _is_of(row, status):
                # Another cache on the same file may have added rows meanwhile.
                row = self._read().get(str(path))
        if row is None or not _is_of(row, status):
            sha256 = file_sha256(path, check)
            row = _Row(path=str(path), size_bytes=status.st_size, mtime_ns=status.st_mtime_ns, sha256=sha256)
            self._keep(row)
        return row

    def _keep(self, row: _Row) -> None:
        with self._lock:
            rows = self._loaded()
            rows[row.path] = row
            # Another cache on the same file may have added rows meanwhile.
            self._save(self._read() | rows)

    def _loaded(self) -> dict[str, _Row]:
        if self._rows is None:
            self._rows = self._read()
        return self._rows

    def _read(self) -> dict[str, _Row]:
        try:
            with self._path.open("rb") as file:
                rows = _Rows.model_validate_json(file.read(_MAX_BYTES)).rows
        except FileNotFoundError:
            return {}
        except (OSError, ValidationError) as error:
            _log.warning("The remembered hashes can't be read and start afresh: %s", error)
            return {}
        return {row.path: row for row in rows}

    def _save(self, rows: dict[str, _Row]) -> None:
        try:
            files.write_text(self._path, _Rows(rows=list(rows.values())).model_dump_json())
        except AppError as error:
            _log.warning("The hashes were not saved: %s", error)


def _is_of(row: _Row, status: os.stat_result) -> bool:
    return (row.size_bytes, row.mtime_ns) == (status.st_size, status.st_mtime_ns)


def _not_readable(path: Path, error: OSError) -> AppError:
    return AppError(
        "not_readable",
        f"{path.name} can't be read: {error.strerror or error}.",
        "Check that the file is there and that you may read it.",
        f"{path}: {error}",
    )
