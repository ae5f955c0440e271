"""How a layer looks while it is moved: in its place among the others, or above them where that takes long."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter

from desktop.core.document.affine import Affine
from desktop.core.document.document import Document
from desktop.core.document.layers import LayerId
from desktop.core.document.transform import transform_layer
from desktop.core.errors import AppError, ErrorInfo
from desktop.state.background import Background
from desktop.state.editor.document_state import DocumentState
from desktop.ui.canvas.tools.box import Box
from desktop.ui.canvas.tools.canvas_tool import CanvasMap
from desktop.ui.canvas.tools.lifted import Lifted, lift

IN_PLACE_PIXELS = 2_000_000
"""Documents up to this size show the moved layer with its blending, below what lies above it."""


class MovePreview(QObject):
    """Shows the document with its active layer elsewhere. GUI thread; what takes long is done in another.

    In a large document the layer is taken off the canvas, and painted above it from an image.
    """

    painted_anew = Signal()
    """``paint`` has something else to paint."""

    def __init__(
        self, document: DocumentState, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._background = background
        self._base: Document | None = None
        self._box: Box | None = None
        self._computing = False
        self._lifted: Lifted | None = None

    def show(self, base: Document, box: Box) -> None:
        """Show the active layer of ``base``, which is the document as it is, where ``box`` brings it."""
        layer = base.active_layer
        if layer is None:
            return
        begins, self._base, self._box = self._base is not base, base, box
        if base.size.area <= IN_PLACE_PIXELS:
            self._compute(base, layer.id, box)
        elif begins:
            work = partial(lift, base, layer, box.bounds)
            self._background.run(work, partial(self._take_lifted, base), replaces="lift")

    def forget(self) -> None:
        """Paint nothing more, and show nothing that is still being computed."""
        self._base = self._box = self._lifted = None

    def paint(self, painter: QPainter, view: CanvasMap) -> None:
        """The layer, if it was taken off the canvas."""
        if self._lifted is not None and self._box is not None and not self._box.untouched:
            self._lifted.paint(painter, view, self._box.affine)

    def _compute(self, base: Document, layer_id: LayerId, box: Box) -> None:
        if is_quick(base, box):
            self._show(moved(base, layer_id, box.affine))
        elif not self._computing:  # else the last box follows when this one is done
            self._computing = True
            work = partial(moved, base, layer_id, box.affine)
            self._background.run(work, partial(self._take_computed, base, layer_id, box))

    def _take_computed(
        self, base: Document, layer_id: LayerId, box: Box, result: Document | ErrorInfo
    ) -> None:
        self._computing = False
        if (latest := self._box) is None or (now := self._base) is None:
            return
        if now is base:
            self._show(result)
        if latest is not box and now.active is not None:
            self._compute(now, now.active, latest)

    def _show(self, result: Document | ErrorInfo) -> None:
        """What can't be done is told when it is to be applied."""
        if isinstance(result, Document):
            shown = self._document.shown
            selection = result.selection.changed_since(shown.selection)
            self._document.show(result, result.changed_since(shown), selection)

    def _take_lifted(self, base: Document, lifted: Lifted) -> None:
        if self._base is base:
            self._lifted = lifted
            self._document.show(lifted.rest, lifted.bounds)
            self.painted_anew.emit()


def is_quick(document: Document, box: Box) -> bool:
    """Whether no pixels have to be computed."""
    return box.only_moved and not document.has_selection


def moved(document: Document, layer_id: LayerId, affine: Affine) -> Document | ErrorInfo:
    """With the layer elsewhere, or why not. Any thread."""
    try:
        return transform_layer(document, layer_id, affine)
    except AppError as error:
        return error.info
