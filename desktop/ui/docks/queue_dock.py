"""What runs, what waits and what has ended."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.state import queue_words
from desktop.state.job_board import JobStatus
from desktop.state.queue_list import QueueRole, QueueRow
from desktop.state.studio import Studio
from desktop.ui.docks.queue_view import QueueView
from desktop.ui.icons import icon


class QueueDock(QWidget):
    """The queue with its total. What its keys and buttons do are actions of the window's table."""

    action_requested = Signal(str)
    """The id of the action that a key or button asks for."""
    selection_changed = Signal()

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._desk = studio.queue.desk
        self.view = QueueView(studio.queue.list)
        self._hint = QLabel(
            self.tr("Jobs wait here while a picture is made. Press Generate again to add one.")
        )
        self._hint.setProperty("kind", "readable")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.header = QWidget()
        self._make_header()

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._hint, 1)

        self.view.action_requested.connect(self.action_requested)
        self.view.selection_changed.connect(self.selection_changed)
        self.view.activated.connect(self._open)
        studio.board.counts_changed.connect(self._show_counts)
        studio.board.job_changed.connect(self._show_total)
        studio.device_changed.connect(self._show_total)
        self._desk.paused_changed.connect(self._show_counts)
        self._show_counts()

    def _make_header(self) -> None:
        self._total = QLabel()
        self._total.setProperty("kind", "readable")
        self._pause = _link(self.tr("Pause"), self.tr("Start no job until the queue is resumed"))
        self._clear = _link(self.tr("Clear ended"), self.tr("Take ended jobs off this list"))
        row = QHBoxLayout(self.header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget in (self._total, self._pause, self._clear):
            row.addWidget(widget)
        self._clear.setIcon(icon("check"))
        self._pause.clicked.connect(self._toggle_pause)
        self._clear.clicked.connect(self._clear_ended)

    @Slot()
    def _toggle_pause(self) -> None:
        self.action_requested.emit("resume_queue" if self._desk.paused else "pause_queue")

    @Slot()
    def _clear_ended(self) -> None:
        self.action_requested.emit("clear_ended")

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        """What Enter and a double click do: unfold a group, edit a waiting job, show a picture."""
        row: QueueRow | None = index.data(QueueRole.ROW)
        if row is None:
            return
        if row.group:
            self.view.setExpanded(index, not self.view.isExpanded(index))
        elif row.status is JobStatus.QUEUED:
            self.action_requested.emit("edit_job")
        elif saved := row.records[0].saved:
            self._studio.show_picture(saved[-1].gallery_id)

    @Slot()
    def _show_counts(self) -> None:
        board, paused = self._studio.board, self._desk.paused
        empty = not board.records
        self.view.setVisible(not empty)
        self._hint.setVisible(empty)
        self._pause.setVisible(not empty or paused)
        self._pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self._pause.setIcon(icon("play" if paused else "pause"))
        self._pause.setToolTip(
            self.tr("Go on with the waiting jobs")
            if paused
            else self.tr("Start no job until the queue is resumed; the running one goes on")
        )
        self._clear.setVisible(bool(board.ended))
        self._show_total()

    @Slot()
    def _show_total(self) -> None:
        total = self._studio.queue.forecast.total()
        self._total.setText(queue_words.total(total, self._desk.paused))


def _link(text: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.setToolTip(tooltip)
    return button
