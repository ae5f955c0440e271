"""The steps that can be taken back and done again; a click goes to one."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.state.undo_stack import UndoStack
from desktop.ui.fonts import interface_font
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

_ROW_HEIGHT, _ICON = 30, 14
_DONE = Qt.ItemDataRole.UserRole + 1
_HERE = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class HistoryDock(QWidget):
    """GUI thread. The list's first row is the state before all steps."""

    def __init__(self, stack: UndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = stack
        self._rows = _Steps(stack, self)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("History"))
        self.list.setToolTip(self.tr("Click a step to go back or on to it; the arrow keys do the same"))
        self.list.setModel(self._rows)
        self.list.setItemDelegate(_StepDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.status = QLabel()
        self.status.setProperty("kind", "secondary")
        self.status.setContentsMargins(12, 6, 12, 8)
        self.status.setToolTip(self.tr("What the steps take in memory; the oldest make room for new ones"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.status)
        self._soon = QTimer(self)  # many steps of a stroke or slider are one look
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show)
        stack.index_changed.connect(self._soon.start)
        self.list.selectionModel().currentChanged.connect(self._go)
        self._show()

    @Slot(QModelIndex)
    def _go(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() != self._stack.index:
            self._stack.go_to(index.row())

    @Slot()
    def _show(self) -> None:
        with QSignalBlocker(self.list.selectionModel()):
            self._rows.follow()
            self.list.setCurrentIndex(self._rows.index(self._stack.index))
        self.list.scrollTo(self.list.currentIndex())
        self.list.viewport().update()
        count, size = len(self._stack), self._stack.size_bytes / 1_000_000
        number = self.locale().toString(size, "f", 0 if size >= 10 or size == 0 else 1)
        steps = (
            self.tr("1 step")
            if count == 1
            else self.tr("{count} steps").format(count=self.locale().toString(count))
        )
        self.status.setText(self.tr("{steps}, {number} MB").format(steps=steps, number=number))


class _Steps(QAbstractListModel):
    """The stack's names at the last ``follow``."""

    def __init__(self, stack: UndoStack, parent: QWidget) -> None:
        super().__init__(parent)
        self._stack = stack
        self._names: tuple[str, ...] = ()

    def follow(self) -> None:
        names = (self.tr("Start"), *self._stack.names)
        if names != self._names:
            self.beginResetModel()
            self._names = names
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._names[index.row()]
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return "" if index.row() <= self._stack.index else self.tr("taken back")
            case _ if role == _DONE:
                return index.row() <= self._stack.index
            case _ if role == _HERE:
                return index.row() == self._stack.index
            case _:
                return None


class _StepDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, area = current_tokens(), QRect(option.rect)
        here, done = bool(index.data(_HERE)), bool(index.data(_DONE))
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        if here or hovered:
            painter.fillRect(area, QColor(tokens.selection if here else tokens.hover))
        if here:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(tokens.accent))
        name = "image" if index.row() == 0 else "check" if done else "redo-2"
        ratio = painter.device().devicePixelRatioF()
        pixmap = icon_pixmap(name, "text_readable" if done else "text_disabled", _ICON, ratio)
        painter.drawPixmap(area.left() + 12, area.center().y() - _ICON // 2 + 1, pixmap)
        font = interface_font(strong=here)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text if done else tokens.text_disabled))
        words = area.adjusted(12 + _ICON + 10, 0, -12, 0)
        shown = QFontMetrics(font).elidedText(index.data(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if here and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(tokens.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()
