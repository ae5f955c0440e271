"""What the document looks like, kept up to date where it changes, without making the window wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPainter

from desktop.core.document.compose import compose
from desktop.core.document.document import Document
from desktop.core.document.layers import walk
from desktop.core.document.plane import TileKey, keys_in
from desktop.core.geometry import EMPTY, Rect, Size
from desktop.state.background import Background
from desktop.state.qimages import premultiplied
from desktop.ui.canvas.levels import Levels

AT_ONCE = 1_500_000
"""So many pixels, each once for each layer, are drawn before the next paint (in some 15 ms); more of them
beside the window, tile by tile."""
_BATCH = 6

Draw = Callable[[Document, Rect], NDArray[np.uint8]]
"""What to show in a rectangle of the document: (h, w, 4) premultiplied, or (h, w) alpha. Any thread."""


Differ = Callable[[Document, Document, Rect], frozenset[TileKey]]
"""Tiles of the canvas, of those that touch a rectangle, that may look different in the second document."""


class Surface(QObject):
    """A picture of a document, of whatever ``draw`` makes of it. GUI thread.

    ``show`` says which document, and around where it differs from the one before. Small differences are
    drawn when the view paints next (``refresh``), so that a stroke follows the pen; large ones in a thread,
    what is in sight first, while the old pixels stay.
    """

    drawn = Signal(object)
    """A Rect of the document has other pixels now: they came from the thread."""

    def __init__(self, draw: Draw, differ: Differ, channels: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._differ = differ
        self._channels = channels
        self._document: Document | None = None
        self._expected: Document | None = None
        self._doubted: list[tuple[Document, Rect]] = []
        self._levels: Levels | None = None
        self._pending: list[Rect] = []
        self._dirty: set[TileKey] = set()
        self._in_flight: frozenset[TileKey] = frozenset()
        self._center = QPoint()
        self._background = Background("surface", self)
        self._starter = QTimer(self)
        self._starter.setSingleShot(True)
        self._starter.timeout.connect(self._start)

    @property
    def size(self) -> Size | None:
        return None if self._levels is None else self._levels.size

    @property
    def settled(self) -> bool:
        """Whether everything is drawn as the document is now."""
        return not (self._pending or self._dirty or self._in_flight)

    def show(self, document: Document, changed: Rect) -> None:
        """Show ``document``, which differs within ``changed`` from the one shown before."""
        if self._expected is not None:
            if document is self._expected:
                self._expected, self._document = None, document
                self._doubted.clear()
            else:
                self._doubted.append((document, changed))
            return
        before, self._document = self._document, document
        if before is None or self._levels is None or self._levels.size != document.size:
            self._begin(document)
            return
        changed = changed.intersected(document.rect)
        if changed.empty:
            return
        if _cost(document, changed) > AT_ONCE:
            self._later(self._differ(before, document, changed))
            return
        _add(self._pending, changed)
        if overtaken := self._in_flight.intersection(keys_in(changed)):
            self._later(overtaken)

    def expect(self, document: Document) -> None:
        """``document``, which will be shown next, looks like what is shown now: a stroke that ends, say.

        What is shown on the way to it, without a paint between, does not count.
        """
        self._expected = document

    def look_at(self, center: QPoint) -> None:
        """Draw what lies near ``center`` first."""
        self._center = center

    def refresh(self) -> None:
        """Draw the small differences now."""
        self._stop_expecting()
        document, levels = self._document, self._levels
        if document is None or levels is None:
            return
        for rect in self._pending:
            if _cost(document, rect) > AT_ONCE:  # many small ones that have grown together
                self._later(keys_in(rect))
            else:
                levels.write(self._draw(document, rect), rect.origin)
        self._pending.clear()

    def paint(self, painter: QPainter, target: QRectF, visible: QRectF, *, smooth: bool) -> None:
        """Draw what is ``visible`` of the document stretched to ``target``, both in device pixels."""
        if self._levels is not None:
            self._levels.paint(painter, target, visible, smooth=smooth)

    def close(self) -> None:
        """End the work beside the window."""
        self._starter.stop()
        self._background.close(finish=False)

    def _begin(self, document: Document) -> None:
        self._levels = Levels(document.size, self._channels)
        self._pending.clear()
        self._dirty.clear()
        self._in_flight = frozenset()
        if _cost(document, document.rect) > AT_ONCE:
            self._later(keys_in(document.rect))
        else:
            self._pending.append(document.rect)

    def _stop_expecting(self) -> None:
        """It was not shown: what was shown in its stead counts after all."""
        if self._expected is not None:
            self._expected = None
            doubted, self._doubted = self._doubted, []
            for document, changed in doubted:
                self.show(document, changed)

    def _later(self, keys: Iterable[TileKey]) -> None:
        keys = frozenset(keys)
        self._dirty |= keys
        self._in_flight -= keys  # what is being drawn of them is of an older document
        self._starter.start(0)  # after all changes of this moment, of which only the last one counts

    @Slot()
    def _start(self) -> None:
        self._stop_expecting()
        document = self._document
        if self._in_flight or not self._dirty or document is None:
            return
        batch = sorted(self._dirty, key=self._distance)[:_BATCH]
        self._in_flight = frozenset(batch)
        self._dirty -= self._in_flight
        rects = [key.rect.intersected(document.rect) for key in batch]
        drawing = partial(_draw_all, self._draw, document, rects)
        self._background.run(drawing, partial(self._take, batch), replaces="tiles")

    def _take(self, batch: list[TileKey], arrays: list[NDArray[np.uint8]]) -> None:
        levels, valid = self._levels, self._in_flight
        self._in_flight = frozenset()
        drawn = EMPTY
        for key, array in zip(batch, arrays, strict=True):
            if key in valid and levels is not None:
                levels.write(array, key.rect.origin)
                drawn = drawn.united(Rect(key.rect.x, key.rect.y, array.shape[1], array.shape[0]))
        self._start()
        if not drawn.empty:
            self.drawn.emit(drawn)

    def _distance(self, key: TileKey) -> int:
        rect = key.rect
        across = rect.x + rect.width // 2 - self._center.x()
        down = rect.y + rect.height // 2 - self._center.y()
        return across * across + down * down


def draw_document(document: Document, rect: Rect) -> NDArray[np.uint8]:
    """All layers together, (h, w, 4) premultiplied. Any thread."""
    return premultiplied(compose(document, rect))


def _cost(document: Document, rect: Rect) -> int:
    return rect.size.area * max(1, sum(1 for _ in walk(document.layers)))


def _draw_all(draw: Draw, document: Document, rects: list[Rect]) -> list[NDArray[np.uint8]]:
    return [draw(document, rect) for rect in rects]


def _add(rects: list[Rect], rect: Rect) -> None:
    """Add ``rect``, as one with those that it would be drawn twice with otherwise."""
    for other in rects:
        whole = rect.united(other)
        if whole.size.area <= rect.size.area + other.size.area:
            rects.remove(other)
            _add(rects, whole)
            return
    rects.append(rect)
