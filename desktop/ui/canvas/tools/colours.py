"""Tools that look at colours: picker, magic wand, fill."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import floor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt

from desktop.core.document.compose import compose, compose_layer
from desktop.core.document.document import Document
from desktop.core.document.fill import flood_fill, paintable, pick_colour
from desktop.core.document.plane import Plane
from desktop.core.document.selection import by_colour
from desktop.core.errors import AppError
from desktop.core.geometry import Point
from desktop.state.background import Background
from desktop.state.editor.editor import Editor
from desktop.ui.canvas.tools.canvas_tool import CanvasMap, CanvasTool, Pointer
from desktop.ui.canvas.tools.selecting import SelectTool

T = TypeVar("T")


class PickerTool(CanvasTool):
    """Takes the colour under the pointer, as long as it is down."""

    edits = False

    def words(self) -> str:
        return self.tr("Click or drag to take a colour. X swaps it with the other one.")

    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def press(self, at: Pointer) -> None:
        self._pick(at)

    def drag(self, at: Pointer) -> None:
        self._pick(at)

    def _pick(self, at: Pointer) -> None:
        document, point = self.editor.document.shown, pixel_of(at)
        if document.rect.holds(point):
            picked = pick_colour(document, point, all_layers=self.editor.tools.all_layers)
            if picked[3]:
                self.editor.tools.colour = picked[:3]


class _ThinkingTool(CanvasTool):
    """What a click does comes from a thread; until then the cursor says so. Only the last click counts."""

    def __init__(
        self, editor: Editor, view: CanvasMap, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(editor, view, parent)
        self._background = background
        self._thinks = False

    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.BusyCursor if self._thinks else Qt.CursorShape.CrossCursor

    def think(self, work: Callable[[], T], take: Callable[[T], None]) -> None:
        """Call ``work`` in a thread, then ``take`` with what comes of it."""
        self._set_thinks(True)
        self._background.run(work, partial(self._end, take), replaces=type(self).__name__)

    def _end(self, take: Callable[[T], None], result: T) -> None:
        self._set_thinks(False)
        take(result)

    def _set_thinks(self, thinks: bool) -> None:
        self._thinks = thinks
        self.cursor_changed.emit()


class FillTool(_ThinkingTool):
    """Fills what looks like the pixel that is clicked, in a thread: a step."""

    picks_with_alt = True

    def words(self) -> str:
        return self.tr("Click to fill what looks alike with the colour. Alt+click: pick a colour.")

    def press(self, at: Pointer) -> None:
        tools = self.editor.tools
        try:
            document, layer = paintable(self.editor.document.document, self.tr("Paint"))
        except AppError as error:
            self.failed.emit(error.info)
            return
        work = partial(
            flood_fill,
            document,
            layer.id,
            pixel_of(at),
            tools.colour,
            tolerance=tools.tolerance,
            contiguous=tools.contiguous,
            all_layers=tools.all_layers,
            opacity=tools.opacity,
        )
        self.think(work, partial(self._take, document, self.editor.document.revision))

    def _take(self, before: Document, revision: int, filled: Document) -> None:
        if filled is not before and self.editor.document.revision == revision:
            self.editor.document.apply(self.tr("Fill"), filled)


class WandTool(_ThinkingTool, SelectTool):
    """Selects what looks like the pixel that is clicked. The selection comes from a thread."""

    def words(self) -> str:
        return self.tr("Click to select what looks alike. Shift: add; Alt: take away.")

    def press(self, at: Pointer) -> None:
        super().press(at)
        document, point = self.editor.document.document, pixel_of(at)
        if document.rect.holds(point):
            tools = self.editor.tools
            work = partial(_like_pixel, document, point, tools.tolerance, tools.contiguous, tools.all_layers)
            self.think(work, partial(self._take, self.editor.document.revision))

    def _take(self, revision: int, plane: Plane) -> None:
        if self.editor.document.revision == revision:
            self.select(plane, self.tr("Select by colour"))


def pixel_of(at: Pointer) -> Point:
    """The pixel of the document that the pointer is on."""
    return Point(floor(at.x), floor(at.y))


def _like_pixel(
    document: Document, point: Point, tolerance: int, contiguous: bool, all_layers: bool
) -> Plane:
    layer = None if all_layers else document.active_layer
    rect = document.rect
    picture = compose(document, rect) if layer is None else compose_layer(layer, rect)
    return by_colour(picture, point, tolerance=tolerance, contiguous=contiguous)
