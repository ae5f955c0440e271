"""What was found in a folder, and how to make it again."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.state.durations import duration
from desktop.state.folder_batch import FolderPlan
from desktop.state.studio import Studio


class ProcessFolderDialog(QDialog):
    """Asks whether the pictures keep their seeds, and queues them."""

    def __init__(self, studio: Studio, plan: FolderPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._plan = plan
        self.setWindowTitle(self.tr("Process pictures"))
        self.setMinimumWidth(460)
        found = QLabel(self._found())
        found.setProperty("kind", "strong")
        found.setWordWrap(True)
        left_out = QLabel(self._left_out())
        left_out.setProperty("kind", "readable")
        left_out.setWordWrap(True)
        left_out.setVisible(bool(left_out.text()))
        left_out.setToolTip("\n".join(plan.unreadable[:20]))
        self.new_seeds = QRadioButton(self.tr("New seeds: other pictures of the same kind"))
        self.same_seeds = QRadioButton(self.tr("The same seeds: the same pictures on the chosen model"))
        self.new_seeds.setToolTip(self.tr("Each job gets a fresh seed"))
        self.same_seeds.setToolTip(self.tr("Each job gets the seed of its picture"))
        self.new_seeds.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.new_seeds)
        group.addButton(self.same_seeds)
        self.start = QPushButton(self.tr("Add {count} to the queue").format(count=len(plan.settings)))
        self.start.setToolTip(self.tr("Queue one job for each picture, as one group"))
        self.start.setDefault(True)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setToolTip(self.tr("Queue nothing"))

        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (found, left_out, self.new_seeds, self.same_seeds):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(buttons)
        self.start.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)

    @Slot()
    def accept(self) -> None:
        self._studio.queue.folders.start(self._plan, new_seeds=self.new_seeds.isChecked())
        super().accept()

    def _found(self) -> str:
        count = len(self._plan.settings)
        seconds = self._studio.queue.forecast.seconds(self._plan.settings)
        if seconds is None:
            return self.tr("Pictures that say how they were made: {count}.").format(count=count)
        return self.tr(
            "Pictures that say how they were made: {count}. To make them again takes about {time}."
        ).format(count=count, time=duration(seconds))

    def _left_out(self) -> str:
        """What will not be made again, and why."""
        sentences = []
        if self._plan.without:
            sentences.append(self.tr("Without settings, left out: {count}.").format(count=self._plan.without))
        if self._plan.unreadable:
            sentences.append(
                self.tr("Files that can't be opened: {count}.").format(count=len(self._plan.unreadable))
            )
        return "\n".join(sentences)
