"""What may be sent along with a report of a fault: read, copied, saved; never sent by the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.state.crash_reports import CrashReports


class CrashReportDialog(QDialog):
    """For ``open()``; asks for a new report when it is made."""

    def __init__(self, reports: CrashReports, parent: QWidget) -> None:
        super().__init__(parent)
        self._reports = reports
        self.setWindowTitle(self.tr("Report a problem"))
        self.resize(760, 560)
        head = QLabel(self.tr("This is what helps to find a fault."))
        head.setProperty("kind", "strong")
        words = QLabel(
            self.tr(
                "Versions, the device and the ends of the logs. Prompts and the names of your folders were "
                "taken out; please look it through all the same. Darkroom sends nothing: copy it or save it, "
                "and put it into your report."
            )
        )
        words.setProperty("kind", "readable")
        words.setWordWrap(True)
        self.text = QPlainTextEdit(self.tr("Reading the logs…"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("kind", "details")
        self.text.setAccessibleName(self.tr("Report"))
        self.text.setToolTip(self.tr("What a report should hold"))
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setToolTip(self.tr("Put the report on the clipboard"))
        self._save = QPushButton(self.tr("Save to a file…"))
        self._save.setToolTip(self.tr("Save the report as a text file"))
        close = QPushButton(self.tr("Close"))
        close.setToolTip(self.tr("Close this window"))
        close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._save)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(head)
        column.addWidget(words)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)
        for button in (self._copy, self._save):
            button.setEnabled(False)
        self._copy.clicked.connect(self._copy_text)
        self._save.clicked.connect(self._ask_where)
        close.clicked.connect(self.accept)
        reports.composed.connect(self._show)
        reports.compose()

    @Slot(str)
    def _show(self, report: str) -> None:
        self.text.setPlainText(report)
        for button in (self._copy, self._save):
            button.setEnabled(True)

    @Slot()
    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    @Slot()
    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the report"), str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile("darkroom-report.txt")
        dialog.fileSelected.connect(self._save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _save_to(self, name: str) -> None:
        self._reports.save(Path(name), self.text.toPlainText())
