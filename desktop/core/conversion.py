"""A legacy model file converted by a process of its own, watched from here.

The process (``desktop.engine.convert``) is the only place where a pickle is opened. It gets almost no
environment, and tells of its work in lines of JSON; what it wrote is checked before it gets its name.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop.core import files
from desktop.core.errors import AppError
from desktop.core.jobs import CancelToken
from desktop.core.legacy import Form, Plan
from desktop.core.weights import read_header

MODULE = "desktop.engine.convert"
SOURCE_NAME = "darkroom.source_name"
SOURCE_SHA256 = "darkroom.source_sha256"
"""Keys of the new file's metadata."""
STALL_S = 300.0
"""Without a word for so long, the process is ended. Reading a file of an old kind tells of no part of it."""
_LOOK_S = 0.05
_END_S = 5.0
_MAX_LINE = 64_000
_MAX_WAITING = 100
_KEPT_LINES = 40
_ROOT = Path(__file__).resolve().parents[2]
# What an interpreter needs to start, and nothing that says who works here or what they hold.
_ENVIRONMENT = frozenset({"SYSTEMROOT", "WINDIR", "PATH", "LD_LIBRARY_PATH", "TEMP", "TMP", "TMPDIR", "LANG"})


class Stage(StrEnum):
    """What the process is at."""

    START = "start"
    HASH = "hash"
    READ = "read"
    WRITE = "write"


class Report(BaseModel):
    """One line of the process: how far it is, or at last what came of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Stage = Stage.START
    done_bytes: int = 0
    total_bytes: int = 0
    tensors: int = 0
    """How many were written; more than none only in the last line."""
    left_out: tuple[str, ...] = ()
    """What the file holds beside weights, by name: it is not in the new one."""
    sha256: str = ""
    """Of the original."""
    code: str = ""
    """Of an AppError, with its ``message``, ``hint`` and ``details``; then this is the last line."""
    message: str = ""
    hint: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """A file that was made, and is on the disk."""

    source: Path
    path: Path
    tensors: int
    left_out: tuple[str, ...]


def convert(
    plan: Plan,
    token: CancelToken,
    tell: Callable[[Report], None],
    *,
    stall_s: float = STALL_S,
    module: str = MODULE,
) -> Converted:
    """Convert a file that a person agreed to. Any thread; takes as long as reading and writing it does.

    ``tell`` is called in this thread. Raises JobCancelled within a moment of ``token``; AppError: what the
    process refused, ``conversion_ended`` when it ended without a word, ``conversion_stalled``, and as the
    writer does. Whatever is raised, nothing of the new file is left, and the original is as it was.
    """
    files.make_folder(plan.folder)
    part = plan.folder / f".darkroom-{secrets.token_hex(8)}.part"
    try:
        last = _run(plan, part, token, tell, stall_s, module)
        _check(plan, part, last)
        path = files.move_new(part, plan.folder, plan.stem, ".safetensors")
    finally:
        files.remove(part)
    return Converted(plan.source, path, last.tensors, last.left_out)


def command(source: Path, part: Path, module: str = MODULE) -> list[str]:
    """What starts the process: this interpreter, which writes no bytecode and looks at no one's settings."""
    return [sys.executable, "-B", "-E", "-s", "-m", module, str(source), str(part)]


def _check(plan: Plan, part: Path, last: Report) -> None:
    """See that the new file is sound, and is what the process told of."""
    try:
        header = read_header(part)
    except (AppError, OSError) as error:
        raise _ended(plan, f"what it wrote is damaged: {error}") from error
    if header.metadata.get(SOURCE_SHA256) != last.sha256 or len(header.shapes) != last.tensors:
        raise _ended(plan, "what it wrote is not what it told")


def _run(
    plan: Plan, part: Path, token: CancelToken, tell: Callable[[Report], None], stall_s: float, module: str
) -> Report:
    """Follow the process to its last line."""
    spoken: deque[str] = deque(maxlen=_KEPT_LINES)
    with _process(plan, part, module) as (process, lines):
        while True:
            line = _next(lines, token, stall_s, plan)
            if line is None:
                break
            try:
                report = Report.model_validate_json(line)
            except ValidationError:
                spoken.append(line.decode(errors="replace").rstrip())
                continue
            if report.code:
                raise AppError(report.code, report.message, report.hint, report.details)
            if report.tensors:
                return report
            tell(report)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_END_S)
        raise _told_by(plan, process.returncode, "\n".join(spoken))


@contextlib.contextmanager
def _process(
    plan: Plan, part: Path, module: str
) -> Iterator[tuple[subprocess.Popen[bytes], queue.Queue[bytes | None]]]:
    """The process and its lines, None after the last one. It does not outlive the block."""
    try:
        process = subprocess.Popen(
            command(plan.source.absolute(), part.absolute(), module),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=_ROOT,
            env={name: text for name, text in os.environ.items() if name.upper() in _ENVIRONMENT},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise _ended(plan, f"it can't be started: {error}") from error
    assert process.stdout is not None
    lines: queue.Queue[bytes | None] = queue.Queue(_MAX_WAITING)
    ended = threading.Event()
    reader = threading.Thread(target=_read, args=(process.stdout, lines, ended), name="conversion lines")
    reader.start()
    try:
        yield process, lines
    finally:
        ended.set()
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()


def _read(stdout: IO[bytes], lines: queue.Queue[bytes | None], ended: threading.Event) -> None:
    for line in itertools.chain(iter(lambda: stdout.readline(_MAX_LINE), b""), (None,)):
        while not ended.is_set():
            with contextlib.suppress(queue.Full):
                lines.put(line, timeout=_LOOK_S)
                break


def _next(lines: queue.Queue[bytes | None], token: CancelToken, stall_s: float, plan: Plan) -> bytes | None:
    for _ in range(max(1, round(stall_s / _LOOK_S))):
        token.check()
        with contextlib.suppress(queue.Empty):
            return lines.get(timeout=_LOOK_S)
    raise AppError(
        "conversion_stalled",
        f"{plan.source.name} was not converted: reading it came to no end, and was stopped. "
        "The file was not changed.",
        "The file may be damaged or a trap. Get the model in safetensors form.",
        str(plan.source),
    )


def _told_by(plan: Plan, status: int | None, spoken: str) -> AppError:
    """The failure to tell when the process ended with ``status`` and without a last line."""
    if status == -getattr(signal, "SIGKILL", 9) or "MemoryError" in spoken or "bad_alloc" in spoken:
        return out_of_memory(plan.source, plan.form, spoken)
    return _ended(plan, f"it ended with status {status}\n{spoken}")


def out_of_memory(source: Path, form: Form, details: str = "") -> AppError:
    """The failure to tell when the process ran out of the memory that such a file may need."""
    return AppError(
        "out_of_memory",
        f"{source.name} was not converted: reading it took more memory than there is, or than "
        "a sound file of its size can need. The file was not changed.",
        "Close other programs, then try again; if that fails, the file is damaged or a trap."
        if form is Form.PICKLE
        else "The file is damaged or a trap, or memory is short. Get the model in safetensors form.",
        details,
    )


def _ended(plan: Plan, details: str) -> AppError:
    return AppError(
        "conversion_ended",
        f"{plan.source.name} was not converted: the process that read it ended unexpectedly. Darkroom itself "
        "and the file are as they were.",
        "The file may be damaged. Try once more, or get the model in safetensors form.",
        details,
    )
