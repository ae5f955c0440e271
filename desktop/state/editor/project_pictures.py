"""What a project file only points at: pictures of the gallery, and those that jobs started from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.document.layers import LayerId
from desktop.core.errors import AppError
from desktop.core.events import Patch
from desktop.core.gallery import Gallery
from desktop.core.input_store import InputStore
from desktop.core.jobs import SavedPicture
from desktop.core.params import StoredPicture
from desktop.core.pixels import Pixels
from desktop.state.canvas_state import CanvasPicture

if TYPE_CHECKING:
    from desktop.core import project_file
    from desktop.core.project_file import Project

Restored = tuple[CanvasPicture, Patch | None]
"""A candidate, and what of it belongs into the document."""


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A project with all that it points at and that is still there."""

    project: Project
    candidates: tuple[Restored, ...]
    lineage: Mapping[LayerId, int]
    """The gallery's ids of the pictures that layers came from."""


class ProjectPictures:
    """Knows pictures by their files, which another gallery may hold under other ids. Any thread."""

    def __init__(self, gallery: Gallery, inputs: InputStore) -> None:
        self._gallery = gallery
        self._inputs = inputs

    def with_lineage(self, project: Project, ids: Mapping[LayerId, int]) -> Project:
        """``project``, and where its layers' pictures are; without that when the gallery can't say."""
        try:
            paths = {row.id: row.path for row in self._gallery.rows(set(ids.values()))}
        except AppError:
            return project
        lineage = {layer: SavedPicture(key, paths[key]) for layer, key in ids.items() if key in paths}
        return replace(project, lineage=lineage)

    def of(self, project: Project) -> Loaded:
        """What the project's candidates and layers are, as far as it is still there."""
        sources: dict[StoredPicture, Pixels | None] = {}
        found = [self._candidate(candidate, sources) for candidate in project.candidates]
        lineage = {
            layer: saved.gallery_id for layer, saved in project.lineage.items() if self._is_listed(saved)
        }
        return Loaded(project, tuple(restored for restored in found if restored is not None), lineage)

    def _candidate(
        self, candidate: project_file.Candidate, sources: dict[StoredPicture, Pixels | None]
    ) -> Restored | None:
        """None when its file was deleted or moved; the others can still be looked at."""
        from desktop.core import pictures

        if candidate.path is None:
            return None
        try:
            pixels = pictures.read(candidate.path).pixels
        except AppError:
            return None
        saved = None
        if candidate.gallery_id is not None:
            saved = SavedPicture(candidate.gallery_id, candidate.path)
            saved = saved if self._is_listed(saved) else None
        picture = CanvasPicture(pixels, candidate.record, saved, None if saved else candidate.path)
        source = candidate.record.params.source if candidate.in_part else None
        if source is None:
            return picture, None
        if source.picture not in sources:
            sources[source.picture] = self._source(source.picture)
        before = sources[source.picture]
        return picture, None if before is None else Patch.between(before, pixels)

    def _source(self, ref: StoredPicture) -> Pixels | None:
        try:
            return self._inputs.get(ref)
        except AppError:
            return None  # candidates are then taken as a whole

    def _is_listed(self, saved: SavedPicture) -> bool:
        try:
            row = self._gallery.get(saved.gallery_id)
        except AppError:
            return False
        return row is not None and row.path == saved.path
