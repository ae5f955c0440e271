"""Planes of large pictures, made while somebody looks at them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.core.document.edits import layer_of
from desktop.core.document.plane import Plane
from desktop.core.pixels import Pixels
from desktop.state.background import Background

SLOW_PIXELS = 1_000_000
"""From which size on the window would stand still for it."""


class PlanesAhead(QObject):
    """Has one ready: of the picture that lies over the document, which may be wanted at once. GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background("planes", self)
        self._ready: tuple[Pixels, Plane] | None = None

    def close(self) -> None:
        self._background.close(finish=False)

    def prepare(self, pixels: Pixels | None) -> None:
        """Make the plane of a large picture in a thread, in place of the one before; None is of nothing."""
        if self._ready is not None and self._ready[0] is not pixels:
            self._ready = None
        if pixels is not None and pixels.size.area > SLOW_PIXELS and self._ready is None:
            self._background.run(lambda: (pixels, _plane_of(pixels)), self._keep, replaces="plane")

    def of(self, pixels: Pixels) -> Plane:
        """The plane of a picture; one that is not ready is made now."""
        ready = self._ready
        return ready[1] if ready is not None and ready[0] is pixels else _plane_of(pixels)

    def _keep(self, ready: tuple[Pixels, Plane]) -> None:
        self._ready = ready


def _plane_of(pixels: Pixels) -> Plane:
    return layer_of(pixels, "").plane
