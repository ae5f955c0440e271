"""What set-up says while it works: short lines for people, everything in the log."""

from __future__ import annotations

import ctypes
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

STILL_BUSY_S = 20.0
LOG_LIMIT_BYTES = 1_000_000
TAIL_LINES = 8


class SetupFailed(Exception):
    """Set-up cannot go on. `exit_code` as in `main.py --help`; the text is for the user."""

    def __init__(self, exit_code: int, text: str) -> None:
        super().__init__(text)
        self.exit_code = exit_code


class Console:
    """Lines on `stream` and in the log file, which it closes as a context manager. For one thread."""

    def __init__(self, log_path: str, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        os.makedirs(os.path.dirname(log_path), exist_ok=True)
        here = os.getcwd() + os.sep
        self.log_name = log_path.removeprefix(here)
        is_long = os.path.exists(log_path) and os.path.getsize(log_path) > LOG_LIMIT_BYTES
        self._log = open(log_path, "w" if is_long else "a", encoding="utf-8")  # noqa: SIM115 (see __exit__)
        self.note(time.strftime("== %Y-%m-%d %H:%M:%S, Python ") + sys.version.split()[0])
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._clock = clock
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)

    def __enter__(self) -> Console:
        return self

    def __exit__(self, *_: object) -> None:
        self._log.close()

    def say(self, text: str) -> None:
        """Print a line that stays."""
        self._clear()
        print(text, file=self._stream, flush=True)
        self.note(text)

    def status(self, text: str) -> None:
        """Show what is going on now: on a terminal in a line that the next one replaces, else nowhere."""
        if self._is_terminal:
            print(f"\r\x1b[2K{text[:110]}", end="", file=self._stream, flush=True)

    def note(self, text: str) -> None:
        """Write to the log alone."""
        self._log.write(text + "\n")
        self._log.flush()

    def tail(self) -> str:
        """The last lines of the last command, indented."""
        return "\n".join(f"  | {line}" for line in self._tail)

    def run(
        self,
        command: Sequence[str],
        *,
        on_line: Callable[[str], None] | None = None,
        busy_with: Callable[[], str] = lambda: "",
        environ: Mapping[str, str] | None = None,
    ) -> int:
        """Run a program, send its lines to the log and to `on_line`, and return its exit code.

        Says `busy_with()` from time to time while the program is silent. 127 where it does not exist.
        """
        self.note("$ " + " ".join(command))
        self._tail.clear()
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                env=environ,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        except OSError as error:
            self.note(str(error))
            self._tail.append(str(error))
            return 127
        lines: queue.Queue[str | None] = queue.Queue()
        reader = threading.Thread(target=_read_lines, args=(process.stdout, lines), daemon=True)
        reader.start()
        try:
            self._follow(lines, on_line, busy_with)
            return process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
            reader.join()
            self._clear()

    def _follow(
        self,
        lines: queue.Queue[str | None],
        on_line: Callable[[str], None] | None,
        busy_with: Callable[[], str],
    ) -> None:
        started = self._clock()
        while True:
            try:
                line = lines.get(timeout=1.0 if self._is_terminal else STILL_BUSY_S)
            except queue.Empty:
                text = f"      {busy_with()} … {self._clock() - started:.0f} s"
                if self._is_terminal:
                    self.status(text)
                else:
                    print(text, file=self._stream, flush=True)
                continue
            if line is None:
                return
            self.note(line)
            if line.strip():
                self._tail.append(line.strip())
            if on_line is not None:
                on_line(line)

    def _clear(self) -> None:
        if self._is_terminal:
            print("\r\x1b[2K", end="", file=self._stream, flush=True)


def _end_with_parent() -> None:
    """Ask Linux to end this child when set-up is killed.

    An orphaned pip would go on writing into the folder that the next set-up makes anew.
    """
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def _read_lines(stream: TextIO, lines: queue.Queue[str | None]) -> None:
    with stream:
        for line in stream:
            lines.put(line.rstrip("\n"))
    lines.put(None)


def in_words(size_bytes: float) -> str:
    """A size as people read it: 34 kB, 7.1 MB, 190 MB, 1.6 GB (powers of ten, as pip counts)."""
    for unit, name in ((1e9, "GB"), (1e6, "MB")):
        if size_bytes >= unit:
            value = size_bytes / unit
            return f"{value:.1f} {name}" if value < 10 else f"{value:.0f} {name}"
    return f"{size_bytes / 1e3:.0f} kB"
