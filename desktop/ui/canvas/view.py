"""The canvas: the document, what lies over it, and the tool in hand."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QWidget

from desktop.core.geometry import Rect, Size
from desktop.state.background import Background
from desktop.state.editor.editor import Editor
from desktop.ui.canvas.chips import ProgressChip, ZoomChip
from desktop.ui.canvas.empty import EmptyState
from desktop.ui.canvas.navigation import Navigation
from desktop.ui.canvas.overlay import Overlay
from desktop.ui.canvas.scene import Scene
from desktop.ui.canvas.tool_input import ToolInput
from desktop.ui.canvas.tool_options import ToolOptions
from desktop.ui.canvas.tools.canvas_tool import CanvasTool
from desktop.ui.canvas.tools.toolbox import make_tools
from desktop.ui.theme import current_tokens
from desktop.ui.widgets.chip import Chip


class CanvasView(QWidget):
    """Shows the editor's document with its selection, and hands mouse, pen and keys to the tool in hand.

    A picture, or the preview of one, may lie over the document: in its place in it, or as a picture of its
    own that takes the whole canvas. A zoom of 1.0 is one screen pixel for each pixel, whatever the screen's
    scale. The canvas is fitted until a person zooms. The context menu comes from outside
    (contextMenuPolicy). GUI thread.
    """

    zoom_changed = Signal(float)
    cancel_requested = Signal()
    pixel_hovered = Signal(object)
    """The QPoint of the pixel below the cursor, or None."""
    words_changed = Signal(str)
    """What to do now with the tool in hand."""
    tool_failed = Signal(object)
    """ErrorInfo: what a tool tried can't be done."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.navigation = Navigation(self)
        self._hovered: QPoint | None = None
        self.setAccessibleName(self.tr("Picture"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(200, 160)
        self.grabGesture(Qt.GestureType.PinchGesture)

        self._scene = Scene(editor, self.navigation, self)
        self._background = Background("tools", self)
        tools = make_tools(editor, self.navigation, self._background, self)
        self._input = ToolInput(editor, tools, self.navigation, self)

        self._empty = EmptyState(self.tr("Describe a picture and press Generate: it will appear here."), self)
        self._overlay = Overlay(self)
        self._progress = ProgressChip(self)
        self._zoom_chip = ZoomChip(self)
        bottom = Qt.AlignmentFlag.AlignBottom
        self._options = ToolOptions(editor.tools, tools, self)
        self.add_chip(self._options, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.add_chip(self._zoom_chip, bottom | Qt.AlignmentFlag.AlignRight)
        self.add_chip(self._progress, bottom | Qt.AlignmentFlag.AlignHCenter)
        self._connect()
        self._content_changed()

    def _connect(self) -> None:
        navigation, zoom = self.navigation, self._zoom_chip
        navigation.moved.connect(self.update)
        navigation.zoom_changed.connect(zoom.set_zoom)
        navigation.zoom_changed.connect(self.zoom_changed)
        zoom.zoom_in_requested.connect(self.zoom_in)
        zoom.zoom_out_requested.connect(self.zoom_out)
        zoom.actual_size_requested.connect(self.zoom_to_actual_size)
        zoom.fit_requested.connect(self.fit)
        self._options.resized.connect(self.arrange_chips)
        self._options.left.connect(self.setFocus)
        self._progress.cancel_requested.connect(self.cancel_requested)
        self._scene.content_changed.connect(self._content_changed)
        self._scene.painted_anew.connect(self._update_part)
        self._input.cursor_changed.connect(self._show_cursor)
        self._input.tool_changed.connect(self._on_tool_changed)
        self._input.failed.connect(self.tool_failed)
        for tool in self.findChildren(CanvasTool):
            tool.overlay_changed.connect(self._update_part)
            tool.failed.connect(self.tool_failed)
            tool.finishing.connect(self._scene.expect)
            tool.state_changed.connect(self._tell_words)

    def close_work(self) -> None:
        """End the work beside the window."""
        self._background.close(finish=False)
        self._scene.close()

    # What lies over the document

    def set_picture(self, image: QImage, place: Rect | None = None) -> None:
        """Show ``image`` (shared, never changed) over the document: at ``place`` in it, or in its stead.

        A null image shows the document itself. Ends a preview.
        """
        self._scene.set_picture(image, place)

    def set_preview(self, image: QImage, full_size: Size, place: Rect | None = None) -> None:
        """Show the small ``image`` in place of the ``full_size`` picture that it foretells."""
        self._scene.set_preview(image, full_size, place)

    @Slot()
    def clear_preview(self) -> None:
        """Show again what was there before the preview."""
        self._scene.clear_preview()

    # Chips

    def set_progress(
        self, words: str, step: int = 0, steps: int = 0, seconds_left: float | None = None
    ) -> None:
        """Show the progress chip: ``words`` say what is done; without ``steps`` the end is unknown."""
        before = self._progress.size() if self._progress.isVisible() else None
        self._progress.set_progress(words, step, steps, seconds_left)
        self._progress.show()
        if self._progress.size() != before:
            self._overlay.arrange()

    @Slot()
    def clear_progress(self) -> None:
        self._progress.hide()

    def set_empty_sentence(self, sentence: str) -> None:
        """What to say while there is no picture."""
        self._empty.set_sentence(sentence)
        self._place_empty()

    def add_chip(self, chip: Chip, edge: Qt.AlignmentFlag) -> None:
        """Float ``chip`` at AlignTop or AlignBottom with AlignLeft, AlignHCenter or AlignRight."""
        self._overlay.add(chip, edge)

    @Slot()
    def arrange_chips(self) -> None:
        """Place the chips again: one has changed its size or come into sight."""
        self._overlay.arrange()

    # Tools

    @property
    def tool(self) -> CanvasTool:
        """The tool in hand."""
        return self._input.current

    @property
    def settled(self) -> bool:
        """Whether all of the document is drawn as it is now."""
        return self._scene.settled

    # Zoom

    @property
    def zoom(self) -> float:
        """Screen pixels for each pixel."""
        return self.navigation.zoom

    @property
    def picture_rect(self) -> QRectF:
        """Where the canvas lies, in the widget's coordinates; empty when there is nothing on it."""
        return self.navigation.rect

    @Slot()
    def fit(self) -> None:
        """As large as fits, and so again when the view's size changes."""
        self.navigation.fit()

    @Slot()
    def zoom_to_actual_size(self) -> None:
        """100 %."""
        self.navigation.zoom_to_actual_size()

    @Slot()
    def zoom_in(self) -> None:
        self.navigation.zoom_in()

    @Slot()
    def zoom_out(self) -> None:
        self.navigation.zoom_out()

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(current_tokens().surround))
        if self.navigation.has_content:
            self._scene.paint(painter, QRectF(event.rect()), self.tool)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._view_changed()

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DevicePixelRatioChange:
            self._view_changed()
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._input.wants(event):
                event.accept()  # before an action takes the key for itself
                return True
        elif isinstance(event, QNativeGestureEvent | QGestureEvent) and self.navigation.gesture(event):
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.navigation.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._input.mouse_press(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._input.mouse_press(event, double=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._input.mouse_move(event)
        self._hover(self._pixel_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._input.mouse_release(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        self._input.tablet(event)
        self._hover(self._pixel_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._input.leave()
        self._hover(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._input.focus_lost()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._input.key_press(event) and not self.navigation.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._input.key_release(event):
            super().keyReleaseEvent(event)

    # Inside

    @Slot()
    def _content_changed(self) -> None:
        size = self._scene.size
        self._input.blocked = self._scene.hides_document
        self.navigation.set_content(size)
        empty = size is None
        self._empty.setVisible(empty)
        self._zoom_chip.setVisible(not empty)
        self._options.set_useful(not empty)
        self._overlay.arrange()
        self._place_empty()
        self._show_cursor()
        self._tell_words()
        self.update()

    def _view_changed(self) -> None:
        self.navigation.view_changed()
        self._overlay.arrange()
        self._place_empty()

    def _place_empty(self) -> None:
        self._empty.adjustSize()
        self._empty.move(
            (self.width() - self._empty.width()) // 2, (self.height() - self._empty.height()) // 2
        )

    @Slot()
    def _on_tool_changed(self) -> None:
        self.update()
        self._tell_words()

    @Slot()
    def _tell_words(self) -> None:
        self.words_changed.emit(self._input.current.words() if self.navigation.has_content else "")

    @Slot(object)
    def _update_part(self, rect: QRectF | None) -> None:
        """Paint a part again; everything when it is None."""
        if rect is None:
            self.update()
        else:
            self.update(rect.adjusted(-2, -2, 2, 2).toAlignedRect())

    def _pixel_at(self, position: QPointF) -> QPoint | None:
        if not self.navigation.has_content:
            return None
        point = self.navigation.to_document(position)
        inside = self.navigation.rect.contains(position)
        return QPoint(floor(point.x()), floor(point.y())) if inside else None

    def _hover(self, pixel: QPoint | None) -> None:
        if pixel != self._hovered:
            self._hovered = pixel
            self.pixel_hovered.emit(pixel)

    @Slot()
    def _show_cursor(self) -> None:
        if self.navigation.has_content:
            self.setCursor(self._input.cursor)
        else:
            self.unsetCursor()
