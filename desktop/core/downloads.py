"""What is to be fetched, as data: files, where they go, and the list of them that survives a restart."""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError

from desktop.core import files
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.params import Frozen

MAX_FILES = 500
MAX_DOWNLOADS = 200
RESERVE_BYTES = 500_000_000
"""Of the disk that stays free."""
_MAX_BYTES = 4_000_000
_LAST = "model_index.json"

_log = logging.getLogger(__name__)

_Text = Annotated[str, Field(max_length=4000)]


class RemoteFile(Frozen):
    """A file to fetch. ``path`` is where it goes, relative, its parts checked to be plain names."""

    url: _Text
    path: _Text
    size_bytes: Annotated[int, Field(ge=0)] | None = None
    """None when the server does not tell."""
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """What it must have; empty when that is not known."""


class Plan(Frozen):
    """One download, as the person confirmed it."""

    id: _Text
    title: _Text
    page: _Text
    """The address that it was found under."""
    folder: Path
    """Where the files go, or the folder ``name`` that is made of them."""
    name: _Text = ""
    """Of the folder; empty when each file stands for itself."""
    files: Annotated[tuple[RemoteFile, ...], Field(min_length=1, max_length=MAX_FILES)]

    @property
    def host(self) -> str:
        return urlsplit(self.files[0].url).hostname or ""

    @property
    def size_bytes(self) -> int | None:
        """All files together; None when one of them is of unknown size."""
        sizes = [file.size_bytes for file in self.files]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    @property
    def base(self) -> Path:
        """Where files stand until all are whole: a hidden folder beside the one to be, or the folder."""
        return self.folder / f".{self.name}.part" if self.name else self.folder

    def part_of(self, file: RemoteFile) -> Path:
        """Where a file grows."""
        return self.base / f"{file.path}.part"

    def in_order(self) -> tuple[RemoteFile, ...]:
        """The file that makes a folder a model comes last."""
        return tuple(sorted(self.files, key=lambda file: file.path == _LAST))


class Status(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"
    FINISHED = "finished"


class _Kept(Frozen):
    version: Literal[1] = 1
    downloads: Annotated[tuple[Plan, ...], Field(max_length=MAX_DOWNLOADS)] = ()


class DownloadStore:
    """The file with the downloads that have not ended. Any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[tuple[Plan, ...], ErrorInfo | None]:
        """The plans, and what to tell when they could not be read; the file is set aside then."""
        try:
            with self._path.open("rb") as file:
                data = file.read(_MAX_BYTES + 1)
            return _Kept.model_validate_json(data).downloads, None
        except FileNotFoundError:
            return (), None
        except (OSError, ValidationError) as error:
            return (), self._set_aside(error)

    def save(self, plans: tuple[Plan, ...]) -> None:
        """Raises AppError as files do."""
        files.write_text(self._path, _Kept(downloads=plans[:MAX_DOWNLOADS]).model_dump_json())

    def _set_aside(self, error: Exception) -> ErrorInfo:
        try:
            files.set_aside(self._path, "the list of downloads can't be read")
        except AppError as failure:
            _log.warning("%s", failure)
        return ErrorInfo(
            "downloads_damaged",
            "The list of downloads could not be read. What was fetched of them is still on the disk.",
            "Add the models again: they go on from there.",
            str(error),
        )


def free_bytes(folder: Path) -> int:
    """Of the disk that ``folder`` is on or will be on. Raises OSError."""
    import psutil  # when first needed, for a quick start

    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return int(psutil.disk_usage(str(folder)).free)


def kept_bytes(plan: Plan) -> int:
    """What is on the disk of a download that has not ended."""
    places = [plan.part_of(file) for file in plan.files]
    if plan.name:
        places += [plan.base / file.path for file in plan.files]
    return sum(place.stat().st_size for place in places if place.is_file())


def discard_parts(plan: Plan) -> None:
    """Remove what was fetched of a download that is not wanted any more. Never raises."""
    if plan.name:
        files.remove_folder(plan.base)
        return
    for file in plan.files:
        part = plan.part_of(file)
        files.remove(part)
        files.remove(part.with_name(part.name + ".json"))
