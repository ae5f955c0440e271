"""The selection as a coloured veil."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.core.document.document import Document
from desktop.core.geometry import Rect
from desktop.ui.canvas.surface import Surface
from desktop.ui.theme import current_tokens

_STRENGTH = 140
"""Alpha of the veil where all is selected, of 255."""


def draw_selection(document: Document, rect: Rect) -> NDArray[np.uint8]:
    """How much each pixel is selected, (h, w). Any thread."""
    return document.selection.read(rect)


def paint_veil(
    painter: QPainter, veil: Surface, target: QRectF, visible: QRectF, exposed: QRectF, *, smooth: bool
) -> None:
    """Lay the accent colour over what is selected, where the view is ``exposed``; device pixels."""
    area = exposed.intersected(target).intersected(visible).toAlignedRect()
    if area.isEmpty():
        return
    sheet = QImage(area.size(), QImage.Format.Format_ARGB32_Premultiplied)
    sheet.fill(0)
    inner = QPainter(sheet)
    inner.translate(-area.topLeft())
    inner.setClipRect(area)
    veil.paint(inner, target, visible, smooth=smooth)
    inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    colour = QColor(current_tokens().accent)
    colour.setAlpha(_STRENGTH)
    inner.fillRect(area, colour)
    inner.end()
    painter.drawImage(area.topLeft(), sheet)
