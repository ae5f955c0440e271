"""A waiting job in the prompt dock, to be changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core import wildcards
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.jobs import Job, JobId
from desktop.core.params import GenerateParams
from desktop.core.settings import Session
from desktop.state.background import Background
from desktop.state.job_board import JobBoard, JobStatus
from desktop.state.job_desk import JobDesk
from desktop.state.library_list import LibraryList
from desktop.state.prompt_state import PromptState


class JobEditing(QObject):
    """One job at a time. The settings that were in the dock come back when editing ends. GUI thread."""

    changed = Signal()
    """Editing has begun or ended."""
    failed = Signal(object)
    """ErrorInfo."""

    def __init__(
        self,
        board: JobBoard,
        desk: JobDesk,
        prompt: PromptState,
        library: LibraryList,
        background: Background,
        wildcards_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._board = board
        self._desk = desk
        self._prompt = prompt
        self._library = library
        self._background = background
        self._wildcards = wildcards_folder
        self._job: Job | None = None
        self._before = Session()
        board.counts_changed.connect(self._on_counts_changed)

    @property
    def job(self) -> Job | None:
        """The job as it was when editing began; None while none is edited."""
        return self._job

    def begin(self, job_id: JobId) -> None:
        """Take the job's settings into the prompt dock; does nothing when it does not wait (any more)."""
        record = self._board.get(job_id)
        if record is None or record.status is not JobStatus.QUEUED:
            return
        params = record.job.params
        if (info := self._library.find(params.model.name)) is None:
            self.failed.emit(
                ErrorInfo(
                    "model_missing",
                    self.tr("The job's model {model} is not installed, so it can't be edited.").format(
                        model=params.model.name
                    ),
                    self.tr("Put the model into one of the model folders, or remove the job."),
                )
            )
            return
        if self._job is None:
            self._before = self._prompt.to_session(Session())
        self._job = record.job
        self._prompt.apply(params, info)
        self.changed.emit()

    def save(self) -> None:
        """Put what the prompt dock holds in the job's place, unless that can't be (which is told).

        Choices in its prompts are drawn once, for all its pictures.
        """
        job = self._job
        if job is None:
            return
        try:
            params = self._prompt.build(like=job.params)
        except AppError as error:
            self.failed.emit(error.info)
            return
        if (params.prompt, params.negative_prompt) == (job.params.prompt, job.params.negative_prompt):
            kept = {name: getattr(job.params, name) for name in ("prompt_template", "negative_template")}
            self._take(replace(job, params=params.model_copy(update=kept)))
        elif wildcards.is_dynamic(params.prompt) or wildcards.is_dynamic(params.negative_prompt):
            self._background.run(lambda: _drawn(job, params, self._wildcards), self._take)
        else:
            self._take(replace(job, params=params))

    def discard(self) -> None:
        """Leave the job as it is."""
        if self._job is not None:
            self._end()

    def _take(self, job: Job) -> None:
        if self._job is None or self._job.id != job.id:
            return  # editing has ended while the prompts were drawn
        if self._desk.replace(job):
            self._end()

    def _end(self) -> None:
        self._job = None
        self._prompt.from_session(self._before)
        self.changed.emit()

    @Slot()
    def _on_counts_changed(self) -> None:
        if self._job is None:
            return
        record = self._board.get(self._job.id)
        if record is not None and record.status is JobStatus.QUEUED:
            return
        self._job = None
        self.changed.emit()
        self.failed.emit(
            ErrorInfo(
                "job_not_waiting",
                self.tr("The job that you edited does not wait any more."),
                self.tr("It was started or removed. Your changes are still in the prompt dock."),
            )
        )


def _drawn(job: Job, params: GenerateParams, folder: Path) -> Job:
    first = wildcards.drawn(params.model_copy(update={"count": 1}), folder)[0]
    return replace(job, params=first.model_copy(update={"count": params.count}))
