"""What files were found to be, remembered by path, size and time of change, so that they are read once."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop.core import files
from desktop.core.errors import AppError
from desktop.core.identify.identified import Identified
from desktop.core.library_sidecars import Sidecar

_VERSION = 1
"""Goes up when files would be identified otherwise: then all are looked at anew."""
_MAX_BYTES = 200_000_000

_log = logging.getLogger(__name__)


class IndexRow(BaseModel):
    """One file."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    size_bytes: int
    mtime_ns: int
    sidecars: tuple[tuple[str, int], ...] = ()
    identified: Identified
    sidecar: Sidecar = Sidecar()


class _Rows(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    version: int
    rows: dict[str, IndexRow]


class LibraryIndex:
    """Rows by path, kept in a file. Thread-safe.

    A file that is missing, damaged or not writable only costs looking at the models again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._rows: dict[str, IndexRow] | None = None

    def rows(self) -> dict[str, IndexRow]:
        """All rows, by path; a copy."""
        with self._lock:
            if self._rows is None:
                self._rows = self._load()
            return dict(self._rows)

    def keep(self, rows: dict[str, IndexRow]) -> None:
        """Take these for all rows; written only when they are others than before."""
        with self._lock:
            if rows == self._rows:
                return
            self._rows = dict(rows)
            text = _Rows(version=_VERSION, rows=rows).model_dump_json(exclude_defaults=True)
            try:
                files.write_text(self._path, text)
            except AppError as error:
                _log.warning("The index of models was not saved: %s", error)

    def _load(self) -> dict[str, IndexRow]:
        try:
            with self._path.open("rb") as file:
                found = _Rows.model_validate_json(file.read(_MAX_BYTES))
        except FileNotFoundError:
            return {}
        except (OSError, ValidationError) as error:
            _log.warning("The index of models can't be read and starts afresh: %s", error)
            return {}
        return found.rows if found.version == _VERSION else {}
