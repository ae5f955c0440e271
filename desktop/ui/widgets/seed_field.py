"""A seed of 64 bits, or a new one each time."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication, QValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.core.params import MAX_SEED, RANDOM_SEED, random_seed
from desktop.ui.icons import icon
from desktop.ui.widgets.frame import FieldFrame
from desktop.ui.widgets.icon_button import IconButton


class SeedField(FieldFrame):
    """Empty (or -1) means a new seed for each job; then the seed of the last picture shows dimmed.

    The lock keeps a seed: the last one, or a fresh one when there was none. The dice goes back to random. It
    is a text because Qt's spin boxes hold 32 bits and seeds have 63.
    """

    value_changed = Signal(object)
    """The new seed as int: 0 to MAX_SEED, or RANDOM_SEED (-1). An object, as a Qt int has 32 bits."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._edit = QLineEdit()
        self._dice = IconButton("dices", "", inline=True)
        self._lock = IconButton("lock-open", "", inline=True, checkable=True)
        super().__init__(self._edit, self._dice, self._lock, parent=parent)
        self._value = RANDOM_SEED
        self._last: int | None = None
        self.setAccessibleName(name)
        self._edit.setAccessibleName(name)
        self._edit.setValidator(_SeedValidator(self._edit))
        self._dice.setAccessibleName(self.tr("New seed for each picture"))
        self._dice.setToolTip(self.tr("New seed for each picture"))
        self._show_value()
        self._edit.textEdited.connect(self._take_text)
        self._edit.editingFinished.connect(self._show_value)
        self._dice.clicked.connect(self._forget)
        self._lock.clicked.connect(self._toggle_lock)

    @property
    def value(self) -> int:
        return self._value

    def set_value(self, seed: int) -> None:
        """Show ``seed`` or RANDOM_SEED; tells when that is a change. ValueError outside the range."""
        if not RANDOM_SEED <= seed <= MAX_SEED:
            raise ValueError(f"a seed goes from {RANDOM_SEED} to {MAX_SEED}, not {seed}")
        changed = seed != self._value
        self._value = seed
        self._show_value()
        if changed:
            self.value_changed.emit(seed)

    def set_last_seed(self, seed: int) -> None:
        """The seed that the last picture was made with: shown dimmed, and what the lock keeps."""
        self._last = seed
        self._show_value()

    @Slot()
    def copy(self) -> None:
        """Put the seed, or else the last one, on the clipboard."""
        seed = self._last if self._value == RANDOM_SEED else self._value
        if seed is not None:
            QGuiApplication.clipboard().setText(str(seed))

    @Slot()
    def _show_value(self) -> None:
        fixed = self._value != RANDOM_SEED
        text = str(self._value) if fixed else ""
        if self._edit.text() != text:
            self._edit.setText(text)
        self._edit.setPlaceholderText(self.tr("random") if self._last is None else str(self._last))
        self._edit.setCursorPosition(len(text))
        self._lock.setChecked(fixed)
        self._lock.setIcon(icon("lock" if fixed else "lock-open"))
        words = self.tr("Let the seed change") if fixed else self.tr("Keep the last seed")
        self._lock.setAccessibleName(words)
        self._lock.setToolTip(words)

    @Slot(str)
    def _take_text(self, text: str) -> None:
        if text == "-" or not self._edit.hasAcceptableInput():
            return
        seed = int(text) if text.strip() else RANDOM_SEED
        if seed != self._value:
            self._value = seed
            self._lock.setChecked(seed != RANDOM_SEED)
            self.value_changed.emit(seed)

    @Slot()
    def _forget(self) -> None:
        self.set_value(RANDOM_SEED)

    @Slot()
    def _toggle_lock(self) -> None:
        if self._value != RANDOM_SEED:
            self.set_value(RANDOM_SEED)
        else:
            self.set_value(random_seed() if self._last is None else self._last)


class _SeedValidator(QValidator):
    """0 to MAX_SEED, -1 or nothing; spaces around a pasted number are dropped."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        digits = text.strip()
        state = QValidator.State.Acceptable
        if digits == "-":
            state = QValidator.State.Intermediate
        elif digits not in ("", str(RANDOM_SEED)) and not (
            digits.isascii() and digits.isdigit() and int(digits) <= MAX_SEED
        ):
            state = QValidator.State.Invalid
        return state, digits, min(position, len(digits))
