"""What lies over the document: a picture that was made or is looked at, and the preview of one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from desktop.core.geometry import Rect, Size
from desktop.ui.canvas.pyramid import Pyramid, softly_enlarged


class OverDocument:
    """At most one picture and one preview, which hides it; each at a place in the document or without one.

    GUI thread.
    """

    def __init__(self) -> None:
        self._picture: Pyramid | None = None
        self._picture_place: Rect | None = None
        self._preview: Pyramid | None = None
        self._preview_place: Rect | None = None
        self._preview_size = QSizeF()

    @property
    def there(self) -> bool:
        """Whether there is anything."""
        return self._shown is not None

    @property
    def is_preview(self) -> bool:
        return self._preview is not None

    @property
    def place(self) -> Rect | None:
        """Where in the document; None also when there is nothing."""
        if self._preview is not None:
            return self._preview_place
        return self._picture_place

    @property
    def covers_all(self) -> bool:
        """Whether it is seen in the document's stead."""
        return self.there and self.place is None

    @property
    def size(self) -> QSizeF | None:
        """Of what is seen in the document's stead; None when the document is seen."""
        if not self.covers_all:
            return None
        if self._preview is not None:
            return self._preview_size
        return None if self._picture is None else QSizeF(self._picture.size)

    @property
    def has_alpha(self) -> bool:
        return self._shown is not None and self._shown.has_alpha

    def set_picture(self, image: QImage, place: Rect | None) -> None:
        """A null image takes it away. Ends a preview."""
        self._picture = None if image.isNull() else Pyramid(image)
        self._picture_place = None if image.isNull() else place
        self._preview = None

    def set_preview(self, image: QImage, full_size: Size, place: Rect | None) -> bool:
        """Whether it takes the room of the preview before."""
        size = QSizeF(full_size.width, full_size.height)
        follows = self._preview is not None and (size, place) == (self._preview_size, self._preview_place)
        self._preview, self._preview_size = Pyramid(softly_enlarged(image)), size
        self._preview_place = place
        return follows

    def clear_preview(self) -> bool:
        """Whether there was one."""
        there, self._preview = self._preview is not None, None
        return there

    def paint(self, painter: QPainter, target: QRectF, visible: QRectF, *, smooth: bool) -> None:
        """Draw what is ``visible`` of it, stretched to ``target``; device pixels."""
        if self._shown is not None:
            self._shown.paint(painter, target, visible, smooth=smooth or self.is_preview)

    @property
    def _shown(self) -> Pyramid | None:
        return self._picture if self._preview is None else self._preview
