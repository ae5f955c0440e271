"""Small pictures of layers, made beside the window and kept while their pixels stay the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.core.document.compose import layer_thumbnail, thumbnail
from desktop.core.document.document import Document
from desktop.core.document.layers import LayerId, MaskLayer, PixelLayer
from desktop.core.document.plane import Array
from desktop.core.geometry import Rect
from desktop.state.background import Background
from desktop.state.qimages import to_qimage

LONGEST = 96
"""Longest side in pixels: twice what a row shows, for fine screens."""

Pictured = PixelLayer | MaskLayer


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    layer: Pictured
    canvas: Rect
    image: QImage
    soft: bool

    def shows(self, layer: Pictured, canvas: Rect) -> bool:
        """Whether these pixels are the same; name, opacity and the like don't count."""
        before = self.layer
        return before.plane is layer.plane and before.offset == layer.offset and self.canvas == canvas


class LayerThumbnails(QObject):
    """GUI thread. Of each layer only the newest state counts."""

    made = Signal(str)
    """The id of the layer that has another image now."""

    pictured = Signal(object)
    """QImage: what ``make_picture`` was asked for last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background("thumbnails", self)
        self._made: dict[LayerId, _Made] = {}
        self._wanted: dict[LayerId, tuple[Pictured, Rect]] = {}
        self._making = False

    def close(self) -> None:
        """End the work beside the window."""
        self._wanted.clear()
        self._background.close(finish=False)

    def image(self, layer: Pictured, canvas: Rect) -> QImage | None:
        """What the layer looks like on ``canvas``. Until that is made, how it looked before, or None."""
        made = self._made.get(layer.id)
        if made is None or not made.shows(layer, canvas):
            self._wanted[layer.id] = layer, canvas
            self._make_next()
        return None if made is None else made.image

    def is_soft(self, layer_id: LayerId) -> bool:
        """Whether a mask had soft edges when its last image was made."""
        made = self._made.get(layer_id)
        return made is not None and made.soft

    def keep_only(self, layer_ids: set[LayerId]) -> None:
        """Forget all others, and their pixels with them."""
        for gone in self._made.keys() - layer_ids:
            del self._made[gone]

    def make_picture(self, document: Document, longest: int) -> None:
        """Make a small picture of a whole document, its longest side ``longest`` at most."""
        self._background.run(partial(_whole_picture, document, longest), self.pictured.emit)

    def _make_next(self) -> None:
        if self._making or not self._wanted:
            return
        layer, canvas = self._wanted.pop(next(reversed(self._wanted)))  # asked for last: it is in sight
        self._making = True
        self._background.run(partial(_picture_of, layer, canvas), partial(self._keep, layer, canvas))

    def _keep(self, layer: Pictured, canvas: Rect, made: tuple[QImage, bool]) -> None:
        self._making = False
        self._made[layer.id] = _Made(layer, canvas, *made)
        self.made.emit(layer.id)
        self._make_next()


def _picture_of(layer: Pictured, canvas: Rect) -> tuple[QImage, bool]:
    soft = isinstance(layer, MaskLayer) and any(_is_soft(tile.array) for tile in layer.plane.tiles.values())
    return to_qimage(layer_thumbnail(layer, canvas, LONGEST)), soft


def _is_soft(array: Array) -> bool:
    """Whether there is a value between 0 and 255."""
    return bool(((array + 1) > 1).any())  # uint8: 255 becomes 0, and 0 becomes 1


def _whole_picture(document: Document, longest: int) -> QImage:
    return to_qimage(thumbnail(document, longest))
