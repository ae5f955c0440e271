"""What there is on the canvas, found out beside the window whenever it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.document.compose import compose
from desktop.core.document.document import Document
from desktop.core.document.layers import MaskLayer, PixelLayer
from desktop.core.document.plane import keys_in
from desktop.core.geometry import ORIGIN, Rect
from desktop.state.background import Background
from desktop.state.canvas_state import CanvasState
from desktop.state.editor.document_state import DocumentState
from desktop.state.editor.meaning import CanvasFacts

OPAQUE = 128
"""Alpha from which on a pixel is part of the picture."""
MIN_EMPTY_PIXELS = 64
"""A few transparent pixels (of a soft edge, say) are no part to be filled."""

Empty = NDArray[np.bool_]


class CanvasReader:
    """Reads documents, each time only what changed since the one before. One thread at a time."""

    def __init__(self) -> None:
        self._document: Document | None = None
        self._empty: Empty = np.ones((0, 0), np.bool_)

    def read(self, document: Document) -> CanvasFacts:
        """What is on the canvas of ``document``."""
        empty = self._look(document)
        count = int(np.count_nonzero(empty))
        selected = inside = selected_empty = False
        if document.has_selection:
            bounds = document.selection.content_bounds()
            selected, on_canvas = not bounds.empty, bounds.intersected(document.rect)
            mask = document.selection.read(on_canvas) >= OPAQUE
            inside = bool(mask.any())
            reached = np.count_nonzero(mask & empty[on_canvas.within(document.rect)])
            selected_empty = int(reached) >= MIN_EMPTY_PIXELS
        return CanvasFacts(
            document=not document.empty,
            picture=count < document.size.area,
            empty_parts=count >= MIN_EMPTY_PIXELS,
            selected=selected,
            selected_inside=inside,
            selected_empty=selected_empty,
        )

    def _look(self, document: Document) -> Empty:
        """Where the canvas is transparent: (H, W)."""
        before = self._document
        if before is not None and before.size == document.size:
            changed = document.changed_since(before)
        else:
            self._empty = np.ones((document.size.height, document.size.width), np.bool_)
            changed = document.rect
        # Not kept while it is worked on: what a failure leaves half done must not be taken for the truth.
        self._document = None
        for key in keys_in(changed):
            part = key.rect.intersected(changed)
            empty = False if _is_opaque(document, part) else compose(document, part)[..., 3] < OPAQUE
            self._empty[part.within(document.rect)] = empty
        self._document = document
        return self._empty


def _is_opaque(document: Document, rect: Rect) -> bool:
    """Whether one layer alone lets nothing through: then no mixing has to tell, which takes far longer.

    Whatever is mixed with it only adds to its alpha, unless a mask takes away.
    """
    layers = document.layers
    return not any(isinstance(layer, MaskLayer) for layer in layers) and any(
        isinstance(layer, PixelLayer)
        and layer.visible
        and layer.opacity == 1
        and layer.plane.is_opaque_in(rect.moved(ORIGIN - layer.offset))
        for layer in layers
    )


class CanvasFactsState(QObject):
    """Follows the document and the picture over it. GUI thread."""

    changed = Signal()

    def __init__(self, document: DocumentState, canvas: CanvasState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self._reader = CanvasReader()
        self._background = Background("canvas facts", self)
        self._asked_for = document.document
        self._known_for = document.document
        self._current = CanvasFacts()
        document.changed.connect(self._on_document_changed)
        canvas.picture_changed.connect(self._on_picture_changed)

    @property
    def current(self) -> CanvasFacts:
        """As of a moment ago: what a change did to it is known shortly after."""
        return self._current

    @property
    def settled(self) -> bool:
        """Whether what is known is true of the document as it is now."""
        return self._document.document is self._known_for

    def settle(self, then: Callable[[], object]) -> None:
        """Call ``then`` once what is known is true of the document as it was when this was called."""

        def settled(found: tuple[Document, CanvasFacts]) -> None:
            self._take(*found)
            then()

        self._background.run(partial(self._read, self._document.document), settled)

    def close(self) -> None:
        self._background.close(finish=False)

    @Slot(object)
    def _on_document_changed(self, _change: object) -> None:
        document = self._document.document
        if document is self._asked_for:
            return
        self._asked_for = document
        read = partial(self._read, document)
        self._background.run(read, lambda found: self._take(*found), replaces="facts")

    @Slot(object)
    def _on_picture_changed(self, _picture: object) -> None:
        self._take(self._known_for, self._current)

    def _read(self, document: Document) -> tuple[Document, CanvasFacts]:
        return document, self._reader.read(document)

    def _take(self, document: Document, facts: CanvasFacts) -> None:
        self._known_for = document
        looked_at = self._canvas.picture is not None and not facts.document
        facts = replace(facts, looked_at=looked_at)
        if facts != self._current:
            self._current = facts
            self.changed.emit()
