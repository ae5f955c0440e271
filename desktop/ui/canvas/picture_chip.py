"""The chip for a picture that is looked at: its neighbours, what was before, and a way to edit it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.word_button import WordButton


class PictureChip(Chip):
    """Arrows to the neighbours in the gallery, "Before" while there is one, "Edit", and a way back."""

    step_requested = Signal(int)
    """1 for the next older picture, -1 for the next newer one."""
    before_toggled = Signal(bool)
    edit_requested = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Picture"))
        self.newer = IconButton("chevron-left", self.tr("Newer picture"), inline=True)
        self.older = IconButton("chevron-right", self.tr("Older picture"), inline=True)
        self.before = self._button("columns-2", self.tr("Before"))
        self.before.setCheckable(True)
        self.before.setToolTip(self.tr("Show what this picture took the place of (Shift+B)"))
        self.edit = self._button("brush", self.tr("Edit"))
        self.edit.setToolTip(self.tr("Take this picture for the canvas: paint on it, redraw parts of it"))
        self.back = self._button("x", self.tr("Back to the canvas"))
        self.back.setToolTip(self.tr("Show the canvas again; the picture stays in the gallery"))
        for widget in (self.newer, self.older, self.before, self.edit, self.back):
            self.row.addWidget(widget)
        self.newer.clicked.connect(self._go_newer)
        self.older.clicked.connect(self._go_older)
        self.before.clicked.connect(self.before_toggled)
        self.edit.clicked.connect(self.edit_requested)
        self.back.clicked.connect(self.back_requested)
        self.set_state(before=False, shows_before=False, over_document=False)
        self.hide()

    def set_state(self, *, before: bool, shows_before: bool, over_document: bool) -> None:
        """Whether there is something before, whether that is shown, whether a canvas lies below."""
        self.before.setVisible(before)
        self.before.setChecked(shows_before)
        self.back.setVisible(over_document)
        self.adjustSize()

    def _button(self, icon_name: str, text: str) -> QPushButton:
        button = WordButton(icon_name, text, "chip")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _go_newer(self) -> None:
        self.step_requested.emit(-1)

    def _go_older(self) -> None:
        self.step_requested.emit(1)
