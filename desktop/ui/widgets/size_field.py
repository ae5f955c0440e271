"""Width and height in one field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import gcd

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from desktop.core.geometry import Size
from desktop.ui.widgets.frame import FieldFrame
from desktop.ui.widgets.icon_button import IconButton

_PROPORTIONS = ((1, 1), (5, 4), (4, 3), (3, 2), (16, 9), (2, 1), (21, 9))
_NEAR, _SIMPLE = 0.04, 10
_TYPED = re.compile(r"\s*(\d{1,6})\s*(?:[x×*, ]\s*(\d{1,6})?\s*)?", re.IGNORECASE)


def proportion(size: Size) -> str:
    """``3:2``, for 272 x 184 too: sides are multiples of 8, so few sizes have a proportion exactly."""
    ratio = size.width / size.height

    def away(pair: tuple[int, int]) -> float:
        return abs(ratio * pair[1] / pair[0] - 1)

    nearest = min((*_PROPORTIONS, *(pair[::-1] for pair in _PROPORTIONS)), key=away)
    if away(nearest) < _NEAR:
        return f"{nearest[0]}:{nearest[1]}"
    divisor = gcd(size.width, size.height)
    across, down = size.width // divisor, size.height // divisor
    return f"{across}:{down}" if max(across, down) <= _SIMPLE else f"{ratio:.2f}:1"


class SizeField(FieldFrame):
    """``320 × 256``: typed, stepped with Up and Down, swapped, or taken from a menu of presets.

    Sides are clamped to the limits and snapped to the multiple when typing ends; nonsense is undone. With
    proportions kept, the other side follows the one that was changed; one number alone means a square.
    """

    value_changed = Signal(object)
    """The new core.geometry.Size."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._edit = _SizeEdit()
        self._menu_button = IconButton("proportions", "", inline=True)
        self._swap_button = IconButton("arrow-left-right", "", inline=True)
        super().__init__(self._edit, self._menu_button, self._swap_button, parent=parent)
        self._value = Size(512, 512)
        self._minimum, self._maximum, self._multiple = 64, 4096, 8
        self._presets: tuple[Size, ...] = ()
        self.setAccessibleName(name)
        self._edit.setAccessibleName(self.tr("{name}, width by height").format(name=name))
        for button, text in (
            (self._menu_button, self.tr("Common sizes and proportions")),
            (self._swap_button, self.tr("Swap width and height")),
        ):
            button.setAccessibleName(text)
            button.setToolTip(text)
        self.keep_proportions = QAction(self.tr("Keep proportions"), self)
        self.keep_proportions.setCheckable(True)
        self.keep_proportions.setStatusTip(self.tr("When one side changes, the other follows"))
        self._menu = QMenu(self)
        self._menu.setAccessibleName(self._menu_button.accessibleName())
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setMenu(self._menu)
        self._menu_button.setCheckable(True)
        self._fill_menu()
        self._show_value()
        self.keep_proportions.toggled.connect(self._menu_button.setChecked)
        self._swap_button.clicked.connect(self.swap)
        self._edit.editingFinished.connect(self._take_text)
        self._edit.reverted.connect(self._show_value)
        self._edit.stepped.connect(self._step)

    @property
    def value(self) -> Size:
        return self._value

    def set_value(self, size: Size) -> None:
        """Show ``size``, clamped and snapped; tells when that is a change."""
        size = Size(self._fit(size.width), self._fit(size.height))
        changed = size != self._value
        self._value = size
        self._show_value()
        if changed:
            self.value_changed.emit(size)

    def set_limits(self, minimum: int, maximum: int, multiple: int) -> None:
        """Shortest and longest side, and what both are multiples of; the value is fitted to them."""
        self._minimum, self._maximum, self._multiple = minimum, maximum, multiple
        self.set_value(self._value)

    def set_presets(self, sizes: Sequence[Size]) -> None:
        """The sizes in the menu, in this order."""
        self._presets = tuple(sizes)
        self._fill_menu()

    @Slot()
    def swap(self) -> None:
        """Width becomes height."""
        self.set_value(Size(self._value.height, self._value.width))

    def _fit(self, side: int) -> int:
        m = self._multiple
        lowest, highest = -(-self._minimum // m) * m, self._maximum // m * m
        return min(highest, max(lowest, (side + m // 2) // m * m))

    @Slot()
    def _show_value(self) -> None:
        self._edit.setText(f"{self._value.width} × {self._value.height}")

    @Slot()
    def _take_text(self) -> None:
        typed = _TYPED.fullmatch(self._edit.text())
        if typed is None:
            self._show_value()
            return
        width = int(typed[1])
        height = (
            int(typed[2]) if typed[2] else self._value.height if self.keep_proportions.isChecked() else width
        )
        self._set_sides(width, height)

    @Slot(int)
    def _step(self, steps: int) -> None:
        cursor = self._edit.cursorPosition()
        change = steps * self._multiple
        if cursor <= self._edit.text().find("×"):
            self._set_sides(self._value.width + change, self._value.height)
        else:
            self._set_sides(self._value.width, self._value.height + change)
        self._edit.setCursorPosition(cursor)

    def _set_sides(self, width: int, height: int) -> None:
        old = self._value
        if self.keep_proportions.isChecked():
            if height == old.height:
                height = round(width * old.height / old.width)
            elif width == old.width:
                width = round(height * old.width / old.height)
        self.set_value(Size(width, height))

    def _fill_menu(self) -> None:
        self._menu.clear()
        self._menu.addAction(self.keep_proportions)
        if self._presets:
            self._menu.addSeparator()
        for size in self._presets:
            action = self._menu.addAction(f"{size.width} × {size.height}\t{proportion(size)}")
            action.setData(size)
            action.setStatusTip(self.tr("Make pictures of this size"))
            action.triggered.connect(self._take_preset)

    @Slot()
    def _take_preset(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.set_value(action.data())


class _SizeEdit(QLineEdit):
    reverted = Signal()
    stepped = Signal(int)

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            event.accept()  # before the window takes Esc for itself
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.reverted.emit()
            case Qt.Key.Key_Up:
                self.stepped.emit(1)
            case Qt.Key.Key_Down:
                self.stepped.emit(-1)
            case _:
                super().keyPressEvent(event)
