"""The document on the canvas, and every change to it as a step that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from desktop.core.document.canvas import shift_between
from desktop.core.document.document import Document
from desktop.core.document.layers import LayerId
from desktop.core.document.plane import Tile
from desktop.core.geometry import EMPTY, Point, Rect, Size
from desktop.state.background import Background
from desktop.state.undo_stack import UndoStack

EMPTY_SIZE = Size(512, 512)


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What may look different now."""

    picture: Rect
    """Where the layers' composition may differ; both whole canvases when the size changed."""
    selection: Rect
    layers: bool
    """Whether any layer, its properties, or which one is active, may differ."""
    resized: bool
    shift: Point | None = None
    """How far everything moved on the canvas when it was cropped or extended; None for any other change."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Work that no file holds, and that is no longer on the canvas."""

    steps: int
    """How many of the undo stack's steps are done when it is there again."""
    title: str


@dataclass(slots=True)
class _Origin:
    """What a document was opened from: all steps since share it; undo past that brings back another."""

    number: int
    title: str
    """What to call it while it has no project file."""
    file: Path | None
    saved: Document | None
    """What is in the file, or needs no file. None when all of it is work that is nowhere else."""


@dataclass(frozen=True, slots=True)
class _Opened:
    document: Document
    origin: _Origin
    geometry: int

    @property
    def title(self) -> str:
        file = self.origin.file
        return self.origin.title if file is None else file.stem


class DocumentState(QObject):
    """GUI thread. Documents are values: ``apply`` puts the next one in place of this one.

    While a stroke or a transform goes on, ``show`` paints how it would be; ``apply`` or ``end_showing`` ends
    that.
    """

    changed = Signal(object)
    """DocumentChange: ``shown`` is another."""
    modified_changed = Signal()
    """``modified`` or ``file`` may be another."""
    leaving = Signal()
    """Another document is about to come onto the canvas; this one is still there."""
    replaced = Signal()
    """Another document is on the canvas: it was opened, or that was taken back. Comes before ``changed``."""

    def __init__(self, undo_stack: UndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo_stack = undo_stack
        self._background = Background("undo", self)
        document = Document(EMPTY_SIZE)
        self._numbers = count(1)
        self._opened = _Opened(document, _Origin(0, "", None, document), 0)
        self._shown: Document | None = None
        self.revision = 0
        """Grows with every change of ``document``."""

    @property
    def document(self) -> Document:
        """The document as the last finished step left it."""
        return self._opened.document

    @property
    def shown(self) -> Document:
        """What is to be seen: ``document``, or how it would be with the step that goes on."""
        return self.document if self._shown is None else self._shown

    @property
    def file(self) -> Path | None:
        """The project file; None before it was saved."""
        return self._opened.origin.file

    @property
    def title(self) -> str:
        """What to call it: its file's name, or what it was opened as."""
        return self._opened.title

    @property
    def number(self) -> int:
        """Which of the documents it is that were opened: undo past that brings back an older number."""
        return self._opened.origin.number

    @property
    def geometry(self) -> int:
        """The same number as long as a place on the canvas holds the same part of the picture.

        Turning, mirroring, cropping and the like give another; undo gives back the one before.
        """
        return self._opened.geometry

    @property
    def modified(self) -> bool:
        """Whether there are steps that the project file does not hold."""
        return self.document is not self._opened.origin.saved

    @property
    def left_behind(self) -> LeftBehind | None:
        """The last work that another document has taken the place of; None when no such work is unsaved.

        A file that was opened again takes nothing: who reverts to it wants that.
        """
        for number, step in reversed(tuple(enumerate(self._undo_stack.done))):
            if isinstance(step, _Edit) and step.leaves_work:
                return LeftBehind(number, step.title_before)
        return None

    def apply(self, name: str, document: Document, *, merge: int = -1, geometry: int | None = None) -> None:
        """Make ``document`` the current one: a step called ``name``.

        Steps of the same ``merge`` (not -1) that follow each other become one. ``geometry`` is given when it
        is another (``new_geometry``). Nothing when the document is the same.
        """
        self.end_showing()
        if document is not self.document:
            geometry = self.geometry if geometry is None else geometry
            self._push(name, _Opened(document, self._opened.origin, geometry), merge)

    def new_geometry(self) -> int:
        """A number that no document had yet."""
        return next(self._numbers)

    def open(
        self,
        name: str,
        document: Document,
        file: Path | None = None,
        *,
        title: str = "",
        modified: bool = False,
    ) -> None:
        """Put another document on the canvas: a step as well, so that nothing is lost.

        ``title`` is what to call it while it has no file; by default what its lowest layer is called. With
        ``modified`` it is work that ``file`` does not hold.
        """
        self.end_showing()
        if not title and document.layers:
            title = document.layers[0].name
        origin = _Origin(next(self._numbers), title, file, None if modified else document)
        self._push(name, _Opened(document, origin, self.new_geometry()), -1)

    def show(self, document: Document, picture: Rect, selection: Rect = EMPTY) -> None:
        """Show how it would be; the rectangles say where that differs from what is shown now."""
        resized = document.size != self.shown.size
        self._shown = document
        self.changed.emit(DocumentChange(picture, selection, layers=False, resized=resized))

    def end_showing(self) -> None:
        """Show ``document`` again."""
        if (shown := self._shown) is not None:
            self._shown = None
            self.changed.emit(_change(shown, self.document))

    def set_active(self, layer_id: LayerId | None) -> None:
        """Choose the layer that tools work on. Not a step."""
        if layer_id == self.document.active:
            return
        saved = not self.modified
        document = replace(self.document, active=layer_id)
        self._opened = replace(self._opened, document=document)
        if saved:
            self._opened.origin.saved = document
        self.changed.emit(DocumentChange(EMPTY, EMPTY, layers=True, resized=False))

    def begin_saving(self) -> Callable[[Path], None]:
        """Take note of the document as it is now: call the result when a file holds it."""
        return partial(self._saved, self._opened)

    def close(self) -> None:
        """End the work beside the window."""
        self._background.close(finish=False)

    def put(self, opened: _Opened) -> None:
        """For the steps alone: show this document, and pack what only undo and redo still need."""
        if opened.origin is not self._opened.origin:
            self.leaving.emit()
        before, self._opened, self._shown = self._opened, opened, None
        self.revision += 1
        if opened.origin is not before.origin:
            self.replaced.emit()
        self.changed.emit(_change(before.document, opened.document))
        self.modified_changed.emit()
        unseen = before.document.tiles() - opened.document.tiles()
        if unseen:
            self._background.run(partial(_pack, tuple(unseen), self._background.closing))

    def _saved(self, opened: _Opened, file: Path) -> None:
        opened.origin.file, opened.origin.saved = file, opened.document
        self.modified_changed.emit()

    def _push(self, name: str, after: _Opened, merge: int) -> None:
        self._undo_stack.push(_Edit(self, name, self._opened, after, merge))


class _Edit(QUndoCommand):
    """One document in place of another. What both share is not counted."""

    def __init__(self, state: DocumentState, name: str, before: _Opened, after: _Opened, merge: int) -> None:
        super().__init__(name)
        self._state = state
        self._before = before
        self._after = after
        self._merge = merge
        self._own_tiles = before.document.tiles() ^ after.document.tiles()

    @property
    def size_bytes(self) -> int:
        return sum(tile.size_bytes for tile in self._own_tiles)

    @property
    def leaves_work(self) -> bool:
        """Whether it took work off the canvas that no file holds."""
        before, after = self._before, self._after
        if before.origin is after.origin or before.document is before.origin.saved:
            return False
        return before.origin.file is None or before.origin.file != after.origin.file

    @property
    def title_before(self) -> str:
        return self._before.title

    def id(self) -> int:
        return self._merge

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other._before.document is not self._after.document:
            return False
        self._after = other._after
        self._own_tiles = self._before.document.tiles() ^ self._after.document.tiles()
        return True

    def redo(self) -> None:
        self._state.put(self._after)

    def undo(self) -> None:
        self._state.put(self._before)


def _change(before: Document, now: Document) -> DocumentChange:
    resized = now.size != before.size
    return DocumentChange(
        picture=now.changed_since(before),
        selection=now.selection.changed_since(before.selection),
        layers=now.layers is not before.layers or now.active != before.active,
        resized=resized,
        shift=shift_between(before, now) if resized else None,
    )


def _pack(tiles: Iterable[Tile], closing: Event) -> None:
    for tile in tiles:
        if closing.is_set():
            return
        tile.pack()
