"""A document as a picture file for other programs and other people, with a say in what goes along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from desktop.core import files, pictures
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import GroupLayer, Layer, PixelLayer
from desktop.core.errors import AppError
from desktop.core.export_options import ExportOptions, PictureFormat
from desktop.core.geometry import Point, Size
from desktop.core.params import PictureRecord
from desktop.core.picture_colours import from_srgb, profile_name
from desktop.core.picture_texts import SourceType, Texts, source_type_url
from desktop.core.pictures import Encoding
from desktop.core.pixels import Pixels
from desktop.core.texts import QT_TRANSLATE_NOOP

MAX_WEBP_SIDE = 16_383
WHITE = (255, 255, 255)

SETTINGS = QT_TRANSLATE_NOOP("Export", "Settings and prompts")
AI_MARK = QT_TRANSLATE_NOOP("Export", "Mark of pictures made by AI (IPTC)")
PROFILE = QT_TRANSLATE_NOOP("Export", "Colour profile")


def export(document: Document, options: ExportOptions) -> bytes:
    """The whole document as the content of a file. Any thread; the better part of it lets others run.

    Raises AppError("too_large_to_export") when the format or our own limits don't allow the size.
    """
    return _encoded(flatten(document), _told(list(_shown(document.layers)), document, options), options)


def export_layers(document: Document, options: ExportOptions) -> Iterator[tuple[str, bytes]]:
    """Each visible layer with pixels on its own, lowest first: a file name without suffix, and the content.

    As large as the canvas; without the layer's opacity and blend mode, which need what is below. Raises as
    ``export`` does.
    """
    for number, layer in enumerate(reversed(list(_shown(document.layers))), 1):
        pixels = Pixels(layer.plane.read(document.rect.moved(Point(-layer.offset.x, -layer.offset.y))))
        name = f"{number:02}-{files.safe_stem(layer.name)}"
        yield name, _encoded(pixels, _told([layer], document, options), options)


def embedded(document: Document, options: ExportOptions) -> tuple[tuple[str, str], ...]:
    """What ``export`` writes into the file beside the pixels, in words: name (of this module) and content."""
    told = _told(list(_shown(document.layers)), document, options)
    rows = (
        (SETTINGS, told.texts.infotext),
        (AI_MARK, told.texts.source_type and source_type_url(told.texts.source_type)),
        (PROFILE, profile_name(told.icc_profile)),
    )
    return tuple((name, content) for name, content in rows if content)


@dataclass(frozen=True, slots=True)
class _Told:
    texts: Texts
    icc_profile: bytes


def _told(layers: list[PixelLayer], document: Document, options: ExportOptions) -> _Told:
    record = _record(layers) if options.settings else None
    source_type = _source_type(layers) if options.ai_mark else None
    profile = document.icc_profile if options.icc_profile and profile_name(document.icc_profile) else b""
    return _Told(Texts(record, source_type), profile)


def _encoded(pixels: Pixels, told: _Told, options: ExportOptions) -> bytes:
    size = options.size or pixels.size
    _check(size, options.format)
    image = pixels.to_pil()
    if size != pixels.size:
        image = image.resize((size.width, size.height), Image.Resampling.LANCZOS)
    background = options.background or (WHITE if options.format == "jpeg" else None)
    if background is not None and image.mode == "RGBA":
        image = pictures.on_paper(image, background)
    image = from_srgb(image, told.icc_profile)
    encoding = Encoding(options.format, options.quality, options.lossless)
    return pictures.encode_image(image, encoding, told.texts, told.icc_profile)


def _check(size: Size, form: PictureFormat) -> None:
    longest = max(size.width, size.height)
    if min(size.width, size.height) >= 1 and size.area <= pictures.MAX_PIXELS:
        if form != "webp" or longest <= MAX_WEBP_SIDE:
            return
        limit = f"WebP goes up to {MAX_WEBP_SIDE} pixels on each side"
    else:
        limit = f"pictures go from 1 pixel up to {pictures.MAX_PIXELS // 1_000_000} megapixels"
    raise AppError(
        "too_large_to_export",
        f"A file of {size.width} × {size.height} pixels can't be written: {limit}.",
        "Choose another size or format.",
    )


def _shown(layers: tuple[Layer, ...]) -> Iterator[PixelLayer]:
    """Visible layers with something in them, uppermost first."""
    for layer in reversed(layers):
        if not layer.visible or layer.opacity == 0.0:
            continue
        if isinstance(layer, GroupLayer):
            yield from _shown(layer.children)
        elif isinstance(layer, PixelLayer) and layer.plane.tiles:
            yield layer


def _record(layers: list[PixelLayer]) -> PictureRecord | None:
    return next((layer.recipe for layer in layers if layer.recipe is not None), None)


def _source_type(layers: list[PixelLayer]) -> SourceType | None:
    made = [layer.recipe is not None for layer in layers]
    if not any(made):
        return None
    return SourceType.GENERATED if all(made) else SourceType.COMPOSITE
