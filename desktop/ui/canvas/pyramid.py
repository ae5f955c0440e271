"""A picture at halved sizes, so that any zoom paints fast and without shimmer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

_SOFT_DOUBLINGS = 2


def softly_enlarged(image: QImage) -> QImage:
    """``image`` four times as large without the diamonds of bilinear sampling.

    Each doubling mixes neighbours 3:1, which is Chaikin's corner cutting: it tends to a quadratic B-spline.
    """
    for _ in range(_SOFT_DOUBLINGS):
        image = image.scaled(
            image.size() * 2, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return image


class Pyramid:
    """The picture in the format that Qt paints fastest, and its halves, made when needed. GUI thread."""

    def __init__(self, image: QImage) -> None:
        self.has_alpha = image.hasAlphaChannel()
        fastest = QImage.Format.Format_ARGB32_Premultiplied if self.has_alpha else QImage.Format.Format_RGB32
        self._levels = [image.convertToFormat(fastest)]

    @property
    def size(self) -> QSize:
        return self._levels[0].size()

    def paint(self, painter: QPainter, target: QRectF, visible: QRectF, *, smooth: bool) -> None:
        """Draw the part ``visible`` of the picture stretched to ``target``, both in device pixels.

        Only that part is sampled. Bilinear sampling reads four pixels, so a picture is never reduced by more
        than two in one go: the rest comes from its halves.
        """
        shown = target.intersected(visible)
        if shown.isEmpty():
            return
        image = self._level_for(target.width() / self.size.width())
        across, down = image.width() / target.width(), image.height() / target.height()
        source = QRectF(
            (shown.left() - target.left()) * across,
            (shown.top() - target.top()) * down,
            shown.width() * across,
            shown.height() * down,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(shown, image, source)

    def _level_for(self, scale: float) -> QImage:
        level = 0
        while scale <= 0.5 and min(self._levels[level].width(), self._levels[level].height()) >= 2:
            if level + 1 == len(self._levels):
                whole = self._levels[level]
                self._levels.append(
                    whole.scaled(
                        whole.width() // 2,
                        whole.height() // 2,
                        Qt.AspectRatioMode.IgnoreAspectRatio,
                        Qt.TransformationMode.SmoothTransformation,
                    )
                )
            level += 1
            scale *= 2
        return self._levels[level]
