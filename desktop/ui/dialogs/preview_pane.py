"""Where a dialog of the canvas shows how it would be."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import current_tokens


class PreviewPane(QWidget):
    """Base: keeps the picture and paints the ground that it stands on."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self.image = QImage()
        self.setFixedSize(size)
        self.setAccessibleName(self.tr("Preview"))

    @Slot(object)
    def set_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    def begin_painting(self) -> QPainter:
        """A smooth painter, with the ground painted."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_tokens().surround))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        return painter
