"""What jobs made for the document: to be looked at over it, one after the other, and taken or not."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.document.document import Document
from desktop.core.document.layers import PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.events import Patch, PictureDone
from desktop.core.geometry import ORIGIN, Point, Rect
from desktop.core.jobs import JobId
from desktop.core.params import StoredPicture
from desktop.state.canvas_state import CanvasPicture, CanvasState
from desktop.state.editor.document_state import DocumentState
from desktop.state.editor.lineage import Lineage
from desktop.state.editor.planes_ahead import PlanesAhead

BUDGET_BYTES = 512_000_000
"""Older candidates go when there are more; in the gallery they stay."""
_NAME_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """``patch`` is what differs from the document, which the job started from; None when all of it is new.

    ``geometry`` is that of the document then; None when the job did not start from it.
    """

    picture: CanvasPicture
    patch: Patch | None
    job_id: JobId
    geometry: int | None = None

    @property
    def size_bytes(self) -> int:
        patch = 0 if self.patch is None else self.patch.pixels.array.nbytes
        return self.picture.pixels.array.nbytes + patch


class Candidates(QObject):
    """A list with one that is current. GUI thread.

    The current one lies over the document while ``canvas.picture`` is it.
    """

    changed = Signal()
    """The list, or which one is current."""

    def __init__(
        self,
        document: DocumentState,
        canvas: CanvasState,
        lineage: Lineage,
        planes: PlanesAhead,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self._lineage = lineage
        self._planes = planes
        self._items: tuple[Candidate, ...] = ()
        self._index = 0
        self._last_job: JobId | None = None
        self._settled = False
        self._pending: frozenset[JobId] = frozenset()
        self._late: frozenset[JobId] = frozenset()
        """Jobs that were asked for before the person decided, and may not disturb what came of that."""
        self._sources: dict[StoredPicture, int] = {}
        """Pictures of the document that jobs start from, each with the geometry that it had then."""
        canvas.picture_changed.connect(self._prepare)
        document.replaced.connect(self._on_replaced)

    @property
    def items(self) -> tuple[Candidate, ...]:
        """In the order in which they were made."""
        return self._items

    @property
    def index(self) -> int:
        return self._index

    @property
    def current(self) -> Candidate | None:
        return self._items[self._index] if self._items else None

    @property
    def showing(self) -> bool:
        """Whether the current one lies over the document."""
        current = self.current
        return current is not None and self._canvas.picture is current.picture

    @property
    def offered(self) -> bool:
        """Whether the person is to decide: one is shown over a document, or none was applied yet."""
        return bool(self._items) and not self._document.document.empty and (self.showing or not self._settled)

    @property
    def fits(self) -> bool:
        """Whether the current one has a place on the canvas: else it can only take the place of all."""
        current = self.current
        return current is not None and not self._document.document.empty and self.in_place(current)

    def in_place(self, candidate: Candidate) -> bool:
        """Whether it is as large as the canvas, which was neither turned nor mirrored since it was begun."""
        same_size = candidate.picture.pixels.size == self._document.document.size
        return same_size and candidate.geometry in (None, self._document.geometry)

    def own(self, source: StoredPicture, geometry: int) -> None:
        """A job starts from this picture of the document: what it changes has a place in the document.

        ``geometry`` is what the document had then.
        """
        self._sources[source] = geometry

    def expect(self, job_ids: Iterable[JobId]) -> None:
        """Jobs wait whose pictures will come."""
        self._pending |= frozenset(job_ids)

    def is_late(self, job_id: JobId) -> bool:
        """Whether the person has decided, or gone elsewhere, since this job was asked for."""
        return job_id in self._late

    def forget(self, job_id: JobId) -> None:
        """A job has ended."""
        self._pending -= {job_id}
        self._late -= {job_id}

    def take(self, done: PictureDone) -> None:
        """List what a job has made, and show it unless that would be in the way.

        The first picture of a job is shown, and each further one to somebody who looks at the last one. Over
        an empty canvas each one is, and those of the job before go. What was asked for before a candidate was
        applied, or another document opened, is only listed.
        """
        first = done.job_id not in (self._last_job, *self._late)
        self._last_job = done.job_id
        follows = self.showing and self._index == len(self._items) - 1
        if first and (self._settled or self._document.document.empty):
            self._items, self._index = (), 0
        self._settled = self._settled and not first
        picture = CanvasPicture(done.pixels, done.record, done.saved)
        source = done.record.params.source
        geometry = None if source is None else self._sources.get(source.picture)
        patch = None if geometry is None else done.patch
        self._items = (*self._items, Candidate(picture, patch, done.job_id, geometry))
        self._drop_oldest()
        in_work = self._document.shown is not self._document.document
        if self._document.document.empty or (not in_work and (first or follows)):
            self._index = len(self._items) - 1
            self._canvas.show_made(picture)
        self.changed.emit()

    def restore(self, candidates: Iterable[tuple[CanvasPicture, Patch | None]]) -> None:
        """List pictures of a project that was opened, with their patches; none of them is shown."""
        geometry = self._document.geometry
        self._items = tuple(
            Candidate(picture, patch, JobId(""), None if patch is None else geometry)
            for picture, patch in candidates
        )
        records = (one.picture.record for one in self._items if one.patch is not None)
        sources = (record.params.source for record in records if record is not None)
        self._sources |= {source.picture: geometry for source in sources if source is not None}
        self._index, self._settled = max(0, len(self._items) - 1), False
        self.changed.emit()

    def step(self, by: int) -> None:
        """Show the next one (1) or the one before (-1), round and round; the current one if none is shown."""
        if not self._items:
            return
        if self.showing:
            self._index = (self._index + by) % len(self._items)
        self._canvas.show(self._items[self._index].picture)
        self.changed.emit()

    def apply(self) -> None:
        """Put the current one into the document, as a layer with its recipe: one step.

        On an empty canvas it becomes the document. One that does not fit takes the place of all layers. The
        others stay listed until the next job's pictures come.
        """
        if (current := self.current) is not None:
            part = self._part_of(current)
            self._put(current, self._planes.of(part.pixels), part.at)

    def apply_to_selection(self) -> None:
        """The same, but only what lies in the selection; does nothing without one, or unless it ``fits``."""
        current, document = self.current, self._document.document
        if current is None or not document.has_selection or not self.fits:
            return
        patch = self._part_of(current)
        whole = Rect.of(patch.pixels.size, patch.at)
        part = document.selection.bounds.intersected(whole)
        if part.empty:
            return
        array = patch.pixels.array[part.within(whole)].copy()
        mask = document.selection.read(part).astype(np.uint16)
        array[..., 3] = (array[..., 3] * mask + 127) // 255
        self._put(current, Plane.of(array), part.origin)

    def discard(self) -> None:
        """Take the current one off the list; in the gallery it stays."""
        if not self._items:
            return
        shown, gone = self.showing, self._index
        self._items = self._items[:gone] + self._items[gone + 1 :]
        self._index = min(gone, max(0, len(self._items) - 1))
        if shown:
            self._canvas.show(self._items[self._index].picture if self._items else None)
        self.changed.emit()

    def discard_all(self) -> None:
        """Empty the list and show the document."""
        if self.showing:
            self._canvas.show(None)
        self._items, self._index = (), 0
        self.changed.emit()

    @Slot()
    def _prepare(self) -> None:
        """Whatever lies over the document may become a layer of it in a moment."""
        current, picture = self.current, self._canvas.picture
        if current is not None and self.showing:
            self._planes.prepare(self._part_of(current).pixels)
        else:
            self._planes.prepare(None if picture is None else picture.pixels)

    def _part_of(self, candidate: Candidate) -> Patch:
        """What of it goes into the document as it is now."""
        if candidate.patch is not None and self.fits:
            return candidate.patch
        return Patch(candidate.picture.pixels, ORIGIN)

    def _put(self, candidate: Candidate, plane: Plane, at: Point) -> None:
        picture, document = candidate.picture, self._document.document
        layer = PixelLayer(name=self._name_of(candidate), plane=plane, offset=at, recipe=picture.record)
        if picture.saved is not None:
            self._lineage.remember(layer.id, picture.saved.gallery_id)
        self._settle()
        name = self.tr("Apply result")
        if document.empty:
            self._document.open(name, Document(picture.pixels.size, (layer,), active=layer.id))
        elif not self.in_place(candidate):
            other = replace(
                document,
                size=picture.pixels.size,
                layers=(layer,),
                selection=Plane(1),
                active=layer.id,
            )
            geometry = self._document.new_geometry() if candidate.geometry is None else candidate.geometry
            self._document.apply(name, other, geometry=geometry)  # so the others that were made with it fit
        else:
            layers = (*document.layers, layer)
            self._document.apply(name, replace(document, layers=layers, active=layer.id))
        self._canvas.show(None)
        self.changed.emit()

    def _name_of(self, candidate: Candidate) -> str:
        record = candidate.picture.record
        words = "" if record is None else record.params.prompt.partition(",")[0]
        short = textwrap.shorten(words, _NAME_LENGTH, placeholder="") or self.tr("Picture")
        if self._document.document.empty:
            return short
        number = self._items.index(candidate) + 1
        return self.tr("{words}, candidate {number}").format(words=short, number=number)

    def _drop_oldest(self) -> None:
        size = sum(candidate.size_bytes for candidate in self._items)
        while size > BUDGET_BYTES and len(self._items) > 1:
            size -= self._items[0].size_bytes
            self._items = self._items[1:]
            self._index = max(0, self._index - 1)

    def _settle(self) -> None:
        self._settled, self._late = True, self._pending
        for job_id in self._late:
            self._canvas.end_preview(job_id)

    @Slot()
    def _on_replaced(self) -> None:
        """They were made for another document."""
        self._settle()
        self._sources.clear()
        if self._items:
            self._items, self._index = (), 0
            self.changed.emit()
