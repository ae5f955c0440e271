"""What is done to the canvas as a whole: its size, its direction. Each a step that can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject

from desktop.core.document import canvas
from desktop.core.document.compose import compose
from desktop.core.document.document import Document
from desktop.core.document.layers import PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.document.selection import bounds
from desktop.core.errors import AppError
from desktop.core.geometry import Rect, Size
from desktop.state.editor.document_state import DocumentState
from desktop.state.editor.edits import Edits

Colour = tuple[int, int, int]
"""sRGB, 0 to 255."""


class CanvasEdits(QObject):
    """GUI thread."""

    def __init__(
        self,
        document: DocumentState,
        steps: Edits,
        adopt: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        """``adopt`` is called before each change: it makes what lies over the document part of it."""
        super().__init__(parent)
        self._document = document
        self._steps = steps
        self._adopt = adopt

    def new(self, size: Size, background: Colour | None) -> None:
        """A document with one layer, transparent or of one colour, in place of this one."""
        name = self.tr("Layer 1") if background is None else self.tr("Background")
        self._document.open(self.tr("New canvas"), blank(size, background, name))

    def resize(self, rect: Rect) -> None:
        """Make ``rect``, in today's coordinates, the canvas."""
        self._run(self.tr("Canvas size"), lambda document: canvas.resize_canvas(document, rect))

    def scale(self, size: Size) -> None:
        self._run(self.tr("Scale"), lambda document: canvas.scale_document(document, size), slow=True)

    def crop_to_selection(self) -> None:
        self._run(self.tr("Crop to the selection"), _cropped, slow=True)

    def trim(self) -> None:
        """Cut off what is transparent all around."""
        self._run(self.tr("Trim"), _trimmed, slow=True)

    def rotate(self, quarter_turns: int) -> None:
        """Clockwise."""
        self._run(
            self.tr("Rotate"), lambda document: canvas.rotate_document(document, quarter_turns), slow=True
        )

    def flip(self, *, horizontal: bool) -> None:
        self._run(
            self.tr("Flip"),
            lambda document: canvas.flip_document(document, horizontal=horizontal),
            slow=True,
        )

    def straighten(self, degrees: float, *, crop: bool) -> None:
        """Turn clockwise by ``degrees``."""
        self._run(
            self.tr("Straighten"),
            lambda document: canvas.straighten(document, degrees, crop=crop),
            slow=True,
        )

    def _run(self, name: str, change: Callable[[Document], Document], *, slow: bool = False) -> None:
        self._adopt()
        self._steps.run(name, change, slow=slow, moves=True)


def blank(size: Size, background: Colour | None, name: str) -> Document:
    """A document with one layer called ``name``: transparent, or of one colour."""
    plane = Plane(4)
    if background is not None:
        array = np.empty((size.height, size.width, 4), np.uint8)
        array[:] = (*background, 255)
        plane = Plane.of(array)
    layer = PixelLayer(name=name, plane=plane)
    return Document(size, (layer,), active=layer.id)


def _cropped(document: Document) -> Document:
    area = bounds(document.selection).intersected(document.rect)
    if area.empty:
        raise AppError(
            "nothing_selected",
            "Nothing on the canvas is selected, so it was not cropped.",
            "Select what should be kept, then try again.",
        )
    return canvas.resize_canvas(document, area)


def _trimmed(document: Document) -> Document:
    seen = Plane.of(compose(document, document.rect)[..., 3]).content_bounds()
    if seen.empty:
        raise AppError(
            "nothing_to_trim",
            "There is nothing to be seen on the canvas, so it was not trimmed.",
            "Show a layer, or put something on the canvas first.",
        )
    return canvas.resize_canvas(document, seen)
