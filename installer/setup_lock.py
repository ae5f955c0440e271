"""One set-up at a time: a file that names the process that works."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator

POLL_S = 0.3
UNNAMED_S = 5.0
"""A lock file that names nobody for so long was left by a process that died between two system calls."""


@contextlib.contextmanager
def held(
    path: str,
    say: Callable[[str], None],
    *,
    is_alive: Callable[[int], bool] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Hold the lock file `path`: waits for a living holder (and says so once), takes a dead one's place."""
    alive = is_alive or process_is_alive
    os.makedirs(os.path.dirname(path), exist_ok=True)
    told = False
    while not _create(path):
        holder = _holder(path)
        if holder is None:
            _remove_stale(path, None)
        elif holder and not alive(holder):
            _remove_stale(path, holder)
        else:
            if not told:
                say(f"Another start (process {holder or 'unknown'}) is setting Darkroom up; waiting for it …")
                told = True
            sleep(POLL_S)
    try:
        yield
    finally:
        os.unlink(path)


def process_is_alive(pid: int) -> bool:
    """Whether a process with this id exists."""
    if sys.platform == "win32":
        import ctypes

        synchronize = 0x00100000
        handle = ctypes.windll.kernel32.OpenProcess(synchronize, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _create(path: str) -> bool:
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    try:
        os.write(descriptor, str(os.getpid()).encode())
    finally:
        os.close(descriptor)
    return True


def _holder(path: str) -> int | None:
    """The holder's process id; 0 while it has yet to write it; None when it never will."""
    try:
        with open(path, "rb") as file:
            content = file.read(32)
            age_s = time.time() - os.fstat(file.fileno()).st_mtime
    except FileNotFoundError:
        return 0
    if content.isdigit():
        return int(content)
    return None if age_s > UNNAMED_S else 0


def _remove_stale(path: str, holder: int | None) -> None:
    """Remove a dead process's file, and only that: two starts may find it at the same moment.

    Renaming is the step that one of them wins; whoever renamed another file puts it back.
    """
    aside = f"{path}.{os.getpid()}"
    try:
        os.replace(path, aside)
    except FileNotFoundError:
        return
    if _holder(aside) == holder:
        os.unlink(aside)
    else:
        os.replace(aside, path)
