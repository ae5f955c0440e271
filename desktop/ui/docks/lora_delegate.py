"""The card of a LoRA or a textual inversion: title, family, trigger words, or why it does not fit."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop.core.errors import ErrorInfo
from desktop.core.identify.identified import Kind
from desktop.core.models import ModelInfo
from desktop.state.lora_list import LoraRole
from desktop.ui.docks.model_kinds import kind_word
from desktop.ui.fonts import interface_font
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

CARD_HEIGHT = 78
_LEFT, _RIGHT, _TOP = 40, 10, 8
_TAG_HEIGHT = 17
_WORDS_SHOWN = 12


class LoraDelegate(QStyledItemDelegate):
    """A click on a trigger word tells ``word_clicked``; on anything else the view has it."""

    word_clicked = Signal(str)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, CARD_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        info: ModelInfo = index.data(LoraRole.INFO)
        obstacle: ErrorInfo | None = index.data(LoraRole.OBSTACLE)
        used = bool(index.data(LoraRole.USED))
        tokens, area = current_tokens(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if used or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(tokens.selection if used else tokens.hover))
        if used:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(tokens.accent))
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent)))
            painter.drawRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -1.5))
        painter.setPen(QPen(QColor(tokens.separator)))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        name = "check" if used else "tag" if info.kind is Kind.EMBEDDING else "layers"
        color = "accent" if used else "text_secondary"
        pixmap = icon_pixmap(name, color, 18, painter.device().devicePixelRatioF())
        painter.drawPixmap(area.topLeft() + QPoint(13, _TOP + 1), pixmap)
        self._paint_head(painter, area, info, greyed=obstacle is not None)
        for place, word in word_places(info, area) if obstacle is None else ():
            _paint_tag(painter, place, word, filled=True)
        if obstacle is not None or not info.trigger_words:
            text = self.tr("Its file names no trigger words.") if obstacle is None else obstacle.message
            painter.setFont(interface_font(12))
            painter.setPen(QColor(tokens.text_secondary))
            rest = area.adjusted(_LEFT, _TOP + 20, -_RIGHT, -4)
            painter.drawText(rest, Qt.TextFlag.TextWordWrap, breakable(text))
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: object,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if not isinstance(event, QMouseEvent) or index.data(LoraRole.OBSTACLE) is not None:
            return False
        word = word_at(index.data(LoraRole.INFO), QRect(option.rect), event.position().toPoint())
        if not word:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            self.word_clicked.emit(word)
        return True

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if index.isValid():
            word = word_at(index.data(LoraRole.INFO), QRect(option.rect), event.pos())
            if word and index.data(LoraRole.OBSTACLE) is None:
                text = self.tr("Put “{word}” into the prompt").format(word=word)
            else:
                text = lora_words(index)
            QToolTip.showText(event.globalPos(), text, view)
        return True

    def _paint_head(self, painter: QPainter, area: QRect, info: ModelInfo, *, greyed: bool) -> None:
        tokens = current_tokens()
        family = info.shown_family
        kind = kind_word(info.kind) if info.kind is Kind.EMBEDDING else ""
        right = area.right() - _RIGHT
        for tag in filter(None, (family, kind)):
            width = _tag_width(tag)
            _paint_tag(painter, QRect(right - width, area.top() + _TOP, width, _TAG_HEIGHT), tag)
            right -= width + 5
        painter.setFont(interface_font(strong=True))
        painter.setPen(QColor(tokens.text_secondary if greyed else tokens.text))
        line = QRect(area.left() + _LEFT, area.top() + _TOP, right - area.left() - _LEFT, 20)
        title = painter.fontMetrics().elidedText(info.title, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, 0, title)


def word_places(info: ModelInfo, card: QRect) -> list[tuple[QRect, str]]:
    """Where the trigger words of a card stand: in two lines, as many as there is room for."""
    places = []
    left, top = card.left() + _LEFT, card.top() + _TOP + 24
    for word in info.trigger_words[:_WORDS_SHOWN]:
        width = min(_tag_width(word), card.width() - _LEFT - _RIGHT)
        if left + width > card.right() - _RIGHT and left > card.left() + _LEFT:
            left, top = card.left() + _LEFT, top + _TAG_HEIGHT + 5
        if top + _TAG_HEIGHT > card.bottom() - 3:
            break
        places.append((QRect(left, top, width, _TAG_HEIGHT), word))
        left += width + 5
    return places


def word_at(info: ModelInfo, card: QRect, point: QPoint) -> str:
    """The trigger word at a point of a card; empty where there is none."""
    return next((word for place, word in word_places(info, card) if place.contains(point)), "")


def lora_words(index: QModelIndex | QPersistentModelIndex) -> str:
    """A card as a sentence: for tooltips and screen readers."""
    info: ModelInfo = index.data(LoraRole.INFO)
    obstacle: ErrorInfo | None = index.data(LoraRole.OBSTACLE)
    head = ", ".join(filter(None, (info.title, kind_word(info.kind), info.shown_family)))
    if obstacle is not None:
        return f"{head}. {obstacle.message} {obstacle.hint}".strip()
    return ", ".join((head, *info.trigger_words))


def _tag_width(text: str) -> int:
    return QFontMetrics(interface_font(10)).horizontalAdvance(text) + 12


def _paint_tag(painter: QPainter, place: QRect, text: str, *, filled: bool = False) -> None:
    tokens = current_tokens()
    painter.setFont(interface_font(10))
    painter.setPen(QPen(QColor(tokens.track)))
    painter.setBrush(QColor(tokens.field) if filled else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(tokens.text_readable))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width() - 8)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)


def breakable(text: str) -> str:
    """With places where long file names may break."""
    for mark in "/_.":
        text = text.replace(mark, f"{mark}\u200b")
    return text
