"""A small whole number with minus and plus."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.widgets.frame import FieldFrame
from desktop.ui.widgets.icon_button import IconButton


class Stepper(FieldFrame):
    """``4  − +`` from ``minimum`` to ``maximum``: typed, stepped with the buttons or Up and Down."""

    value_changed = Signal(int)

    def __init__(
        self, name: str, minimum: int, maximum: int, *, value: int = 1, parent: QWidget | None = None
    ) -> None:
        self._edit = _NumberEdit()
        self._less = IconButton("minus", "", inline=True)
        self._more = IconButton("plus", "", inline=True)
        super().__init__(self._edit, self._less, self._more, parent=parent)
        self._minimum, self._maximum, self._value = minimum, maximum, value
        self.setAccessibleName(name)
        self._edit.setAccessibleName(name)
        self._edit.setValidator(QIntValidator(0, maximum * 10, self._edit))
        for button, words in (
            (self._less, self.tr("Fewer: {name}").format(name=name)),
            (self._more, self.tr("More: {name}").format(name=name)),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setAutoRepeat(True)
        self._show_value()
        self._less.clicked.connect(self.step_down)
        self._more.clicked.connect(self.step_up)
        self._edit.stepped.connect(self._step)
        self._edit.editingFinished.connect(self._take_text)

    @property
    def value(self) -> int:
        return self._value

    def set_value(self, value: int) -> None:
        """Show ``value``, clamped to the range; tells when that is a change."""
        value = min(self._maximum, max(self._minimum, value))
        changed = value != self._value
        self._value = value
        self._show_value()
        if changed:
            self.value_changed.emit(value)

    @Slot()
    def step_up(self) -> None:
        self.set_value(self._value + 1)

    @Slot()
    def step_down(self) -> None:
        self.set_value(self._value - 1)

    @Slot(int)
    def _step(self, steps: int) -> None:
        self.set_value(self._value + steps)

    @Slot()
    def _take_text(self) -> None:
        self.set_value(int(self._edit.text()) if self._edit.text() else self._value)

    def _show_value(self) -> None:
        self._edit.setText(str(self._value))
        self._less.setEnabled(self._value > self._minimum)
        self._more.setEnabled(self._value < self._maximum)


class _NumberEdit(QLineEdit):
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self.stepped.emit(1)
            case Qt.Key.Key_Down:
                self.stepped.emit(-1)
            case _:
                super().keyPressEvent(event)
