"""How the canvas becomes a file, and what the file tells beside the picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.core import files, pictures
from desktop.core.document.document import MAX_DOCUMENT_SIDE
from desktop.core.export_options import ExportOptions
from desktop.core.geometry import Size
from desktop.core.picture_export import embedded
from desktop.core.settings import ExportKind
from desktop.state.studio import Studio
from desktop.ui.dialogs.canvas_dialog import CanvasDialog
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.folder_field import ask_for_folder
from desktop.ui.widgets.size_field import SizeField
from desktop.ui.widgets.slider_field import SliderField

_PAPER = {"white": (255, 255, 255), "black": (0, 0, 0)}


class ExportCanvasDialog(CanvasDialog):
    """What is chosen is chosen again the next time; the size is always that of the canvas first."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("Export the canvas"),
            _tr("A file for other programs and other people. The project stays as it is."),
            _tr("Export…"),
            _tr("Choose where the file goes, then write it"),
            parent,
        )
        self._studio = studio
        self._document = studio.editor.document.document
        session = studio.preferences.current.session
        self._build(session.export, session.export_kind)
        self._lay_out()
        self.kind.value_changed.connect(self._show)
        self.format.value_changed.connect(self._show)
        self.quality.value_changed.connect(self._show)
        self.size_field.value_changed.connect(self._take_size)
        self.percent.value_changed.connect(self._take_percent)
        self.background.value_changed.connect(self._show)
        for box in (self.lossless, self.settings, self.ai_mark, self.profile):
            box.toggled.connect(self._show)
        self._show()

    @property
    def options(self) -> ExportOptions:
        """What is chosen."""
        size = self.size_field.value
        form = self.format.value
        paper = self.background.value
        return ExportOptions(
            format=form if form in ("png", "jpeg", "webp", "tiff") else "png",
            quality=round(self.quality.value),
            lossless=self.lossless.isChecked(),
            size=None if size == self._document.size else size,
            background=_PAPER.get(paper) if isinstance(paper, str) else None,
            settings=self.settings.isChecked(),
            ai_mark=self.ai_mark.isChecked(),
            icc_profile=self.profile.isChecked(),
        )

    @Slot()
    def accept(self) -> None:
        """Ask where to; the dialog closes when that is chosen."""
        self._keep()
        if self.kind.value is ExportKind.LAYERS:
            ask_for_folder(self, self.tr("Export the layers"), self._folder(), self._write_layers)
            return
        raster = self.kind.value is ExportKind.OPENRASTER
        suffix = ".ora" if raster else pictures.SUFFIXES[self.options.format]
        dialog = QFileDialog(self, self.tr("Export the canvas"), str(self._folder()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{self._format_name()} (*{suffix})"])
        dialog.setDefaultSuffix(suffix[1:])
        dialog.selectFile(f"{files.safe_stem(self._name())}{suffix}")
        dialog.fileSelected.connect(self.write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def write(self, name: str) -> None:
        """Write the file ``name`` and close."""
        if self.kind.value is ExportKind.OPENRASTER:
            self._studio.editor.export.write_openraster(Path(name))
        else:
            self._studio.editor.export.write_picture(Path(name), self.options)
        super().accept()

    def _write_layers(self, name: str) -> None:
        self._studio.editor.export.write_layers(Path(name), self.options)
        super().accept()

    # Building

    def _build(self, kept: ExportOptions, kind: ExportKind) -> None:
        self.kind = ChoiceField(
            [
                Choice(self.tr("The whole picture"), ExportKind.PICTURE),
                Choice(self.tr("Each layer by itself"), ExportKind.LAYERS),
                Choice(self.tr("Layers for Krita and GIMP"), ExportKind.OPENRASTER, tag="ora"),
            ],
            name=self.tr("Export"),
        )
        self.kind.set_value(kind)
        self.format = ChoiceField(
            [Choice("PNG", "png"), Choice("JPEG", "jpeg"), Choice("WebP", "webp"), Choice("TIFF", "tiff")],
            name=self.tr("Format"),
        )
        self.format.set_value(kept.format)
        self.quality = SliderField(
            self.tr("Quality"), 1, 100, default=95, tooltip=self.tr("Higher is better and larger")
        )
        self.quality.set_value(kept.quality)
        self.lossless = _box(
            self.tr("Without loss"), self.tr("Keep every pixel as it is; larger"), kept.lossless
        )
        self.size_field = SizeField(self.tr("Size"))
        self.size_field.set_limits(1, MAX_DOCUMENT_SIDE, 1)
        self.size_field.set_value(self._document.size)
        self.size_field.keep_proportions.setChecked(True)
        self.percent = SliderField(
            self.tr("Percent"),
            1,
            400,
            default=100,
            slider_maximum=200,
            unit="%",
            tooltip=self.tr("Compared to the canvas, which stays as it is"),
        )
        self.background = ChoiceField(
            [
                Choice(self.tr("Transparent"), "none"),
                Choice(self.tr("White"), "white"),
                Choice(self.tr("Black"), "black"),
            ],
            name=self.tr("Background"),
        )
        self.background.set_value(next((k for k, rgb in _PAPER.items() if rgb == kept.background), "none"))
        self.settings = _box(
            self.tr("Prompt and settings"), self.tr("Whoever has the file can then read them"), kept.settings
        )
        self.ai_mark = _box(
            self.tr("Mark as made by AI"), self.tr("The mark of the IPTC that sites look for"), kept.ai_mark
        )
        self.profile = _box(
            self.tr("Colour profile"), self.tr("Of the picture that was opened"), kept.icc_profile
        )
        self.told = QPlainTextEdit()
        self.told.setProperty("kind", "details")
        self.told.setReadOnly(True)
        self.told.setTabChangesFocus(True)
        self.told.setFixedHeight(104)
        self.told.setAccessibleName(self.tr("What the file tells"))
        self.told.setToolTip(self.tr("All that is in the file beside the picture itself"))

    def _lay_out(self) -> None:
        tip = self.tr("What goes into the file")
        self._format_row = Field(self.tr("Format"), self.format, tooltip=self.tr("The kind of file"))
        self.body.addLayout(_row(Field(self.tr("Export"), self.kind, tooltip=tip), self._format_row))
        self._quality_row = QWidget()
        row = QHBoxLayout(self._quality_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.quality, 1)
        row.addWidget(self.lossless, 1, Qt.AlignmentFlag.AlignBottom)
        self.body.addWidget(self._quality_row)
        self._picture_part = QWidget()
        column = QVBoxLayout(self._picture_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        size = Field(self.tr("Size"), self.size_field, tooltip=self.tr("Width by height in pixels"))
        column.addLayout(_row(size, self.percent))
        tip = self.tr("What lies below transparent parts")
        paper = Field(self.tr("Background"), self.background, tooltip=tip)
        boxes = QVBoxLayout()
        boxes.setSpacing(6)
        for box in (self.settings, self.ai_mark, self.profile):
            boxes.addWidget(box)
        boxes.addStretch(1)
        told = QHBoxLayout()
        told.setSpacing(16)
        told.addWidget(paper, 1, Qt.AlignmentFlag.AlignTop)
        told.addLayout(boxes, 1)
        column.addLayout(told)
        column.addWidget(Field(self.tr("What the file tells"), self.told))
        self.body.addWidget(self._picture_part)

    # Showing

    @Slot(object)
    def _take_size(self, size: Size) -> None:
        with QSignalBlocker(self.percent):
            self.percent.set_value(round(100 * size.width / self._document.size.width))
        self._show()

    @Slot(object)
    def _take_percent(self, percent: int) -> None:
        before = self._document.size
        size = Size(max(1, round(before.width * percent / 100)), max(1, round(before.height * percent / 100)))
        with QSignalBlocker(self.size_field):
            self.size_field.set_value(size)
        self._show()

    @Slot()
    def _show(self) -> None:
        form, raster = self.format.value, self.kind.value is ExportKind.OPENRASTER
        self._format_row.setVisible(not raster)
        self._picture_part.setVisible(not raster)
        self._quality_row.setVisible(not raster and form in ("jpeg", "webp"))
        self.lossless.setVisible(form == "webp")
        self.quality.setEnabled(form == "jpeg" or not self.lossless.isChecked())
        self.told.setPlainText(self._embedded())
        self.tell(self._words())
        if self.isVisible():
            self.adjustSize()

    def _embedded(self) -> str:
        rows = embedded(self._document, self.options)
        if not rows:
            return self.tr("Nothing but the picture.")
        return "\n".join(f"{QCoreApplication.translate('Export', name)}: {content}" for name, content in rows)

    def _words(self) -> str:
        size = self.size_field.value
        values = {"format": self._format_name(), "size": f"{size.width} × {size.height}"}
        if self.kind.value is ExportKind.OPENRASTER:
            return self.tr("One file with all layers, their modes and masks.")
        if self.kind.value is ExportKind.LAYERS:
            return self.tr(
                "A {format} file of {size} pixels for each visible layer, without blend mode and opacity."
            ).format(**values)
        words = self.tr("A {format} file of {size} pixels.").format(**values)
        if self.format.value == "jpeg" and self.background.value == "none":
            return self.tr("{words} JPEG knows no transparency: white lies below it.").format(words=words)
        return words

    def _format_name(self) -> str:
        return "OpenRaster" if self.kind.value is ExportKind.OPENRASTER else self.format.currentText()

    # Remembering

    def _name(self) -> str:
        file = self._studio.editor.document.file
        return self.tr("picture") if file is None else file.stem

    def _folder(self) -> Path:
        last, file = self._studio.editor.export.last, self._studio.editor.document.file
        if last is not None:
            return last if last.is_dir() else last.parent
        return self._studio.save_options.folder if file is None else file.parent

    def _keep(self) -> None:
        preferences, kind = self._studio.preferences, self.kind.value
        changed = {"export": self.options.model_copy(update={"size": None}), "export_kind": kind}
        preferences.update(session=preferences.current.session.model_copy(update=changed))


def _box(text: str, tip: str, checked: bool) -> QCheckBox:
    box = QCheckBox(text)
    box.setToolTip(tip)
    box.setChecked(checked)
    return box


def _row(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(left, 1)
    row.addWidget(right, 1)
    return row


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportCanvasDialog", text)
