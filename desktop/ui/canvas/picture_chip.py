"""The chip for going from picture to picture, and back to how it was before."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui.icons import icon
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.icon_button import IconButton


class PictureChip(Chip):
    """Arrows to the neighbours in the gallery; "Before" while there is a picture before."""

    step_requested = Signal(int)
    """1 for the next older picture, -1 for the next newer one."""
    before_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Picture"))
        self.newer = IconButton("chevron-left", self.tr("Newer picture"), inline=True)
        self.older = IconButton("chevron-right", self.tr("Older picture"), inline=True)
        self.before = QPushButton(icon("columns-2"), self.tr("Before"))
        self.before.setProperty("kind", "chip")
        self.before.setCheckable(True)
        self.before.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.before.setToolTip(self.tr("Show the picture that this one took the place of (Shift+B)"))
        for widget in (self.newer, self.older, self.before):
            self.row.addWidget(widget)
        self.newer.clicked.connect(self._go_newer)
        self.older.clicked.connect(self._go_older)
        self.before.clicked.connect(self.before_toggled)
        self.set_before(there=False, shown=False)
        self.hide()

    def set_before(self, *, there: bool, shown: bool) -> None:
        """Whether there is a picture before, and whether it is shown."""
        self.before.setVisible(there)
        self.before.setChecked(shown)
        self.adjustSize()

    def _go_newer(self) -> None:
        self.step_requested.emit(-1)

    def _go_older(self) -> None:
        self.step_requested.emit(1)
