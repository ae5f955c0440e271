"""Keys drawn as keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.fonts import interface_font
from desktop.ui.theme import current_tokens

_HEIGHT, _PADDING, _GAP, _FONT_PX = 19, 6, 3, 11


def paint_keys(painter: QPainter, area: QRect, keys: str, *, enabled: bool = True) -> int:
    """Draw keys (``Ctrl+Shift+P``) at the right end of ``area``; returns the left edge of what was drawn."""
    tokens = current_tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(interface_font(_FONT_PX))
    left = area.right() + 1
    for cap in reversed(_caps(keys)):
        width = _cap_width(painter.fontMetrics(), cap)
        left -= width
        box = QRectF(left + 0.5, area.center().y() - _HEIGHT // 2 + 0.5, width - 1, _HEIGHT - 1)
        painter.setPen(QPen(QColor(tokens.border)))
        painter.setBrush(QColor(tokens.field))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(tokens.text_readable if enabled else tokens.text_disabled))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        left -= _GAP
    painter.restore()
    return left + _GAP


class KeyCaps(QWidget):
    """One combination of keys; the label beside it names what they do."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(interface_font(_FONT_PX))
        caps = _caps(self._keys)
        width = sum(_cap_width(metrics, cap) for cap in caps) + _GAP * (len(caps) - 1)
        return QSize(width, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_keys(QPainter(self), self.rect(), self._keys)


def _caps(keys: str) -> list[str]:
    """``Ctrl++`` is Ctrl and plus."""
    caps = keys.replace("++", "+\0").split("+")
    return [cap.replace("\0", "+") for cap in caps if cap]


def _cap_width(metrics: QFontMetrics, cap: str) -> int:
    return max(_HEIGHT, metrics.horizontalAdvance(cap) + 2 * _PADDING)
