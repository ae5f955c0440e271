"""From mouse, pen and keys to the tool in hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPointingDevice, QTabletEvent

from desktop.core.errors import ErrorInfo
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.ui.canvas.navigation import Navigation
from desktop.ui.canvas.tools.canvas_tool import CanvasTool, Pointer

_FOR_OPEN_TOOLS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)


class ToolInput(QObject):
    """Knows which tool has the pointer. Space and the middle button lend the hand, Alt the picker.

    GUI thread.
    """

    tool_changed = Signal()
    """``current`` is another."""
    failed = Signal(object)
    """ErrorInfo: there is nothing to work on."""
    cursor_changed = Signal()

    def __init__(
        self, editor: Editor, tools: Mapping[Tool, CanvasTool], view: Navigation, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._tools = tools
        self._view = view
        self._current = tools[editor.tools.tool]
        self._lent: CanvasTool | None = None
        self._button = Qt.MouseButton.NoButton
        self._space_held = False
        self.blocked = False
        """Whether something hides the document that can't become part of it: nothing is edited then."""
        for tool in tools.values():
            tool.cursor_changed.connect(self.cursor_changed)
        editor.tools.changed.connect(self._on_tools_changed)
        self._current.begin()

    @property
    def current(self) -> CanvasTool:
        """The tool in hand."""
        return self._current

    @property
    def busy(self) -> bool:
        """Whether a button, or the pen, is down."""
        return self._button is not Qt.MouseButton.NoButton

    @property
    def cursor(self) -> QCursor | Qt.CursorShape:
        if self._lent is not None:
            return self._lent.cursor()
        return self._tools[Tool.HAND].cursor() if self._space_held else self._current.cursor()

    # Mouse

    def mouse_press(self, event: QMouseEvent, *, double: bool = False) -> bool:
        """Whether the press was for a tool."""
        at = partial(self._pointer, event.position(), event.modifiers())
        return self._press(event.button(), event.modifiers(), at, double=double)

    def mouse_move(self, event: QMouseEvent) -> None:
        self._move(self._pointer(event.position(), event.modifiers()))

    def mouse_release(self, event: QMouseEvent) -> None:
        self._release(event.button(), self._pointer(event.position(), event.modifiers()))

    def leave(self) -> None:
        if not self.busy:
            self._current.hover(None)

    # Pen

    def tablet(self, event: QTabletEvent) -> None:
        """Takes the event, so that Qt makes none of the mouse from it, unless a side button was pressed."""
        eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
        at = partial(self._pointer, event.position(), event.modifiers(), event.pressure(), eraser)
        taken = True
        match event.type():
            case QEvent.Type.TabletPress:
                taken = self._press(event.button(), event.modifiers(), at)
            case QEvent.Type.TabletMove:
                self._move(at())
            case QEvent.Type.TabletRelease:
                self._release(event.button(), at())
        event.setAccepted(taken)

    # Keys

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key must come here though it is the key of an action."""
        return event.key() in _FOR_OPEN_TOOLS and (self._current.open or self.busy)

    def key_press(self, event: QKeyEvent) -> bool:
        """Whether the key was for a tool."""
        if event.key() == Qt.Key.Key_Escape and self.busy:
            self.cancel()
            return True
        if self._view.has_content and not self.busy and self._current.key(event):
            return True
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._space_held = True
            self.cursor_changed.emit()
            return True
        return False

    def key_release(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        self._space_held = False
        self.cursor_changed.emit()
        return True

    def cancel(self) -> None:
        """Forget what the pointer, or the tool in hand, is about."""
        (self._lent or self._current).cancel()
        self._let_go()

    def focus_lost(self) -> None:
        self._space_held = False
        self.cursor_changed.emit()

    # Inside

    def _pointer(
        self,
        place: QPointF,
        modifiers: Qt.KeyboardModifier,
        pressure: float = 1.0,
        eraser: bool = False,
    ) -> Pointer:
        point = self._view.to_document(place)
        return Pointer(point.x(), point.y(), pressure, eraser, modifiers)

    def _press(
        self,
        button: Qt.MouseButton,
        modifiers: Qt.KeyboardModifier,
        at: Callable[[], Pointer],
        *,
        double: bool = False,
    ) -> bool:
        if self.busy:
            return True
        tool = self._tool_for(button, modifiers)
        if tool is None or not self._may_work(tool):
            return False
        if tool.edits:
            self._editor.adopt_shown()
        self._button = button
        if tool is not self._current:
            self._lent = tool
            self._current.hover(None)
        place = at()  # only now: what was adopted may have another size
        tool.press(place)
        if double:
            tool.double_click(place)
        self.cursor_changed.emit()
        return True

    def _tool_for(self, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> CanvasTool | None:
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (left and self._space_held):
            return self._tools[Tool.HAND]
        if left and modifiers & Qt.KeyboardModifier.AltModifier and self._current.picks_with_alt:
            return self._tools[Tool.PICKER]
        return self._current if left else None

    def _may_work(self, tool: CanvasTool) -> bool:
        if not self._view.has_content and tool.edits:
            info = ErrorInfo(
                "canvas_empty",
                self.tr("There is nothing on the canvas to work on."),
                self.tr("Open a picture, drop one here, or make one with Generate."),
            )
            self.failed.emit(info)
        return self._view.has_content and not (tool.edits and self.blocked)

    def _move(self, at: Pointer) -> None:
        if self.busy:
            (self._lent or self._current).drag(at)
        elif self._view.has_content:
            self._current.hover(at)

    def _release(self, button: Qt.MouseButton, at: Pointer) -> None:
        if button == self._button:
            (self._lent or self._current).release(at)
            self._let_go()

    def _let_go(self) -> None:
        self._button = Qt.MouseButton.NoButton
        self._lent = None
        self.cursor_changed.emit()

    @Slot(str)
    def _on_tools_changed(self, name: str) -> None:
        if name == "tool":
            if self.busy:
                self.cancel()
            self._current.hover(None)
            self._current.end()
            self._current = self._tools[self._editor.tools.tool]
            self._current.begin()
            self.tool_changed.emit()
            self.cursor_changed.emit()
