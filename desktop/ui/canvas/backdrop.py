"""What is painted around, under and over the picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPixmapCache

from desktop.ui.fonts import interface_font
from desktop.ui.tokens import Tokens

_CHECKER = 8
_SHADOW = 16


class Shadow:
    """A soft shadow that lifts the picture off the surround. Drawn once for each place of the picture."""

    def __init__(self) -> None:
        self._place = QRectF()
        self._drawn: list[tuple[QPointF, QPixmap]] = []

    def paint(self, painter: QPainter, target: QRectF, exposed: QRectF, view: QRectF) -> None:
        """Around ``target``, if it reaches into what is ``exposed``; device pixels."""
        around = target.adjusted(-_SHADOW, -_SHADOW, _SHADOW, _SHADOW)
        if target.contains(exposed) or not around.intersects(exposed):
            return
        if target != self._place:
            self._place = QRectF(target)
            self._drawn = [_shadow_in(strip, target) for strip in _strips(around, target, view)]
        for corner, pixmap in self._drawn:
            painter.drawPixmap(corner, pixmap)


def _strips(around: QRectF, target: QRectF, view: QRectF) -> list[QRectF]:
    """The frame around ``target`` as up to four rectangles in ``view``."""
    height = target.height()
    frame = (
        QRectF(around.left(), around.top(), around.width(), _SHADOW),
        QRectF(around.left(), target.bottom(), around.width(), _SHADOW),
        QRectF(around.left(), target.top(), _SHADOW, height),
        QRectF(target.right(), target.top(), _SHADOW, height),
    )
    seen = (QRectF(strip.intersected(view).toAlignedRect()) for strip in frame)
    return [strip for strip in seen if not strip.isEmpty()]


def _shadow_in(strip: QRectF, target: QRectF) -> tuple[QPointF, QPixmap]:
    pixmap = QPixmap(strip.size().toSize())
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.translate(-strip.topLeft())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for distance in range(1, _SHADOW):
        painter.setPen(QColor(0, 0, 0, round(70 * (1 - distance / _SHADOW) ** 2)))
        painter.drawRoundedRect(
            target.adjusted(-distance, -distance, distance - 1, distance - 1), distance, distance
        )
    painter.end()
    return strip.topLeft(), pixmap


def paint_checkers(painter: QPainter, area: QRectF, tokens: Tokens, exposed: QRectF | None = None) -> None:
    """The usual squares that mean "transparent", over what is ``exposed`` of ``area``; device pixels."""
    part = area if exposed is None else area.intersected(exposed)
    if part.isEmpty():
        return
    key = f"darkroom:checkers:{tokens.checker_light}:{tokens.checker_dark}"
    tile = QPixmap()
    if not QPixmapCache.find(key, tile):
        tile = QPixmap(2 * _CHECKER, 2 * _CHECKER)
        tile.fill(QColor(tokens.checker_light))
        squares = QPainter(tile)
        squares.fillRect(0, 0, _CHECKER, _CHECKER, QColor(tokens.checker_dark))
        squares.fillRect(_CHECKER, _CHECKER, _CHECKER, _CHECKER, QColor(tokens.checker_dark))
        squares.end()
        QPixmapCache.insert(key, tile)
    painter.drawTiledPixmap(part, tile, part.topLeft() - area.topLeft())


def paint_mark(painter: QPainter, area: QRectF, text: str, tokens: Tokens) -> None:
    """A small word in the upper left corner of ``area``; logical pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(interface_font(11))
    size = painter.fontMetrics().size(0, text)
    pill = QRectF(area.left() + 8, area.top() + 8, size.width() + 14, size.height() + 5)
    painter.setPen(Qt.PenStyle.NoPen)
    shade = QColor(tokens.window)
    shade.setAlpha(200)
    painter.setBrush(shade)
    painter.drawRoundedRect(pill, 5, 5)
    painter.setPen(QColor(tokens.text))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
