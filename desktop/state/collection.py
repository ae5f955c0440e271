"""Everything that the window knows of the pictures made so far."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.gallery import Gallery
from desktop.core.jobs import SavedPicture
from desktop.state.background import Background
from desktop.state.canvas_state import CanvasPicture
from desktop.state.comparison import compare
from desktop.state.gallery_edits import GalleryEdits
from desktop.state.gallery_list import GalleryList
from desktop.state.picture_details import SelectionDetails
from desktop.state.picture_files import Copies, Imports
from desktop.state.selection import Selection
from desktop.state.shelves import Shelves
from desktop.state.thumbnails import Thumbnails
from desktop.state.undo_stack import UndoStack

THUMBNAIL_SIDE = 128


class Collection(QObject):
    """Owns the gallery's states and their threads, and keeps them in step. GUI thread."""

    failed = Signal(object)
    """ErrorInfo."""
    opened = Signal(object)
    """CanvasPicture that was asked for by ``open``."""

    compared = Signal(object)
    """Comparison that was asked for by ``compare``."""

    def __init__(self, gallery: Gallery, undo_stack: UndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gallery = gallery
        self._background = Background("gallery", self)
        # Picture files may be large: the gallery's own thread does not wait for them.
        self._reader = Background("picture files", self)
        self.thumbnails = Thumbnails(gallery.thumbnail, THUMBNAIL_SIDE, self)
        self.list = GalleryList(gallery, self._background, self.thumbnails, self)
        self.selection = Selection(self)
        self.details = SelectionDetails(gallery, self._background, self.selection, self)
        self.edits = GalleryEdits(gallery, self._background, undo_stack, self)
        self.shelves = Shelves(gallery, self._background, undo_stack, self)
        self.imports = Imports(gallery, self)
        self.copies = Copies(gallery, self)
        self.edits.changed.connect(self._on_edited)
        self.imports.ended.connect(self.refresh)
        for source in (self._background, self._reader, self.list, self.edits):
            source.failed.connect(self.failed)

    @Slot()
    def refresh(self) -> None:
        """Read again what there is."""
        self.list.refresh()
        self.shelves.refresh()
        self.details.refresh()

    def open(self, picture_id: int) -> None:
        """Read a picture's file and tell of it by ``opened``; only the last one that was asked for counts."""
        self._reader.run(lambda: self._read(picture_id), self._tell, replaces="open")

    def compare(self, ids: Sequence[int]) -> None:
        """Read two to four pictures and tell of them by ``compared``."""
        self._reader.run(partial(compare, self.gallery, tuple(ids)), self.compared.emit, replaces="compare")

    def close(self) -> None:
        """End all threads; changes that were made are on the disk then."""
        self.imports.close()
        self.copies.close()
        self.thumbnails.close()
        self.list.close()
        self._reader.close(finish=False)
        self._background.close(finish=True)

    def _read(self, picture_id: int) -> CanvasPicture | None:
        if (row := self.gallery.get(picture_id)) is None:
            return None
        from desktop.core import pictures

        opened = pictures.read(row.path)
        record = self.gallery.record(picture_id) or opened.record
        return CanvasPicture(opened.pixels, record, SavedPicture(row.id, row.path))

    def _tell(self, picture: CanvasPicture | None) -> None:
        if picture is not None:
            self.opened.emit(picture)

    @Slot(object)
    def _on_edited(self, ids: tuple[int, ...]) -> None:
        self.list.reread(ids)
        self.refresh()
