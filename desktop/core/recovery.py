"""Canvases as they were kept last, beside the person's own files, for the start after a crash.

Every run keeps each of its documents in a folder of its own, whose name says which process it is::

    recovery/PROCESS-STARTED-RANDOM/canvas-N.darkroom   the project; N goes up
    recovery/PROCESS-STARTED-RANDOM/about.json          names that file, and says whose canvas it is

``about.json`` is written when the new canvas is on the disk, and the older one goes after that: whenever the
power fails, what ``about.json`` names is whole and belongs to it. A run that ended well leaves no folder.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from desktop.core import files
from desktop.core.params import Frozen

if TYPE_CHECKING:
    from desktop.core.project_file import Project

_ABOUT = "about.json"
_MAX_ABOUT_BYTES = 100_000
# Systems tell it from the clock, which may have been set since.
_CLOCK_STEP_MS = 2000
_RUN = re.compile(r"(\d{1,9})-(\d{1,15})-[0-9a-f]{8}")


class About(Frozen):
    """Whose canvas it is."""

    name: str
    """What the person calls it: the project's or picture's name; empty when that was lost."""
    project: Path | None = None
    """The project file that it belongs to; None when it was never saved."""


class _Kept(Frozen):
    """``about.json``."""

    about: About
    canvas: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """A canvas that a run left when it was cut off."""

    about: About
    kept: datetime
    """When it was kept; with the time zone."""
    path: Path
    """The project to load; it is no one's own file, so save the canvas elsewhere."""

    def load(self) -> Project:
        """Raises AppError as project_file.load does. Any thread."""
        from desktop.core import project_file

        return project_file.load(self.path)


class RecoveryStore:
    """Keeps the canvases of this run, and finds those of runs that were cut off. One thread at a time.

    Several instances of the program may use the same folder.
    """

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._number = 0
        self._own: dict[int, Path] = {}
        """The folder of each document of this run."""

    def keep(self, project: Project, about: About, document: int = 0) -> None:
        """Keep ``project`` in place of what was kept of this ``document`` before. Waits for the disk.

        A run that has several documents, one below the other, numbers them. Raises AppError as
        project_file.save does; what was kept before then stays.
        """
        from desktop.core import project_file

        if (folder := self._own.get(document)) is None:
            process = os.getpid()
            folder = self._root / f"{process}-{_started_ms(process)}-{secrets.token_hex(4)}"
            self._own[document] = folder
        self._number += 1
        canvas = folder / f"canvas-{self._number}{project_file.SUFFIX}"
        project_file.save(canvas, project)
        files.write_text(folder / _ABOUT, _Kept(about=about, canvas=canvas.name).model_dump_json())
        for older in _canvases(folder):
            if older != canvas:
                with contextlib.suppress(OSError):
                    older.unlink()

    def discard(self, document: int = 0) -> None:
        """Forget what this run kept of a document: it was saved, or closed. Never raises."""
        if (folder := self._own.pop(document, None)) is not None:
            files.remove_folder(folder)

    def found(self) -> Recovered | None:
        """The newest canvas of the runs that were cut off; None without any. Never raises.

        It is found until it is forgotten. Runs that still go on are left alone, and what is left of others
        without a canvas is removed.
        """
        left: list[Recovered] = []
        for folder in self._cut_off():
            if (recovered := _recovered(folder)) is None:
                files.remove_folder(folder)
            else:
                left.append(recovered)
        return max(left, key=lambda recovered: recovered.kept, default=None)

    def forget(self, recovered: Recovered) -> None:
        """Remove what was found: it was declined, or is safe elsewhere. Never raises."""
        if recovered.path.parent.parent == self._root:
            files.remove_folder(recovered.path.parent)

    def _cut_off(self) -> Iterator[Path]:
        """The folders of runs that are no more."""
        with contextlib.suppress(OSError):
            for folder in list(self._root.iterdir()):
                run = _RUN.fullmatch(folder.name)
                if run is not None and not _goes_on(int(run[1]), int(run[2])):
                    yield folder


def _recovered(folder: Path) -> Recovered | None:
    """The canvas that ``about.json`` names, or the newest one when that can't be read."""
    canvases = {path.name: path for path in _canvases(folder)}
    try:
        with (folder / _ABOUT).open("rb") as file:
            kept = _Kept.model_validate_json(file.read(_MAX_ABOUT_BYTES))
    except (OSError, ValidationError):
        kept = _Kept(about=About(name=""), canvas="")
    try:
        path = canvases.get(kept.canvas) or max(canvases.values(), key=_kept_at)
        return Recovered(kept.about, _kept_at(path), path)
    except (OSError, ValueError):
        return None


def _canvases(folder: Path) -> list[Path]:
    from desktop.core import project_file

    return list(folder.glob(f"canvas-*{project_file.SUFFIX}"))


def _kept_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone()


def _goes_on(process: int, started_ms: int) -> bool:
    """Whether the process is there, and not another one that was given its number."""
    started_now_ms = _started_ms(process)
    return started_now_ms is not None and abs(started_now_ms - started_ms) < _CLOCK_STEP_MS


def _started_ms(process: int) -> int | None:
    """When the process of this number was started; None without one."""
    import psutil

    try:
        return round(float(psutil.Process(process).create_time()) * 1000)
    except (psutil.Error, OverflowError):
        return None
