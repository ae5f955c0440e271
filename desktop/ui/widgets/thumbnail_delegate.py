"""How a picture's tile looks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

THUMBNAIL = 128
_MARGIN = 4
TILE = THUMBNAIL + 2 * _MARGIN
_RADIUS = 5.0
_STAR = 15
_SMALL_STAR = 10
_SHADE = QColor(0, 0, 0, 150)


@dataclass(frozen=True, slots=True)
class MarkRoles:
    """Roles that say whether a picture has a star, and its rating (0 to 5)."""

    starred: int
    rating: int


class ThumbnailDelegate(QStyledItemDelegate):
    """Draws an item's Qt.DecorationRole (a square QImage, or None while it is not there) with round corners.

    A selected one gets a ring in the accent colour; star and rating lie on dark spots in the corners.
    """

    def __init__(self, roles: MarkRoles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles = roles

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(TILE, TILE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = current_tokens()
        area = QRectF(option.rect).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.field) if picture is None else _filling(picture, area))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(
                QPen(QColor(tokens.accent if selected else tokens.text_secondary), 2 if selected else 1)
            )
            painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), _RADIUS + 2, _RADIUS + 2)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.text), 1))
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        if index.data(self._roles.starred):
            spot = QRectF(area.right() - _STAR - 9, area.top() + 3, _STAR + 6, _STAR + 6)
            _paint_stars(painter, spot, 1, _STAR)
        if rating := index.data(self._roles.rating):
            spot = QRectF(area.left() + 3, area.bottom() - _SMALL_STAR - 9, 6 + rating * _SMALL_STAR, 16)
            _paint_stars(painter, spot, rating, _SMALL_STAR)


def _paint_stars(painter: QPainter, spot: QRectF, count: int, side: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_SHADE)
    painter.drawRoundedRect(spot, 5, 5)
    star = icon_pixmap("star", "star", side, painter.device().devicePixelRatioF())
    for number in range(count):
        painter.drawPixmap(spot.topLeft() + QPointF(3 + number * side, 3), star)


def _filling(picture: QImage, area: QRectF) -> QBrush:
    brush = QBrush(picture)
    scale = area.width() / picture.width()
    brush.setTransform(QTransform.fromTranslate(area.x(), area.y()).scale(scale, scale))
    return brush
