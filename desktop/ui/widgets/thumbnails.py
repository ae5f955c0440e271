"""Pictures as tiles, in a strip or a grid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.widgets.thumbnail_delegate import TILE
from desktop.ui.widgets.tiling import Tiling

_NOTCH_DEGREES = 120
Index = QModelIndex | QPersistentModelIndex
Move = QAbstractItemView.CursorAction


class ThumbnailView(QAbstractItemView):
    """A model's rows as tiles: one row that scrolls sideways, or as many columns as fit. The wheel turns it.

    Nothing that it does takes longer with more rows. The model stays a flat list; a delegate paints.
    """

    selection_changed = Signal()
    """Other rows are selected, or another one is the current one."""

    def __init__(self, name: str, delegate: QStyledItemDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wraps = False
        self.setAccessibleName(name)
        self.setItemDelegate(delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_wrapping(False)

    @property
    def wraps(self) -> bool:
        return self._wraps

    def set_wrapping(self, wraps: bool) -> None:
        """A grid that scrolls down instead of a strip that scrolls sideways."""
        self._wraps = wraps
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(off if wraps else needed)
        self.setVerticalScrollBarPolicy(needed if wraps else off)
        self.scheduleDelayedItemsLayout()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def selected_places(self) -> list[range]:
        """The selected rows, from top to bottom."""
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        return sorted(
            (range(part.top(), part.bottom() + 1) for part in parts), key=lambda places: places.start
        )

    def visible_places(self) -> list[int]:
        """The rows in sight."""
        return self._tiling().places_in(self.viewport().rect().translated(self._offset()))

    def sizeHint(self) -> QSize:
        return QSize(4 * TILE, TILE + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(TILE, TILE + 12)

    # Where things are

    def visualRect(self, index: Index) -> QRect:
        return self._tiling().rect(index.row()).translated(-self._offset()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        place = self._tiling().place_at(point + self._offset())
        return QModelIndex() if place is None else self.model().index(place, 0)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid():
            return
        self.updateGeometries()
        rect = self._tiling().rect(index.row())
        bar = self.verticalScrollBar() if self._wraps else self.horizontalScrollBar()
        start, length = (
            (rect.top(), self._view_length()) if self._wraps else (rect.left(), self._view_length())
        )
        bar.setValue(min(max(bar.value(), start + rect.width() - length), start))

    def horizontalOffset(self) -> int:
        return 0 if self._wraps else self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value() if self._wraps else 0

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        model, tiling = self.model(), self._tiling()
        if not tiling.count:
            return QModelIndex()
        page = max(1, self._view_length() // tiling.side) * (tiling.columns if self._wraps else 1)
        line = tiling.columns if self._wraps else 1
        steps = {
            Move.MoveLeft: -1,
            Move.MovePrevious: -1,
            Move.MoveRight: 1,
            Move.MoveNext: 1,
            Move.MoveUp: -line,
            Move.MoveDown: line,
            Move.MovePageUp: -page,
            Move.MovePageDown: page,
            Move.MoveHome: -tiling.count,
            Move.MoveEnd: tiling.count,
        }
        current = self.currentIndex()
        place = current.row() + steps[action] if current.isValid() else 0
        if self._wraps and action in (Move.MoveUp, Move.MoveDown) and not 0 <= place < tiling.count:
            return current
        return model.index(min(max(place, 0), tiling.count - 1), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what lies, in reading order, from the rectangle's first corner to its last."""
        tiling, offset = self._tiling(), self._offset()
        if not tiling.count:
            return
        ends = sorted(tiling.place_near(corner + offset) for corner in (rect.topLeft(), rect.bottomRight()))
        first, last = (self.model().index(place, 0) for place in ends)
        self.selectionModel().select(QItemSelection(first, last), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Of the tiles in sight."""
        region = QRegion()
        for place in self.visible_places():
            if selection.contains(self.model().index(place, 0)):
                region += self.visualRect(self.model().index(place, 0))
        return region

    # Events

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.rowsRemoved.connect(self.scheduleDelayedItemsLayout)
            model.rowsInserted.connect(self.scheduleDelayedItemsLayout)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint again what changed of the tiles in sight."""
        tiling, offset = self._tiling(), self._offset()
        for place in tiling.places_in(self.viewport().rect().translated(offset)):
            if first.row() <= place <= last.row():
                self.viewport().update(tiling.rect(place).translated(-offset))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        model, selection, current = self.model(), self.selectionModel(), self.currentIndex()
        hovered = self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())) if self.underMouse() else None
        plain = option.state & ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        tiling, offset = self._tiling(), self._offset()
        for place in tiling.places_in(event.rect().translated(offset)):
            index = model.index(place, 0)
            option.rect = tiling.rect(place).translated(-offset)
            option.state = plain
            if selection.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if index == current and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            if index == hovered:
                option.state |= QStyle.StateFlag.State_MouseOver
            self.itemDelegate().paint(painter, option, index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()

    def updateGeometries(self) -> None:
        tiling = self._tiling()
        bar, length = (
            (self.verticalScrollBar(), tiling.size.height())
            if self._wraps
            else (self.horizontalScrollBar(), tiling.size.width())
        )
        bar.setRange(0, max(0, length - self._view_length()))
        bar.setPageStep(self._view_length())
        bar.setSingleStep(tiling.side // 2)
        super().updateGeometries()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)  # only what comes into sight is painted

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        bar = self.verticalScrollBar() if self._wraps else self.horizontalScrollBar()
        bar.setValue(bar.value() - (turn.y() or turn.x()))
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are keys of actions, and a search walks all rows."""

    # Inside

    def _tiling(self) -> Tiling:
        count = 0 if self.model() is None else self.model().rowCount()
        if self._wraps:
            return Tiling.grid(TILE, self.viewport().width(), count)
        return Tiling.strip(TILE, count)

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalOffset(), self.verticalOffset())

    def _view_length(self) -> int:
        return self.viewport().height() if self._wraps else self.viewport().width()
