"""What every tool of the canvas is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QPainter

from desktop.core.geometry import Point
from desktop.state.editor.editor import Editor

_ARROWS = {
    Qt.Key.Key_Left: Point(-1, 0),
    Qt.Key.Key_Right: Point(1, 0),
    Qt.Key.Key_Up: Point(0, -1),
    Qt.Key.Key_Down: Point(0, 1),
}
_FAR = 10


@dataclass(frozen=True, slots=True)
class Pointer:
    """Mouse or pen at (x, y), in pixels of the document (the middle of the first pixel is 0.5, 0.5)."""

    x: float
    y: float
    pressure: float = 1.0
    """0 to 1; 1 for a mouse."""
    eraser: bool = False
    """The pen is turned round."""
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier


class CanvasMap(Protocol):
    """Between the document and the view; the view's coordinates are logical pixels of the widget."""

    @property
    def scale(self) -> float:
        """Logical pixels of the view for a pixel of the document."""
        ...

    def to_view(self, x: float, y: float) -> QPointF: ...

    def to_document(self, place: QPointF) -> QPointF: ...


class CanvasTool(QObject):
    """Base of all tools: does nothing. The view calls it; GUI thread.

    Between ``press`` and ``release`` (or ``cancel``) it may ``show`` a document that is not applied yet.
    """

    overlay_changed = Signal(object)
    """What ``paint`` draws is another now: within a QRectF of the view, or anywhere (None)."""
    cursor_changed = Signal()
    state_changed = Signal()
    """``words`` or ``open`` may be another now, or a figure that the options show."""
    finishing = Signal(object)
    """The Document that is applied next: it looks like the one that is shown, so nothing is drawn again."""
    failed = Signal(object)
    """ErrorInfo: what was tried can't be done."""

    edits = True
    """A press changes the document, so what lies over it has to become part of it first."""
    picks_with_alt = False
    """Alt and a click take the colour there."""

    def __init__(self, editor: Editor, view: CanvasMap, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.view = view

    @property
    def open(self) -> bool:
        """Whether something waits for Enter or Escape."""
        return False

    def words(self) -> str:
        """What to do now, and with which keys."""
        return ""

    def cursor(self) -> QCursor | Qt.CursorShape:
        return Qt.CursorShape.ArrowCursor

    def begin(self) -> None:
        """The tool was taken in hand."""

    def end(self) -> None:
        """Another tool is taken: finish what is open, as Enter would."""

    def press(self, at: Pointer) -> None:
        """The left button, or the pen, goes down."""

    def drag(self, at: Pointer) -> None:
        """It moves while it is down."""

    def release(self, at: Pointer) -> None: ...

    def double_click(self, at: Pointer) -> None:
        """After the second ``press``."""

    def hover(self, at: Pointer | None) -> None:
        """It moves while it is up; None when it leaves the view."""

    def key(self, event: QKeyEvent) -> bool:
        """Whether the tool took the key: Enter, Escape, Backspace, arrows."""
        return False

    def cancel(self) -> None:
        """Forget what is open: nothing was changed."""

    def paint(self, painter: QPainter, view: CanvasMap) -> None:
        """Draw over the canvas, in the view's coordinates."""


def arrow_step(event: QKeyEvent) -> Point | None:
    """Where an arrow key goes: a pixel, ten with Shift. None for other keys."""
    step = _ARROWS.get(Qt.Key(event.key()))
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if step is None or held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return None
    return Point(step.x * _FAR, step.y * _FAR) if held else step
