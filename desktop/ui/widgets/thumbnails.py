"""A strip of pictures."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap, QTransform, QWheelEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

THUMBNAIL = 128
_MARGIN = 4
_RADIUS = 5.0
_STAR = 15


class ThumbnailDelegate(QStyledItemDelegate):
    """Draws an item's Qt.DecorationRole (QImage or QPixmap) as a rounded square, cropped in the middle.

    The chosen one gets a ring in the accent colour; an item whose ``starred_role`` is true gets a star.
    """

    def __init__(self, starred_role: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._starred_role = starred_role

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(THUMBNAIL + 2 * _MARGIN, THUMBNAIL + 2 * _MARGIN)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = current_tokens()
        area = QRectF(option.rect).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_filling(index.data(Qt.ItemDataRole.DecorationRole), area, QColor(tokens.field)))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(
                QPen(QColor(tokens.accent if selected else tokens.text_secondary), 2 if selected else 1)
            )
            painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), _RADIUS + 2, _RADIUS + 2)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.text), 1))
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        if index.data(self._starred_role):
            star = icon_pixmap("star", "star", _STAR, painter.device().devicePixelRatioF())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 130))
            spot = QRectF(area.right() - _STAR - 9, area.top() + 3, _STAR + 6, _STAR + 6)
            painter.drawRoundedRect(spot, 5, 5)
            painter.drawPixmap(spot.topLeft() + QRectF(3, 3, 0, 0).topLeft(), star)
        painter.restore()


class ThumbnailStrip(QListView):
    """One row of thumbnails that scrolls sideways; the wheel turns it."""

    def __init__(self, name: str, starred_role: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(ThumbnailDelegate(starred_role, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setFixedHeight(THUMBNAIL + 2 * _MARGIN + 12)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.horizontalScrollBar().setSingleStep(THUMBNAIL // 2)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turn.x() or turn.y()))
        event.accept()


def _filling(picture: object, area: QRectF, empty: QColor) -> QBrush:
    if isinstance(picture, QPixmap):
        brush = QBrush(picture)
        ratio, size = picture.devicePixelRatio(), picture.size()
    elif isinstance(picture, QImage):
        brush = QBrush(picture)
        ratio, size = 1.0, picture.size()
    else:
        return QBrush(empty)
    if size.isEmpty():
        return QBrush(empty)
    scale = max(area.width() / size.width(), area.height() / size.height())
    left = area.center().x() - size.width() * scale / 2
    top = area.center().y() - size.height() * scale / 2
    brush.setTransform(QTransform.fromTranslate(left, top).scale(scale * ratio, scale * ratio))
    return brush
