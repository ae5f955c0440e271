"""The row at the top of the window: the name, the menus, and what is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._document = QLabel()
        self._document.setTextFormat(Qt.TextFormat.PlainText)
        self._document.setProperty("kind", "readable")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 14, 0)
        row.setSpacing(7)
        row.addWidget(mark)
        row.addWidget(name)
        row.addWidget(self.bar, 1)
        row.addWidget(self._document)

    def set_document(self, name: str) -> None:
        """Name what the canvas shows."""
        self._document.setText(name)
