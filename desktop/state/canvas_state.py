"""What lies over the document: a picture that was made or is looked at, and the preview of one being made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core.events import Preview
from desktop.core.geometry import Rect, Size
from desktop.core.jobs import JobId, SavedPicture
from desktop.core.params import PictureRecord
from desktop.core.pixels import Pixels


@dataclass(frozen=True, slots=True)
class CanvasPicture:
    """A finished picture; ``record`` is None when its settings are unknown, ``saved`` when the gallery does
    not hold it, ``opened`` unless it was opened from a file that lies elsewhere.
    """

    pixels: Pixels
    record: PictureRecord | None = None
    saved: SavedPicture | None = None
    opened: Path | None = None

    @property
    def file(self) -> Path | None:
        """Where its file is; None for one that has none."""
        return self.opened if self.saved is None else self.saved.path


@dataclass(frozen=True, slots=True)
class CanvasPreview:
    """Small pixels that stand for a picture of ``size``, which job ``job_id`` is making."""

    pixels: Pixels
    size: Size
    job_id: JobId
    place: Rect | None = None
    """The part of that picture that they stand for; None for all of it."""


class CanvasState(QObject):
    """GUI thread only. While ``preview`` is not None the canvas paints it in place of ``picture``.

    Where there is neither, the document is to be seen.
    """

    picture_changed = Signal(object)
    """CanvasPicture, or None when nothing lies over the document."""
    preview_changed = Signal(object)
    """CanvasPreview, or None when there is no longer one."""

    before_changed = Signal()
    """Another picture is to be shown as the one before, or it is to be shown or no longer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: CanvasPicture | None = None
        self._before: CanvasPicture | None = None
        self._shows_before = False
        self._over_document = False
        self._preview: CanvasPreview | None = None

    @property
    def picture(self) -> CanvasPicture | None:
        return self._picture

    @property
    def before(self) -> CanvasPicture | None:
        """What was shown before a job made ``picture``, if it has the same size and lies over no document."""
        return self._before

    @property
    def has_before(self) -> bool:
        """Whether there is something to be shown in place of ``picture``: ``before``, or the document."""
        return self._picture is not None and (self._before is not None or self._over_document)

    @property
    def shows_before(self) -> bool:
        """Whether to show ``before``, or the document when that is None, in place of ``picture``."""
        return self._shows_before

    @property
    def preview(self) -> CanvasPreview | None:
        return self._preview

    def show(self, picture: CanvasPicture | None) -> None:
        """Show a picture (of the gallery, of a file) or nothing. A preview stays over it until its end."""
        self._show(picture, None)

    def show_made(self, picture: CanvasPicture) -> None:
        """Show what a job has made. What it replaces can still be looked at."""
        before = self._picture
        if before is not None and (self._over_document or before.pixels.size != picture.pixels.size):
            before = None
        self._show(picture, before)

    def show_before(self, on: bool) -> None:
        """Show what was before, or the picture again. Does nothing when there is nothing before."""
        if on != self._shows_before and (self.has_before or not on):
            self._shows_before = on
            self.before_changed.emit()

    def set_over_document(self, over: bool) -> None:
        """Whether there is a document below, or nothing."""
        if over != self._over_document:
            self._over_document = over
            self._before = None
            self._shows_before = False
            self.before_changed.emit()

    def _show(self, picture: CanvasPicture | None, before: CanvasPicture | None) -> None:
        self._picture, self._before, self._shows_before = picture, before, False
        self.picture_changed.emit(picture)
        self.before_changed.emit()

    def show_preview(self, preview: Preview, size: Size) -> None:
        """Show what a picture of ``size`` will look like."""
        self._preview = CanvasPreview(preview.pixels, size, preview.job_id, preview.place)
        self.preview_changed.emit(self._preview)

    def end_preview(self, job_id: JobId) -> None:
        """Drop the preview if it belongs to this job."""
        if self._preview is not None and self._preview.job_id == job_id:
            self._preview = None
            self.preview_changed.emit(None)
