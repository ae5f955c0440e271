"""A file that is not whole yet, what is known of its other end, and the hash of what is there."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from desktop.core import files
from desktop.core.downloads import RemoteFile
from desktop.core.errors import AppError
from desktop.core.params import Frozen

_CHUNK = 1 << 20
_MAX_STATE_BYTES = 20_000

_log = logging.getLogger(__name__)


class _State(Frozen):
    """Beside the part: which file it is of. ``validator`` is an ETag or a date, for If-Range."""

    url: str
    validator: str = ""
    size_bytes: int | None = None
    sha256: str = ""


class PartFile:
    """Grows at ``path`` and is hashed on the way. One thread at a time."""

    def __init__(self, path: Path, remote: RemoteFile) -> None:
        self.path = path
        self.size = 0
        self.validator = ""
        self._remote = remote
        self._hash = hashlib.sha256()
        self._file: BinaryIO | None = None

    def find_kept(self, stop: threading.Event) -> None:
        """Take over what an earlier try left, if it is of the same file; reads and hashes all of it.

        Returns early, with nothing taken over, when ``stop`` is set. Call it beside the event loop.
        """
        state = self._read_state()
        known = (self._remote.url, self._remote.sha256)
        if state is None or (state.url, state.sha256) != known:
            return
        if self._remote.size_bytes is not None and state.size_bytes != self._remote.size_bytes:
            return
        if not (state.validator or state.sha256):
            return  # nothing would tell whether the rest is of the same file
        digest, size = hashlib.sha256(), 0
        try:
            with self.path.open("rb") as file:
                while data := file.read(_CHUNK):
                    if stop.is_set():
                        return
                    digest.update(data)
                    size += len(data)
        except OSError as error:
            _log.info("Nothing is kept of %s: %s", self.path, error)
            return
        if state.size_bytes is None or size <= state.size_bytes:
            self._hash, self.size, self.validator = digest, size, state.validator

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def remember(self, validator: str, size_bytes: int | None) -> None:
        """Note what the server calls this version of the file. Raises AppError as files do."""
        self.validator = validator
        state = _State(
            url=self._remote.url,
            validator=validator,
            size_bytes=size_bytes,
            sha256=self._remote.sha256,
        )
        files.write_text(self._state_path, state.model_dump_json())

    def restart(self) -> None:
        """Begin anew: nothing of what is there is kept."""
        self.close()
        self._hash, self.size, self.validator = hashlib.sha256(), 0, ""

    def write(self, data: bytes) -> None:
        """Add bytes. Raises AppError: ``disk_full``, ``not_writable``; all before them stays."""
        try:
            if self._file is None:
                self._file = files.open_part(self.path, self.size)
            self._file.write(data)
        except OSError as error:
            raise self._failure(error) from error
        self._hash.update(data)
        self.size += len(data)

    def close(self) -> None:
        """Return when all is on the disk. Raises AppError as ``write``."""
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            with file:
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._failure(error) from error

    def set_aside(self) -> None:
        """Keep the bytes as NAME.bad, for whoever wants to know; the next try begins anew."""
        self.close()
        files.move_over(self.path, self.path.with_suffix(".bad"))
        self.restart()

    def discard(self) -> None:
        """Remove the file and what is known of it."""
        self.restart()
        files.remove(self.path)
        self.forget()

    def forget(self) -> None:
        """Remove what is known of it: the file is whole."""
        files.remove(self._state_path)

    @property
    def _state_path(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def _read_state(self) -> _State | None:
        try:
            with self._state_path.open("rb") as file:
                return _State.model_validate_json(file.read(_MAX_STATE_BYTES))
        except (OSError, ValidationError):
            return None

    def _failure(self, error: OSError) -> AppError:
        self._file = None
        if files.is_full(error):
            return AppError(
                "disk_full",
                f"The disk is full. What was fetched of {self.path.stem} is kept.",
                "Free some space, then resume.",
                f"{self.path}: {error}",
            )
        return AppError(
            "not_writable",
            f"{self.path.stem} can't be written to {self.path.parent}: {error.strerror or error}.",
            "Check that the disk is there and that you may write to it, then resume.",
            f"{self.path}: {error}",
        )
