"""OpenRaster (``.ora``), which Krita, GIMP and MyPaint open: layers in and out.

Written after the OpenRaster specification 0.0.5 (baseline, with the extensions for edit-locked and selected
layers). What the format can't say is left out: ids, recipes, the selection, the colour profile. A mask layer
is a white layer with ``svg:dst-in``; as the format has no opacity for hiding, a mask's opacity goes into its
pixels.
"""

from __future__ import annotations

import math
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np

from desktop.core import files, parallel, pictures, png, safe_zip
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, LayerId, MaskLayer, PixelLayer
from desktop.core.document.limits import MAX_NESTING, check_canvas, check_document, check_memory
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError
from desktop.core.geometry import ORIGIN, Point, Rect, Size
from desktop.core.texts import QT_TRANSLATE_NOOP

SUFFIX = ".ora"
MIMETYPE = b"image/openraster"
VERSION = "0.0.5"
MAX_XML_BYTES = 5_000_000

CROPPED = QT_TRANSLATE_NOOP(
    "PictureNotes", "A layer reaches very far out of the canvas: only what lies on the canvas was saved."
)
UNKNOWN_MODES = QT_TRANSLATE_NOOP(
    "PictureNotes", "Some layers mix in a way that is not known here: they are shown as normal."
)
ISOLATED = QT_TRANSLATE_NOOP(
    "PictureNotes", "A group mixes with what is below it: here its layers are mixed by themselves first."
)
OTHER_KINDS = QT_TRANSLATE_NOOP("PictureNotes", "Layers of text, filters or drawings were left out.")

_THUMBNAIL_SIDE = 256
_NORMAL = "svg:src-over"
_MASK = "svg:dst-in"
_OPERATIONS = {mode: _NORMAL if mode is BlendMode.NORMAL else f"svg:{mode}" for mode in BlendMode}
_MODES = {operation: mode for mode, operation in _OPERATIONS.items()}
_TRUE = ("true", "1")


@dataclass(frozen=True, slots=True, eq=False)
class OpenedRaster:
    """``notes`` are sentences of this module: what looks other than in the program that wrote the file."""

    document: Document
    notes: tuple[str, ...]


def save(path: Path, document: Document) -> tuple[str, ...]:
    """Write ``document`` to ``path``, and tell in sentences of this module what was left out. Any thread.

    Until all of it is on the disk the old file stays. Raises AppError as files.write_stream and
    document.limits.check_document do.
    """
    check_document(document, path.stem)
    writer = _Writer(document)
    files.write_stream(path, writer.write)
    return tuple(writer.notes)


def load(path: Path) -> OpenedRaster:
    """The layers of ``path``. Any thread.

    Raises AppError: as safe_zip.opened, ``not_openraster``, ``damaged_file``, ``missing_part``,
    ``too_large_for_canvas``, ``too_many_layers``, ``too_far_away``, ``out_of_memory``, and as
    pictures.read_bytes for a layer.
    """
    with safe_zip.opened(path) as archive:
        if "mimetype" not in archive or archive.read("mimetype", 100).strip() != MIMETYPE:
            raise AppError(
                "not_openraster",
                f"{path.name} is not an OpenRaster picture.",
                "Save it as OpenRaster or PNG in the program it comes from.",
                str(path),
            )
        image = _parsed(path, archive.read("stack.xml", MAX_XML_BYTES))
        try:
            return _Reader(archive, image).opened()
        except ValueError as error:
            raise safe_zip.damaged(path, "part “stack.xml”", error) from error


class _Writer:
    def __init__(self, document: Document) -> None:
        self.notes: dict[str, None] = {}
        self._document = document
        self._pictures: list[tuple[str, PixelLayer | MaskLayer, Rect]] = []
        size = document.size
        self._image = Element("image", version=VERSION, w=str(size.width), h=str(size.height))
        self._add(SubElement(self._image, "stack"), document.layers)

    def write(self, file: BinaryIO) -> None:
        merged = flatten(self._document)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("mimetype", MIMETYPE)
            xml = ElementTree.tostring(self._image, "UTF-8", xml_declaration=True)
            archive.writestr("stack.xml", xml, zipfile.ZIP_DEFLATED)
            for name, data in parallel.in_order(_packed, self._pictures):
                archive.writestr(name, data)
            archive.writestr("mergedimage.png", png.encode(merged.array))
            archive.writestr("Thumbnails/thumbnail.png", png.encode(merged.thumbnail(_THUMBNAIL_SIDE).array))

    def _add(self, stack: Element, layers: tuple[Layer, ...]) -> None:
        """The first element of a stack is the uppermost."""
        for layer in reversed(layers):
            look = {
                "name": _xml_text(layer.name),
                "opacity": repr(1.0 if isinstance(layer, MaskLayer) else layer.opacity),
                "visibility": "visible" if layer.visible else "hidden",
                "composite-op": _MASK if isinstance(layer, MaskLayer) else _OPERATIONS[layer.blend],
            }
            if layer.locked:
                look["edit-locked"] = "true"
            if layer.id == self._document.active:
                look["selected"] = "true"
            if isinstance(layer, GroupLayer):
                self._add(SubElement(stack, "stack", look, isolation="isolate"), layer.children)
            elif isinstance(layer, PixelLayer | MaskLayer):
                rect = self._extent(layer)
                name = f"data/layer{len(self._pictures):03}.png"
                self._pictures.append((name, layer, rect))
                SubElement(stack, "layer", look, src=name, x=str(rect.x), y=str(rect.y))

    def _extent(self, layer: PixelLayer | MaskLayer) -> Rect:
        """Of what is saved of a layer, in the document: at least a pixel, as there must be a picture."""
        rect = layer.plane.content_bounds().moved(layer.offset)
        if isinstance(layer, MaskLayer) and layer.opacity < 1.0:
            rect = rect.united(self._document.rect)
        if rect.size.area > pictures.MAX_PIXELS:
            self.notes[CROPPED] = None
            rect = rect.intersected(self._document.rect)
        return Rect.of(Size(1, 1), layer.offset) if rect.empty else rect


def _packed(picture: tuple[str, PixelLayer | MaskLayer, Rect]) -> tuple[str, bytes]:
    name, layer, rect = picture
    array = layer.plane.read(rect.moved(ORIGIN - layer.offset))
    if isinstance(layer, MaskLayer):
        kept = 1.0 - layer.opacity + layer.opacity * (np.arange(256) / 255)
        alpha = np.rint(kept * 255).astype(np.uint8)[array]
        array = np.full((*alpha.shape, 4), 255, np.uint8)
        array[..., 3] = alpha
    return name, png.encode(array)


def _xml_text(text: str) -> str:
    """Without the characters that XML 1.0 does not allow."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff"
    )


def _parsed(path: Path, xml: bytes) -> Element:
    """Without entities: none can be declared without a document type, and that is refused.

    Read as UTF-8 whatever it says itself, so that a document type can't hide in another encoding.
    """
    try:
        text = xml.decode()
        if "<!DOCTYPE" in text:
            raise ValueError("it has a document type")
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise safe_zip.damaged(path, "part “stack.xml”", error) from error


class _Source(NamedTuple):
    """A layer's file, and what of it is wanted: pixels, or a mask that hides this much."""

    file: str
    mask_opacity: float | None

    @property
    def is_mask(self) -> bool:
        return self.mask_opacity is not None


class _Reader:
    """Raises ValueError for what makes no sense."""

    def __init__(self, archive: safe_zip.SafeZip, image: Element) -> None:
        self._archive = archive
        self._image = image
        self._notes: dict[str, None] = {}
        self._active: LayerId | None = None
        self._planes: dict[_Source, Plane | None] = {}

    def opened(self) -> OpenedRaster:
        name = self._archive.path.stem
        size = Size(_integer(self._image, "w"), _integer(self._image, "h"))
        root = self._image.find("stack")
        if root is None or min(size.width, size.height) < 1:
            raise ValueError("there is no stack, or no size")
        check_canvas(size, name)
        wanted = list(dict.fromkeys(_sources(root, 0)))
        planes = parallel.in_order(_unpacked, self._read(wanted))
        self._planes = dict(zip(wanted, planes, strict=True))
        layers = self._layers(root, ORIGIN)
        document = Document(size, layers, active=self._active)
        check_document(document, name)
        return OpenedRaster(document, tuple(self._notes))

    def _read(self, wanted: list[_Source]) -> Iterator[tuple[_Source, bytes]]:
        needed_bytes = 0
        for source in wanted:
            data = self._archive.read(source.file)
            needed_bytes += 4 * _area(data)
            check_memory(needed_bytes, self._archive.path.name)
            yield source, data

    def _layers(self, stack: Element, at: Point) -> tuple[Layer, ...]:
        layers = (self._layer(element, at) for element in reversed(stack))
        return tuple(layer for layer in layers if layer is not None)

    def _layer(self, element: Element, at: Point) -> Layer | None:
        at += Point(_integer(element, "x"), _integer(element, "y"))
        source = _source(element)
        layer: Layer
        if element.tag == "stack":
            layer = GroupLayer(**self._look(element, "Group"), children=self._layers(element, at))
            self._check_isolation(element, layer)
        elif source is None or (plane := self._planes[source]) is None:
            self._notes[OTHER_KINDS] = None
            return None
        elif source.is_mask:
            look = self._look(element, "Mask") | {"opacity": 1.0, "blend": BlendMode.NORMAL}
            layer = MaskLayer(**look, plane=plane, offset=at)
        else:
            layer = PixelLayer(**self._look(element, "Layer"), plane=plane, offset=at)
        if element.get("selected") in _TRUE:
            self._active = layer.id
        return layer

    def _look(self, element: Element, name: str) -> dict[str, Any]:
        """What all kinds of layers have."""
        operation = element.get("composite-op", _NORMAL)
        if operation not in _MODES and not (operation == _MASK and element.tag == "layer"):
            self._notes[UNKNOWN_MODES] = None
        return {
            "name": element.get("name") or name,
            "visible": element.get("visibility") != "hidden",
            "locked": element.get("edit-locked") in _TRUE,
            "opacity": _opacity(element),
            "blend": _MODES.get(operation, BlendMode.NORMAL),
        }

    def _check_isolation(self, element: Element, group: GroupLayer) -> None:
        """Our groups are isolated. Others differ only when something in them looks at what is below."""
        own = element.get("isolation") == "isolate" or group.opacity < 1.0 or group.blend != BlendMode.NORMAL
        if not own and any(isinstance(c, MaskLayer) or c.blend != BlendMode.NORMAL for c in group.children):
            self._notes[ISOLATED] = None


def _sources(stack: Element, depth: int) -> Iterator[_Source]:
    if depth > MAX_NESTING:
        raise ValueError(f"stacks lie more than {MAX_NESTING} deep in each other")
    for element in stack:
        if element.tag == "stack":
            yield from _sources(element, depth + 1)
        elif (source := _source(element)) is not None:
            yield source


def _source(element: Element) -> _Source | None:
    """None for what is no layer with pixels."""
    file = element.get("src")
    if element.tag != "layer" or not file:
        return None
    opacity = _opacity(element) if element.get("composite-op") == _MASK else None
    return _Source(file, opacity)


def _unpacked(entry: tuple[_Source, bytes]) -> Plane | None:
    """None for a file that is no picture of ours, such as a drawing in SVG."""
    source, data = entry
    try:
        array = pictures.read_bytes(data, source.file).pixels.array
    except AppError as error:
        if error.code == "unknown_picture":
            return None
        raise
    if source.mask_opacity is None:
        return Plane.of(array)
    return Plane.of(np.rint(array[..., 3] * source.mask_opacity).astype(np.uint8))


def _area(data: bytes) -> int:
    """Pixels of a PNG, by its header."""
    header = data[16:24]
    width, height = struct.unpack(">II", header) if len(header) == 8 else (0, 0)
    return int(width * height)


def _integer(element: Element, name: str) -> int:
    try:
        return round(float(element.get(name, "0")))
    except OverflowError as error:
        raise ValueError(f"{name} is infinite") from error


def _opacity(element: Element) -> float:
    """1 where it is missing or makes no sense."""
    try:
        opacity = float(element.get("opacity", "1"))
    except ValueError:
        return 1.0
    return min(max(opacity, 0.0), 1.0) if math.isfinite(opacity) else 1.0
