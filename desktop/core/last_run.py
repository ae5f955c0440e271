"""Whether the last run ended as it should, kept in a small file while the program runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from desktop.core import files

_MAX_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class LastRun:
    """``ended`` is False when it was cut off; ``crashed`` when native code wrote its stacks on the way."""

    ended: bool
    crashed: bool


class RunMarker:
    """The file that says "running" from ``begin`` to ``end``. ``begin`` and ``end`` wait for the disk."""

    def __init__(self, marker: Path, crash_log: Path) -> None:
        self._marker = marker
        self._crash_log = crash_log

    def last_run(self) -> LastRun:
        """How the run before this one ended; call it before ``begin``. Never raises.

        Without a marker, or with one that can't be read, there is nothing to tell.
        """
        try:
            with self._marker.open("rb") as file:
                content = json.loads(file.read(_MAX_BYTES))
        except (OSError, ValueError, RecursionError):
            return LastRun(ended=True, crashed=False)
        match content:
            case {"running": True, "crash_log_bytes": int(size)}:
                return LastRun(ended=False, crashed=self._crash_log_bytes() > size)
        return LastRun(ended=True, crashed=False)

    def begin(self) -> None:
        """Say that the program runs. Raises AppError as files.write_bytes does."""
        self._write(running=True)

    def end(self) -> None:
        """Say that it has ended well. Raises AppError as files.write_bytes does."""
        self._write(running=False)

    def _write(self, *, running: bool) -> None:
        content = {"running": running, "crash_log_bytes": self._crash_log_bytes()}
        files.write_text(self._marker, json.dumps(content))

    def _crash_log_bytes(self) -> int:
        try:
            return self._crash_log.stat().st_size
        except OSError:
            return 0
