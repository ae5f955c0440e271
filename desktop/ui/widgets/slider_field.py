"""A labelled number: drag it, or click its value and type."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.widgets.field import Field
from desktop.ui.widgets.thin_slider import ThinSlider
from desktop.ui.widgets.typed_number import typed_number


class SliderField(Field):
    """A number from ``minimum`` to ``maximum`` with ``decimals`` figures after the point.

    The slider moves by ``step`` and may begin after the minimum and end before the maximum
    (``slider_minimum``, ``slider_maximum``): typing reaches the rest.
    Typed values are clamped to the range, nonsense is undone. A double click goes back to ``default``.
    ``unit`` stands behind the value.
    """

    value_changed = Signal(object)
    """int when there are no decimals, float otherwise."""

    def __init__(
        self,
        label: str,
        minimum: float,
        maximum: float,
        *,
        default: float,
        step: float = 1,
        decimals: int = 0,
        slider_minimum: float | None = None,
        slider_maximum: float | None = None,
        unit: str = "",
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._unit = unit
        self._minimum, self._maximum, self._step, self._decimals = minimum, maximum, step, decimals
        self._default = self._value = default
        self.slider = ThinSlider()
        self.edit = _ValueEdit()
        super().__init__(label, self.slider, value=self.edit, tooltip=tooltip, parent=parent)
        self.edit.setAccessibleName(self.tr("{name}, typed").format(name=label))
        self.edit.setToolTip(tooltip)
        top = maximum if slider_maximum is None else slider_maximum
        self._bottom = minimum if slider_minimum is None else slider_minimum
        self.slider.setRange(0, round((top - self._bottom) / step))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self._show_value()
        self.slider.valueChanged.connect(self._take_slider)
        self.slider.reset_requested.connect(self.reset)
        self.slider.typing_started.connect(self.edit.start_typing)
        self.edit.editingFinished.connect(self._take_text)
        self.edit.reverted.connect(self._show_value)
        self.edit.stepped.connect(self._step_by)
        self.edit.reset_requested.connect(self.reset)

    @property
    def value(self) -> int | float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show ``value``, clamped to the range; tells when that is a change."""
        number = round(min(self._maximum, max(self._minimum, value)), self._decimals)
        number = float(number) if self._decimals else int(number)
        changed = number != self._value
        self._value = number
        self._show_value()
        if changed:
            self.value_changed.emit(number)

    def set_default(self, value: float) -> None:
        """What a double click goes back to."""
        self._default = value

    @Slot()
    def reset(self) -> None:
        self.set_value(self._default)

    @Slot()
    def _show_value(self) -> None:
        text = QLocale().toString(float(self._value), "f", self._decimals)
        text = f"{text} {self._unit}" if self._unit else text
        self.edit.show_text(text)
        self.slider.setAccessibleDescription(text)
        was_blocked = self.slider.blockSignals(True)
        self.slider.setValue(round((self._value - self._bottom) / self._step))
        self.slider.blockSignals(was_blocked)
        self.slider.update()

    @Slot(int)
    def _take_slider(self, position: int) -> None:
        self.set_value(self._bottom + position * self._step)

    @Slot(int)
    def _step_by(self, steps: int) -> None:
        self.set_value(self._value + steps * self._step)

    @Slot()
    def _take_text(self) -> None:
        number = typed_number(self.edit.text().removesuffix(self._unit).strip())
        if number is None:
            self._show_value()
        else:
            self.set_value(number)


class _ValueEdit(QLineEdit):
    """Looks like plain text until it is clicked; Esc undoes, Up and Down step."""

    reverted = Signal()
    stepped = Signal(int)
    reset_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "value")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(12)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.textChanged.connect(self._fit)

    def show_text(self, text: str) -> None:
        self.setText(text)
        if self.hasFocus():
            self.selectAll()

    @Slot(str)
    def start_typing(self, text: str) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if text:
            self.insert(text)

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
                self._leave()
            case Qt.Key.Key_Up:
                self.stepped.emit(1)
            case Qt.Key.Key_Down:
                self.stepped.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self.editingFinished.emit()
                self.selectAll()
            case _:
                super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.hasSelectedText():
            self.selectAll()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_requested.emit()

    def _leave(self) -> None:
        self.deselect()
        self.clearFocus()

    @Slot()
    def _fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(self.text() or "0") + 12)
