"""The one safe way to write a file: old or new, never half, whatever happens in between.

Every function may be called from any thread and from several processes at once.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import logging
import os
import secrets
import shutil
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import AppError

MAX_STEM_BYTES = 120
_LEFTOVER_PREFIX = ".darkroom-"
_LEFTOVER_SUFFIX = ".part"
# EFBIG is what a file size limit gives, and a FAT disk for a file that it cannot hold.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV})
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"}
)
_REPLACE_TRIES = 5
_REPLACE_PAUSE_S = 0.1

_log = logging.getLogger(__name__)


def write_bytes(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, replacing what is there, and return when it is on the disk.

    Makes the parent folders; follows a link at ``path``. Until the last moment the old file stays as it was.
    Raises AppError: ``disk_full``, or ``not_writable`` for any other reason of the system.
    """
    _replace(path, _bytes_of(data))


def write_stream(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Like write_bytes, for what is too large to be held at once: ``write`` gets a seekable file to fill.

    Whatever ``write`` raises leaves the old file as it was; an OSError is told as one of this file.
    """

    def fill(handle: int) -> None:
        with os.fdopen(handle, "wb", closefd=False) as file:
            write(file)

    _replace(path, fill)


def write_text(path: Path, text: str) -> None:
    """Like write_bytes, UTF-8."""
    write_bytes(path, text.encode())


def write_new(folder: Path, stem: str, suffix: str, data: bytes) -> Path:
    """Like write_bytes under the first free name (see reserve_name), and never over a file that exists.

    That holds even when another process takes the same name at the same moment. Returns the path.
    """
    with _told(folder / f"{stem}{suffix}"):
        temporary = _write_temporary(folder, _bytes_of(data))
        try:
            while True:
                path = reserve_name(folder, stem, suffix)
                with contextlib.suppress(FileExistsError):
                    _move_to_free_name(temporary, path)
                    break
        except OSError:
            _discard(temporary)
            raise
        _sync_folder(folder)
        return path


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, unless it is there. Raises AppError as write_bytes does."""
    with _told(folder):
        _make_folder(folder)


def open_log(path: Path) -> BinaryIO:
    """A file to append to without the writer's care: for a crash handler that can't wait. Close it.

    Raises AppError as write_bytes does.
    """
    with _told(path):
        _make_folder(path.parent)
        return path.open("ab")


def open_part(path: Path, kept_bytes: int) -> BinaryIO:
    """A file to be filled bit by bit, after the first ``kept_bytes`` of what is there; made if it is not.

    For what may take hours and has its own name until it is whole (``move_new``). Close it.
    Raises AppError as write_bytes does.
    """
    with _told(path):
        _make_folder(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        file = os.fdopen(handle, "r+b")
        try:
            file.truncate(kept_bytes)
            file.seek(0, os.SEEK_END)
        except OSError:
            file.close()
            raise
        return file


def move_new(path: Path, folder: Path, stem: str, suffix: str) -> Path:
    """Rename a file or a folder to the first free name (see reserve_name), and return that.

    On one disk only. Raises AppError as write_bytes does.
    """
    with _told(folder / f"{stem}{suffix}"):
        _make_folder(folder)
        while True:
            target = reserve_name(folder, stem, suffix)
            with contextlib.suppress(FileExistsError):
                if path.is_dir():
                    _retried(lambda to=target: os.rename(path, to))  # type: ignore[misc]
                else:
                    _move_to_free_name(path, target)
                break
        _sync_folder(folder)
        return target


def move_over(path: Path, target: Path) -> None:
    """Rename a file, in place of what ``target`` is. Raises AppError as write_bytes does."""
    with _told(target):
        _retried(lambda: os.replace(path, target))
        _sync_folder(target.parent)


def remove(path: Path) -> None:
    """Remove a file, as far as that is possible. Never raises."""
    _discard(path)


def is_full(error: OSError) -> bool:
    """Whether it says that the disk, or what of it one may use, is full."""
    return error.errno in _FULL


def reserve_name(folder: Path, stem: str, suffix: str) -> Path:
    """The first of ``stem``, ``stem-2``, ``stem-3``, ... with ``suffix`` that is free now. Makes no file."""
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(path for name in names if not os.path.lexists(path := folder / f"{name}{suffix}"))


def set_aside(path: Path, reason: str) -> Path:
    """Rename a file that can't be used to ``name.bad-<date>``, log ``reason``, and return the new path.

    Raises AppError("not_writable").
    """
    with _told(path):
        kept = reserve_name(path.parent, f"{path.name}.bad-{datetime.now():%Y%m%d-%H%M%S}", "")
        _retried(lambda: os.replace(path, kept))
        _sync_folder(path.parent)
    _log.warning("Set aside %s as %s: %s", path, kept.name, reason)
    return kept


def remove_leftovers(folder: Path, older_than_s: float = 3600.0) -> int:
    """Remove what interrupted writes left in ``folder`` and the folders in it; returns how many files.

    Young ones stay: they may belong to another running process, even on another machine.
    """
    oldest_kept = time.time() - older_than_s
    removed = 0
    for entry in _leftovers(folder):
        with contextlib.suppress(OSError):
            if entry.stat(follow_symlinks=False).st_mtime < oldest_kept:
                os.unlink(entry.path)
                removed += 1
    return removed


def remove_folder(folder: Path) -> None:
    """Remove a folder and all in it, as far as that is possible; links are not followed. Never raises."""
    shutil.rmtree(folder, ignore_errors=True)


def safe_stem(text: str) -> str:
    """A file name without suffix made from any text: at most 120 bytes, valid on every system, never empty.

    NFC; white space and ``<>:"/\\|?*`` become ``-``; control, direction and private characters, lone
    surrogates, and dots and dashes at both ends go; the names of Windows' devices get a ``_`` in front.
    """
    spaced = "".join(" " if c in _FORBIDDEN or c.isspace() else c for c in text)
    # Cc, Cf, Cs, Co, Cn: what can't be seen, or changes how its neighbours are shown.
    visible = "".join(c for c in spaced if not unicodedata.category(c).startswith("C"))
    stem = "-".join(unicodedata.normalize("NFC", visible).split()).strip("-. ")
    if stem.split(".")[0].rstrip().upper() in _RESERVED:
        stem = f"_{stem}"
    return stem.encode()[:MAX_STEM_BYTES].decode(errors="ignore").rstrip("-. ") or "untitled"


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the system's errors into words."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise AppError(
                "disk_full",
                f"The disk is full: {path.name} was not written, what was there before is unchanged.",
                "Free some space or choose another folder, then try again.",
                f"{path}: {error}",
            ) from error
        raise AppError(
            "not_writable",
            f"{path.name} can't be written to {path.parent}: {error.strerror or error}.",
            "Choose a folder that exists and that you may write to.",
            f"{path}: {error}",
        ) from error


def _replace(path: Path, fill: Callable[[int], None]) -> None:
    with _told(path):
        target = Path(os.path.realpath(path))
        temporary = _write_temporary(target.parent, fill)
        try:
            _retried(lambda: os.replace(temporary, target))
        except OSError:
            _discard(temporary)
            raise
        _sync_folder(target.parent)


def _bytes_of(data: bytes) -> Callable[[int], None]:
    def fill(handle: int) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]

    return fill


def _write_temporary(folder: Path, fill: Callable[[int], None]) -> Path:
    """A new file beside its final place, filled through its handle and flushed to the disk."""
    _make_folder(folder)
    path = folder / f"{_LEFTOVER_PREFIX}{secrets.token_hex(8)}{_LEFTOVER_SUFFIX}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            fill(handle)
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        _discard(path)
        raise
    return path


def _move_to_free_name(temporary: Path, path: Path) -> None:
    """Rename without replacing; raises FileExistsError when ``path`` was taken meanwhile."""
    if sys.platform == "win32":
        _retried(lambda: os.rename(temporary, path))
        return
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        # FAT and some network shares: an empty file takes the name, then the picture takes its place.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            os.replace(temporary, path)
        except OSError:
            _discard(path)
            raise
    else:
        os.unlink(temporary)


def _retried(rename: Callable[[], None]) -> None:
    """On Windows a virus scanner may hold a fresh file for a moment."""
    for _ in range(_REPLACE_TRIES - 1 if sys.platform == "win32" else 0):
        try:
            return rename()
        except PermissionError:
            time.sleep(_REPLACE_PAUSE_S)
    return rename()


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Put the folder's own entries on the disk; Windows and some network shares can't, and need not."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _leftovers(folder: Path) -> Iterator[os.DirEntry[str]]:
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from (inner for inner in _entries(Path(entry.path)) if _is_leftover(inner))
        elif _is_leftover(entry):
            yield entry


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _is_leftover(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith(_LEFTOVER_PREFIX) and entry.name.endswith(_LEFTOVER_SUFFIX)
