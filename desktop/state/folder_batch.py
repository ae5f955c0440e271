"""Making the pictures of a folder again, each with its own settings."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import AppError, ErrorInfo
from desktop.core.jobs import GroupKind, JobId, new_group
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams, random_seed
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName
from desktop.state.background import Background
from desktop.state.job_desk import JobDesk

MAX_PICTURES = 10_000
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """What was found in files."""

    settings: tuple[GenerateParams, ...]
    """Of the files that hold some, one picture each, on the model that was chosen."""
    without: int
    """Pictures that say nothing of how they were made."""
    unreadable: tuple[str, ...]
    """Names of files that can't be opened."""


class FolderBatch(QObject):
    """Reads in a thread, then queues one group. GUI thread."""

    read = Signal(object)
    """FolderPlan, with at least one picture's settings."""
    failed = Signal(object)
    """ErrorInfo: there is nothing to do."""

    def __init__(self, desk: JobDesk, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = background

    def read_folder(self, folder: Path, model: ModelInfo) -> None:
        """Look at the pictures in a folder, without those in folders below it."""
        self._background.run(
            lambda: _plan(_pictures(folder), model, self._background.closing), self._on_planned
        )

    def read_files(self, files: tuple[Path, ...], model: ModelInfo) -> None:
        """Look at these pictures."""
        self._background.run(lambda: _plan(files, model, self._background.closing), self._on_planned)

    def start(self, plan: FolderPlan, *, new_seeds: bool) -> tuple[JobId, ...]:
        """Queue a job for each picture that has settings."""
        jobs = plan.settings
        if new_seeds:
            jobs = tuple(params.model_copy(update={"seed": random_seed()}) for params in jobs)
        return self._desk.submit(*jobs, group=new_group(GroupKind.FOLDER))

    def _on_planned(self, plan: FolderPlan) -> None:
        if plan.settings:
            self.read.emit(plan)
            return
        info = ErrorInfo(
            "no_settings",
            self.tr(
                "There is no picture that says how it was made. Pictures without settings: {count}."
            ).format(count=plan.without + len(plan.unreadable)),
            self.tr("PNG, JPEG and WebP files of Darkroom and of other programs hold their settings."),
            "\n".join(plan.unreadable),
        )
        self.failed.emit(info)


def _pictures(folder: Path) -> tuple[Path, ...]:
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    except OSError as error:
        raise AppError(
            "not_readable",
            f"The folder {folder.name} can't be read: {error.strerror or error}.",
            "Check that it is there and that you may read it.",
            str(folder),
        ) from error
    return tuple(found[:MAX_PICTURES])


def _plan(files: Iterable[Path], model: ModelInfo, closing: threading.Event) -> FolderPlan:
    from desktop.core.foreign import read_settings

    settings: list[GenerateParams] = []
    unreadable: list[str] = []
    without = 0
    for file in files:
        if closing.is_set():
            break
        try:
            found = read_settings(file)
        except AppError:
            unreadable.append(file.name)
            continue
        if found is None:
            without += 1
        else:
            settings.append(_fitted(found.params, model))
    return FolderPlan(tuple(settings), without, tuple(unreadable))


def _fitted(params: GenerateParams, model: ModelInfo) -> GenerateParams:
    """The settings on ``model``: with its own sampler where the picture's does not go with it."""
    update: dict[str, object] = {"model": model.ref, "count": 1}
    if params.sampler not in _samplers(model):
        defaults = model.defaults
        update |= {"sampler": defaults.sampler, "schedule": ScheduleName.AUTOMATIC}
        update["steps"] = max(params.steps, SAMPLERS[defaults.sampler].min_steps)
    return params.model_copy(update=update)


def _samplers(model: ModelInfo) -> tuple[SamplerName, ...]:
    names = model.family.samplers
    if model.prediction_type == "v_prediction":
        names = tuple(name for name in names if SAMPLERS[name].v_prediction)
    return names
