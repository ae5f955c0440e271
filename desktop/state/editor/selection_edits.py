"""What is done to the selection as a whole: each a step that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from desktop.core import files, png
from desktop.core.document import selection
from desktop.core.document.compose import compose_layer
from desktop.core.document.document import Document
from desktop.core.document.layers import Layer, MaskLayer
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError
from desktop.core.geometry import EMPTY, ORIGIN
from desktop.state.background import Background
from desktop.state.editor.document_state import DocumentChange, DocumentState
from desktop.state.editor.edits import Edits


class EdgeChange(StrEnum):
    """What can be done to a selection's edge, by some pixels."""

    GROW = "grow"
    SHRINK = "shrink"
    FEATHER = "feather"


_WORK: dict[EdgeChange, Callable[[Plane, int, Document], Plane]] = {
    EdgeChange.GROW: lambda plane, px, document: selection.grow(plane, px, document.rect),
    EdgeChange.SHRINK: lambda plane, px, document: selection.shrink(plane, px, document.rect),
    EdgeChange.FEATHER: lambda plane, px, document: selection.feather(plane, px, document.rect),
}


class SelectionEdits(QObject):
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
        self._background = Background("selection", self)
        self._background.failed.connect(steps.failed)
        self._wish = 0
        self._last = document.document.selection
        document.changed.connect(self._remember)

    def close(self) -> None:
        """End the work beside the window; what is being written is finished."""
        self._background.close(finish=True)

    @property
    def can_reselect(self) -> bool:
        """Whether nothing is selected, and something was."""
        return not self._document.document.has_selection and bool(self._last.tiles)

    def everything(self) -> None:
        self._run(self.tr("Select all"), lambda document: selection.everything(document.rect))

    def nothing(self) -> None:
        self._run(self.tr("Select nothing"), lambda _document: selection.NOTHING)

    def reselect(self) -> None:
        """Select again what was selected last."""
        if self.can_reselect:
            last = self._last
            self._run(self.tr("Select again"), lambda _document: last)

    def invert(self) -> None:
        self._run(
            self.tr("Invert selection"),
            lambda document: selection.invert(document.selection, document.rect),
            slow=True,
        )

    def fill_holes(self) -> None:
        self._run(self.tr("Fill holes"), lambda document: selection.fill_holes(document.selection), slow=True)

    def change_edge(self, change: EdgeChange, px: int) -> None:
        """Grow, shrink or feather by ``px`` pixels."""
        names = {
            EdgeChange.GROW: self.tr("Grow selection"),
            EdgeChange.SHRINK: self.tr("Shrink selection"),
            EdgeChange.FEATHER: self.tr("Feather selection"),
        }
        self._run(names[change], partial(edge_changed, change, px), slow=True)

    def preview(self, change: EdgeChange, px: int) -> None:
        """Show how ``change_edge`` would leave the selection, a moment later; the last call counts."""
        document = self._document.document
        self._wish += 1
        self._background.run(
            partial(edge_changed, change, px, document), partial(self._show, self._wish, document)
        )

    def end_preview(self) -> None:
        self._wish += 1
        self._document.end_showing()

    def _show(self, wish: int, document: Document, plane: Plane) -> None:
        if wish == self._wish and document is self._document.document:
            shown = self._document.shown.selection
            area = plane.changed_since(shown)
            self._document.show(replace(document, selection=plane), EMPTY, area)

    def from_layer(self) -> None:
        """What is not transparent of the active layer; of a mask layer, what it keeps."""
        self._adopt()
        layer = self._document.document.active_layer
        if layer is not None:
            self._run(self.tr("Select the layer's content"), partial(_content, layer), slow=True)

    def save(self, file: Path) -> None:
        """Write the selection as a grey PNG of the canvas' size, replacing what is there."""
        document = self._document.document
        self._background.run(partial(_save, document, file))

    def load(self, file: Path) -> None:
        """Select what is bright in a picture file, as it lies on the canvas from its upper left corner."""
        self._background.run(partial(_load, file), self._take)

    def _take(self, plane: Plane) -> None:
        self._run(self.tr("Load selection"), lambda _document: plane)

    def _run(self, name: str, change: Callable[[Document], Plane], *, slow: bool = False) -> None:
        self._adopt()
        self._steps.run(name, partial(_with_selection, change), slow=slow)

    @Slot(object)
    def _remember(self, change: DocumentChange) -> None:
        if not change.selection.empty and self._document.document.has_selection:
            self._last = self._document.document.selection


def edge_changed(change: EdgeChange, px: int, document: Document) -> Plane:
    """The document's selection with another edge. Any thread."""
    return _WORK[change](document.selection, px, document)


def _with_selection(change: Callable[[Document], Plane], document: Document) -> Document:
    plane = change(document)
    if plane is document.selection or (not plane.tiles and not document.has_selection):
        return document
    return replace(document, selection=plane)


def _content(layer: Layer, document: Document) -> Plane:
    if isinstance(layer, MaskLayer):
        return Plane.of(layer.plane.read(document.rect.moved(ORIGIN - layer.offset)))
    return Plane.of(compose_layer(layer, document.rect)[..., 3])


def _save(document: Document, file: Path) -> None:
    files.write_bytes(file, png.encode(selection.to_mask(document.selection, document.rect).array))


def _load(file: Path) -> Plane:
    from desktop.core import pictures

    plane = selection.from_mask(pictures.read(file).pixels)
    if not plane.tiles:
        raise AppError(
            "empty_mask",
            f"{file.name} is black or transparent all over, so the selection stays as it was.",
            "White in a mask is selected; choose a picture with bright parts.",
        )
    return plane
