"""The list of layers: chosen, renamed, shown and hidden, dragged to another place or out of the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from desktop.core.document.layers import GroupLayer, LayerId
from desktop.state.editor.layer_rows import Index, LayerRole, LayerRow, LayerRows
from desktop.state.editor.tool_state import ToolState
from desktop.ui.docks.layer_delegate import INDENT, LayerDelegate, Part, part_at
from desktop.ui.theme import current_tokens

_EDGE, _SCROLL_PX, _SCROLL_MS = 20, 12, 30


@dataclass(frozen=True, slots=True)
class Drop:
    """Where a dragged layer goes: into ``group`` (None: into none)."""

    group: LayerId | None
    above: LayerId | None
    """The layer that it comes to lie upon; None for the lowest place."""
    line: QRect
    """What shows that in the view; the whole row when the layer goes into a group."""
    inside: bool = False


class LayersView(QListView):
    """Shows LayerRows. A drag inside the list reorders; out of it, it becomes one of the system."""

    layer_chosen = Signal(str)
    """The id of the layer that was clicked or reached with the arrows."""
    moved = Signal(str, object)
    """The id of a layer, and the Drop that says where it goes."""
    part_clicked = Signal(object, object)
    """A LayerRow, and which Part of it but ROW."""
    step_requested = Signal(int)
    """Alt+Up (1) or Alt+Down (-1): the chosen layer wants to move."""
    dragged = Signal(str)
    """A drag of this layer began: its picture may be needed."""
    dragged_out = Signal(str)
    """It left the list."""

    def __init__(self, rows: LayerRows, tools: ToolState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._tools = tools
        self._pressed: QPoint | None = None
        self._dragged: LayerId | None = None
        self._drop: Drop | None = None
        self._at = QPoint()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self.setModel(rows)
        self.setItemDelegate(LayerDelegate(tools, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(22)
        self.setAccessibleName(self.tr("Layers"))
        self.setToolTip(self.tr("The topmost layer comes first. Space shows or hides the chosen one."))
        tools.changed.connect(self._on_tools_changed)

    def row_at(self, place: QPoint) -> LayerRow | None:
        row = self.indexAt(place).data(LayerRole.ROW)
        return row if isinstance(row, LayerRow) else None

    def current_row(self) -> LayerRow | None:
        row = self.currentIndex().data(LayerRole.ROW)
        return row if isinstance(row, LayerRow) else None

    def show_chosen(self, layer_id: LayerId | None) -> None:
        """Mark a layer as the chosen one; tells nothing."""
        place = self._rows.place_of(layer_id)
        if place is None:
            self.clearSelection()
        elif place != self.currentIndex().row() or not self.selectionModel().hasSelection():
            self.setCurrentIndex(self._rows.index(place))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row = current.data(LayerRole.ROW)
        if isinstance(row, LayerRow) and row.layer is not None and not self._rows.following:
            self.layer_chosen.emit(row.layer.id)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """A thumbnail that is new must not undo what is being typed, as Qt's own answer would."""
        if list(roles) == [Qt.ItemDataRole.DecorationRole]:
            self.viewport().update(self.visualRect(first))
        else:
            super().dataChanged(first, last, roles)

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right)
            ends_drag = event.key() == Qt.Key.Key_Escape and self._dragged is not None
            if ends_drag or (plain and not event.modifiers()) or _step(event):
                event.accept()  # before the window takes it for something else
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, plain = self.current_row(), not event.modifiers()
        if event.key() == Qt.Key.Key_Escape and self._dragged is not None:
            self._end_drag()
        elif by := _step(event):
            self.step_requested.emit(by)
        elif event.key() == Qt.Key.Key_Space and plain and row is not None:
            self.part_clicked.emit(row, Part.EYE)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain:
            unfolds = event.key() == Qt.Key.Key_Right
            if row is not None and isinstance(row.layer, GroupLayer) and row.folded == unfolds:
                self.part_clicked.emit(row, Part.FOLD)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are keys of actions."""

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        row = self.row_at(place)
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            part = part_at(self.visualRect(self.indexAt(place)), row, place)
            if part is not Part.ROW:
                self.part_clicked.emit(row, part)
                return
            self._pressed = place if row.layer is not None else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        if self._dragged is None:
            if (place - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            row = self.row_at(self._pressed)
            if row is None or row.layer is None:
                return
            self._dragged = row.layer.id
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scrolling.start()
            self.dragged.emit(self._dragged)
        self._at = place
        if not -_EDGE <= place.x() < self.width() + _EDGE:
            layer_id = self._dragged
            self._end_drag()
            self.dragged_out.emit(layer_id)
            return
        self._aim()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, drop = self._dragged, self._drop
        self._end_drag()
        if dragged is None:
            super().mouseReleaseEvent(event)
        elif drop is not None:
            self.moved.emit(dragged, drop)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index, row = self.indexAt(place), self.row_at(place)
        if row is None or row.layer is None:
            return
        area = self.visualRect(index)
        if part_at(area, row, place) is not Part.ROW:
            self.mousePressEvent(event)  # a quick second click on an eye is a click
        else:
            self.edit(index)

    def _end_drag(self) -> None:
        self._pressed = self._dragged = self._drop = None
        self._scrolling.stop()
        self.unsetCursor()
        self.viewport().update()

    @Slot()
    def _scroll(self) -> None:
        """Go on to rows out of sight while the pointer is near an edge."""
        bar = self.verticalScrollBar()
        if self._at.y() < _EDGE:
            bar.setValue(bar.value() - _SCROLL_PX)
        elif self._at.y() > self.viewport().height() - _EDGE:
            bar.setValue(bar.value() + _SCROLL_PX)
        self._aim()

    def _aim(self) -> None:
        if self._dragged is None:
            return
        drop: Drop | None = self._drop_at(self._at)
        if drop is not None and (
            self._dragged == drop.above or self._rows.is_around(self._dragged, drop.group)
        ):
            drop = None
        if drop != self._drop:
            self._drop = drop
            self.viewport().update()

    def _drop_at(self, place: QPoint) -> Drop:
        index = self.indexAt(QPoint(max(0, min(place.x(), self.viewport().width() - 1)), place.y()))
        count = self._rows.rowCount()
        if not index.isValid():
            if place.y() < 0 or count == 0:
                return Drop(None, self._rows.top, QRect(0, 0, self.viewport().width(), 2))
            last = self.visualRect(self._rows.index(count - 1))
            return Drop(None, None, QRect(0, last.bottom(), last.width(), 2))
        area, row = self.visualRect(index), self._rows.row(index.row())
        left = area.left() + 10 + row.depth * INDENT
        upper = QRect(left, area.top() - 1, area.right() - left, 2)
        lower = QRect(left, area.bottom() - 1, area.right() - left, 2)
        if row.layer is None:
            return Drop(None, self._rows.top, lower)
        group, below = self._rows.around(row.layer.id)
        share = (place.y() - area.top()) / area.height()
        if isinstance(row.layer, GroupLayer) and share >= 0.25 and (share < 0.75 or not row.folded):
            top = row.layer.children[-1].id if row.layer.children else None
            return Drop(row.layer.id, top, area, inside=True)
        if share < 0.5:
            return Drop(group, row.layer.id, upper)
        return Drop(group, below, lower)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop is None:
            return
        painter = QPainter(self.viewport())
        accent = QColor(current_tokens().accent)
        if self._drop.inside:
            painter.setPen(QPen(accent, 2))
            painter.drawRect(self._drop.line.adjusted(1, 1, -2, -2))
        else:
            painter.fillRect(self._drop.line, accent)

    @Slot(str)
    def _on_tools_changed(self, name: str) -> None:
        if name == "shows_mask":
            self.viewport().update()


def _step(event: QKeyEvent) -> int:
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
