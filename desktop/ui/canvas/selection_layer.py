"""The selection over the canvas: a veil, or an outline that moves."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Signal, Slot
from PySide6.QtGui import QPainter

from desktop.core.document.document import Document
from desktop.core.geometry import EMPTY
from desktop.state.editor.document_state import DocumentChange
from desktop.state.editor.editor import Editor
from desktop.ui.canvas.ants import Ants
from desktop.ui.canvas.differences import selection_tiles
from desktop.ui.canvas.mask_overlay import draw_selection, paint_veil
from desktop.ui.canvas.navigation import Navigation
from desktop.ui.canvas.surface import Surface


class SelectionLayer(QObject):
    """Shows what ToolState.shows_mask asks for; nothing while nothing is selected. GUI thread."""

    changed = Signal(object)
    """Within this Rect of the document it looks different now."""

    def __init__(self, editor: Editor, navigation: Navigation, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._navigation = navigation
        self._veil = Surface(draw_selection, selection_tiles, 1, self)
        self._ants = Ants(navigation, self)
        editor.document.changed.connect(self._on_document_changed)
        editor.tools.changed.connect(self._on_tools_changed)
        self._veil.drawn.connect(self.changed)
        self._ants.changed.connect(self.changed)
        shown = editor.document.shown
        self._veil.show(shown, shown.rect if shown.has_selection else EMPTY)
        self._follow()

    def paint_veil(self, painter: QPainter, target: QRectF, visible: QRectF, exposed: QRectF) -> None:
        """Device pixels."""
        self._veil.refresh()
        if self._editor.tools.shows_mask and self._editor.document.shown.has_selection:
            paint_veil(painter, self._veil, target, visible, exposed, smooth=True)

    def paint_outline(self, painter: QPainter) -> None:
        """Logical pixels."""
        if not self._editor.tools.shows_mask:
            self._ants.paint(painter)

    def expect(self, document: Document) -> None:
        """Its selection, which will be shown next, looks like what is shown now."""
        self._veil.expect(document)

    def close(self) -> None:
        self._veil.close()
        self._ants.close()

    @Slot(object)
    def _on_document_changed(self, change: DocumentChange) -> None:
        shown = self._editor.document.shown
        self._veil.show(shown, change.selection)
        if not change.selection.empty or change.resized:
            self._follow()
            self.changed.emit(change.selection.intersected(shown.rect))

    @Slot(str)
    def _on_tools_changed(self, name: str) -> None:
        if name == "shows_mask":
            self._follow()
            self.changed.emit(self._editor.document.shown.rect)

    def _follow(self) -> None:
        """Only an outline that is to be seen is worth finding."""
        document = self._editor.document.shown
        self._ants.follow(None if self._editor.tools.shows_mask else document)
