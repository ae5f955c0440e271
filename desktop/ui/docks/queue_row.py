"""How a row of the queue looks: picture, prompt, settings, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QImage, QPainter, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from desktop.state import queue_words
from desktop.state.job_board import JobStatus
from desktop.state.queue_list import QueueRole, QueueRow
from desktop.ui.fonts import SMALL_PX, interface_font
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

GUTTER = 26
"""Left of the picture: the arrow of a group, or a grip where the row can be dragged."""
_HEIGHT = 48
_PICTURE = 36
_INDENT = 28
_RIGHT = 230
_NARROW = 150
_BAR = 3
_ICON = 15
_ICONS = {
    JobStatus.RUNNING: ("play", "accent_text"),
    JobStatus.QUEUED: ("clock", "text_secondary"),
    JobStatus.FINISHED: ("circle-check", "good"),
    JobStatus.FAILED: ("circle-alert", "bad"),
    JobStatus.CANCELLED: ("circle-stop", "text_secondary"),
}

Index = QModelIndex | QPersistentModelIndex


class QueueRowDelegate(QStyledItemDelegate):
    """Paints a QueueRow. Its parent is the tree view, which knows what is unfolded."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(300, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QueueRow | None = index.data(QueueRole.ROW)
        if row is None:
            return
        tokens = current_tokens()
        area = QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if selected or hovered:
            painter.fillRect(area, QColor(tokens.selection if selected else tokens.hover))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(tokens.separator))
        view = self.parent()
        if selected and isinstance(view, QTreeView) and view.hasFocus() and view.currentIndex() == index:
            painter.fillRect(QRect(area.left(), area.top(), 2, area.height() - 1), QColor(tokens.accent))
        left = area.left() + (_INDENT if index.parent().isValid() else 0)
        self._paint_gutter(painter, left, area, row, index, hovered)
        left += GUTTER
        picture = QRectF(left, area.top() + (_HEIGHT - 1 - _PICTURE) / 2, _PICTURE, _PICTURE)
        _paint_picture(painter, picture, index.data(Qt.ItemDataRole.DecorationRole), row)
        left += _PICTURE + 12
        right_width = _RIGHT if area.width() > 620 else _NARROW
        right = QRect(area.right() - 12 - right_width, area.top(), right_width, _HEIGHT - 1)
        _paint_words(painter, QRect(left, area.top(), right.left() - left - 16, _HEIGHT - 1), row)
        _paint_state(painter, right, row)
        painter.restore()

    def _paint_gutter(
        self, painter: QPainter, left: int, area: QRect, row: QueueRow, index: Index, hovered: bool
    ) -> None:
        view, name = self.parent(), ""
        if row.group and isinstance(view, QTreeView):
            expanded = isinstance(index, QModelIndex) and view.isExpanded(index)
            name = "chevron-down" if expanded else "chevron-right"
        elif hovered and row.status is JobStatus.QUEUED and not index.parent().isValid():
            name = "grip-vertical"
        if name:
            pixmap = icon_pixmap(name, "text_readable", 14, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(left + 7, area.top() + (_HEIGHT - 15) / 2), pixmap)


def _paint_picture(painter: QPainter, area: QRectF, image: QImage | None, row: QueueRow) -> None:
    tokens = current_tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    if image is None or image.isNull():
        painter.setBrush(QColor(tokens.field))
        painter.drawRoundedRect(area, 5, 5)
        name, _ = _ICONS[row.status]
        pixmap = icon_pixmap(name, "text_secondary", _ICON, painter.device().devicePixelRatioF())
        painter.drawPixmap(area.center() - QPointF(_ICON / 2, _ICON / 2), pixmap)
        return
    brush = QBrush(image)
    scale = max(area.width() / image.width(), area.height() / image.height())
    corner = area.center() - QPointF(image.width(), image.height()) * scale / 2
    brush.setTransform(QTransform.fromTranslate(corner.x(), corner.y()).scale(scale, scale))
    painter.setBrush(brush)
    painter.drawRoundedRect(area, 5, 5)


def _paint_words(painter: QPainter, area: QRect, row: QueueRow) -> None:
    tokens = current_tokens()
    ended = row.seconds_left is None and row.done == len(row.records)
    upper, lower = _lines(area)
    _write(painter, upper, queue_words.title(row), tokens.text_readable if ended else tokens.text)
    _write(painter, lower, queue_words.settings(row), tokens.text_secondary, small=True)


def _paint_state(painter: QPainter, area: QRect, row: QueueRow) -> None:
    tokens = current_tokens()
    upper, lower = _lines(area)
    words, left = queue_words.state(row), queue_words.time_left(row)
    if row.status is JobStatus.RUNNING or (row.status is JobStatus.QUEUED and row.done):
        _write(painter, upper, words, tokens.text_readable, small=True)
        _write(painter, upper, left, tokens.text_readable, small=True, right=True)
        bar = QRectF(lower.left(), lower.center().y() - 1, lower.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.track))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(
            QRectF(bar.topLeft(), bar.size().toSize()).intersected(
                QRectF(bar.left(), bar.top(), bar.width() * row.fraction, _BAR)
            ),
            1.5,
            1.5,
        )
        return
    if row.status is JobStatus.QUEUED:
        _write(painter, upper, words, tokens.text_secondary, small=True, right=True)
        _write(painter, lower, left, tokens.text_readable, small=True, right=True)
        return
    name, color = _ICONS[row.status]
    reason = queue_words.reason(row)
    line = upper if reason else area
    width = QFontMetrics(interface_font(SMALL_PX)).horizontalAdvance(words)
    pixmap = icon_pixmap(name, color, _ICON, painter.device().devicePixelRatioF())
    x = max(line.left(), line.right() - width - _ICON - 6)
    painter.drawPixmap(QPointF(x, line.center().y() - _ICON / 2 + 1), pixmap)
    _write(painter, line, words, getattr(tokens, color), small=True, right=True)
    if reason:
        _write(painter, lower, reason, tokens.text_readable, small=True, right=True)


def _lines(area: QRect) -> tuple[QRect, QRect]:
    """Two lines of text, one above the other."""
    return (
        QRect(area.left(), area.top() + 6, area.width(), 18),
        QRect(area.left(), area.top() + 24, area.width(), 17),
    )


def _write(
    painter: QPainter, area: QRect, text: str, color: str, *, small: bool = False, right: bool = False
) -> None:
    font = interface_font(SMALL_PX) if small else interface_font()
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
