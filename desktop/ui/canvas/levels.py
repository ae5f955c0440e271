"""A large image and its halves, changed by rectangle, so that any zoom paints fast and without shimmer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.core.geometry import Point, Rect, Size
from desktop.state.qimages import Sheet

_SMALLEST = 256
"""A level whose larger side is no longer than this is not halved again."""


class Levels:
    """Sheets of ``size``, half of it, and so on. 4 channels: premultiplied, 1: alpha. GUI thread."""

    def __init__(self, size: Size, channels: int) -> None:
        self.size = size
        self._sheets = [Sheet(size.width, size.height, channels)]
        width, height = size.width, size.height
        while max(width, height) > _SMALLEST:
            width, height = (width + 1) // 2, (height + 1) // 2
            self._sheets.append(Sheet(width, height, channels))

    @property
    def count(self) -> int:
        return len(self._sheets)

    def write(self, array: NDArray[np.uint8], at: Point) -> None:
        """Put ``array`` at ``at``, all within the size, and bring the halves up to date around it."""
        rect = Rect(at.x, at.y, array.shape[1], array.shape[0])
        self._sheets[0].array[rect.within(Rect.of(self.size))] = array
        for larger, smaller in zip(self._sheets, self._sheets[1:], strict=False):
            rect = Rect.between(rect.x // 2, rect.y // 2, (rect.right + 1) // 2, (rect.bottom + 1) // 2)
            source = larger.array[2 * rect.y : 2 * rect.bottom, 2 * rect.x : 2 * rect.right]
            smaller.array[rect.y : rect.bottom, rect.x : rect.right] = _halved(source)

    def level_for(self, scale: float) -> int:
        """Which level to paint from at ``scale`` (device pixels for a pixel): never reduced by over two."""
        level = 0
        while scale <= 0.5 and level + 1 < len(self._sheets):
            level, scale = level + 1, scale * 2
        return level

    def image(self, level: int) -> QImage:
        return self._sheets[level].image

    def paint(self, painter: QPainter, target: QRectF, visible: QRectF, *, smooth: bool) -> None:
        """Draw what is ``visible`` of the image stretched to ``target``, both in device pixels."""
        shown = target.intersected(visible)
        if shown.isEmpty():
            return
        level = self.level_for(target.width() / self.size.width)
        across = self.size.width / target.width() / 2**level
        down = self.size.height / target.height() / 2**level
        source = QRectF(
            (shown.left() - target.left()) * across,
            (shown.top() - target.top()) * down,
            shown.width() * across,
            shown.height() * down,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(shown, self._sheets[level].image, source)


def _halved(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mean of every four pixels; the last row or column stands for a missing one."""
    height, width = array.shape[:2]
    if height % 2 or width % 2:
        border = ((0, height % 2), (0, width % 2), (0, 0))[: array.ndim]
        array = np.pad(array, border, mode="edge")
    rows = array[0::2].astype(np.uint16) + array[1::2]
    return ((rows[:, 0::2] + rows[:, 1::2] + 2) >> 2).astype(np.uint8)
