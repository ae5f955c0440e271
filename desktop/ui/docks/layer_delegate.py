"""How a row of the layers looks, and where in it the eye, the lock and the arrow of a group are."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QHelpEvent, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop.core.document.layers import BlendMode, GroupLayer, MaskLayer
from desktop.core.gallery_names import MAX_NAME
from desktop.core.texts import QT_TRANSLATE_NOOP
from desktop.state.editor.layer_rows import LayerRole, LayerRow
from desktop.state.editor.tool_state import ToolState
from desktop.ui.fonts import SMALL_PX, interface_font
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

ROW_HEIGHT = 44
PICTURE = QSize(44, 32)
INDENT = 16
_LEFT, _GAP, _ICON, _CHEVRON, _CHECK = 10, 8, 15, 14, 4

BLEND_NAMES = {
    BlendMode.NORMAL: QT_TRANSLATE_NOOP("Layers", "Normal"),
    BlendMode.MULTIPLY: QT_TRANSLATE_NOOP("Layers", "Multiply"),
    BlendMode.SCREEN: QT_TRANSLATE_NOOP("Layers", "Screen"),
    BlendMode.OVERLAY: QT_TRANSLATE_NOOP("Layers", "Overlay"),
    BlendMode.DARKEN: QT_TRANSLATE_NOOP("Layers", "Darken"),
    BlendMode.LIGHTEN: QT_TRANSLATE_NOOP("Layers", "Lighten"),
    BlendMode.COLOUR: QT_TRANSLATE_NOOP("Layers", "Colour"),
    BlendMode.LUMINOSITY: QT_TRANSLATE_NOOP("Layers", "Luminosity"),
}

Index = QModelIndex | QPersistentModelIndex


class Part(Enum):
    """What a pointer can be on."""

    ROW = auto()
    FOLD = auto()
    EYE = auto()
    LOCK = auto()


def part_at(area: QRect, row: LayerRow, place: QPoint) -> Part:
    """What of the row in ``area`` lies at ``place``; a little around an icon counts as well."""
    if _eye(area).adjusted(-5, -8, 8, 8).contains(place):
        return Part.EYE
    if row.layer is not None and _lock(area).adjusted(-6, -8, 4, 8).contains(place):
        return Part.LOCK
    if isinstance(row.layer, GroupLayer) and _fold(area, row).adjusted(-6, -8, 6, 8).contains(place):
        return Part.FOLD
    return Part.ROW


def picture_place(area: QRect, row: LayerRow) -> QRect:
    """Where a row's thumbnail is."""
    left = area.left() + _LEFT + row.depth * INDENT
    if isinstance(row.layer, GroupLayer):
        left += _CHEVRON + 4
    return QRect(QPoint(left, area.top() + (area.height() - 1 - PICTURE.height()) // 2), PICTURE)


class LayerDelegate(QStyledItemDelegate):
    """Paints a LayerRow; a name is edited in place."""

    def __init__(self, tools: ToolState, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._tools = tools

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: LayerRow = index.data(LayerRole.ROW)
        tokens, area = current_tokens(), QRect(option.rect)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if selected or hovered:
            painter.fillRect(area, QColor(tokens.selection if selected else tokens.hover))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(tokens.separator))
        if selected:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height() - 1), QColor(tokens.accent))
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent)))
            painter.drawRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -1.5))
        self._paint_picture(painter, area, row, index.data(Qt.ItemDataRole.DecorationRole))
        self._paint_icons(painter, area, row, hovered)
        self._paint_words(painter, area, row, index.data(), self._tag(row, bool(index.data(LayerRole.SOFT))))
        painter.restore()

    # Editing a name

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        edit = QLineEdit(parent)
        edit.setMaxLength(MAX_NAME)
        edit.setAccessibleName(self.tr("Name of the layer"))
        edit.setToolTip(self.tr("Enter keeps the name, Esc the one before"))
        return edit

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        area = _words(option.rect, index.data(LayerRole.ROW))
        editor.setGeometry(area.adjusted(-8, 6, 0, -7))

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        row = index.data(LayerRole.ROW) if index.isValid() else None
        if row is None:
            QToolTip.hideText()
            return True
        QToolTip.showText(event.globalPos(), self._help(row, part_at(option.rect, row, event.pos())), view)
        return True

    def _help(self, row: LayerRow, part: Part) -> str:
        match part:
            case Part.EYE if row.layer is None:
                return self.tr("Show the selection as a veil or as an outline")
            case Part.EYE:
                return self.tr("Show or hide the layer (Space)")
            case Part.LOCK:
                return self.tr("Protect the layer from changes, or no longer")
            case Part.FOLD:
                return self.tr("List what is in the group, or fold it")
            case _ if row.layer is None:
                return self.tr("The selection: what tools work inside of, and what is made new")
            case _:
                return self.tr(
                    "Drag the layer to another place, or out of the list as a picture. F2 gives it a name."
                )

    # Painting

    def _paint_picture(self, painter: QPainter, area: QRect, row: LayerRow, image: QImage | None) -> None:
        tokens, place = current_tokens(), picture_place(area, row)
        ratio = painter.device().devicePixelRatioF()
        if isinstance(row.layer, GroupLayer):
            fold = _fold(area, row)
            arrow = "chevron-right" if row.folded else "chevron-down"
            painter.drawPixmap(fold.topLeft(), icon_pixmap(arrow, "text_readable", _CHEVRON, ratio))
            side = 18
            corner = QPointF(place.left() + 4, place.center().y() - side / 2 + 1)
            painter.drawPixmap(corner, icon_pixmap("folder", "text_readable", side, ratio))
            return
        frame = QRectF(place)
        shape = QPainterPath()
        shape.addRoundedRect(frame, 3, 3)
        painter.setClipPath(shape)
        if image is None or image.isNull() or row.layer is None or isinstance(row.layer, MaskLayer):
            painter.fillRect(place, QColor(tokens.surround if image is None else "#000000"))
        else:
            _paint_checker(painter, place)
        if image is not None and not image.isNull():
            fit = image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            corner = frame.center() - QPointF(fit.width() / 2, fit.height() / 2)
            hidden = row.dimmed or (row.layer is not None and not row.layer.visible)
            painter.setOpacity(0.45 if hidden else 1.0)
            painter.drawImage(QRectF(corner, fit.toSizeF()), image)
            painter.setOpacity(1.0)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.border)))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _paint_icons(self, painter: QPainter, area: QRect, row: LayerRow, hovered: bool) -> None:
        ratio = painter.device().devicePixelRatioF()
        visible = self._tools.shows_mask if row.layer is None else row.layer.visible
        color = "text_disabled" if row.dimmed or not visible else "text_readable"
        eye = icon_pixmap("eye" if visible else "eye-off", color, _ICON, ratio)
        painter.drawPixmap(_eye(area).topLeft(), eye)
        if row.layer is not None and (row.layer.locked or hovered):
            name = "lock" if row.layer.locked else "lock-open"
            color = "text_readable" if row.layer.locked else "text_disabled"
            painter.drawPixmap(_lock(area).topLeft(), icon_pixmap(name, color, _ICON, ratio))

    def _paint_words(self, painter: QPainter, area: QRect, row: LayerRow, name: str, tag: str) -> None:
        tokens, place = current_tokens(), _words(area, row)
        hidden = row.dimmed or (row.layer is not None and not row.layer.visible)
        font, small = interface_font(), interface_font(SMALL_PX)
        below = self._second_line(row)
        upper = place.adjusted(0, 4, 0, -place.height() // 2 + 2) if below else place
        painter.setFont(font)
        painter.setPen(QColor(tokens.text_secondary if hidden else tokens.text))
        shown = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, upper.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(upper, flags, shown)
        painter.setPen(QColor(tokens.text_secondary))
        if below:
            painter.setFont(small)
            lower = place.adjusted(0, place.height() // 2 - 1, 0, -4)
            shown = QFontMetrics(small).elidedText(below, Qt.TextElideMode.ElideRight, lower.width())
            painter.drawText(lower, flags, shown)
        elif tag:
            left = QFontMetrics(font).horizontalAdvance(shown) + 6
            painter.drawText(place.adjusted(left, 0, 0, 0), flags, tag)

    def _tag(self, row: LayerRow, soft: bool) -> str:
        """A word after the name."""
        if row.layer is None:
            return self.tr("soft") if soft else ""
        if isinstance(row.layer, MaskLayer):
            return self.tr("soft mask") if soft else self.tr("mask")
        return ""

    def _second_line(self, row: LayerRow) -> str:
        """Blend mode and opacity, where they are not the usual ones."""
        layer = row.layer
        if layer is None or (layer.blend is BlendMode.NORMAL and layer.opacity == 1.0):
            return ""
        percent = self.tr("{number} %").format(number=QLocale().toString(round(100 * layer.opacity)))
        if layer.blend is BlendMode.NORMAL:
            return percent
        blend = blend_name(layer.blend)
        return blend if layer.opacity == 1.0 else f"{blend} · {percent}"


def blend_name(blend: BlendMode) -> str:
    """As people read it."""
    return QCoreApplication.translate("Layers", BLEND_NAMES[blend])


def _eye(area: QRect) -> QRect:
    return QRect(area.right() - 9 - _ICON, area.center().y() - _ICON // 2, _ICON, _ICON)


def _lock(area: QRect) -> QRect:
    return _eye(area).translated(-_ICON - 8, 0)


def _fold(area: QRect, row: LayerRow) -> QRect:
    left = area.left() + _LEFT + row.depth * INDENT
    return QRect(left, area.center().y() - _CHEVRON // 2, _CHEVRON, _CHEVRON)


def _words(area: QRect, row: LayerRow) -> QRect:
    left = picture_place(area, row).right() + 1 + _GAP
    if isinstance(row.layer, GroupLayer):
        left -= PICTURE.width() - 28
    return QRect(left, area.top(), _lock(area).left() - 8 - left, area.height() - 1)


def _paint_checker(painter: QPainter, place: QRect) -> None:
    tokens = current_tokens()
    painter.fillRect(place, QColor(tokens.checker_light))
    brush = QBrush(QColor(tokens.checker_dark))
    for y in range(place.top(), place.bottom() + 1, _CHECK):
        for x in range(place.left() + (y - place.top()) % (2 * _CHECK), place.right() + 1, 2 * _CHECK):
            painter.fillRect(QRect(x, y, _CHECK, _CHECK), brush)
