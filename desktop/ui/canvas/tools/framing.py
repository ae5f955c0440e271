"""A frame around what the canvas is to be: crop and extend."""

from __future__ import annotations

from functools import partial
from math import cos, radians, sin

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPainterPath, QPen, QPolygonF

from desktop.core.document.canvas import resize_canvas, straighten
from desktop.core.document.document import MAX_DOCUMENT_SIDE, Document
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.geometry import Point, Rect
from desktop.state.background import Background
from desktop.state.editor.editor import Editor
from desktop.ui.canvas.navigation import Navigation
from desktop.ui.canvas.tools import handles
from desktop.ui.canvas.tools.canvas_tool import CanvasMap, CanvasTool, Pointer, arrow_step
from desktop.ui.canvas.tools.handles import Handle
from desktop.ui.theme import current_tokens

_LEAST = 1.0
_ROOM = 0.6
"""Of its fitted size, so that there is room to drag the edges outward."""


class FrameTool(CanvasTool):
    """Base of both. The frame is a rectangle of the document, turned by ``angle`` about the canvas' middle.

    Handles change it (Shift keeps its shape), a drag inside moves it. Enter applies, Escape forgets.
    """

    def __init__(
        self, editor: Editor, view: CanvasMap, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(editor, view, parent)
        self._background = background
        self.frame = QRectF()
        self.angle = 0.0
        """Degrees, by which the picture will be turned clockwise; the frame is shown turned the other way."""
        self._grabbed: Handle | None = None
        self._from: QPointF | None = None
        self._start = QRectF()
        self._hovered: Handle | None = None
        editor.document.changed.connect(self._on_document_changed)
        self._base: Document | None = None

    @property
    def rect(self) -> Rect:
        """The frame in whole pixels."""
        frame = self.frame
        left, top = round(frame.left()), round(frame.top())
        return Rect.between(
            left, top, max(left + 1, round(frame.right())), max(top + 1, round(frame.bottom()))
        )

    @property
    def canvas(self) -> Rect:
        """The canvas as it is."""
        return self.editor.document.document.rect

    @property
    def open(self) -> bool:
        return self._base is not None and (self.rect != self._base.rect or self.angle != 0)

    def begin(self) -> None:
        self._reset()

    def end(self) -> None:
        if self.open:
            self.apply()
        self._base = None
        self.overlay_changed.emit(None)

    def set_frame(self, frame: QRectF) -> None:
        """Put the frame elsewhere, as far as it is allowed."""
        self.frame = self.allowed(frame)
        self._tell()

    def set_angle(self, degrees: float) -> None:
        self.angle = degrees
        self._tell()

    def allowed(self, frame: QRectF) -> QRectF:
        """The nearest frame that is allowed."""
        raise NotImplementedError

    def step_name(self) -> str:
        raise NotImplementedError

    # Pointer

    def cursor(self) -> Qt.CursorShape:
        handle = self._grabbed or self._hovered
        return Qt.CursorShape.ArrowCursor if handle is None else handle.cursor

    def press(self, at: Pointer) -> None:
        if self._base is None:
            self._reset()
        place = self.view.to_view(at.x, at.y)
        placed = self._placed()
        self._grabbed = handles.grabbed(placed, place)
        self._start = QRectF(self.frame)
        if self._grabbed is not None or handles.inside(placed, place):
            self._from = self._turned(at)
        self.cursor_changed.emit()

    def drag(self, at: Pointer) -> None:
        if self._from is None:
            return
        by = self._turned(at) - self._from
        if self._grabbed is None:
            self.set_frame(self.moved(self._start, by))
        else:
            keeps = bool(at.modifiers & Qt.KeyboardModifier.ShiftModifier)
            self.set_frame(_pulled(self._start, self._grabbed, by, keeps_shape=keeps))

    def release(self, at: Pointer) -> None:
        self._from = self._grabbed = None
        self.cursor_changed.emit()

    def hover(self, at: Pointer | None) -> None:
        before = self._hovered
        self._hovered = None if at is None else handles.grabbed(self._placed(), self.view.to_view(at.x, at.y))
        if self._hovered != before:
            self.cursor_changed.emit()

    def double_click(self, at: Pointer) -> None:
        self.apply()

    def key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif event.key() == Qt.Key.Key_Escape and self.open:
            self.cancel()
        elif (step := arrow_step(event)) is not None and self.open:
            self.set_frame(self.moved(self.frame, QPointF(step.x, step.y)))
        else:
            return False
        return True

    def cancel(self) -> None:
        self._from = self._grabbed = None
        self._reset()

    def apply(self) -> None:
        """Make the frame the canvas: a step. A turn is computed in a thread."""
        base = self._base
        if base is None or not self.open:
            return
        work = partial(_framed, base, self.rect, self.angle)
        if self.angle:
            self._background.run(work, partial(self._take, base), replaces="frame")
        else:
            self._take(base, work())

    def _take(self, base: Document, result: Document | ErrorInfo) -> None:
        if isinstance(result, ErrorInfo):
            self.failed.emit(result)
        elif (document := self.editor.document).document is base:
            document.apply(self.step_name(), result, geometry=document.new_geometry())

    def moved(self, frame: QRectF, by: QPointF) -> QRectF:
        return frame.translated(by)

    # Looks

    def paint(self, painter: QPainter, view: CanvasMap) -> None:
        if self._base is None:
            return
        placed = self._placed()
        self.paint_around(painter, handles.outline(placed), view)
        if self._from is not None or self.angle:
            painter.setPen(QPen(QColor(255, 255, 255, 120), 1))
            for third in (1 / 3, 2 / 3):
                painter.drawLine(self._place(third, 0), self._place(third, 1))
                painter.drawLine(self._place(0, third), self._place(1, third))
        handles.paint_box(painter, placed)

    def paint_around(self, painter: QPainter, frame: QPolygonF, view: CanvasMap) -> None:
        raise NotImplementedError

    def canvas_path(self, view: CanvasMap) -> QPainterPath:
        path = QPainterPath()
        if self._base is not None:
            rect = self._base.rect
            path.addRect(QRectF(view.to_view(rect.x, rect.y), view.to_view(rect.right, rect.bottom)))
        return path

    # Inside

    def _placed(self) -> handles.Placed:
        return handles.placed(self._place)

    def _place(self, across: float, down: float) -> QPointF:
        point = self.frame.topLeft() + QPointF(across * self.frame.width(), down * self.frame.height())
        point = _turn(point, self._middle(), -self.angle)
        return self.view.to_view(point.x(), point.y())

    def _turned(self, at: Pointer) -> QPointF:
        """The pointer in the frame's own, upright coordinates."""
        return _turn(QPointF(at.x, at.y), self._middle(), self.angle)

    def _middle(self) -> QPointF:
        size = self.canvas.size
        return QPointF(size.width / 2, size.height / 2)

    def _reset(self) -> None:
        self._base = self.editor.document.document
        self.frame, self.angle = _as_qrect(self._base.rect), 0.0
        self._tell()

    def _tell(self) -> None:
        self.overlay_changed.emit(None)
        self.state_changed.emit()

    def _on_document_changed(self) -> None:
        base = self._base
        if base is not None and self.editor.document.document.size != base.size:
            self._reset()
        elif base is not None:
            self._base = self.editor.document.document


class CropTool(FrameTool):
    """Cuts the canvas to the frame, after turning the picture."""

    def words(self) -> str:
        if self.open:
            return self.tr("Enter: crop. Esc: forget. Shift keeps the shape of the frame.")
        return self.tr("Drag the handles to what is to stay.")

    def step_name(self) -> str:
        return self.tr("Straighten and crop") if self.angle else self.tr("Crop")

    def allowed(self, frame: QRectF) -> QRectF:
        canvas = _as_qrect(self.canvas)
        inside = frame.normalized().intersected(canvas)
        return inside if inside.width() >= _LEAST and inside.height() >= _LEAST else self.frame

    def moved(self, frame: QRectF, by: QPointF) -> QRectF:
        """Pushed against the edges, not cut by them."""
        size = self.canvas.size
        left = min(max(0.0, frame.left() + by.x()), size.width - frame.width())
        top = min(max(0.0, frame.top() + by.y()), size.height - frame.height())
        return QRectF(left, top, frame.width(), frame.height())

    def set_angle(self, degrees: float) -> None:
        """A frame of the whole canvas shrinks until it has no empty corners."""
        canvas = _as_qrect(self.canvas)
        if self.frame in (canvas, _inner(canvas, self.angle)):
            self.frame = _inner(canvas, degrees)
        super().set_angle(degrees)

    def paint_around(self, painter: QPainter, frame: QPolygonF, view: CanvasMap) -> None:
        shape = QPainterPath()
        shape.addPolygon(frame)
        shape.closeSubpath()
        painter.fillPath(self.canvas_path(view).subtracted(shape), QColor(0, 0, 0, 140))


class ExtendTool(FrameTool):
    """Drags the edges of the canvas outward."""

    def __init__(
        self, editor: Editor, view: Navigation, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(editor, view, background, parent)
        self._navigation = view
        self._made_room = False

    def words(self) -> str:
        if self.open:
            return self.tr("Enter: extend the canvas. Esc: forget.")
        return self.tr("Drag the edges outward; then Generate fills what is new.")

    def begin(self) -> None:
        super().begin()
        if self._navigation.fits and self._navigation.has_content:
            self._made_room = True
            middle = self._navigation.rect.center()
            self._navigation.zoom_to(self._navigation.zoom * _ROOM, middle)

    def end(self) -> None:
        super().end()
        if self._made_room:
            self._made_room = False
            self._navigation.fit()

    def step_name(self) -> str:
        return self.tr("Extend the canvas")

    def allowed(self, frame: QRectF) -> QRectF:
        frame = frame.united(_as_qrect(self.canvas))
        if max(frame.width(), frame.height()) > MAX_DOCUMENT_SIDE:
            return self.frame
        return frame

    def moved(self, frame: QRectF, by: QPointF) -> QRectF:
        return frame  # what is to be seen of it is the canvas, which stays where it is

    def paint_around(self, painter: QPainter, frame: QPolygonF, view: CanvasMap) -> None:
        shape = QPainterPath()
        shape.addPolygon(frame)
        shape.closeSubpath()
        new = shape.subtracted(self.canvas_path(view))
        tint = QColor(current_tokens().accent)
        tint.setAlpha(40)
        painter.fillPath(new, tint)
        tint.setAlpha(110)
        painter.fillPath(new, QBrush(tint, Qt.BrushStyle.BDiagPattern))


def _framed(document: Document, rect: Rect, degrees: float) -> Document | ErrorInfo:
    try:
        if not degrees:
            return resize_canvas(document, rect)
        turned = straighten(document, degrees, crop=False)
        across = (turned.size.width - document.size.width) // 2
        down = (turned.size.height - document.size.height) // 2
        return resize_canvas(turned, rect.moved(Point(across, down)))
    except AppError as error:
        return error.info


def _pulled(start: QRectF, handle: Handle, by: QPointF, *, keeps_shape: bool) -> QRectF:
    frame = QRectF(start)
    if handle.across < 0:
        frame.setLeft(min(start.left() + by.x(), start.right() - _LEAST))
    elif handle.across > 0:
        frame.setRight(max(start.right() + by.x(), start.left() + _LEAST))
    if handle.down < 0:
        frame.setTop(min(start.top() + by.y(), start.bottom() - _LEAST))
    elif handle.down > 0:
        frame.setBottom(max(start.bottom() + by.y(), start.top() + _LEAST))
    if keeps_shape and handle.corner:
        scale = max(frame.width() / start.width(), frame.height() / start.height())
        width, height = start.width() * scale, start.height() * scale
        left = start.right() - width if handle.across < 0 else start.left()
        top = start.bottom() - height if handle.down < 0 else start.top()
        frame = QRectF(left, top, width, height)
    return frame


def _inner(canvas: QRectF, degrees: float) -> QRectF:
    """The largest frame of the canvas' shape without empty corners, once the picture is turned."""
    cosine, sine = abs(cos(radians(degrees))), abs(sin(radians(degrees)))
    width, height = canvas.width(), canvas.height()
    part = min(width / (width * cosine + height * sine), height / (width * sine + height * cosine))
    inner = QRectF(0, 0, width * part, height * part)
    inner.moveCenter(canvas.center())
    return inner


def _turn(point: QPointF, about: QPointF, degrees: float) -> QPointF:
    """Clockwise on the screen."""
    cosine, sine, way = cos(radians(degrees)), sin(radians(degrees)), point - about
    return about + QPointF(cosine * way.x() - sine * way.y(), sine * way.x() + cosine * way.y())


def _as_qrect(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)
