"""The move tool: moves, scales and turns the active layer, or what is selected of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from desktop.core.document.affine import Affine
from desktop.core.document.document import Document
from desktop.core.document.edits import require_unlocked
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.geometry import Rect
from desktop.state.background import Background
from desktop.state.editor.editor import Editor
from desktop.ui.canvas.tools import handles
from desktop.ui.canvas.tools.box import Box
from desktop.ui.canvas.tools.canvas_tool import CanvasMap, CanvasTool, Pointer, arrow_step
from desktop.ui.canvas.tools.handles import Handle
from desktop.ui.canvas.tools.lifted import movable_bounds
from desktop.ui.canvas.tools.move_preview import MovePreview, is_quick, moved

_STEPS = 7002
"""Moves with the arrow keys that follow each other are one step."""
_TURNS_WITHIN = 30.0
"""So near to a corner, outside of the box and in logical pixels, a drag turns."""


class MoveTool(CanvasTool):
    """A drag moves; a move alone is a step at once. Handles scale (Shift keeps the shape, Alt the middle),
    a drag outside of a corner turns (Shift: by 15 degrees): those wait for Enter, and are one step together.

    GUI thread.
    """

    def __init__(
        self, editor: Editor, view: CanvasMap, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(editor, view, parent)
        self._background = background
        self._in_hand = False
        self._base: Document | None = None
        self._box: Box | None = None
        self._looked_at: Document | None = None
        """The document that the box was found in."""
        self._early: list[Callable[[], None]] = []
        """What the pointer did since a press that came before the box was found."""
        self._preview = MovePreview(editor.document, background, self)
        self._preview.painted_anew.connect(self._tell)
        self._waits = False
        """Whether it was scaled or turned, and so waits for Enter."""
        self._applying = False
        self._grabbed: Handle | None = None
        self._turns = False
        self._from: tuple[float, float] | None = None
        self._start: Box | None = None
        self._cursor = Qt.CursorShape.SizeAllCursor
        editor.document.changed.connect(self._on_document_changed)

    @property
    def open(self) -> bool:
        return self._waits

    @property
    def box(self) -> Box | None:
        """What is being moved; None when there is nothing to move."""
        return self._box

    def words(self) -> str:
        if self._box is None:
            return self.tr("Choose a layer with something on it to move it.")
        if self._waits:
            return self.tr("Enter: apply. Esc: forget. Shift keeps the shape, Alt the middle.")
        return self.tr("Drag to move. Handles scale, outside of a corner turns. Arrow keys move by a pixel.")

    def cursor(self) -> Qt.CursorShape:
        return self._cursor

    def begin(self) -> None:
        self._in_hand = True
        self._look()

    def end(self) -> None:
        if self._waits:
            self.apply()
        self._in_hand = False
        self._early.clear()
        self._box = None if not self._applying else self._box
        self.overlay_changed.emit(None)

    def set_box(self, box: Box) -> None:
        """Put the layer elsewhere, by typed figures; waits for Enter."""
        if self._may_move():
            self._waits = True
            self._place(box)

    # Pointer

    def press(self, at: Pointer) -> None:
        if not self._may_move():
            return
        if self._looks:
            self._early = [partial(self.press, at)]
            return
        box = self._box
        if box is None or not self._knows_box:
            return
        place, placed = self.view.to_view(at.x, at.y), self._placed(box)
        self._grabbed = handles.grabbed(placed, place)
        self._turns = self._grabbed is None and _at_corner(placed, place)
        self._from, self._start = (at.x, at.y), box

    def drag(self, at: Pointer) -> None:
        if self._early:
            self._early.append(partial(self.drag, at))
            return
        start, origin = self._start, self._from
        if start is None or origin is None:
            return
        shift = bool(at.modifiers & Qt.KeyboardModifier.ShiftModifier)
        to = (at.x, at.y)
        if self._grabbed is not None:
            alt = bool(at.modifiers & Qt.KeyboardModifier.AltModifier)
            self._waits = True
            self._place(start.pulled(self._grabbed, to, keeps_shape=shift, from_middle=alt))
        elif self._turns:
            self._waits = True
            self._place(start.turned(origin, to, snaps=shift))
        else:
            self._place(start.moved(to[0] - origin[0], to[1] - origin[1]))

    def release(self, at: Pointer) -> None:
        if self._early:
            self._early.append(partial(self.release, at))
            return
        self._from = self._start = self._grabbed = None
        self._turns = False
        if not self._waits and self._box is not None and not self._box.untouched:
            self.apply()

    def double_click(self, at: Pointer) -> None:
        if self._waits:
            self.apply()

    def hover(self, at: Pointer | None) -> None:
        shape = Qt.CursorShape.SizeAllCursor
        if at is not None and (box := self._box) is not None:
            place, placed = self.view.to_view(at.x, at.y), self._placed(box)
            if (handle := handles.grabbed(placed, place)) is not None:
                shape = handle.cursor
            elif _at_corner(placed, place):
                shape = Qt.CursorShape.CrossCursor
        if shape != self._cursor:
            self._cursor = shape
            self.cursor_changed.emit()

    def key(self, event: QKeyEvent) -> bool:
        if self._waits and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif self._waits and event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif (step := arrow_step(event)) is not None and not self._applying and self._has_layer:
            if self._waits and self._box is not None:
                self._place(self._box.moved(step.x, step.y))
            elif self._may_move():
                self._apply_step(Affine.translation(step.x, step.y))
        else:
            return False
        return True

    def cancel(self) -> None:
        self._from = self._start = self._grabbed = None
        self._forget()
        self.editor.document.end_showing()
        self._look()

    def apply(self) -> None:
        """Make it so, as one step; what has to be computed is computed in a thread."""
        base, box = self._base, self._box
        if base is None or box is None or base.active is None or self._applying:
            return
        self._applying = True
        work = partial(moved, base, base.active, box.affine)
        if is_quick(base, box):
            self._take(base, work())
        else:
            self._background.run(work, partial(self._take, base), replaces="move")

    # Looks

    def paint(self, painter: QPainter, view: CanvasMap) -> None:
        box = self._box
        if box is None:
            return
        self._preview.paint(painter, view)
        handles.paint_box(painter, self._placed(box))

    # Inside

    @property
    def _looks(self) -> bool:
        """Whether the box is still being looked for."""
        document = self.editor.document.document
        return self._in_hand and self._base is None and self._looked_at is not document

    @property
    def _knows_box(self) -> bool:
        """Whether the box is that of the document as it is, and nothing is being applied."""
        return not self._applying and self._looked_at is self.editor.document.document

    @property
    def _has_layer(self) -> bool:
        return self.editor.document.document.active_layer is not None

    def _may_move(self) -> bool:
        layer = self.editor.document.document.active_layer
        if layer is None:
            return False
        try:
            require_unlocked(layer)
        except AppError as error:
            self.failed.emit(error.info)
            return False
        return True

    def _place(self, box: Box) -> None:
        """Show it there."""
        if self._base is None:
            self._base = self.editor.document.document
        self._box = box
        self._preview.show(self._base, box)
        self._tell()

    def _take(self, base: Document, result: Document | ErrorInfo) -> None:
        box = self._box
        only_moved = box is not None and box.only_moved
        current = self.editor.document.document is base
        self._forget()
        if isinstance(result, ErrorInfo):
            self.editor.document.end_showing()
            self.failed.emit(result)
        elif current:
            name = self.tr("Move the layer") if only_moved else self.tr("Transform the layer")
            self.editor.document.apply(name, result)
        self._look()

    def _apply_step(self, affine: Affine) -> None:
        base = self.editor.document.document
        if base.active is None:
            return
        result = moved(base, base.active, affine)
        if isinstance(result, ErrorInfo):
            self.failed.emit(result)
        else:
            self.editor.document.apply(self.tr("Move the layer"), result, merge=_STEPS)

    def _forget(self) -> None:
        self._early.clear()
        self._preview.forget()
        self._base = self._box = None
        self._waits = self._applying = False
        self._start = self._from = None

    def _look(self) -> None:
        """Find the box of the active layer, in a thread."""
        if self._in_hand and self._base is None:
            document = self.editor.document.document
            work = partial(movable_bounds, document, document.active)
            self._background.run(work, partial(self._take_bounds, document), replaces="bounds")

    def _take_bounds(self, document: Document, bounds: Rect | None) -> None:
        if self.editor.document.document is document and self._base is None and self._in_hand:
            self._box = None if bounds is None else Box(bounds)
            self._looked_at = document
            early, self._early = self._early, []
            for event in early:
                event()
            self._tell()

    def _on_document_changed(self) -> None:
        document = self.editor.document
        if self._base is not None and document.document is not self._base and not self._applying:
            self._forget()  # somebody else changed it: an undo, say
            document.end_showing()
        if self._base is None:
            self._look()

    def _placed(self, box: Box) -> handles.Placed:
        return handles.placed(lambda across, down: self.view.to_view(*box.point(across, down)))

    def _tell(self) -> None:
        self.overlay_changed.emit(None)
        self.state_changed.emit()


def _at_corner(placed: handles.Placed, place: QPointF) -> bool:
    """Outside of the box, near a corner."""
    near = any(
        handle.corner and handles.distance(point, place) <= _TURNS_WITHIN for handle, point in placed.items()
    )
    return near and not handles.inside(placed, place)
