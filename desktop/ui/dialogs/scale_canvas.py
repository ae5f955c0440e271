"""Making the whole picture larger or smaller."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop.core.document.document import MAX_DOCUMENT_SIDE
from desktop.core.geometry import Size
from desktop.state.editor.editor import Editor
from desktop.ui.dialogs.canvas_dialog import CanvasDialog
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.size_field import SizeField
from desktop.ui.widgets.slider_field import SliderField


class ScaleCanvasDialog(CanvasDialog):
    """Says what the picture will be."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("Scale the picture"),
            _tr("All layers become larger or smaller, each pixel computed anew."),
            _tr("Scale"),
            _tr("Give the picture this size"),
            parent,
        )
        self._editor = editor
        self._before = editor.document.document.size
        self.size_field = SizeField(self.tr("Size"))
        self.size_field.set_limits(1, MAX_DOCUMENT_SIDE, 1)
        self.size_field.set_value(self._before)
        self.keep = QCheckBox(self.tr("Keep proportions"))
        self.keep.setToolTip(self.tr("When one side changes, the other follows"))
        self.keep.toggled.connect(self.size_field.keep_proportions.setChecked)
        self.size_field.keep_proportions.toggled.connect(self.keep.setChecked)
        self.keep.setChecked(True)
        self.percent = SliderField(
            self.tr("Percent"),
            1,
            1000,
            default=100,
            slider_maximum=400,
            unit="%",
            tooltip=self.tr("Both sides, compared to what they are now"),
        )
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(
            Field(self.tr("Size"), self.size_field, tooltip=self.tr("Width by height in pixels")), 1
        )
        row.addWidget(self.percent, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.keep)
        self.size_field.value_changed.connect(self._take_size)
        self.percent.value_changed.connect(self._take_percent)
        self._show()

    @Slot()
    def accept(self) -> None:
        self._editor.canvas_edits.scale(self.size_field.value)
        super().accept()

    @Slot(object)
    def _take_size(self, size: Size) -> None:
        with QSignalBlocker(self.percent):
            self.percent.set_value(round(100 * size.width / self._before.width))
        self._show()

    @Slot(object)
    def _take_percent(self, percent: int) -> None:
        share = percent / 100
        size = Size(max(1, round(self._before.width * share)), max(1, round(self._before.height * share)))
        with QSignalBlocker(self.size_field):
            self.size_field.set_value(size)
        self._show()

    def _show(self) -> None:
        before, after = self._before, self.size_field.value
        self.act.setEnabled(after != before)
        if after == before:
            self.tell(self.tr("The picture has this size already."))
            return
        words = (
            self.tr("From {before} to {after} pixels, sharpened a little as it grows (Lanczos).")
            if after.area > before.area
            else self.tr("From {before} to {after} pixels, each the mean of those it replaces.")
        )
        sizes = {"before": f"{before.width} × {before.height}", "after": f"{after.width} × {after.height}"}
        self.tell(words.format(**sizes))


def _tr(text: str) -> str:
    return QCoreApplication.translate("ScaleCanvasDialog", text)
