"""Every connection that was ever made, one line when it opens and one when it ends."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from desktop.core import files
from desktop.core.errors import AppError

MAX_BYTES = 4_000_000
"""Some 15,000 connections. Beyond that the older half goes."""


class Purpose(StrEnum):
    """Why something was fetched."""

    LOOK_UP = "look_up"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection to a host. ``ended`` is False for one under way, and for one that a crash cut off."""

    id: str
    time: datetime
    host: str
    purpose: Purpose
    sent_bytes: int = 0
    received_bytes: int = 0
    ended: bool = False


class ConnectionLog:
    """A file of JSON lines that no address, name or token is in, but hosts. Any thread."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()

    def opened(self, host: str, purpose: Purpose) -> str:
        """Note a connection before it is made; returns what ``closed`` wants.

        Raises AppError as files do: a connection that can't be noted must not be made.
        """
        key = uuid4().hex
        time = self._clock().isoformat(timespec="seconds")
        self._append({"id": key, "time": time, "host": host, "purpose": purpose.value})
        return key

    def closed(self, key: str, sent_bytes: int, received_bytes: int) -> None:
        """Note its end. Raises AppError as files do."""
        self._append({"id": key, "sent": sent_bytes, "received": received_bytes})

    def read(self) -> tuple[Connection, ...]:
        """All connections, the newest first; damaged lines are passed over. Raises AppError."""
        found: dict[str, Connection] = {}
        for line in self._lines():
            match _content(line):
                case {"id": str(key), "time": str(time), "host": str(host), "purpose": str(purpose)}:
                    try:
                        found[key] = Connection(key, datetime.fromisoformat(time), host, Purpose(purpose))
                    except ValueError:
                        continue
                case {"id": str(key), "sent": int(sent), "received": int(received)} if key in found:
                    found[key] = replace(found[key], sent_bytes=sent, received_bytes=received, ended=True)
        return tuple(reversed(found.values()))

    def clear(self) -> None:
        """Forget all. Raises AppError as files do."""
        with self._lock:
            files.write_bytes(self._path, b"")

    def _append(self, entry: dict[str, str | int]) -> None:
        with self._lock:
            if self._size() > MAX_BYTES:
                lines = self._lines()
                files.write_bytes(self._path, b"".join(lines[len(lines) // 2 :]))
            line = json.dumps(entry, separators=(",", ":")).encode() + b"\n"
            try:
                with files.open_log(self._path) as file:
                    file.write(line)
            except OSError as error:
                raise AppError(
                    "not_writable",
                    f"The log of connections can't be written: {error.strerror or error}."
                    " Nothing was fetched.",
                    "Free some space, then try again.",
                    f"{self._path}: {error}",
                ) from error

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def _lines(self) -> list[bytes]:
        try:
            with self._path.open("rb") as file:
                return file.readlines(2 * MAX_BYTES)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise AppError(
                "not_readable",
                f"The log of connections can't be read: {error.strerror or error}.",
                "Check that you may read the file.",
                f"{self._path}: {error}",
            ) from error


def _content(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
