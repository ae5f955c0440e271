"""Brush, eraser and mask brush."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from desktop.core.document.brush import MIN_SIZE, Brush
from desktop.core.document.document import Document
from desktop.core.document.fill import paintable
from desktop.core.document.plane import Plane
from desktop.core.document.stroke import Stroke
from desktop.core.errors import AppError
from desktop.core.geometry import EMPTY, Rect
from desktop.state.background import Background
from desktop.state.editor.editor import Editor
from desktop.ui.canvas.tools.canvas_tool import CanvasMap, CanvasTool, Pointer, arrow_step

_SMALLEST_RING = 3.0
"""Below this radius, in logical pixels, a cross shows where the brush is."""


@dataclass(frozen=True, slots=True)
class Painting:
    """A stroke that goes on: what it paints on, and the document with it."""

    base: Document
    """The document that it began on."""
    stroke: Stroke
    document_with: Callable[[Plane], Document]
    on_selection: bool


class PaintTool(CanvasTool):
    """Base of the three: strokes with mouse, pen or keys, and the ring that shows the brush.

    Shift and a press paints a straight line from where the last stroke ended. The turned pen erases.
    """

    size_name = "brush_size"
    """The property of ToolState that holds the size."""

    def __init__(
        self, editor: Editor, view: CanvasMap, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(editor, view, parent)
        self._background = background
        self._painting: Painting | None = None
        self._last: QPointF | None = None
        self._at: QPointF | None = None
        self._lines = False
        self._shown = QRectF()
        editor.tools.changed.connect(self._on_settings_changed)

    @property
    def size(self) -> float:
        return float(getattr(self.editor.tools, self.size_name))

    def stroke_name(self, *, erases: bool) -> str:
        """What the step is called."""
        raise NotImplementedError

    def erases(self) -> bool:
        return False

    def start(self, brush: Brush) -> Painting:
        """Raises AppError when there is nothing to paint on."""
        raise NotImplementedError

    def brush(self, at: Pointer) -> Brush:
        tools = self.editor.tools
        return Brush(
            size=self.size,
            hardness=tools.hardness,
            opacity=tools.opacity,
            flow=tools.flow,
            spacing=tools.spacing,
            erase=self.erases() or at.eraser,
            colour=tools.colour,
            pressure_to_size=tools.pressure_to_size,
            pressure_to_opacity=tools.pressure_to_opacity,
        )

    def begin(self) -> None:
        # The first dab imports OpenCV, which takes longer than a stroke may wait.
        self._background.run(_first_dab)

    # Pointer

    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.BlankCursor  # the ring says more

    def press(self, at: Pointer) -> None:
        brush = self.brush(at)
        try:
            self._painting = self.start(brush)
        except AppError as error:
            self.failed.emit(error.info)
            return
        stroke, last = self._painting.stroke, self._last
        if at.modifiers & Qt.KeyboardModifier.ShiftModifier and last is not None:
            changed = stroke.begin(last.x(), last.y(), at.pressure)
            changed = changed.united(stroke.extend_to(at.x, at.y, at.pressure)).united(stroke.settle())
        else:
            changed = stroke.begin(at.x, at.y, at.pressure)
        self._show(changed)
        self._move_ring(at)

    def drag(self, at: Pointer) -> None:
        if (painting := self._going_on()) is not None:
            self._show(painting.stroke.extend_to(at.x, at.y, at.pressure))
        self._move_ring(at)

    def release(self, at: Pointer) -> None:
        painting = self._going_on()
        if painting is None:
            return
        self._last = QPointF(at.x, at.y)
        stroke = painting.stroke
        self._show(stroke.extend_to(at.x, at.y, at.pressure).united(stroke.settle()))
        self._painting = None
        document = painting.document_with(stroke.finish())
        name = self.stroke_name(erases=self.erases() or at.eraser)
        self.finishing.emit(document)
        self.editor.document.apply(name, document)
        self._move_ring(at)

    def hover(self, at: Pointer | None) -> None:
        self._move_ring(at)

    def cancel(self) -> None:
        if self._painting is not None:
            self._painting = None
            self.editor.document.end_showing()

    # Keys

    def key(self, event: QKeyEvent) -> bool:
        """Arrows move the brush by a pixel, with Shift by ten; Enter dabs, Shift+Enter paints a line."""
        at = self._at
        if (step := arrow_step(event)) is not None:
            if at is None:
                rect = self.editor.document.shown.rect
                at = QPointF(rect.width / 2, rect.height / 2)
            self._move_ring(Pointer(at.x() + step.x, at.y() + step.y))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at is not None:
            here = Pointer(at.x(), at.y(), modifiers=event.modifiers())
            self.press(here)
            self.release(here)
            return True
        return False

    # The ring

    def paint(self, painter: QPainter, view: CanvasMap) -> None:
        if self._at is None:
            return
        center = view.to_view(self._at.x(), self._at.y())
        if self._lines and self._last is not None and self._painting is None:
            start = view.to_view(self._last.x(), self._last.y())
            _draw_twice(painter, lambda: painter.drawLine(start, center))
        radius = self.size / 2 * view.scale
        if radius < _SMALLEST_RING:
            arms = [QPointF(4, 0), QPointF(0, 4)]
            _draw_twice(painter, lambda: [painter.drawLine(center - arm, center + arm) for arm in arms])
            return
        _draw_twice(painter, lambda: painter.drawEllipse(center, radius, radius))
        inner = radius * self.editor.tools.hardness
        if inner >= _SMALLEST_RING and radius - inner >= 2:
            painter.setPen(QPen(QColor(255, 255, 255, 110), 1, Qt.PenStyle.DotLine))
            painter.drawEllipse(center, inner, inner)

    def _move_ring(self, at: Pointer | None) -> None:
        self._at = None if at is None else QPointF(at.x, at.y)
        self._lines = at is not None and bool(at.modifiers & Qt.KeyboardModifier.ShiftModifier)
        shown = QRectF()
        if self._at is not None:
            center, radius = self.view.to_view(self._at.x(), self._at.y()), self._ring_radius()
            shown = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
            if self._lines and self._last is not None:
                shown |= QRectF(self.view.to_view(self._last.x(), self._last.y()), center).normalized()
        self.overlay_changed.emit(self._shown | shown)
        self._shown = shown

    def _going_on(self) -> Painting | None:
        """The stroke, unless the document has become another below it: by an undo, say."""
        painting = self._painting
        if painting is not None and painting.base is not self.editor.document.document:
            self._painting = None
            self.editor.document.end_showing()
        return self._painting

    def _ring_radius(self) -> float:
        return max(5.0, self.size / 2 * self.view.scale + 1)

    def _on_settings_changed(self, name: str) -> None:
        if self._at is not None and name in (self.size_name, "hardness"):
            self._move_ring(Pointer(self._at.x(), self._at.y()))

    def _show(self, changed: Rect) -> None:
        painting = self._painting
        if painting is None or changed.empty:
            return
        document = painting.document_with(painting.stroke.plane())
        if painting.on_selection:
            self.editor.document.show(document, EMPTY, changed)
        else:
            self.editor.document.show(document, changed)


class BrushTool(PaintTool):
    """Paints the colour on the active layer, inside the selection."""

    picks_with_alt = True

    def words(self) -> str:
        return self.tr("Drag to paint. Shift+click: straight line. Alt+click: pick a colour. [ and ]: size.")

    def stroke_name(self, *, erases: bool) -> str:
        return self.tr("Erase") if erases else self.tr("Brush stroke")

    def start(self, brush: Brush) -> Painting:
        base = self.editor.document.document
        document, layer = paintable(base, self.tr("Paint"))
        stroke = Stroke(
            layer.plane, brush, offset=layer.offset, limit=document.selection, canvas=document.rect
        )
        return Painting(base, stroke, lambda plane: document.with_layer(replace(layer, plane=plane)), False)


class EraserTool(BrushTool):
    """Makes the active layer transparent."""

    size_name = "eraser_size"

    def words(self) -> str:
        return self.tr("Drag to erase. Shift+click: a straight line. [ and ]: size.")

    def erases(self) -> bool:
        return True


class MaskTool(PaintTool):
    """Paints the selection."""

    size_name = "mask_size"

    def words(self) -> str:
        if self.editor.tools.mask_erases:
            return self.tr("Drag to take away from the selection. X: add again. Q: veil or outline.")
        return self.tr("Drag over what is to become new. X: take away. Q: veil or outline. [ and ]: size.")

    def stroke_name(self, *, erases: bool) -> str:
        return self.tr("Take away from the selection") if erases else self.tr("Paint the selection")

    def erases(self) -> bool:
        return self.editor.tools.mask_erases

    def start(self, brush: Brush) -> Painting:
        document = self.editor.document.document
        stroke = Stroke(document.selection, brush, canvas=document.rect)
        return Painting(document, stroke, lambda plane: replace(document, selection=plane), True)


def _first_dab() -> None:
    Stroke(Plane(1), Brush(MIN_SIZE)).begin(0.0, 0.0)


def _draw_twice(painter: QPainter, draw: Callable[[], object]) -> None:
    """Dark below light, to be seen on any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 150), 2.4))
    draw()
    painter.setPen(QPen(QColor(255, 255, 255, 230), 1))
    draw()
