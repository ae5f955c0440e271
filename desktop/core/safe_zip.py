"""Zip files from anywhere, read without trust: all is looked at first, nothing is unpacked to the disk."""

from __future__ import annotations

import contextlib
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from desktop.core.errors import AppError

MAX_ENTRIES = 20_000
MAX_ENTRY_BYTES = 1_000_000_000
MAX_TOTAL_BYTES = 16_000_000_000
MAX_RATIO = 100
"""How much larger than its compressed form an entry over 1 MB may be."""

_SMALL_BYTES = 1_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DRIVE = re.compile(r"[A-Za-z]:")
# What the standard library raises for damaged files, beside OSError.
_DAMAGED = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    zlib.error,
)


class SafeZip:
    """A zip file whose names, sizes and kinds of entries were found to be harmless. One thread."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        """Raises AppError("unsafe_file")."""
        self.path = path
        self._archive = archive
        infos = archive.infolist()
        if len(infos) > MAX_ENTRIES:
            raise self._unsafe(f"it holds {len(infos)} entries, and {MAX_ENTRIES} are the limit")
        for info in infos:
            if reason := _objection(info):
                raise self._unsafe(reason)
        names = Counter(info.filename for info in infos)
        if doubled := next((name for name, count in names.items() if count > 1), None):
            raise self._unsafe(f"it holds “{doubled}” twice")
        total = sum(info.file_size for info in infos)
        if total > MAX_TOTAL_BYTES:
            raise self._unsafe(f"unpacked it would be {total / 1e9:.0f} GB")
        self._infos = {info.filename: info for info in infos}

    @property
    def entries(self) -> dict[str, int]:
        """Every entry's name and its size in bytes."""
        return {name: info.file_size for name, info in self._infos.items()}

    @property
    def compressed(self) -> bool:
        """Whether any entry is kept in another form than its own."""
        return any(info.compress_type != zipfile.ZIP_STORED for info in self._infos.values())

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str, max_bytes: int = MAX_ENTRY_BYTES) -> bytes:
        """What the entry holds. Raises AppError: ``missing_part``, ``unsafe_file``, ``damaged_file``."""
        info = self._infos.get(name)
        if info is None:
            raise AppError(
                "missing_part",
                f"{self.path.name} can't be opened: its part “{name}” is missing. The file was not changed.",
                "Open an older copy of it, if there is one.",
                str(self.path),
            )
        if info.file_size > max_bytes:
            raise self._unsafe(f"its part “{name}” has {info.file_size / 1e6:.0f} MB")
        try:
            with self._archive.open(info) as entry:
                return entry.read(max_bytes)
        except _DAMAGED as error:
            raise damaged(self.path, f"part “{name}”", error) from error

    def _unsafe(self, reason: str) -> AppError:
        return AppError(
            "unsafe_file",
            f"{self.path.name} was not opened, as it may do harm: {reason}. Nothing was unpacked.",
            "Only open files from people you know; ask for a new copy.",
            str(self.path),
        )


@contextlib.contextmanager
def opened(path: Path) -> Iterator[SafeZip]:
    """The zip file at ``path``, looked through before anything is unpacked.

    Raises AppError: ``not_readable``, ``damaged_file``, ``unsafe_file`` (names that lead elsewhere, links,
    encryption, entries that unfold to too much).
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise AppError(
            "not_readable",
            f"{path.name} can't be read: {error.strerror or error}.",
            "Check that the file is there and that you may read it.",
            f"{path}: {error}",
        ) from error
    with file:
        try:
            archive = zipfile.ZipFile(file)
        except _DAMAGED as error:
            raise damaged(path, "table of contents", error) from error
        with archive:
            yield SafeZip(path, archive)


def damaged(path: Path, part: str, error: Exception) -> AppError:
    """The failure to tell when ``part`` of the file is not what it should be."""
    return AppError(
        "damaged_file",
        f"{path.name} is damaged or not complete: its {part} can't be read. The file was not changed.",
        "If it was downloaded or copied, do that again; or open an older copy.",
        f"{path}: {error}",
    )


def _objection(info: zipfile.ZipInfo) -> str:
    """Why an entry is refused; empty when it is fine."""
    name = info.orig_filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or _DRIVE.match(name) or "\0" in name:
        return "the name of one of its parts leads out of it"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "one of its parts is a link"
    if info.flag_bits & 0x1:
        return "it is encrypted"
    if info.compress_type not in _METHODS:
        return "it is packed in a way that is not known here"
    if info.file_size > _SMALL_BYTES and info.file_size > MAX_RATIO * info.compress_size:
        return f"a part of {info.compress_size / 1000:.0f} kB would unfold to {info.file_size / 1e6:.0f} MB"
    return ""
