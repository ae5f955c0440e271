"""Where and how pictures are copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop.state.picture_files import CopyOptions
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.folder_field import FolderField
from desktop.ui.widgets.slider_field import SliderField


class ExportDialog(QDialog):
    """Copies are never written over files that are there."""

    chosen = Signal(object)
    """CopyOptions."""

    def __init__(self, count: int, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export pictures"))
        self.setMinimumWidth(420)
        words = (
            self.tr("{count} picture is copied to a folder.")
            if count == 1
            else self.tr("{count} pictures are copied to a folder.")
        )
        self.folder = FolderField(self.tr("Folder"), self.tr("Choose a folder"))
        self.folder.set_value(folder)
        self.format = ChoiceField(
            [
                Choice(self.tr("As they are"), None),
                Choice("PNG", "png"),
                Choice("JPEG", "jpeg"),
                Choice("WebP", "webp"),
            ],
            name=self.tr("Format"),
        )
        self.quality = SliderField(
            self.tr("Quality"),
            1,
            100,
            default=95,
            tooltip=self.tr("For JPEG and WebP: higher is better and larger."),
        )
        self.settings = QCheckBox(self.tr("Keep prompt and settings in the copies"))
        self.settings.setChecked(True)
        self.settings.setToolTip(self.tr("Whoever has the copies can then read how they were made."))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export = self.buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export.setToolTip(self.tr("Copy the pictures"))
        for button in self.buttons.buttons():
            button.setToolTip(button.toolTip() or self.tr("Close without copying"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(QLabel(words.format(count=self.locale().toString(count))))
        column.addWidget(Field(self.tr("Folder"), self.folder, tooltip=self.tr("Where the copies go")))
        column.addWidget(
            Field(self.tr("Format"), self.format, tooltip=self.tr("What kind of files the copies are"))
        )
        column.addWidget(self.quality)
        column.addWidget(self.settings)
        column.addWidget(self.buttons)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._tell)
        self.finished.connect(self.deleteLater)
        self.folder.value_changed.connect(self._show_possible)
        self.format.value_changed.connect(self._show_possible)
        self._show_possible()

    @Slot()
    def _show_possible(self) -> None:
        self.export.setEnabled(self.folder.value is not None)
        self.quality.setVisible(self.format.value in ("jpeg", "webp"))

    @Slot()
    def _tell(self) -> None:
        if (folder := self.folder.value) is not None:
            form = self.format.value
            self.chosen.emit(
                CopyOptions(
                    folder,
                    form if isinstance(form, str) else None,
                    round(self.quality.value),
                    self.settings.isChecked(),
                )
            )
