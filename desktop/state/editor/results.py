"""What the worker tells of jobs, on its way to the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from desktop.core.events import PictureDone, Preview
from desktop.core.jobs import JobId
from desktop.state.editor.editor import Editor
from desktop.state.job_board import JobBoard, JobRecord


class Results(QObject):
    """Follows the board; previews and pictures reach canvas and candidates. GUI thread."""

    def __init__(
        self,
        board: JobBoard,
        editor: Editor,
        belongs_elsewhere: Callable[[JobId], bool],
        parent: QObject | None = None,
    ) -> None:
        """``belongs_elsewhere`` says whether a job's pictures are not for the canvas."""
        super().__init__(parent)
        self._board = board
        self._canvas = editor.canvas
        self._candidates = editor.candidates
        self._belongs_elsewhere = belongs_elsewhere
        board.jobs_added.connect(self._on_jobs_added)
        board.preview_received.connect(self._on_preview_received)
        board.picture_done.connect(self._on_picture_done)
        board.job_ended.connect(self._on_job_ended)

    @Slot(object)
    def _on_jobs_added(self, records: tuple[JobRecord, ...]) -> None:
        self._candidates.expect(record.id for record in records)

    @Slot(object)
    def _on_preview_received(self, preview: Preview) -> None:
        job_id = preview.job_id
        if self._belongs_elsewhere(job_id) or self._candidates.is_late(job_id):
            return
        if (record := self._board.get(job_id)) is not None:
            self._canvas.show_preview(preview, record.job.params.size)

    @Slot(object)
    def _on_picture_done(self, done: PictureDone) -> None:
        if not self._belongs_elsewhere(done.job_id):
            self._candidates.take(done)
            self._canvas.end_preview(done.job_id)

    @Slot(object)
    def _on_job_ended(self, record: JobRecord) -> None:
        self._canvas.end_preview(record.id)
        self._candidates.forget(record.id)
