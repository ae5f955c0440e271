"""Nine places to choose one from: where what is there stays while the room around it changes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QWidget

from desktop.ui.icons import icon

_ARROWS = {
    (-1, -1): "arrow-up-left",
    (0, -1): "arrow-up",
    (1, -1): "arrow-up-right",
    (-1, 0): "arrow-left",
    (1, 0): "arrow-right",
    (-1, 1): "arrow-down-left",
    (0, 1): "arrow-down",
    (1, 1): "arrow-down-right",
}
_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class AnchorGrid(QWidget):
    """Arrows show where room is added. The arrow keys move the anchor."""

    value_changed = Signal(object)
    """(column, row), each 0 to 2."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._buttons: dict[tuple[int, int], QToolButton] = {}
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        names = (
            (self.tr("Top left"), self.tr("Top"), self.tr("Top right")),
            (self.tr("Left"), self.tr("Middle"), self.tr("Right")),
            (self.tr("Bottom left"), self.tr("Bottom"), self.tr("Bottom right")),
        )
        for row in range(3):
            for column in range(3):
                button = _Cell()
                button.setAccessibleName(names[row][column])
                button.setToolTip(
                    self.tr("{place}: the picture stays there").format(place=names[row][column])
                )
                button.moved.connect(self._move)
                self._group.addButton(button, 3 * row + column)
                self._buttons[column, row] = button
                grid.addWidget(button, row, column)
        self._buttons[1, 1].setChecked(True)
        self._group.idToggled.connect(self._on_toggled)
        self.setFocusProxy(self._buttons[1, 1])
        self._show()

    @property
    def value(self) -> tuple[int, int]:
        """(column, row) of the anchor."""
        row, column = divmod(self._group.checkedId(), 3)
        return column, row

    def set_value(self, place: tuple[int, int]) -> None:
        self._buttons[place].setChecked(True)

    @Slot(int, bool)
    def _on_toggled(self, _number: int, on: bool) -> None:
        if on:
            self._show()
            self.setFocusProxy(self._buttons[self.value])
            self.value_changed.emit(self.value)

    @Slot(int, int)
    def _move(self, across: int, down: int) -> None:
        column, row = self.value
        target = self._buttons[min(2, max(0, column + across)), min(2, max(0, row + down))]
        target.setChecked(True)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        column, row = self.value
        for (x, y), button in self._buttons.items():
            name = _ARROWS.get((x - column, y - row))
            here = (x, y) == (column, row)
            button.setIcon(icon("image") if here else icon(name) if name else QIcon())
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)


class _Cell(QToolButton):
    moved = Signal(int, int)
    """An arrow key: columns and rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "cell")
        self.setCheckable(True)
        self.setIconSize(QSize(15, 15))
        self.setFixedSize(34, 30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(*step)
