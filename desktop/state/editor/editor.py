"""The canvas as an editor: one object for all that belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.document import edits
from desktop.core.document.document import Document
from desktop.core.document.layers import PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.geometry import Point
from desktop.state.canvas_state import CanvasPicture, CanvasState
from desktop.state.editor.candidates import Candidates
from desktop.state.editor.canvas_edits import CanvasEdits
from desktop.state.editor.canvas_facts import CanvasFactsState
from desktop.state.editor.clipboard import EditorClipboard
from desktop.state.editor.document_export import DocumentExport
from desktop.state.editor.document_state import DocumentState
from desktop.state.editor.drag_files import DragFiles
from desktop.state.editor.edits import Edits
from desktop.state.editor.layer_edits import LayerEdits
from desktop.state.editor.layer_rows import LayerRows
from desktop.state.editor.layer_thumbnails import LayerThumbnails
from desktop.state.editor.lineage import Lineage
from desktop.state.editor.planes_ahead import PlanesAhead
from desktop.state.editor.selection_edits import SelectionEdits
from desktop.state.editor.tool_state import ToolState
from desktop.state.undo_stack import UndoStack

if TYPE_CHECKING:
    from desktop.state.editor.generation import Generation
    from desktop.state.editor.project import ProjectState


class Editor(QObject):
    """GUI thread. Studio owns it, and adds ``generation`` and ``project``, which need more than it has."""

    failed = Signal(object)
    """ErrorInfo: what a menu or a dock asked for could not be done."""

    generation: Generation
    project: ProjectState

    def __init__(self, undo_stack: UndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = DocumentState(undo_stack, self)
        self.tools = ToolState(self)
        self.canvas = CanvasState(self)
        self.lineage = Lineage()
        self.facts = CanvasFactsState(self.document, self.canvas, self)
        self.planes = PlanesAhead(self)
        self.candidates = Candidates(self.document, self.canvas, self.lineage, self.planes, self)
        self.document.replaced.connect(self._on_replaced)
        self.document.changed.connect(self._on_document_changed)
        self.edits = Edits(self.document, self)
        self.layers = LayerEdits(self.document, self.edits, self.uncover, self)
        self.selection_edits = SelectionEdits(self.document, self.edits, self.adopt_shown, self)
        self.canvas_edits = CanvasEdits(self.document, self.edits, self.adopt_shown, self)
        self.clipboard = EditorClipboard(self.document, self.edits, self)
        self.drag_files = DragFiles(self.document, self)
        self.export = DocumentExport(self.document, self)
        self.thumbnails = LayerThumbnails(self)
        self.rows = LayerRows(self.document, self.thumbnails, self)
        for part in (self.edits, self.clipboard, self.drag_files, self.export):
            part.failed.connect(self.failed)

    def uncover(self) -> None:
        """Before a change of layers: show the document, or make what is shown one when there is none."""
        if self.document.document.empty:
            self.adopt_shown()
        elif self.canvas.picture is not None:
            self.canvas.show(None)

    def adopt_shown(self) -> None:
        """Make what lies over the document part of it, before something is changed; steps of their own.

        A candidate is applied, any other picture becomes the document. One in whose place the document is
        shown is only taken away.
        """
        picture = self.canvas.picture
        if picture is None:
            return
        if self.canvas.shows_before and not self.document.document.empty:
            self.canvas.show(None)
        elif self.candidates.showing:
            self.candidates.apply()
        else:
            self.open_picture(picture)

    def open_picture(self, picture: CanvasPicture) -> None:
        """Make a picture the document: a step."""
        name = self.tr("Picture") if picture.file is None else picture.file.stem
        layer = PixelLayer(name=name, plane=self.planes.of(picture.pixels), recipe=picture.record)
        if picture.saved is not None:
            self.lineage.remember(layer.id, picture.saved.gallery_id)
        self.open_document(Document(picture.pixels.size, (layer,), active=layer.id))

    def open_document(self, document: Document, *, modified: bool = False) -> None:
        """Put a picture that was opened on the canvas: a step. Without ``modified`` it lies in a file."""
        self.document.open(self.tr("Open picture"), document, modified=modified)

    def add_layer(self, layer: PixelLayer) -> None:
        """Put a picture from outside into the middle, as a layer: a step."""
        self.uncover()
        room, seen = self.document.document.size, layer.plane.content_bounds()
        middle = Point((room.width - seen.width) // 2, (room.height - seen.height) // 2)
        corner = middle - seen.origin
        document = edits.add_layer(self.document.document, replace(layer, offset=corner))
        self.document.apply(self.tr("Add picture"), document)

    def select(self, mask: Plane) -> None:
        """Take a mask as the selection: a step."""
        self.uncover()
        document = replace(self.document.document, selection=mask)
        self.document.apply(self.tr("Select by a picture"), document)

    def close(self) -> None:
        """End all threads; Studio closes what it added."""
        self.facts.close()
        self.planes.close()
        self.edits.close()
        self.selection_edits.close()
        self.clipboard.close()
        self.drag_files.close()
        self.export.close()
        self.thumbnails.close()
        self.document.close()

    @Slot()
    def _on_replaced(self) -> None:
        """Nothing that is looked at may hide the other document."""
        if self.canvas.picture is not None:
            self.canvas.show(None)

    @Slot(object)
    def _on_document_changed(self, _change: object) -> None:
        self.canvas.set_over_document(not self.document.document.empty)
