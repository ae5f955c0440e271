"""The row at the top of the window: the name, the menus, and what is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QSizePolicy, QWidget

from desktop.ui.icons import brand_icon


class TitleRow(QWidget):
    """For QMainWindow.setMenuWidget; ``bar`` holds the menus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark, name = QLabel(), QLabel("Darkroom")
        mark.setPixmap(brand_icon().pixmap(16, 16))
        name.setProperty("kind", "strong")
        self.bar = QMenuBar()
        self.bar.setNativeMenuBar(False)
        # Never narrower than its menus, which it would hide: the document's name makes room instead.
        self.bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._document = _ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 14, 0)
        row.setSpacing(7)
        row.addWidget(mark)
        row.addWidget(name)
        row.addWidget(self.bar)
        row.addWidget(self._document, 1)

    def set_document(self, name: str) -> None:
        """Name what the canvas shows."""
        self._document.setText(name)
        self._document.setToolTip(name)  # all of it, where it is cut


class _ElidedLabel(QLabel):
    """A name that gives way: cut in its middle when there is no room for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "readable")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), right, shown)
