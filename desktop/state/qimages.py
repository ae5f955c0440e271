"""Pixels to QImage and back: the only place where they meet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from desktop.core.pixels import Pixels


def to_qimage(pixels: Pixels) -> QImage:
    """A QImage that owns its memory: RGB32 when opaque, else ARGB32_Premultiplied; Grayscale8 for a mask.

    The first two paint two to three times as fast as RGB888 or straight alpha. Any thread.
    """
    array = pixels.array
    height, width = array.shape[:2]
    if pixels.is_mask:
        return QImage(array.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
    straight = QImage(array.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    opaque = bool((array[..., 3] == 255).all())
    # Another format, so always a copy: a QImage over the array's memory must not outlive this call.
    return straight.convertToFormat(
        QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    )


def to_pixels(image: QImage) -> Pixels:
    """The picture's own copy of a QImage's pixels, (H, W, 4); a Grayscale8 image becomes an (H, W) mask.

    Raises ValueError for a null image.
    """
    if image.isNull():
        raise ValueError("the image is empty")
    width, height = image.width(), image.height()
    if image.format() == QImage.Format.Format_Grayscale8:
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
        return Pixels(rows[:, :width].copy())
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(straight.constBits(), np.uint8).reshape(height, straight.bytesPerLine())
    return Pixels(rows[:, : 4 * width].reshape(height, width, 4).copy())


def premultiplied(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(h, w, 4) sRGB with straight alpha as Format_ARGB32_Premultiplied has it in memory. Any thread."""
    height, width = array.shape[:2]
    rows = np.ascontiguousarray(array)
    straight = QImage(rows.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    image = straight.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4).copy()


class Sheet:
    """An image of a size that is written to in place: the QImage looks at the array's memory. GUI thread.

    4 channels hold what ``premultiplied`` gives, 1 is Format_Alpha8. It begins transparent, and takes memory
    only where it was written to. ``image`` must not outlive this.
    """

    def __init__(self, width: int, height: int, channels: int) -> None:
        form = QImage.Format.Format_ARGB32_Premultiplied if channels == 4 else QImage.Format.Format_Alpha8
        row_bytes = (width * channels + 3) // 4 * 4  # Qt wants rows that begin at whole words
        self._rows = np.zeros((height, row_bytes), np.uint8)
        shape = (height, width, 4) if channels == 4 else (height, width)
        self.array: NDArray[np.uint8] = self._rows[:, : width * channels].reshape(shape)
        self.image = QImage(self._rows.data, width, height, row_bytes, form)
