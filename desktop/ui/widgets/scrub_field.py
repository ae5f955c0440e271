"""A number with its name, small enough for a chip: dragged sideways, typed, or stepped with keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.ui.widgets.typed_number import typed_number

_DRAG_FROM = 3
"""Pixels; less is a click, which begins to type."""
_GROWTH = 1.012
"""What a pixel of a drag multiplies a ``proportional`` value by."""
_FAR = 10


class ScrubField(QWidget):
    """``size 64``: a number from ``minimum`` to ``maximum``; what is typed is clamped, nonsense is undone.

    A drag over name or value changes it by ``step`` for each pixel, ``proportional`` ones by a share of
    themselves; Up and Down by ``step``, with Shift by ten. The wheel works only with focus.
    """

    value_changed = Signal(float)

    def __init__(
        self,
        name: str,
        minimum: float,
        maximum: float,
        *,
        label: str = "",
        value: float = 0.0,
        decimals: int = 0,
        step: float = 1.0,
        suffix: str = "",
        proportional: bool = False,
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._minimum, self._maximum, self._decimals, self._step = minimum, maximum, decimals, step
        self._suffix, self._proportional = suffix, proportional
        self._value = value
        self.label = _Handle(label or name)
        self.label.setProperty("kind", "label")
        self.label.setToolTip(tooltip or name)
        self.edit = _Edit()
        self.edit.setAccessibleName(name)
        self.edit.setToolTip(tooltip or name)
        self._from = value
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        row.addWidget(self.label)
        row.addWidget(self.edit)
        self._show_value()
        for handle in (self.label, self.edit):
            handle.drag_started.connect(self._begin_drag)
            handle.dragged.connect(self._drag)
        self.label.clicked.connect(self.edit.start_typing)
        self.edit.stepped.connect(self._step_by)
        self.edit.editingFinished.connect(self._take_text)
        self.edit.reverted.connect(self._show_value)

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show ``value``, clamped to the range; tells when that is a change."""
        value = round(min(self._maximum, max(self._minimum, value)), self._decimals)
        changed = value != self._value
        self._value = value
        self._show_value()
        if changed:
            self.value_changed.emit(value)

    def set_range(self, minimum: float, maximum: float) -> None:
        self._minimum, self._maximum = minimum, maximum

    @Slot()
    def _show_value(self) -> None:
        self.edit.show_text(QLocale().toString(float(self._value), "f", self._decimals) + self._suffix)

    @Slot()
    def _begin_drag(self) -> None:
        self._from = self._value

    @Slot(int)
    def _drag(self, pixels: int) -> None:
        if self._proportional:
            self.set_value(max(self._from, 1.0) * _GROWTH**pixels)
        else:
            self.set_value(self._from + pixels * self._step)

    @Slot(int)
    def _step_by(self, steps: int) -> None:
        self.set_value(self._value + steps * self._step)

    @Slot()
    def _take_text(self) -> None:
        number = typed_number(self.edit.text().removesuffix(self._suffix).strip())
        if number is None:
            self._show_value()
        else:
            self.set_value(number)


class _Dragging:
    """Where a press was, and whether it has become a drag."""

    def __init__(self) -> None:
        self.start: QPointF | None = None
        self.on = False

    def moved(self, place: QPointF) -> int | None:
        """Pixels to the right since the press; None while it is a click still."""
        if self.start is None:
            return None
        by = round(place.x() - self.start.x())
        self.on = self.on or abs(by) >= _DRAG_FROM
        return by if self.on else None


class _Handle(QLabel):
    drag_started = Signal()
    dragged = Signal(int)
    clicked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._dragging = _Dragging()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragging = _Dragging()
        self._dragging.start = event.globalPosition()
        self.drag_started.emit()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if (by := self._dragging.moved(event.globalPosition())) is not None:
            self.dragged.emit(by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._dragging.on:
            self.clicked.emit()
        self._dragging = _Dragging()


class _Edit(QLineEdit):
    drag_started = Signal()
    dragged = Signal(int)
    stepped = Signal(int)
    reverted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "value")
        self.setMaxLength(12)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a press may be a drag: a click takes the focus itself
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._dragging = _Dragging()
        self.textChanged.connect(self._fit)

    def show_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
        self._fit()
        if self.hasFocus():
            self.selectAll()

    @Slot()
    def start_typing(self) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.isModified()
        ):
            event.accept()  # before the window takes Esc for itself
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.hasFocus():
            super().mousePressEvent(event)
            return
        self._dragging = _Dragging()
        self._dragging.start = event.globalPosition()
        self.drag_started.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging.start is None:
            super().mouseMoveEvent(event)
        elif (by := self._dragging.moved(event.globalPosition())) is not None:
            self.dragged.emit(by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragging.start is None:
            super().mouseReleaseEvent(event)
        elif not self._dragging.on:
            self.start_typing()
        self._dragging = _Dragging()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case Qt.Key.Key_Up:
                self.stepped.emit(far)
            case Qt.Key.Key_Down:
                self.stepped.emit(-far)
            case Qt.Key.Key_Escape if self.isModified():
                self.reverted.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.editingFinished.emit()
                event.ignore()  # whoever this belongs to may take the keyboard elsewhere
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and event.angleDelta().y():
            self.stepped.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    @Slot()
    def _fit(self) -> None:
        """As wide as its text."""
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(self.text()) + 12)
