"""A dock with a calm header: its title, what it offers there, and a way to close it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QWidget

from desktop.ui.widgets.icon_button import IconButton


class Dock(QDockWidget):
    """Moves by its header, which holds ``header`` widgets after the title."""

    def __init__(
        self, name: str, title: str, content: QWidget, window: QMainWindow, *header: QWidget
    ) -> None:
        """``name`` identifies the dock in the saved layout and is not translated.

        A header widget whose size policy expands takes all the room up to the close button.
        """
        super().__init__(title, window)
        self.setObjectName(name)
        self.setWidget(_panel(content))
        bar = _panel(QWidget())
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(12)
        label = QLabel(title)
        label.setProperty("kind", "strong")
        row.addWidget(label)
        for widget in header:
            row.addWidget(widget)
        if not any(
            widget.sizePolicy().expandingDirections() & Qt.Orientation.Horizontal for widget in header
        ):
            row.addStretch(1)
        close = IconButton("x", self.tr("Close {title}").format(title=title), inline=True, parent=bar)
        close.setToolTip(self.tr("Close this dock; the View menu brings it back"))
        close.clicked.connect(self.close)
        row.addWidget(close)
        self.setTitleBarWidget(bar)


def _panel(widget: QWidget) -> QWidget:
    """Give a widget the panels' background, which plain QWidgets do not paint by themselves."""
    widget.setProperty("kind", "panel")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget
