"""The list of the queue: rows are dragged to another place, or moved with Alt+Up and Alt+Down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyleOptionViewItem, QTreeView, QWidget

from desktop.state.queue_list import QueueList, QueueRole, QueueRow
from desktop.ui.docks.queue_row import GUTTER, Index, QueueRowDelegate
from desktop.ui.theme import current_tokens

_EDGE, _SCROLL_PX, _SCROLL_MS = 20, 12, 30
_KEYS = {
    (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier): "move_jobs_up",
    (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier): "move_jobs_down",
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier): "remove_jobs",
    (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier): "remove_jobs",
    (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier): "edit_job",
}


class QueueView(QTreeView):
    """Shows a QueueList. Dragging stays in the view, so it needs no drag and drop of the system."""

    action_requested = Signal(str)
    """A key asks for the action of this id."""
    selection_changed = Signal()

    def __init__(self, queue: QueueList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._pressed: QPoint | None = None
        self._drop: int | None = None
        """While dragging: the row of the first level in front of which the dragged ones will stand."""
        self._at = QPoint()
        """Where the pointer is while dragging."""
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self.setModel(queue)
        self.setItemDelegate(QueueRowDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Queue"))
        self.header().setAccessibleName(self.tr("Queue"))
        self.setToolTip(self.tr("Running, waiting and ended jobs. Drag a waiting one to another place."))

    def selected_rows(self) -> tuple[QueueRow, ...]:
        """The selected rows from top to bottom; a job whose group is selected as well is left out."""
        selected = [index for index in self._selected() if not self._is_selected(index.parent())]
        return tuple(index.data(QueueRole.ROW) for index in selected)

    def movable_rows(self) -> list[int]:
        """Numbers of the selected rows of the first level that wait."""
        return [index.row() for index in self._selected() if self._queue.is_movable(index)]

    def move_selected(self, down: bool) -> None:
        """One place earlier or later; several rows come together where the first (or last) one goes."""
        rows = self.movable_rows()
        if rows:
            self._queue.move(rows, rows[-1] + 2 if down else rows[0] - 1)
            self.scrollTo(self.currentIndex())

    # Keys

    def event(self, event: QEvent) -> bool:
        # Before the window takes Del, Alt+Up or Esc for something else.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ends_drag = event.key() == Qt.Key.Key_Escape and self._drop is not None
            if ends_drag or _action(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = _action(event)
        if event.key() == Qt.Key.Key_Escape and self._drop is not None:
            self._end_drag()
        elif action:
            self.action_requested.emit(action)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            if self.model().hasChildren(index) and point.x() < GUTTER:
                self.setExpanded(index, not self.isExpanded(index))
                return
            if self._queue.is_movable(index):
                self._pressed = point
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
        elif self._drop is not None or self._is_far(point):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._at = point
            self._drop = self._row_at(point)
            self._scrolling.start()
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drop, rows = self._drop, self.movable_rows()
        self._end_drag()
        if drop is None:
            super().mouseReleaseEvent(event)
        else:
            self._queue.move(rows, drop)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop is not None:
            painter = QPainter(self.viewport())
            painter.fillRect(self._drop_line(self._drop), QColor(current_tokens().accent))

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        # The delegate paints the whole row; the style would put a gradient under the selected one.
        options.palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        super().drawRow(painter, options, index)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def _end_drag(self) -> None:
        self._pressed = self._drop = None
        self._scrolling.stop()
        self.unsetCursor()
        self.viewport().update()

    @Slot()
    def _scroll(self) -> None:
        """Go on to rows out of sight while the pointer is near an edge."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if self._at.y() < _EDGE:
            bar.setValue(bar.value() - _SCROLL_PX)
        elif self._at.y() > height - _EDGE:
            bar.setValue(bar.value() + _SCROLL_PX)
        self._drop = self._row_at(self._at)
        self.viewport().update()

    def _is_far(self, point: QPoint) -> bool:
        assert self._pressed is not None
        return (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()

    def _row_at(self, point: QPoint) -> int:
        """The row of the first level in front of which a drop at ``point`` goes."""
        index = self.indexAt(point)
        if not index.isValid():
            return 0 if point.y() < 0 else self._queue.rowCount()
        top = index
        while top.parent().isValid():
            top = top.parent()
        below = top != index or point.y() > self.visualRect(index).center().y()
        return top.row() + below

    def _drop_line(self, row: int) -> QRect:
        after = row >= self._queue.rowCount()
        area = self.visualRect(self._queue.index(row - after, 0))
        y = area.bottom() if after else area.top() - 1
        return QRect(0, y, self.viewport().width(), 2)

    def _selected(self) -> list[QModelIndex]:
        rows = self.selectionModel().selectedRows()
        return sorted(rows, key=lambda index: (index.parent().row(), index.row()))

    def _is_selected(self, index: QModelIndex) -> bool:
        return index.isValid() and self.selectionModel().isSelected(index)


def _action(event: QKeyEvent) -> str:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _KEYS.get((Qt.Key(event.key()), modifiers), "")
