"""A label above its control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

_HEAD = 18
"""Label and value line: the same everywhere, so that fields side by side align."""


class Field(QWidget):
    """``label`` above ``control``, with ``value`` at the right end of the label's line.

    The control takes the label as its accessible name, unless it has one, and the tooltip.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        value: QWidget | None = None,
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.label = QLabel(label, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("kind", "label")
        self.label.setBuddy(control)
        self.control = control
        if not control.accessibleName():
            control.setAccessibleName(label)
        for widget in (self.label, control):
            widget.setToolTip(widget.toolTip() or tooltip)
        if value is not None:
            value.setMaximumHeight(_HEAD)
        self.label.setFixedHeight(_HEAD)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self.label)
        head.addStretch(1)
        if value is not None:
            head.addWidget(value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(control)
        column.addStretch(1)
        self.setFocusProxy(control)
