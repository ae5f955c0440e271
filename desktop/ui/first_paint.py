"""When the window is there to see: heavy work starts only then, or it would hold the first picture up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

_AT_MOST_MS = 1000
"""A window that starts minimised or covered is never painted."""


class FirstPaint(QObject):
    """Tells once, after ``widget`` was painted for the first time. A child of the widget."""

    happened = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._tell)
        self._limit.start(_AT_MOST_MS)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            self._limit.start(0)  # after this paint has reached the screen
        return False

    @Slot()
    def _tell(self) -> None:
        self._widget.removeEventFilter(self)
        self.happened.emit()
