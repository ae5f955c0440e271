"""A dock with a calm header: its title, what it offers there, and a way to close it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
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
        self._bar = bar = _TitleBar()
        _panel(bar)
        self._has_header = bool(header)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(12)
        self._label = QLabel(title)
        self._label.setProperty("kind", "strong")
        row.addWidget(self._label)
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
        self.visibilityChanged.connect(self.show_title)
        self.topLevelChanged.connect(self.show_title)

    @Slot()
    def show_title(self) -> None:
        """Leave the title to the tab where there is one, and the whole line if it would hold nothing else."""
        window = self.parent()
        tabbed = isinstance(window, QMainWindow) and bool(window.tabifiedDockWidgets(self))
        in_tab = tabbed and not self.isFloating()
        self._label.setVisible(not in_tab)
        self._bar.fold(in_tab and not self._has_header)


class _TitleBar(QWidget):
    """Folded it takes no room: QDockWidget gives a title bar what its size hint asks for."""

    def __init__(self) -> None:
        super().__init__()
        self._folded = False

    def fold(self, folded: bool) -> None:
        if folded != self._folded:
            self._folded = folded
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(0, 0) if self._folded else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0) if self._folded else super().minimumSizeHint()


def _panel(widget: QWidget) -> QWidget:
    """Give a widget the panels' background, which plain QWidgets do not paint by themselves."""
    widget.setProperty("kind", "panel")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget
