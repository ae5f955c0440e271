"""Everything about jobs that wait: their order, their list, what makes many of them at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core import wildcards
from desktop.core.errors import ErrorInfo
from desktop.core.estimates import Estimates
from desktop.core.gallery import Gallery
from desktop.core.grids import Axis, Grid, plan
from desktop.core.jobs import GroupKind, JobId, new_group
from desktop.core.journal import QueueJournal
from desktop.core.params import GenerateParams, SaveOptions
from desktop.core.paths import Paths
from desktop.core.picture_store import PictureStore
from desktop.core.queue import JobQueue
from desktop.state.background import Background
from desktop.state.comparisons import Comparisons
from desktop.state.folder_batch import FolderBatch
from desktop.state.job_board import JobBoard
from desktop.state.job_desk import JobDesk
from desktop.state.job_editing import JobEditing
from desktop.state.library_list import LibraryList
from desktop.state.prompt_state import PromptState
from desktop.state.queue_forecast import QueueForecast
from desktop.state.queue_keeper import QueueKeeper
from desktop.state.queue_list import QueueList


class QueueState(QObject):
    """Builds the parts and connects them. GUI thread only."""

    failed = Signal(object)
    """ErrorInfo."""

    def __init__(
        self,
        queue: JobQueue,
        board: JobBoard,
        prompt: PromptState,
        library: LibraryList,
        gallery: Gallery,
        estimates: Estimates,
        paths: Paths,
        save_options: Callable[[], SaveOptions],
        device: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        """``save_options`` and ``device`` are asked whenever a job is made or forecast."""
        super().__init__(parent)
        self._prompt = prompt
        self._wildcards = paths.wildcards
        self._errands = Background("queue errand", self)
        self.desk = JobDesk(queue, board, save_options, self)
        self.forecast = QueueForecast(board, estimates, device)
        self.list = QueueList(board, self.desk, self.forecast, self)
        self.keeper = QueueKeeper(QueueJournal(paths.queue), board, self.desk, self)
        self.editing = JobEditing(board, self.desk, prompt, library, self._errands, paths.wildcards, self)
        self.comparisons = Comparisons(
            board, self.desk, PictureStore(gallery), self._errands, save_options, self
        )
        self.folders = FolderBatch(self.desk, self._errands, self)
        for part in (self.keeper, self.editing, self.folders, self._errands):
            part.failed.connect(self._on_failed)

    def submit(self, params: GenerateParams, parent_id: int | None = None) -> JobId | None:
        """Queue a job; returns None for prompts with choices, whose pictures follow a moment later.

        They are drawn in a thread, as wildcards are files, and become a job each, as one group.
        """
        if wildcards.is_dynamic(params.prompt) or wildcards.is_dynamic(params.negative_prompt):
            self._errands.run(
                lambda: wildcards.drawn(params, self._wildcards), partial(self._submit_drawn, parent_id)
            )
            return None
        return self.desk.submit(params, parent_id=parent_id)[0]

    def compare(self, params: GenerateParams, x: Axis, y: Axis | None) -> None:
        """Queue the pictures of a comparison as one group; a sheet of them follows its end.

        Choices in the prompts are drawn first, the same for all. ``failed`` tells what can't be.
        """

        def work() -> tuple[GenerateParams, Grid]:
            base = wildcards.drawn(params.for_picture(0), self._wildcards)[0]
            return base, plan(base, x, y)

        self._errands.run(work, self._start_comparison)

    @Slot(object)
    def read_batch(self, paths: tuple[Path, ...]) -> None:
        """Look for settings in pictures or in a folder, to make them again on the chosen model."""
        if (model := self._prompt.model_info) is None:
            hint = self.tr("Choose one in the prompt dock.")
            self.failed.emit(ErrorInfo("no_model", self.tr("No model is chosen."), hint))
        elif len(paths) == 1 and paths[0].is_dir():
            self.folders.read_folder(paths[0], model)
        else:
            self.folders.read_files(paths, model)

    def close(self) -> None:
        """Keep the jobs for the next start, and end the threads. What happens to jobs then is not kept."""
        self.editing.discard()
        self.keeper.close()
        self.comparisons.close()
        self._errands.close(finish=True)  # a sheet that is being drawn is saved

    def _start_comparison(self, planned: tuple[GenerateParams, Grid]) -> None:
        self.comparisons.start(*planned)

    def _submit_drawn(self, parent_id: int | None, pictures: tuple[GenerateParams, ...]) -> None:
        group = new_group(GroupKind.DRAWN) if len(pictures) > 1 else ""
        self.desk.submit(*pictures, group=group, parent_id=parent_id)

    @Slot(object)
    def _on_failed(self, info: ErrorInfo) -> None:
        self.failed.emit(info)
