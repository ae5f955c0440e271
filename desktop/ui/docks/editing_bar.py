"""Across the prompt dock while it shows a job that waits."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.state.job_editing import JobEditing


class EditingBar(QFrame):
    """Says that a waiting job is edited, and ends that; hidden otherwise."""

    def __init__(self, editing: JobEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self.setProperty("kind", "editing")
        words = QLabel(self.tr("Editing a waiting job"))
        words.setProperty("kind", "strong")
        self.save = QPushButton(self.tr("Save changes"))
        self.save.setToolTip(self.tr("Put these settings in the job's place; it keeps its turn"))
        self.discard = QPushButton(self.tr("Discard"))
        self.discard.setToolTip(self.tr("Leave the job as it is, and bring back the settings from before"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.discard)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(words)
        column.addLayout(buttons)
        self.save.clicked.connect(editing.save)
        self.discard.clicked.connect(editing.discard)
        editing.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        self.setVisible(self._editing.job is not None)
