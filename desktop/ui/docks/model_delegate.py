"""How a model's card is drawn: picture, title, kind, licence, size, what it needs."""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop.core.licences import in_words, terms
from desktop.core.models import ModelInfo
from desktop.state.model_list import ModelRole
from desktop.ui.docks.model_kinds import kind_word
from desktop.ui.fonts import interface_font
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

CARD_HEIGHT = 92
_PICTURE, _MARGIN, _STAR = 56, 10, 16


class ModelDelegate(QStyledItemDelegate):
    """A click on the star tells ``star_clicked``."""

    star_clicked = Signal(str)
    """The model's name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        info: ModelInfo = index.data(ModelRole.INFO)
        view = option.widget
        if info.problem is None or _is_file(info) or not isinstance(view, QAbstractItemView):
            return QSize(200, CARD_HEIGHT)
        room = QRect(0, 0, view.viewport().width() - _PICTURE - 34, 1000)
        words = QFontMetrics(interface_font(12)).boundingRect(room, Qt.TextFlag.TextWordWrap, _problem(info))
        return QSize(200, max(CARD_HEIGHT, words.height() + 40))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        info: ModelInfo = index.data(ModelRole.INFO)
        tokens, area = current_tokens(), QRect(option.rect)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        chosen = bool(index.data(ModelRole.CHOSEN))
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.fillRect(area, QColor(tokens.selection if chosen else tokens.hover))
        if chosen:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(tokens.accent))
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -1.5))
        painter.setPen(QPen(QColor(tokens.separator)))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        picture = QRect(area.left() + 12, area.top() + _MARGIN, _PICTURE, _PICTURE)
        self._paint_picture(painter, picture, index)
        text = QRect(picture.right() + 12, area.top() + 8, 0, area.height() - 14)
        text.setRight(area.right() - 10)
        if hovered or index.data(ModelRole.FAVOURITE):
            self._paint_star(painter, star_place(area), index)
        self._paint_words(painter, text, info, making=bool(index.data(ModelRole.MAKING)))
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: object,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if not isinstance(event, QMouseEvent) or not _on_star(option.rect, event.position().toPoint()):
            return False
        if event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            self.star_clicked.emit(index.data(ModelRole.INFO).name)
        return True

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if index.isValid() and _on_star(option.rect, event.pos()):
            QToolTip.showText(event.globalPos(), self.tr("Favourites come first"), view)
        elif index.isValid():
            QToolTip.showText(event.globalPos(), card_words(index), view)
        return True

    def _paint_picture(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens, image = current_tokens(), index.data(Qt.ItemDataRole.DecorationRole)
        painter.setPen(Qt.PenStyle.NoPen)
        if isinstance(image, QImage) and not image.isNull():
            scale = max(area.width() / image.width(), area.height() / image.height())
            left = area.center().x() - image.width() * scale / 2
            top = area.center().y() - image.height() * scale / 2
            brush = QBrush(image)
            brush.setTransform(QTransform.fromTranslate(left, top).scale(scale, scale))
            painter.setBrush(brush)
            painter.drawRoundedRect(area, 5, 5)
            return
        painter.setBrush(QColor(tokens.field))
        painter.drawRoundedRect(area, 5, 5)
        info: ModelInfo = index.data(ModelRole.INFO)
        wrong = info.problem is not None and not _is_file(info)
        name, color = ("triangle-alert", "warning") if wrong else ("box", "text_secondary")
        pixmap = icon_pixmap(name, color, 22, painter.device().devicePixelRatioF())
        painter.drawPixmap(area.center() - QPoint(10, 10), pixmap)

    def _paint_star(self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        color = "warning" if index.data(ModelRole.FAVOURITE) else "text_secondary"
        star = icon_pixmap("star", color, _STAR, painter.device().devicePixelRatioF())
        painter.drawPixmap(area.topLeft(), star)

    def _paint_words(self, painter: QPainter, area: QRect, info: ModelInfo, *, making: bool) -> None:
        tokens = current_tokens()
        title = area.adjusted(0, 0, -_STAR - 8, 0)
        painter.setFont(interface_font(strong=True))
        painter.setPen(QColor(tokens.text))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(title, 0, painter.fontMetrics().elidedText(info.title, elide, title.width()))
        area.setTop(area.top() + 20)
        small = interface_font(12)
        if info.problem is not None and not _is_file(info):
            painter.setFont(small)
            painter.setPen(QColor(tokens.warning))
            painter.drawText(area, Qt.TextFlag.TextWordWrap, _problem(info))
            return
        left = area.left()
        kind = kind_word(info.kind) if _is_file(info) else ""
        for tag in filter(None, (kind, info.shown_family, _terms(info))):
            left = _paint_tag(painter, left, area, tag) + 5
        area.setTop(area.top() + 21)
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_readable))
        lines = [self.tr("Its picture is being made…")] if making else self._facts(info)
        for line in lines:
            painter.drawText(area, 0, painter.fontMetrics().elidedText(line, elide, area.width()))
            area.setTop(area.top() + 16)

    def _facts(self, info: ModelInfo) -> list[str]:
        size = self.tr("{size} · on this machine").format(size=_size(info.size_bytes))
        if info.twin:
            return [size, self.tr("The same file as {name}").format(name=info.twin)]
        if info.misplaced:
            return [size, info.misplaced]
        if _is_file(info) and not (info.problem is None and info.makes_pictures):
            return [size, info.problem.message if info.problem is not None else ""]
        native, need = info.native_size, _size(info.memory_bytes)
        words = self.tr("{width} × {height} · needs up to {memory}")
        return [
            size,
            words.format(width=native.width, height=native.height, memory=need),
        ]


def star_place(card: QRect) -> QRect:
    """Where the star of a card stands."""
    return QRect(card.right() - _STAR - 10, card.top() + 8, _STAR, _STAR)


def card_words(index: QModelIndex | QPersistentModelIndex) -> str:
    """A card as a sentence: for tooltips and screen readers."""
    info: ModelInfo = index.data(ModelRole.INFO)
    if info.problem is not None:
        reason = (info.problem.message, info.problem.hint, info.misplaced)
        return " ".join(part for part in (f"{info.title}.", _file_words(info), *reason) if part)
    kind = kind_word(info.kind) if _is_file(info) else ""
    parts = (info.title, kind, info.shown_family, info.license, _size(info.size_bytes))
    told = ", ".join(part for part in parts if part)
    may = QCoreApplication.translate("Licences", in_words(info.license))
    twin = QCoreApplication.translate("ModelDelegate", "It is the same file as {name}.")
    sentences = (f"{told}.", may, twin.format(name=info.twin) if info.twin else "", info.misplaced)
    return " ".join(part for part in sentences if part)


def _terms(info: ModelInfo) -> str:
    """In a few words; nothing for what states none, as most files do."""
    return QCoreApplication.translate("Licences", terms(info.license)) if info.license else ""


def _is_file(info: ModelInfo) -> bool:
    """Whether it was found as a file, and what is said of it is no fault."""
    return info.identified is not None and info.identified.problem is None


def _file_words(info: ModelInfo) -> str:
    parts = (kind_word(info.kind), info.shown_family, info.license, _size(info.size_bytes))
    return f"{', '.join(part for part in parts if part)}." if _is_file(info) else ""


def _problem(info: ModelInfo) -> str:
    """Why it can't be used and what to do, with places where long file names may break."""
    assert info.problem is not None
    text = f"{info.problem.message} {info.problem.hint}".strip()
    for mark in "/_.":
        text = text.replace(mark, f"{mark}\u200b")
    return text


def _size(size_bytes: int) -> str:
    digits = 0 if size_bytes < 1e9 else 1
    return QLocale().formattedDataSize(size_bytes, digits, QLocale.DataSizeFormat.DataSizeSIFormat)


def _on_star(card: QRect, point: QPoint) -> bool:
    return star_place(card).adjusted(-6, -6, 6, 6).contains(point)


def _paint_tag(painter: QPainter, left: int, area: QRect, text: str) -> int:
    """A small word in a frame; returns its right edge."""
    tokens = current_tokens()
    font: QFont = interface_font(10)
    painter.setFont(font)
    room = max(24, area.right() - left - 10)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    box = QRectF(left + 0.5, area.top() + 0.5, painter.fontMetrics().horizontalAdvance(shown) + 10, 16)
    painter.setPen(QPen(QColor(tokens.track)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(tokens.text_readable))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    return int(box.right())
