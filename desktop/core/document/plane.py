"""Pixels without edges, in tiles that are shared: a copy costs nothing, a change only what it touches.

A plane never changes. What is made from it shares all tiles that are the same, so a document of one minute
ago (for undo), of this moment (for a job, a file being saved) and of the next one take little more room than
one of them, and any thread may read any of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.core.geometry import EMPTY, Point, Rect

TILE = 256
"""Side of a tile in pixels."""

Array = NDArray[np.uint8]


class TileKey(NamedTuple):
    """Column and row in the grid, negative left of and above the origin."""

    column: int
    row: int

    @property
    def rect(self) -> Rect:
        return Rect(self.column * TILE, self.row * TILE, TILE, TILE)


class Tile:
    """TILE x TILE pixels, read-only: (TILE, TILE, 4) or, of a mask, (TILE, TILE).

    ``pack`` takes less memory until someone looks again. Any thread: both forms say the same, and one of them
    is always there.
    """

    __slots__ = ("_array", "_content", "_opaque", "_packed", "_shape")

    def __init__(self, array: Array) -> None:
        """Takes the array over, frozen."""
        array.setflags(write=False)
        self._shape = array.shape
        self._array: Array | None = array
        self._packed: bytes | None = None
        self._opaque: bool | None = None
        self._content: Rect | None = None

    @property
    def array(self) -> Array:
        """The pixels; unpacked, and kept so, when they were packed."""
        if (array := self._array) is not None:
            return array
        packed = self._packed
        assert packed is not None
        array = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(self._shape)
        self._array = array
        return array

    @property
    def opaque(self) -> bool:
        """Whether nothing can be seen through any pixel; of a mask, whether all of it is covered."""
        if self._opaque is None:
            array = self.array
            self._opaque = bool((array if array.ndim == 2 else array[..., 3]).min() == 255)
        return self._opaque

    @property
    def content(self) -> Rect:
        """The smallest rectangle, from the tile's own corner, with all that is not transparent."""
        if self._content is None:
            self._content = _content_of(self.array)
        return self._content

    def pack(self) -> None:
        """Compress the pixels (once) and let go of them; about 2 ms for a tile of a photograph."""
        array = self._array
        if array is None:
            return
        if self._packed is None:
            self._packed = zlib.compress(array.data, 1)
        self._array = None

    @property
    def size_bytes(self) -> int:
        """What it takes now."""
        array, packed = self._array, self._packed
        return (0 if array is None else array.nbytes) + (0 if packed is None else len(packed))


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """Pixels from minus to plus infinity: 4 channels are sRGB with straight alpha, 1 is a mask (0 to 255).

    Where there is no tile everything is 0: transparent, or not in the mask.
    """

    channels: int
    tiles: Mapping[TileKey, Tile] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, array: Array, at: Point = Point(0, 0)) -> Plane:  # noqa: B008 - frozen
        """A plane with this (H, W, 4) or (H, W) array, copied, at ``at``."""
        return cls(4 if array.ndim == 3 else 1).with_pixels(array, at)

    @property
    def bounds(self) -> Rect:
        """The tiles' rectangle: everything outside is 0."""
        return Rect.around(key.rect for key in self.tiles)

    @property
    def size_bytes(self) -> int:
        return sum(tile.size_bytes for tile in self.tiles.values())

    def read(self, rect: Rect) -> Array:
        """A writable copy of the pixels in ``rect``: (h, w, 4), or (h, w) of a mask."""
        array = np.empty(_shape(rect, self.channels), np.uint8)
        for key in keys_in(rect):
            part = key.rect.intersected(rect)
            tile = self.tiles.get(key)
            array[part.within(rect)] = 0 if tile is None else tile.array[part.within(key.rect)]
        return array

    def look(self, rect: Rect) -> Array | None:
        """Pixels in ``rect``, not copied (and read-only) where one tile holds them; None without a tile."""
        keys = [key for key in keys_in(rect) if key in self.tiles]
        if not keys:
            return None
        if len(keys) == 1 and keys[0].rect.contains(rect):
            return self.tiles[keys[0]].array[rect.within(keys[0].rect)]
        return self.read(rect)

    def is_opaque_in(self, rect: Rect) -> bool:
        """Whether nothing can be seen through any pixel in ``rect``."""
        for key in keys_in(rect):
            if (tile := self.tiles.get(key)) is None:
                return False
            if not tile.opaque:
                array = tile.array[key.rect.intersected(rect).within(key.rect)]
                if (array if array.ndim == 2 else array[..., 3]).min() != 255:
                    return False
        return True

    def has_pixels_in(self, rect: Rect) -> bool:
        """Whether a tile touches ``rect``: False means that all of it is 0."""
        if len(self.tiles) < 64:
            return any(not key.rect.intersected(rect).empty for key in self.tiles)
        return any(key in self.tiles for key in keys_in(rect))

    def with_pixels(self, array: Array, at: Point) -> Plane:
        """This plane with ``array``, copied, in place of what was there."""
        editor = PlaneEditor(self)
        editor.write(array, at)
        return editor.finish()

    def moved(self, by: Point) -> Plane:
        """This plane with everything ``by`` further; nothing is copied when that is whole tiles."""
        if by.x % TILE == 0 and by.y % TILE == 0:
            columns, rows = by.x // TILE, by.y // TILE
            moved = {TileKey(c + columns, r + rows): tile for (c, r), tile in self.tiles.items()}
            return Plane(self.channels, MappingProxyType(moved))
        editor = PlaneEditor(Plane(self.channels))
        for key, tile in self.tiles.items():
            editor.write(tile.array, key.rect.origin + by)
        return editor.finish()

    def content_bounds(self) -> Rect:
        """The smallest rectangle with all that is not transparent; EMPTY when there is nothing."""
        return Rect.around(
            tile.content.moved(key.rect.origin) for key, tile in self.tiles.items() if not tile.content.empty
        )

    def changed_since(self, before: Plane) -> Rect:
        """Where this plane may differ from another, by the tiles that they do not share."""
        if self is before:
            return EMPTY
        keys = self.tiles.keys() | before.tiles.keys()
        return Rect.around(key.rect for key in keys if self.tiles.get(key) is not before.tiles.get(key))


class PlaneEditor:
    """A plane being changed in place: by a stroke, say. Tiles are copied when they are first touched.

    One thread.
    """

    def __init__(self, before: Plane) -> None:
        self.before = before
        self._arrays: dict[TileKey, Array] = {}

    def read(self, rect: Rect) -> Array:
        """A writable copy of the pixels in ``rect`` as they are now."""
        array = np.zeros(_shape(rect, self.before.channels), np.uint8)
        for key in keys_in(rect):
            if (source := self._current(key)) is not None:
                part = key.rect.intersected(rect)
                array[part.within(rect)] = source[part.within(key.rect)]
        return array

    def write(self, array: Array, at: Point) -> None:
        """Put ``array`` in place of what was at ``at``."""
        rect = Rect(at.x, at.y, array.shape[1], array.shape[0])
        for key in keys_in(rect):
            part = key.rect.intersected(rect)
            self._own(key, whole=part == key.rect)[part.within(key.rect)] = array[part.within(rect)]

    def plane(self) -> Plane:
        """The plane as it is now, for looking only, and only until the next ``write``."""
        changed = {key: Tile(array.view()) for key, array in self._arrays.items()}
        return Plane(self.before.channels, MappingProxyType({**self.before.tiles, **changed}))

    def finish(self) -> Plane:
        """The changed plane; the editor must not be used any more. Tiles of zeros are left out."""
        tiles = dict(self.before.tiles)
        for key, array in self._arrays.items():
            if array.any():
                tiles[key] = Tile(array)
            else:
                tiles.pop(key, None)
        return Plane(self.before.channels, MappingProxyType(tiles))

    def _current(self, key: TileKey) -> Array | None:
        if (array := self._arrays.get(key)) is not None:
            return array
        tile = self.before.tiles.get(key)
        return None if tile is None else tile.array

    def _own(self, key: TileKey, *, whole: bool) -> Array:
        """An array of this editor's own for a tile; of no certain content when ``whole`` will be replaced."""
        if (array := self._arrays.get(key)) is None:
            tile = self.before.tiles.get(key)
            shape = _shape(key.rect, self.before.channels)
            if whole:
                array = np.empty(shape, np.uint8)
            else:
                array = np.zeros(shape, np.uint8) if tile is None else tile.array.copy()
            self._arrays[key] = array
        return array


def keys_in(rect: Rect) -> Iterator[TileKey]:
    """The tiles that ``rect`` touches."""
    if rect.empty:
        return
    for row in range(rect.y // TILE, (rect.bottom - 1) // TILE + 1):
        for column in range(rect.x // TILE, (rect.right - 1) // TILE + 1):
            yield TileKey(column, row)


def tiles_of(planes: Iterable[Plane]) -> set[Tile]:
    """All tiles of the planes, each once."""
    return {tile for plane in planes for tile in plane.tiles.values()}


def _shape(rect: Rect, channels: int) -> tuple[int, ...]:
    return (rect.height, rect.width) if channels == 1 else (rect.height, rect.width, channels)


def _content_of(array: Array) -> Rect:
    alpha = array if array.ndim == 2 else array[..., 3]
    rows, columns = np.flatnonzero(alpha.max(axis=1)), np.flatnonzero(alpha.max(axis=0))
    if not len(rows):
        return EMPTY
    return Rect.between(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
