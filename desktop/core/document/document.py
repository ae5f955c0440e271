"""A document: a value. Whatever is done to it gives another one, which shares all that stays the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.core.document.layers import GroupLayer, Layer, LayerId, MaskLayer, PixelLayer, edited, walk
from desktop.core.document.plane import Plane, Tile
from desktop.core.geometry import EMPTY, ORIGIN, Rect, Size
from desktop.core.pixels import Pixels

MAX_DOCUMENT_SIDE = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A canvas of ``size`` with its layers, lowest first. Safe to read in any thread."""

    size: Size
    layers: tuple[Layer, ...] = ()
    selection: Plane = Plane(1)  # noqa: RUF009 - frozen, and without tiles
    """1 channel, soft edges: what tools and Generate work on. Without a tile nothing is selected."""
    active: LayerId | None = None
    """The layer that tools work on."""
    icc_profile: bytes = b""
    """Of the file that the picture came from, for export. Pixels are sRGB all the same."""

    @classmethod
    def from_pixels(cls, pixels: Pixels, name: str, icc_profile: bytes = b"") -> Document:
        """One layer with the picture."""
        layer = PixelLayer(name=name, plane=Plane.of(pixels.array))
        return cls(pixels.size, (layer,), active=layer.id, icc_profile=icc_profile)

    @property
    def rect(self) -> Rect:
        return Rect.of(self.size)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.layers

    @property
    def has_selection(self) -> bool:
        return bool(self.selection.tiles)

    @property
    def active_layer(self) -> Layer | None:
        return None if self.active is None else self.find(self.active)

    def find(self, layer_id: LayerId) -> Layer | None:
        return next((layer for layer in walk(self.layers) if layer.id == layer_id), None)

    def with_layer(self, layer: Layer) -> Document:
        """With ``layer`` in the place of the one of the same id. Raises KeyError when there is none."""
        layers = edited(self.layers, layer.id, lambda beside, at: (*beside[:at], layer, *beside[at + 1 :]))
        return replace(self, layers=layers)

    def planes(self) -> Iterator[Plane]:
        """Every plane in it, the selection's as well."""
        yield self.selection
        for layer in walk(self.layers):
            if isinstance(layer, PixelLayer | MaskLayer):
                yield layer.plane

    def tiles(self) -> set[Tile]:
        return {tile for plane in self.planes() for tile in plane.tiles.values()}

    def changed_since(self, before: Document) -> Rect:
        """Where its picture may differ from that of ``before``. Selections don't count."""
        if self.size != before.size:
            return self.rect.united(before.rect)
        return _changed(self.layers, before.layers).intersected(self.rect)


def _changed(now: tuple[Layer, ...], before: tuple[Layer, ...]) -> Rect:
    if now is before:
        return EMPTY
    if [layer.id for layer in now] != [layer.id for layer in before]:
        kept = {layer.id: layer for layer in before}
        both = [layer for layer in now if layer.id in kept]
        if [layer.id for layer in both] != [layer.id for layer in before if layer.id in {a.id for a in both}]:
            return Rect.around(_extent(layer) for layer in (*now, *before))  # another order
        gone_or_new = {layer.id for layer in now} ^ kept.keys()
        extents = [_extent(layer) for layer in (*now, *before) if layer.id in gone_or_new]
        return Rect.around([*extents, *(_changed_layer(layer, kept[layer.id]) for layer in both)])
    return Rect.around(_changed_layer(a, b) for a, b in zip(now, before, strict=True))


def _changed_layer(now: Layer, before: Layer) -> Rect:
    if now is before:
        return EMPTY
    if isinstance(now, GroupLayer) and isinstance(before, GroupLayer):
        if _look(now) == _look(before):
            return _changed(now.children, before.children)
    elif (
        isinstance(now, PixelLayer | MaskLayer)
        and isinstance(before, PixelLayer | MaskLayer)
        and _look(now) == _look(before)
        and now.offset == before.offset
    ):
        return now.plane.changed_since(before.plane).moved(now.offset)
    return _extent(now).united(_extent(before))


def _look(layer: Layer) -> tuple[object, ...]:
    return layer.visible, layer.opacity, layer.blend


def _extent(layer: Layer) -> Rect:
    """Where a layer can be seen. A mask hides outside of its plane, too: everywhere."""
    match layer:
        case PixelLayer():
            return layer.plane.bounds.moved(layer.offset)
        case GroupLayer():
            return Rect.around(_extent(child) for child in layer.children)
        case _:
            return Rect.of(Size(MAX_DOCUMENT_SIDE, MAX_DOCUMENT_SIDE), ORIGIN)
