"""What a legacy model file is, said plainly, and its conversion on one button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from desktop.core.conversion import Converted, Report, Stage
from desktop.core.errors import ErrorInfo
from desktop.core.legacy import Plan
from desktop.state.conversion import Conversion
from desktop.ui.dialogs.canvas_dialog import CanvasDialog

_PASSING = frozenset(
    {"disk_full", "not_writable", "not_readable", "out_of_memory", "conversion_ended", "conversion_stalled"}
)
"""Failures that another try may not meet again."""


class ConvertModelDialog(CanvasDialog):
    """For ``open()``. Its button is the agreement; closing it ends a conversion that is under way."""

    def __init__(self, source: Path, conversion: Conversion, parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("Convert to safetensors"),
            _tr(
                "This file is a pickle. Such files can hold programs beside their weights, which run when "
                "they are opened in the usual way. Here nothing is run: a process of its own, without "
                "network, reads only the weights, and writes them as safetensors, which hold no programs."
            ),
            _tr("Convert"),
            _tr("Agree to have this file read in that way, and make the new file"),
            parent,
        )
        self._conversion = conversion
        self._plan: Plan | None = None
        self._done = False
        self._values: dict[str, QLabel] = {}
        self.body.addLayout(self._facts(source))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName(self.tr("Progress of the conversion"))
        kept = self.bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(kept)
        self.bar.hide()
        self.body.addWidget(self.bar)
        self.act.setEnabled(False)
        self.tell(self.tr("Looking at the file…"))
        conversion.planned.connect(self._show_plan)
        conversion.progressed.connect(self._show_progress)
        conversion.finished.connect(self._show_finished)
        conversion.refused.connect(self._show_refused)
        conversion.cancelled.connect(self._close)
        conversion.look_at(source)

    @Slot()
    def accept(self) -> None:
        """Convert; or close, once that is done."""
        if self._done:
            super().accept()
        elif self._plan is not None and not self._conversion.is_running:
            self._conversion.start(self._plan)

    @Slot()
    def reject(self) -> None:
        """Close; what is under way is ended first, and nothing of it is kept."""
        if self._conversion.is_running:
            self.tell(self.tr("Ending the process…"))
            self._cancel.setEnabled(False)
            self._conversion.cancel()
        else:
            super().reject()

    # Inside

    def _facts(self, source: Path) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        facts = {
            "file": (self.tr("File"), source.name),
            "size": (self.tr("Size"), "…"),
            "target": (self.tr("New file"), "…"),
            "folder": (self.tr("Folder"), "…"),
        }
        for row, (key, (name, text)) in enumerate(facts.items()):
            label = QLabel(name)
            label.setProperty("kind", "secondary")
            value = self._values[key] = QLabel()
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            self._say(key, text)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        return grid

    def _say(self, key: str, text: str) -> None:
        """Show a fact, with places where a long name may break."""
        for mark in "/\\_-.":
            text = text.replace(mark, f"{mark}\u200b")
        self._values[key].setText(text)

    @Slot(object)
    def _show_plan(self, plan: Plan) -> None:
        self._plan = plan
        size = QLocale().formattedDataSize(plan.size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        self._say("size", self.tr("{size}; the new file is about as large").format(size=size))
        self._say("target", plan.target.name)
        self._say("folder", str(plan.folder))
        if plan.agreed:
            words = self.tr("You agreed to this for this file before. The original stays as it is.")
        elif plan.beside:
            words = self.tr("The new file goes beside the original, which stays as it is.")
        else:
            words = self.tr(
                "The new file goes into Darkroom's folder of models. The original stays as it is."
            )
        self.tell(words)
        self.act.setEnabled(True)
        self.act.setFocus()
        self.adjustSize()

    @Slot(object)
    def _show_progress(self, report: Report) -> None:
        self.act.setEnabled(False)
        self.bar.show()
        self.bar.setRange(0, 1000 if report.total_bytes else 0)
        share = report.done_bytes / max(1, report.total_bytes)
        self.bar.setValue(round(1000 * share))
        words = {
            Stage.START: self.tr("Starting a process for it…"),
            Stage.HASH: self.tr("Taking the file's fingerprint: {percent} %"),
            Stage.READ: self.tr("Reading the weights…"),
            Stage.WRITE: self.tr("Writing the new file: {percent} %"),
        }
        self.tell(words[report.stage].format(percent=round(100 * share)))

    @Slot(object)
    def _show_finished(self, converted: Converted) -> None:
        self._done = True
        self.bar.hide()
        self._say("target", converted.path.name)
        words = self.tr("{name} was made, with {count} tensors, and stands among the models.").format(
            name=converted.path.name, count=QLocale().toString(converted.tensors)
        )
        if converted.left_out:
            names = ", ".join(converted.left_out)
            words = self.tr("{words} Left out, as no part of the weights: {names}.").format(
                words=words, names=names
            )
        self.tell(words)
        self._cancel.hide()
        self.act.setText(self.tr("Close"))
        self.act.setToolTip(self.tr("Close this window"))
        self.act.setEnabled(True)
        self.act.setFocus()
        self.adjustSize()

    @Slot(object)
    def _show_refused(self, info: ErrorInfo) -> None:
        self.bar.hide()
        self.tell(f"{info.message} {info.hint}".strip(), warns=True)
        self.act.setText(self.tr("Try again"))
        self.act.setEnabled(True)
        self.act.setVisible(self._plan is not None and info.code in _PASSING)
        self._cancel.setText(self.tr("Close"))
        self._cancel.setToolTip(self.tr("Close this window"))
        self._cancel.setFocus()
        self.adjustSize()

    @Slot()
    def _close(self) -> None:
        super().reject()


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConvertModelDialog", text)
