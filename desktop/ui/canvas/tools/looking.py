"""Tools that change nothing: hand and magnifying glass."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.state.editor.editor import Editor
from desktop.ui.canvas.navigation import Navigation
from desktop.ui.canvas.tools.canvas_tool import CanvasMap, CanvasTool, Pointer
from desktop.ui.theme import current_tokens

_DRAGGED = 6
"""From so many logical pixels on a press is a drag."""


class HandTool(CanvasTool):
    """Drags the canvas."""

    edits = False

    def __init__(self, editor: Editor, view: Navigation, parent: QObject | None = None) -> None:
        super().__init__(editor, view, parent)
        self._navigation = view
        self._grabbed: Pointer | None = None

    def words(self) -> str:
        return self.tr("Drag to move the view. Ctrl+0 shows all of it.")

    def cursor(self) -> Qt.CursorShape:
        held = self._grabbed is not None
        return Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor

    def press(self, at: Pointer) -> None:
        self._grabbed = at
        self.cursor_changed.emit()

    def drag(self, at: Pointer) -> None:
        if (grabbed := self._grabbed) is not None:
            by = QPointF(at.x - grabbed.x, at.y - grabbed.y)
            self._navigation.pan(by * self._navigation.scale)

    def release(self, at: Pointer) -> None:
        self._grabbed = None
        self.cursor_changed.emit()

    def cancel(self) -> None:
        self._grabbed = None
        self.cursor_changed.emit()


class ZoomTool(CanvasTool):
    """A click shows it larger, with Alt smaller; a drag shows what is inside."""

    edits = False

    def __init__(self, editor: Editor, view: Navigation, parent: QObject | None = None) -> None:
        super().__init__(editor, view, parent)
        self._navigation = view
        self._from: Pointer | None = None
        self._to: Pointer | None = None

    def words(self) -> str:
        return self.tr("Click to zoom in, with Alt to zoom out; drag around what you want to see.")

    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def press(self, at: Pointer) -> None:
        self._from = self._to = at

    def drag(self, at: Pointer) -> None:
        self._to = at
        self.overlay_changed.emit(None)

    def release(self, at: Pointer) -> None:
        rect, start = self._rect(), self._from
        self.cancel()
        if start is None:
            return
        scale = self._navigation.scale
        if max(rect.width(), rect.height()) * scale >= _DRAGGED:
            self._navigation.show_rect(rect)
        else:
            anchor = self._navigation.to_view(start.x, start.y)
            out = bool(at.modifiers & Qt.KeyboardModifier.AltModifier)
            (self._navigation.zoom_out if out else self._navigation.zoom_in)(anchor)

    def cancel(self) -> None:
        self._from = self._to = None
        self.overlay_changed.emit(None)

    def paint(self, painter: QPainter, view: CanvasMap) -> None:
        rect = self._rect()
        if not rect.isEmpty():
            painter.setPen(QPen(QColor(current_tokens().accent), 1.5))
            painter.drawRect(
                QRectF(view.to_view(rect.left(), rect.top()), view.to_view(rect.right(), rect.bottom()))
            )

    def _rect(self) -> QRectF:
        if self._from is None or self._to is None:
            return QRectF()
        return QRectF(QPointF(self._from.x, self._from.y), QPointF(self._to.x, self._to.y)).normalized()
