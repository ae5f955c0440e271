"""Which tiles of the canvas look different in another document: only those are drawn again. Any thread."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.core.document.document import Document
from desktop.core.document.layers import GroupLayer, Layer, MaskLayer, PixelLayer
from desktop.core.document.plane import Plane, TileKey, keys_in
from desktop.core.geometry import ORIGIN, Point, Rect


def picture_tiles(before: Document, now: Document, within: Rect) -> frozenset[TileKey]:
    """Those that touch ``within`` where the composition may differ.

    Layers of the same look and place are compared tile by tile; when there are others, all may differ.
    """
    pairs = list(_pairs(before.layers, now.layers))
    if None in pairs:
        return frozenset(keys_in(within))
    found: set[TileKey] = set()
    for pair in pairs:
        assert pair is not None
        old, new, offset = pair
        found.update(_tiles(old, new, offset, within))
    return frozenset(found)


def selection_tiles(before: Document, now: Document, within: Rect) -> frozenset[TileKey]:
    """Those that touch ``within`` where the selection may differ."""
    return frozenset(_tiles(before.selection, now.selection, ORIGIN, within))


_Pair = tuple[Plane, Plane, Point]


def _pairs(before: tuple[Layer, ...], now: tuple[Layer, ...]) -> Iterator[_Pair | None]:
    """The planes that stand for each other, and their offset; None where nothing does."""
    if before is now:
        return
    if len(before) != len(now):
        yield None
        return
    for old, new in zip(before, now, strict=True):
        if old is new:
            continue
        if old.id != new.id or _look(old) != _look(new):
            yield None
        elif isinstance(old, GroupLayer) and isinstance(new, GroupLayer):
            yield from _pairs(old.children, new.children)
        elif isinstance(old, PixelLayer | MaskLayer) and isinstance(new, PixelLayer | MaskLayer):
            yield (old.plane, new.plane, new.offset) if old.offset == new.offset else None


def _look(layer: Layer) -> tuple[object, ...]:
    return type(layer), layer.visible, layer.opacity, layer.blend


def _tiles(before: Plane, now: Plane, offset: Point, within: Rect) -> Iterator[TileKey]:
    if before is now:
        return
    for key in before.tiles.keys() | now.tiles.keys():
        if before.tiles.get(key) is not now.tiles.get(key):
            yield from keys_in(key.rect.moved(offset).intersected(within))
