"""Picture files: pixels and what is told beside them to bytes and back.

PNG, JPEG, WebP and TIFF are written; those, BMP and GIF are read. core.picture_texts knows what a file says
in words, core.picture_colours how its colours become sRGB.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from desktop.core import picture_texts
from desktop.core.errors import AppError
from desktop.core.export_options import PictureFormat
from desktop.core.geometry import Size
from desktop.core.params import PictureRecord, SaveOptions
from desktop.core.picture_colours import to_srgb, unsupported
from desktop.core.picture_texts import SourceType, Texts
from desktop.core.pixels import Pixels

MAX_PIXELS = 100_000_000
MAX_METADATA_BYTES = 1_000_000
MAX_FILE_BYTES = 512_000_000
SUFFIXES = {"png": ".png", "jpeg": ".jpg", "webp": ".webp", "tiff": ".tif"}

# Half of the default's time each (11 and 4 ms at 256 x 256) for 5 % more bytes: a job waits for both.
_PNG_LEVEL = 4
_THUMBNAIL_METHOD = 2
# The mode and kind of numbers are not among those that it knows.
_UNKNOWN_MODE = "unknown pixel mode"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How pixels are packed. ``quality`` is 1 to 100, for JPEG and for WebP that is not ``lossless``."""

    format: PictureFormat = "png"
    quality: int = 95
    lossless: bool = False


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A picture from a file."""

    pixels: Pixels
    record: PictureRecord | None = None
    infotext: str | None = None
    """The A1111 text, as it stands there, from whichever program."""
    icc_profile: bytes = b""
    """The file's own RGB profile, for export. The pixels are sRGB all the same."""
    notes: tuple[str, ...] = ()
    """What is worth knowing about how it was opened: sentences of core.picture_colours."""


@dataclass(frozen=True, slots=True)
class PictureTexts:
    """What a file says beside its pixels, unjudged.

    ``texts`` holds a PNG's texts by their keys and EXIF's text fields by their names in the standard
    (``UserComment``, ``Make``, ...).
    """

    size: Size
    record: PictureRecord | None
    texts: Mapping[str, str]


def encode(pixels: Pixels, record: PictureRecord | None, options: SaveOptions) -> bytes:
    """The content of a picture file in ``options.format``; without a record it holds the pixels alone.

    JPEG has no transparency: it is put on white.
    """
    if record is not None and not options.include_prompt:
        record = record.model_copy(update={"params": record.params.without_prompts()})
    texts = Texts(record, SourceType.GENERATED if record else None)
    return encode_image(pixels.to_pil(), Encoding(options.format, options.quality), texts)


def encode_image(image: Image.Image, encoding: Encoding, texts: Texts, icc_profile: bytes = b"") -> bytes:
    """The content of a picture file with ``image`` (L, RGB or RGBA), in the colours of ``icc_profile``.

    JPEG has no transparency: it is put on white. Any thread.
    """
    buffer = io.BytesIO()
    profile = icc_profile or None
    match encoding.format:
        case "png":
            info = picture_texts.png_texts(texts)
            image.save(buffer, "PNG", compress_level=_PNG_LEVEL, pnginfo=info, icc_profile=profile)
        case "jpeg":
            image = image if image.mode in ("L", "RGB") else on_paper(image, (255, 255, 255))
            image.save(
                buffer,
                "JPEG",
                quality=encoding.quality,
                subsampling="4:4:4" if encoding.quality >= 90 else "4:2:0",
                exif=picture_texts.jpeg_exif(texts),
                xmp=texts.xmp,
                extra=picture_texts.jpeg_comments(texts),
                icc_profile=profile,
            )
        case "webp":
            image.save(
                buffer,
                "WEBP",
                quality=encoding.quality,
                lossless=encoding.lossless,
                exact=encoding.lossless,  # colours below transparent pixels as well
                exif=picture_texts.webp_exif(texts),
                xmp=texts.xmp,
                icc_profile=profile,
            )
        case "tiff":
            tags = picture_texts.tiff_tags(texts)
            image.save(buffer, "TIFF", compression="tiff_adobe_deflate", tiffinfo=tags, icc_profile=profile)
    return buffer.getvalue()


def on_paper(image: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """An RGBA picture on a background, as RGB."""
    paper = Image.new("RGB", image.size, colour)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def thumbnail_bytes(pixels: Pixels, longest: int) -> bytes:
    """A small WebP without metadata, its longest side at most ``longest``."""
    buffer = io.BytesIO()
    pixels.thumbnail(longest).to_pil().save(buffer, "WEBP", quality=80, method=_THUMBNAIL_METHOD)
    return buffer.getvalue()


def read(path: Path) -> OpenedPicture:
    """Open a PNG, JPEG, WebP, TIFF, BMP or GIF from anywhere as 8-bit sRGB, turned as its EXIF says.

    Of several pictures in one file the first is taken. Raises AppError: ``not_readable``,
    ``unknown_picture``, ``picture_too_large`` (over 100 megapixels, told before anything is unpacked),
    ``metadata_too_large`` (over 1 MB), ``unsupported_picture`` (32 bits a colour), ``damaged_picture``.
    """
    with _opened(path) as image:
        return _picture(image, path.name)


def read_scaled(path: Path, longest: int) -> OpenedPicture:
    """As ``read``, but no side longer than ``longest``. Of a JPEG only as much is unpacked as that needs."""
    with _opened(path) as image:
        fitted = Size(*image.size).fitted(Size(longest, longest))
        if isinstance(image, JpegImageFile) and fitted.area < image.width * image.height:
            image.draft(image.mode, (fitted.width, fitted.height))
        opened = _picture(image, path.name)
    return replace(opened, pixels=opened.pixels.thumbnail(longest))


def read_bytes(data: bytes, name: str) -> OpenedPicture:
    """As ``read``, for a picture that is part of a file; ``name`` is what failures call it."""
    with _recognised(io.BytesIO(data), name, name) as image:
        return _picture(image, name)


def read_record(path: Path) -> PictureRecord | None:
    """Only the record, without unpacking the pixels; None when the file holds none. Raises as read does."""
    with _opened(path) as image:
        return picture_texts.record(image)


def read_texts(path: Path) -> PictureTexts:
    """Everything the file says in words, without unpacking the pixels. Raises as read does."""
    with _opened(path) as image:
        texts = picture_texts.exif_texts(image)
        if isinstance(image, PngImageFile):
            texts |= {
                key: value
                for key, value in image.info.items()
                if isinstance(key, str) and isinstance(value, str)
            }
        return PictureTexts(Size(*image.size), picture_texts.record(image), texts)


def _picture(image: ImageFile, name: str) -> OpenedPicture:
    record, infotext = picture_texts.record(image), picture_texts.infotext(image)
    converted = to_srgb(image, name)
    pixels = Pixels.from_pil(converted.image)
    return OpenedPicture(pixels, record, infotext, converted.icc_profile, converted.notes)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[ImageFile]:
    """The file's header, read and within the limits; the pixels come when they are asked for."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise AppError(
            "not_readable",
            f"{path.name} can't be read: {error.strerror or error}.",
            "Check that the file is there and that you may read it.",
            f"{path}: {error}",
        ) from error
    with file, _recognised(file, path.name, str(path)) as image:
        yield image


@contextlib.contextmanager
def _recognised(file: BinaryIO, name: str, details: str) -> Iterator[ImageFile]:
    reader = _reader(name, file.read(12), details)
    if file.seek(0, io.SEEK_END) > MAX_FILE_BYTES:
        raise _too_large(name, f"{file.tell() // 1_000_000} MB", details)
    file.seek(0)
    try:
        # Not Image.open: its own limit comes first there, as a warning that depends on global state.
        with reader(file, name) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise _too_large(name, f"{width} x {height} pixels", details)
            _check_metadata(name, image, details)
            yield image
    except Image.DecompressionBombError as error:
        raise _too_large(name, "too many pixels", details) from error
    except picture_texts.DAMAGED as error:
        if _UNKNOWN_MODE in str(error):
            raise unsupported(name) from error
        raise AppError(
            "damaged_picture",
            f"{name} is damaged or not complete, and can't be opened.",
            "If it was downloaded or copied, do that again.",
            f"{details}: {error}",
        ) from error


def _reader(name: str, start: bytes, details: str) -> type[ImageFile]:
    """By content: a file's name proves nothing."""
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImageFile
    if start.startswith(b"\xff\xd8\xff"):
        return JpegImageFile
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WebPImageFile
    if start.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        from PIL.TiffImagePlugin import TiffImageFile

        return TiffImageFile
    if start.startswith((b"GIF87a", b"GIF89a")):
        from PIL.GifImagePlugin import GifImageFile

        return GifImageFile
    if start.startswith(b"BM"):
        from PIL.BmpImagePlugin import BmpImageFile

        return BmpImageFile
    raise AppError(
        "unknown_picture",
        f"{name} is not a picture of a kind that can be opened.",
        "Save it as PNG, JPEG, WebP or TIFF in the program it comes from.",
        details,
    )


def _too_large(name: str, size: str, details: str) -> AppError:
    return AppError(
        "picture_too_large",
        f"{name} is too large to open: {size}.",
        f"Pictures up to {MAX_PIXELS // 1_000_000} megapixels can be opened: make it smaller first.",
        details,
    )


def _check_metadata(name: str, image: ImageFile, details: str) -> None:
    size = picture_texts.size_bytes(image)
    if size > MAX_METADATA_BYTES:
        raise AppError(
            "metadata_too_large",
            f"{name} holds {size / 1e6:.1f} MB of text beside the picture; up to 1 MB can be read.",
            "Save it again without metadata in the program it comes from.",
            details,
        )
