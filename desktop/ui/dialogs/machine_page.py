"""About this machine: what pictures are computed on, and where things are kept."""

from __future__ import annotations

import platform

import psutil
from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core import crash_report
from desktop.state.studio import Studio


class MachinePage(QWidget):
    """Facts to read and to copy. GUI thread."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        copy = QPushButton(self.tr("Copy"))
        copy.setToolTip(self.tr("Put these facts on the clipboard"))
        copy.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._grid)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self._values: dict[str, QLabel] = {}
        for name, value in self._facts().items():
            self._add(name, value)
        studio.device_changed.connect(self._show_device)

    def text(self) -> str:
        """All facts, one a line."""
        return "\n".join(f"{name}: {label.text()}" for name, label in self._values.items())

    def show_matching(self, words: list[str]) -> bool:
        """Whether all words (casefolded) are somewhere in the facts."""
        text = self.text().casefold()
        return all(word in text for word in words)

    def _facts(self) -> dict[str, str]:
        paths, memory = self._studio.paths, psutil.virtual_memory().total
        facts = {
            self.tr("Pictures are made on"): self._studio.device or self.tr("the engine is starting"),
            self.tr("Memory"): QLocale().formattedDataSize(memory),
            self.tr("Processors"): str(psutil.cpu_count() or 1),
            self.tr("System"): platform.platform(),
        }
        facts |= crash_report.versions()
        return facts | {
            self.tr("Pictures"): str(self._studio.save_options.folder),
            self.tr("Models"): str(paths.models),
            self.tr("Settings"): str(paths.settings),
            self.tr("Gallery"): str(paths.gallery),
            self.tr("Logs"): str(paths.logs),
        }

    def _add(self, name: str, value: str) -> None:
        label, text = QLabel(name), QLabel(value)
        label.setProperty("kind", "label")
        text.setProperty("kind", "readable")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)
        self._values[name] = text

    @Slot(object)
    def _show_device(self, device: str) -> None:
        self._values[self.tr("Pictures are made on")].setText(device)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
