"""The Queue menu: what happens to jobs that wait or have ended."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from desktop.core.grids import AxisKind
from desktop.core.jobs import JobId, group_kind, new_group
from desktop.state.folder_batch import FolderPlan
from desktop.state.job_board import JobRecord, JobStatus
from desktop.state.queue_list import QueueRow
from desktop.state.studio import Studio
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_RETRIED = (JobStatus.FAILED, JobStatus.CANCELLED)


class QueueCommands(CommandSet):
    """GUI thread. Commands on jobs are for those selected in the queue's dock."""

    def __init__(self, studio: Studio, window: MainWindow) -> None:
        super().__init__(studio, window)
        studio.queue.folders.read.connect(self._ask_how)

    def pause(self) -> None:
        self.studio.queue.desk.pause()

    def resume(self) -> None:
        self.studio.queue.desk.resume()

    def can_pause(self) -> bool:
        return not self.studio.queue.desk.paused

    def can_resume(self) -> bool:
        return self.studio.queue.desk.paused

    def move_up(self) -> None:
        self.window.queue.view.move_selected(down=False)

    def move_down(self) -> None:
        self.window.queue.view.move_selected(down=True)

    def can_move(self) -> bool:
        return bool(self.window.queue.view.movable_rows())

    def edit(self) -> None:
        record = next(record for record in self._records() if record.status is JobStatus.QUEUED)
        self.studio.queue.editing.begin(record.id)
        self.window.prompt.prompt.edit.setFocus()

    def can_edit(self) -> bool:
        rows = self._rows()
        return len(rows) == 1 and not rows[0].group and rows[0].status is JobStatus.QUEUED

    def retry(self) -> None:
        self.studio.queue.desk.retry(_ids(self._records(), *_RETRIED))

    def can_retry(self) -> bool:
        return any(record.status in _RETRIED for record in self._records())

    def duplicate(self) -> None:
        for row in self._rows():
            kind = group_kind(row.group)
            self.studio.queue.desk.duplicate(row.job_ids, new_group(kind) if kind else "")

    def has_selection(self) -> bool:
        return bool(self._rows())

    def remove(self) -> None:
        """Jobs that have not ended are cancelled; those that have leave the list."""
        records = self._records()
        self.studio.queue.desk.cancel(*_ids(records, JobStatus.QUEUED, JobStatus.RUNNING))
        # Those that waited have ended by now: whoever removes a job does not want to see it any more.
        self.studio.board.forget(record.id for record in records if record.status is not JobStatus.RUNNING)

    def clear_ended(self) -> None:
        self.studio.board.forget(record.id for record in self.studio.board.ended)

    def has_ended(self) -> bool:
        return bool(self.studio.board.ended)

    def compare(self) -> None:
        from desktop.ui.dialogs.compare_values import open_compare

        open_compare(self.studio, self.window, AxisKind.STEPS)

    def process_folder(self) -> None:
        dialog = QFileDialog(self.window, self.tr("Process a folder"), str(self.studio.save_options.folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._read_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _read_folder(self, folder: str) -> None:
        self.studio.queue.read_batch((Path(folder),))

    @Slot(object)
    def _ask_how(self, plan: FolderPlan) -> None:
        from desktop.ui.dialogs.process_folder import ProcessFolderDialog

        dialog = ProcessFolderDialog(self.studio, plan, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _rows(self) -> tuple[QueueRow, ...]:
        return self.window.queue.view.selected_rows()

    def _records(self) -> tuple[JobRecord, ...]:
        return tuple(record for row in self._rows() for record in row.records)


def _ids(records: Iterable[JobRecord], *statuses: JobStatus) -> list[JobId]:
    return [record.id for record in records if record.status in statuses]


ACTIONS = (
    ActionRow(
        "compare_values",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "Compare &values…"),
        QT_TRANSLATE_NOOP("Actions", "Make the same picture for several values, side by side on one sheet"),
        QueueCommands.compare,
        "layout-grid",
        ("Ctrl+Shift+X",),
        line_above=True,
    ),
    ActionRow(
        "process_folder",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "Process a &folder…"),
        QT_TRANSLATE_NOOP("Actions", "Make the pictures of a folder again, each with its own settings"),
        QueueCommands.process_folder,
        "folder-open",
    ),
    ActionRow(
        "pause_queue",
        "&Queue",
        QT_TRANSLATE_NOOP("Actions", "&Pause the queue"),
        QT_TRANSLATE_NOOP("Actions", "Start no job until the queue is resumed; the running one goes on"),
        QueueCommands.pause,
        "pause",
        ("Ctrl+Shift+Space",),
        QueueCommands.can_pause,
    ),
    ActionRow(
        "resume_queue",
        "&Queue",
        QT_TRANSLATE_NOOP("Actions", "&Resume the queue"),
        QT_TRANSLATE_NOOP("Actions", "Go on with the waiting jobs"),
        QueueCommands.resume,
        "play",
        ("Ctrl+Alt+Space",),
        QueueCommands.can_resume,
    ),
    ActionRow(
        "move_jobs_up",
        "&Queue",
        QT_TRANSLATE_NOOP("Actions", "Move &up"),
        QT_TRANSLATE_NOOP("Actions", "Let the selected jobs run earlier; in the queue, Alt+Up does the same"),
        QueueCommands.move_up,
        "chevron-up",
        can=QueueCommands.can_move,
        line_above=True,
    ),
    ActionRow(
        "move_jobs_down",
        "&Queue",
        QT_TRANSLATE_NOOP("Actions", "Move &down"),
        QT_TRANSLATE_NOOP("Actions", "Let the selected jobs run later; in the queue, Alt+Down does the same"),
        QueueCommands.move_down,
        "chevron-down",
        can=QueueCommands.can_move,
    ),
    ActionRow(
        "edit_job",
        "&Queue",
        QT_TRANSLATE_NOOP("Actions", "&Edit the job"),
        QT_TRANSLATE_NOOP("Actions", "Change the settings of the selected job while it waits"),
        QueueCommands.edit,
        "pen-tool",
        can=QueueCommands.can_edit,
        line_above=True,
    ),
    ActionRow(
        "duplicate_jobs",
        "&Queue",
        QT_TRANSLATE_NOOP("Actions", "Dup&licate"),
        QT_TRANSLATE_NOOP("Actions", "Queue the selected jobs once more"),
        QueueCommands.duplicate,
        "copy",
        can=QueueCommands.has_selection,
    ),
    ActionRow(
        "retry_jobs",
        "&Queue",
        QT_TRANSLATE_NOOP("Actions", "&Try again"),
        QT_TRANSLATE_NOOP("Actions", "Queue those of the selected jobs again that failed or were cancelled"),
        QueueCommands.retry,
        "rotate-ccw",
        can=QueueCommands.can_retry,
    ),
    ActionRow(
        "remove_jobs",
        "&Queue",
        QT_TRANSLATE_NOOP("Actions", "Re&move"),
        QT_TRANSLATE_NOOP("Actions", "Cancel the selected jobs, whole groups too, or take ended ones away"),
        QueueCommands.remove,
        "x",
        can=QueueCommands.has_selection,
    ),
    ActionRow(
        "clear_ended",
        "&Queue",
        QT_TRANSLATE_NOOP("Actions", "&Clear ended jobs"),
        QT_TRANSLATE_NOOP("Actions", "Take all ended jobs off the list; their pictures stay in the gallery"),
        QueueCommands.clear_ended,
        "check",
        can=QueueCommands.has_ended,
        line_above=True,
    ),
)
JOB_MENU = tuple(row.id for row in ACTIONS if row.menu == "&Queue")
"""The actions that the context menu of the queue offers."""
