"""Tools that select: rectangle, ellipse, lasso, polygon."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPen, QPolygonF

from desktop.core.document import selection
from desktop.core.document.document import Document
from desktop.core.document.plane import Plane
from desktop.core.document.selection import Combine
from desktop.core.geometry import Point, Rect
from desktop.state.editor.editor import Editor
from desktop.ui.canvas.tools.canvas_tool import CanvasMap, CanvasTool, Pointer, arrow_step

_MOVES = 7001
"""Steps of the arrow keys that follow each other are one."""
_CLICK = 3.0
"""A press that moves less, in logical pixels, is a click."""
_CLOSE = 8.0
"""So near to its first corner, in logical pixels, a click closes a polygon."""
_LEAST_STEP = 1.0
"""Between corners of a lasso, in logical pixels."""


class SelectTool(CanvasTool):
    """Base of all that select. Shift adds, Alt takes away, both keep what is in both.

    A click without a drag selects nothing any more, when it would replace. Arrows move the selection.
    """

    def __init__(self, editor: Editor, view: CanvasMap, parent: QObject | None = None) -> None:
        super().__init__(editor, view, parent)
        self.how = Combine.REPLACE

    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def press(self, at: Pointer) -> None:
        self.how = combining(at.modifiers, self.editor.tools.combine)

    def key(self, event: QKeyEvent) -> bool:
        document = self.editor.document.document
        if (step := arrow_step(event)) is None or not document.has_selection:
            return False
        self._apply_moved(document, step)
        return True

    def select(self, plane: Plane, name: str) -> None:
        """Combine ``plane`` with what is selected: a step."""
        document = self.editor.document.document
        combined = selection.combine(document.selection, plane, self.how)
        if combined.tiles or document.has_selection:
            self.editor.document.apply(name, replace(document, selection=combined))

    def select_nothing(self) -> None:
        """After a click: a step, if something is selected and it is not to be kept."""
        document = self.editor.document.document
        if self.how is Combine.REPLACE and document.has_selection:
            nothing = replace(document, selection=selection.NOTHING)
            self.editor.document.apply(self.tr("Select nothing"), nothing)

    def _apply_moved(self, document: Document, by: Point) -> None:
        rect = selection.bounds(document.selection)
        moved = Plane.of(document.selection.read(rect), rect.moved(by).origin)
        inside = selection.combine(moved, selection.everything(document.rect), Combine.INTERSECT)
        name = self.tr("Move the selection")
        self.editor.document.apply(name, replace(document, selection=inside), merge=_MOVES)


def combining(modifiers: Qt.KeyboardModifier, otherwise: Combine) -> Combine:
    """What the keys that are held say; ``otherwise`` without any."""
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if shift and alt:
        return Combine.INTERSECT
    if shift or alt:
        return Combine.ADD if shift else Combine.SUBTRACT
    return otherwise


class RectangleTool(SelectTool):
    """Drags a rectangle. Once it is begun, Shift makes it a square, and Alt draws it from its middle."""

    def __init__(self, editor: Editor, view: CanvasMap, parent: QObject | None = None) -> None:
        super().__init__(editor, view, parent)
        self._from: Pointer | None = None
        self._to: Pointer | None = None
        self._first_modifiers = Qt.KeyboardModifier.NoModifier

    def words(self) -> str:
        return self.tr("Drag. Shift first: add; Alt first: take away. Later: square; from its middle.")

    @property
    def rect(self) -> Rect | None:
        """What is being dragged, in whole pixels of the document."""
        area = self._area()
        if area is None:
            return None
        return Rect.between(round(area.left()), round(area.top()), round(area.right()), round(area.bottom()))

    def press(self, at: Pointer) -> None:
        super().press(at)
        self._from = self._to = at
        self._first_modifiers = at.modifiers
        self.state_changed.emit()

    def drag(self, at: Pointer) -> None:
        # The keys that were held at the press say how to combine until they are let go.
        self._first_modifiers &= at.modifiers
        self._to = at
        self.overlay_changed.emit(None)
        self.state_changed.emit()

    def release(self, at: Pointer) -> None:
        start, rect = self._from, self.rect
        self.cancel()
        if start is None or rect is None:
            return
        if _distance(start, at) * self.view.scale < _CLICK:
            self.select_nothing()
        elif not rect.empty:
            self.select(self.shape(rect), self.name())

    def shape(self, rect: Rect) -> Plane:
        return selection.rectangle(rect, self.editor.document.document.rect)

    def name(self) -> str:
        return self.tr("Select a rectangle")

    def cancel(self) -> None:
        self._from = self._to = None
        self.overlay_changed.emit(None)
        self.state_changed.emit()

    def outline(self, rect: QRectF) -> QPainterPath:
        path = QPainterPath()
        path.addRect(rect)
        return path

    def paint(self, painter: QPainter, view: CanvasMap) -> None:
        if (rect := self.rect) is not None and not rect.empty:
            place = QRectF(view.to_view(rect.x, rect.y), view.to_view(rect.right, rect.bottom))
            draw_line(painter, self.outline(place))

    def _area(self) -> QRectF | None:
        if self._from is None or self._to is None:
            return None
        across, down = self._to.x - self._from.x, self._to.y - self._from.y
        later = self._to.modifiers & ~self._first_modifiers
        if later & Qt.KeyboardModifier.ShiftModifier:
            side = max(abs(across), abs(down))
            across, down = (side if across >= 0 else -side), (side if down >= 0 else -side)
        left, top = self._from.x, self._from.y
        if later & Qt.KeyboardModifier.AltModifier:
            left, top, across, down = left - across, top - down, 2 * across, 2 * down
        return QRectF(left, top, across, down).normalized()


class EllipseTool(RectangleTool):
    """Drags an ellipse in the same way."""

    def shape(self, rect: Rect) -> Plane:
        return selection.ellipse(rect, self.editor.document.document.rect)

    def name(self) -> str:
        return self.tr("Select an ellipse")

    def outline(self, rect: QRectF) -> QPainterPath:
        path = QPainterPath()
        path.addEllipse(rect)
        return path


class LassoTool(SelectTool):
    """Drags round what is to be selected."""

    def __init__(self, editor: Editor, view: CanvasMap, parent: QObject | None = None) -> None:
        super().__init__(editor, view, parent)
        self.points: list[QPointF] = []

    def words(self) -> str:
        return self.tr("Drag around what is to be selected. Shift: add; Alt: take away.")

    def press(self, at: Pointer) -> None:
        super().press(at)
        self.points = [QPointF(at.x, at.y)]

    def drag(self, at: Pointer) -> None:
        last = self.points[-1] if self.points else None
        if last is not None and hypot(at.x - last.x(), at.y - last.y()) * self.view.scale >= _LEAST_STEP:
            self.points.append(QPointF(at.x, at.y))
            self.overlay_changed.emit(None)

    def release(self, at: Pointer) -> None:
        self.close_shape(self.tr("Select with the lasso"))

    def cancel(self) -> None:
        self.points = []
        self.overlay_changed.emit(None)
        self.state_changed.emit()

    def close_shape(self, name: str) -> None:
        """Select what lies inside of the corners: a step."""
        corners = [(point.x(), point.y()) for point in self.points]
        self.cancel()
        if len(corners) < 3:
            self.select_nothing()
        else:
            self.select(selection.polygon(corners, self.editor.document.document.rect), name)

    def paint(self, painter: QPainter, view: CanvasMap) -> None:
        if self.points:
            path = QPainterPath()
            path.addPolygon(QPolygonF([view.to_view(point.x(), point.y()) for point in self.points]))
            draw_line(painter, path)


class PolygonTool(LassoTool):
    """Clicks corners. A double click, Enter, or a click on the first one closes; Backspace takes one back."""

    def __init__(self, editor: Editor, view: CanvasMap, parent: QObject | None = None) -> None:
        super().__init__(editor, view, parent)
        self._at: QPointF | None = None

    @property
    def open(self) -> bool:
        return bool(self.points)

    def words(self) -> str:
        if self.open:
            return self.tr("Click corners. Enter or a double click: close. Backspace: one back. Esc: forget.")
        return self.tr("Click corners around what is to be selected. Shift: add; Alt: take away.")

    def end(self) -> None:
        if self.open:
            self._close()

    def press(self, at: Pointer) -> None:
        place = QPointF(at.x, at.y)
        if not self.points:
            self.how = combining(at.modifiers, self.editor.tools.combine)
        elif self._near(self.points[0], place, _CLOSE) and len(self.points) >= 3:
            self._close()
            return
        if not (self.points and self._near(self.points[-1], place, _CLICK)):
            self.points.append(place)
        self._at = place
        self.overlay_changed.emit(None)
        self.state_changed.emit()

    def drag(self, at: Pointer) -> None:
        self.hover(at)

    def release(self, at: Pointer) -> None: ...

    def double_click(self, at: Pointer) -> None:
        if self.open:
            self._close()

    def hover(self, at: Pointer | None) -> None:
        self._at = None if at is None else QPointF(at.x, at.y)
        if self.open:
            self.overlay_changed.emit(None)

    def key(self, event: QKeyEvent) -> bool:
        if not self.open:
            return super().key(event)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._close()
            case Qt.Key.Key_Escape:
                self.cancel()
            case Qt.Key.Key_Backspace:
                self.points.pop()
                self.overlay_changed.emit(None)
                self.state_changed.emit()
            case _:
                return False
        return True

    def paint(self, painter: QPainter, view: CanvasMap) -> None:
        if not self.points:
            return
        corners = [view.to_view(point.x(), point.y()) for point in self.points]
        ahead = [] if self._at is None else [view.to_view(self._at.x(), self._at.y())]
        path = QPainterPath()
        path.addPolygon(QPolygonF([*corners, *ahead]))
        draw_line(painter, path)
        painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
        painter.setBrush(QColor("white"))
        for corner in corners:
            painter.drawEllipse(corner, 3, 3)

    def _close(self) -> None:
        self.close_shape(self.tr("Select a polygon"))

    def _near(self, one: QPointF, other: QPointF, limit: float) -> bool:
        return hypot(one.x() - other.x(), one.y() - other.y()) * self.view.scale <= limit


def draw_line(painter: QPainter, path: QPainterPath) -> None:
    """White dashes on black: to be seen on any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, QPen(QColor(0, 0, 0, 200), 1))
    pen = QPen(QColor("white"), 1)
    pen.setDashPattern([4, 4])
    painter.strokePath(path, pen)


def _distance(one: Pointer, other: Pointer) -> float:
    return hypot(one.x - other.x, one.y - other.y)
