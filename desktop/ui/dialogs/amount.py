"""By how many pixels a selection's edge changes; shown on the canvas meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from desktop.core.texts import QT_TRANSLATE_NOOP
from desktop.state.editor.selection_edits import EdgeChange, SelectionEdits
from desktop.ui.dialogs.canvas_dialog import CanvasDialog
from desktop.ui.widgets.slider_field import SliderField

_WORDS = {
    EdgeChange.GROW: (
        QT_TRANSLATE_NOOP("AmountDialog", "Grow the selection"),
        QT_TRANSLATE_NOOP("AmountDialog", "Its edge moves outwards, corners become round."),
        QT_TRANSLATE_NOOP("AmountDialog", "Grow"),
    ),
    EdgeChange.SHRINK: (
        QT_TRANSLATE_NOOP("AmountDialog", "Shrink the selection"),
        QT_TRANSLATE_NOOP("AmountDialog", "Its edge moves inwards, but not along the canvas' border."),
        QT_TRANSLATE_NOOP("AmountDialog", "Shrink"),
    ),
    EdgeChange.FEATHER: (
        QT_TRANSLATE_NOOP("AmountDialog", "Feather the selection"),
        QT_TRANSLATE_NOOP("AmountDialog", "Its edge becomes soft, half inside and half outside."),
        QT_TRANSLATE_NOOP("AmountDialog", "Feather"),
    ),
}
_DEFAULT_PX = {EdgeChange.GROW: 8, EdgeChange.SHRINK: 8, EdgeChange.FEATHER: 12}


class AmountDialog(CanvasDialog):
    """The canvas shows what would be; cancelling brings back what was."""

    def __init__(self, edits: SelectionEdits, change: EdgeChange, parent: QWidget | None = None) -> None:
        title, intro, action = (QCoreApplication.translate("AmountDialog", text) for text in _WORDS[change])
        super().__init__(title, intro, action, intro, parent)
        self._edits = edits
        self._change = change
        self.amount = SliderField(
            self.tr("Pixels"),
            1,
            1000,
            default=_DEFAULT_PX[change],
            slider_maximum=120,
            unit="px",
            tooltip=self.tr("How far, in pixels of the picture"),
        )
        self.body.addWidget(self.amount)
        self.tell(self.tr("The canvas shows how the selection would be."))
        self.amount.value_changed.connect(self._preview)
        self.finished.connect(self._edits.end_preview)
        self.amount.slider.setFocus()
        self._preview()

    @Slot()
    def accept(self) -> None:
        self._edits.end_preview()
        self._edits.change_edge(self._change, int(self.amount.value))
        super().accept()

    @Slot()
    def _preview(self) -> None:
        self._edits.preview(self._change, int(self.amount.value))
