"""A list to choose one thing from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPaintEvent, QPen, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from desktop.ui.fonts import interface_font
from desktop.ui.icons import icon, icon_pixmap
from desktop.ui.theme import current_tokens

_CHEVRON = 14
_ICON = 16
_POPUP_PADDING = 24


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry: ``data`` is what it means, ``tag`` a small word after the text, ``icon`` a Lucide name."""

    text: str
    data: object
    help: str = ""
    tag: str = ""
    icon: str = ""
    enabled: bool = True


class ChoiceField(QComboBox):
    """Holds any Python value for each entry and tells the chosen one; the wheel works only with focus."""

    value_changed = Signal(object)

    def __init__(
        self, choices: Sequence[Choice] = (), *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self.setAccessibleName(name)
        self.view().setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(16)
        self.setIconSize(QSize(_ICON, _ICON))
        # The default delegate of a combo box ignores the style sheet's item rules.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.set_choices(choices)
        self.currentIndexChanged.connect(self._tell)

    @property
    def value(self) -> object | None:
        """The data of the chosen entry; None when nothing is chosen."""
        choice = self._choice()
        return None if choice is None else choice.data

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; the value stays chosen if it is still among them, else the first is, which is told."""
        before = self.value
        was_blocked = self.blockSignals(True)
        self.clear()
        self._choices = tuple(choices)
        for index, choice in enumerate(self._choices):
            self.addItem(icon(choice.icon), choice.text) if choice.icon else self.addItem(choice.text)
            self.setItemData(index, choice.help, Qt.ItemDataRole.ToolTipRole)
            if not choice.enabled:
                self._entry(index).setEnabled(False)
        kept = self._index_of(before)
        self.setCurrentIndex(kept if kept >= 0 else (0 if self._choices else -1))
        self.blockSignals(was_blocked)
        self.update()
        if self.value != before:
            self._tell()

    def set_value(self, data: object) -> None:
        """Choose the entry with this data; nothing is chosen when there is none."""
        self.setCurrentIndex(self._index_of(data))

    def showPopup(self) -> None:
        # As wide as its longest entry, also where the field itself is narrow.
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + _POPUP_PADDING)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        color = "text" if self.isEnabled() else "text_disabled"
        chevron = icon_pixmap(
            "chevron-down", "text_readable" if self.isEnabled() else color, _CHEVRON, self.devicePixelRatioF()
        )
        area = self.rect().adjusted(10, 0, -10, 0)
        flipped = self.layoutDirection() == Qt.LayoutDirection.RightToLeft

        def placed(rect: QRect) -> QRect:
            return QStyle.visualRect(self.layoutDirection(), self.rect(), rect) if flipped else rect

        middle = area.center().y()
        place = QRect(area.right() - _CHEVRON + 1, middle - _CHEVRON // 2 + 1, _CHEVRON, _CHEVRON)
        painter.drawPixmap(placed(place).topLeft(), chevron)
        area.setRight(place.left() - 6)
        choice = self._choice()
        if choice is None:
            painter.setPen(QColor(tokens.text_secondary))
            painter.drawText(placed(area), Qt.AlignmentFlag.AlignVCenter, self.placeholderText())
            return
        if choice.icon:
            pixmap = icon_pixmap(choice.icon, "text_readable", _ICON, self.devicePixelRatioF())
            painter.drawPixmap(placed(QRect(area.left(), middle - 7, _ICON, _ICON)).topLeft(), pixmap)
            area.setLeft(area.left() + _ICON + 7)
        tag_font = interface_font(10)
        painter.setFont(tag_font)
        tag_width = painter.fontMetrics().horizontalAdvance(choice.tag) + 10 if choice.tag else 0
        painter.setFont(self.font())
        room = area.width() - (tag_width + 8 if tag_width else 0)
        text = painter.fontMetrics().elidedText(choice.text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(getattr(tokens, color)))
        painter.drawText(placed(area), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)
        if tag_width:
            left = area.left() + painter.fontMetrics().horizontalAdvance(text) + 8
            pill = QRectF(placed(QRect(left, middle - 7, tag_width, 16))).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(tokens.track)))
            painter.drawRoundedRect(pill, 4, 4)
            painter.setFont(tag_font)
            painter.setPen(QColor(tokens.text_readable))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, choice.tag)

    def _entry(self, index: int) -> QStandardItem:
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        return model.item(index)

    def _choice(self) -> Choice | None:
        index = self.currentIndex()
        return self._choices[index] if 0 <= index < len(self._choices) else None

    def _index_of(self, data: object) -> int:
        return next((index for index, choice in enumerate(self._choices) if choice.data == data), -1)

    @Slot()
    def _tell(self) -> None:
        self.value_changed.emit(self.value)
