"""Picture files: pixels and their record to bytes and back. PNG, JPEG and WebP.

Each file says the same twice: the A1111 text for other programs, and our own JSON, which alone is exact.
The JSON is where the format has room for prompts of any length:

====  =======================  ===================================================
      A1111 text               our JSON (a PictureRecord)
====  =======================  ===================================================
PNG   text ``parameters``      text ``darkroom``
JPEG  EXIF UserComment (*)     comments that start with ``darkroom``, in order
WebP  EXIF UserComment         EXIF MakerNote
====  =======================  ===================================================

(*) left out when longer than the 64 kB that a JPEG segment holds. XMP carries the IPTC mark for pictures
that were made by a model.
"""

from __future__ import annotations

import contextlib
import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps
from PIL.ExifTags import IFD, Base
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile, PngInfo
from PIL.WebPImagePlugin import WebPImageFile
from pydantic import ValidationError

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.infotext import to_infotext
from desktop.core.params import PictureRecord, SaveOptions
from desktop.core.pixels import Pixels

MAX_PIXELS = 100_000_000
MAX_METADATA_BYTES = 1_000_000
MAX_FILE_BYTES = 512_000_000
SUFFIXES = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}

_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    " Iptc4xmpExt:DigitalSourceType="
    '"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>'
    '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
# Half of the default's time each (11 and 4 ms at 256 x 256) for 5 % more bytes: a job waits for both.
_PNG_LEVEL = 4
_THUMBNAIL_METHOD = 2
_PNG_XMP_KEY = "XML:com.adobe.xmp"
_PNG_INFOTEXT_KEY = "parameters"
_PNG_RECORD_KEY = "darkroom"
_JPEG_SEGMENT_BYTES = 65_533
_JPEG_MARK = b"darkroom "
_UNICODE = b"UNICODE\0"
_ASCII = b"ASCII\0\0\0"
_PRINTABLE = re.compile(r"[ -~\n]")
_TEXT_FIELDS = (
    Base.UserComment,
    Base.MakerNote,
    Base.Make,
    Base.Model,
    Base.ImageDescription,
    Base.Software,
)
# What Pillow's readers raise for damaged files, beside OSError.
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A picture from a file. ``infotext`` is the A1111 text, as it stands there, from whichever program."""

    pixels: Pixels
    record: PictureRecord | None
    infotext: str | None


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
    image = pixels.to_pil()
    if record is not None and not options.include_prompt:
        record = record.model_copy(update={"params": record.params.without_prompts()})
    text = to_infotext(record) if record else None
    exact = record.model_dump_json() if record else None
    buffer = io.BytesIO()
    match options.format:
        case "png":
            image.save(buffer, "PNG", compress_level=_PNG_LEVEL, pnginfo=_png_texts(text, exact))
        case "jpeg":
            exif = _exif(text)
            image = image if image.mode in ("L", "RGB") else _on_white(image)
            image.save(
                buffer,
                "JPEG",
                quality=options.quality,
                subsampling="4:4:4" if options.quality >= 90 else "4:2:0",
                exif=exif if len(exif) <= _JPEG_SEGMENT_BYTES else b"",
                xmp=_XMP.encode() if record else b"",
                extra=_jpeg_comments(exact),
            )
        case "webp":
            image.save(
                buffer,
                "WEBP",
                quality=options.quality,
                exif=_exif(text, exact),
                xmp=_XMP.encode() if record else b"",
            )
    return buffer.getvalue()


def thumbnail_bytes(pixels: Pixels, longest: int) -> bytes:
    """A small WebP without metadata, its longest side at most ``longest``."""
    buffer = io.BytesIO()
    pixels.thumbnail(longest).to_pil().save(buffer, "WEBP", quality=80, method=_THUMBNAIL_METHOD)
    return buffer.getvalue()


def read(path: Path) -> OpenedPicture:
    """Open a PNG, JPEG or WebP from anywhere; the first frame of an animated one, turned as its EXIF says.

    Raises AppError: ``not_readable``, ``unknown_picture``, ``picture_too_large`` (over 100 megapixels, told
    before anything is unpacked), ``metadata_too_large`` (over 1 MB), ``damaged_picture``.
    """
    with _opened(path) as image:
        record, infotext = _record(image), _infotext(image)
        upright = ImageOps.exif_transpose(image)
        return OpenedPicture(Pixels.from_pil(upright.convert("RGBA")), record, infotext)


def read_record(path: Path) -> PictureRecord | None:
    """Only the record, without unpacking the pixels; None when the file holds none. Raises as read does."""
    with _opened(path) as image:
        return _record(image)


def read_texts(path: Path) -> PictureTexts:
    """Everything the file says in words, without unpacking the pixels. Raises as read does."""
    with _opened(path) as image:
        texts = _exif_texts(image)
        if isinstance(image, PngImageFile):
            texts |= {
                key: value
                for key, value in image.info.items()
                if isinstance(key, str) and isinstance(value, str)
            }
        return PictureTexts(Size(*image.size), _record(image), texts)


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
    with file:
        reader = _reader(path, file.read(12))
        if file.seek(0, io.SEEK_END) > MAX_FILE_BYTES:
            raise _too_large(path, f"{file.tell() // 1_000_000} MB")
        file.seek(0)
        try:
            # Not Image.open: its own limit comes first there, as a warning that depends on global state.
            with reader(file, str(path)) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise _too_large(path, f"{width} x {height} pixels")
                _check_metadata(path, image)
                yield image
        except Image.DecompressionBombError as error:
            raise _too_large(path, "too many pixels") from error
        except _DAMAGED as error:
            raise AppError(
                "damaged_picture",
                f"{path.name} is damaged or not complete, and can't be opened.",
                "If it was downloaded or copied, do that again.",
                f"{path}: {error}",
            ) from error


def _reader(path: Path, start: bytes) -> type[ImageFile]:
    """By content: a file's name proves nothing."""
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImageFile
    if start.startswith(b"\xff\xd8\xff"):
        return JpegImageFile
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WebPImageFile
    raise AppError(
        "unknown_picture",
        f"{path.name} is not a PNG, JPEG or WebP picture.",
        "Save it as PNG in the program it comes from.",
        str(path),
    )


def _too_large(path: Path, size: str) -> AppError:
    return AppError(
        "picture_too_large",
        f"{path.name} is too large to open: {size}.",
        f"Pictures up to {MAX_PIXELS // 1_000_000} megapixels can be opened: make it smaller first.",
        str(path),
    )


def _check_metadata(path: Path, image: ImageFile) -> None:
    texts = [value for key, value in image.info.items() if isinstance(value, str) or key in ("exif", "xmp")]
    size = sum(len(text) for text in texts) + sum(len(comment) for comment in _jpeg_segments(image))
    if size > MAX_METADATA_BYTES:
        raise AppError(
            "metadata_too_large",
            f"{path.name} holds {size / 1e6:.1f} MB of text beside the picture; up to 1 MB can be read.",
            "Save it again without metadata in the program it comes from.",
            str(path),
        )


def _png_texts(text: str | None, exact: str | None) -> PngInfo:
    texts = PngInfo()
    if text is not None and exact is not None:
        texts.add_text(_PNG_INFOTEXT_KEY, text)  # Latin-1 as tEXt, which every reader knows, the rest as iTXt
        texts.add_itxt(_PNG_RECORD_KEY, exact)
        texts.add_itxt(_PNG_XMP_KEY, _XMP)
    return texts


def _exif(text: str | None, exact: str | None = None) -> bytes:
    if text is None:
        return b""
    exif = Image.Exif()
    fields = exif.get_ifd(IFD.Exif)
    fields[Base.UserComment] = _UNICODE + text.encode("utf-16-be")
    if exact is not None:
        fields[Base.MakerNote] = exact.encode()
    return exif.tobytes()


def _jpeg_comments(exact: str | None) -> bytes:
    data = exact.encode() if exact else b""
    room = _JPEG_SEGMENT_BYTES - len(_JPEG_MARK)
    parts = (_JPEG_MARK + data[start : start + room] for start in range(0, len(data), room))
    return b"".join(b"\xff\xfe" + struct.pack(">H", len(part) + 2) + part for part in parts)


def _jpeg_segments(image: ImageFile) -> list[bytes]:
    if not isinstance(image, JpegImageFile):
        return []
    return [content for name, content in image.applist if name == "COM"]


def _on_white(image: Image.Image) -> Image.Image:
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _record(image: ImageFile) -> PictureRecord | None:
    """None, too, when it does not fit our schema: a newer program's, or a forgery."""
    data: object
    if isinstance(image, PngImageFile):
        data = image.info.get(_PNG_RECORD_KEY)
    elif isinstance(image, JpegImageFile):
        parts = [part for part in _jpeg_segments(image) if part.startswith(_JPEG_MARK)]
        data = b"".join(part.removeprefix(_JPEG_MARK) for part in parts)
    else:
        data = _exif_field(image, Base.MakerNote)
    if not data or not isinstance(data, str | bytes):
        return None
    try:
        return PictureRecord.model_validate_json(data)
    except ValidationError:
        return None


def _infotext(image: ImageFile) -> str | None:
    if isinstance(image, PngImageFile):
        text = image.info.get(_PNG_INFOTEXT_KEY)
        return text if isinstance(text, str) else None
    return _exif_texts(image).get(Base.UserComment.name)


def _exif_texts(image: ImageFile) -> dict[str, str]:
    """Some programs write the fields of the Exif directory into the main one."""
    try:
        exif = image.getexif()
        fields = dict(exif) | exif.get_ifd(IFD.Exif)
    except _DAMAGED:
        return {}
    found = ((tag.name, fields.get(tag)) for tag in _TEXT_FIELDS)
    return {name: _decoded(value) for name, value in found if isinstance(value, str | bytes)}


def _decoded(value: str | bytes) -> str:
    if isinstance(value, str):
        return value.strip("\0")
    content = value[len(_UNICODE) :]
    if value.startswith(_UNICODE):
        if b"\0" not in content:  # not UTF-16, then: some programs write UTF-8 here
            return content.decode(errors="replace")
        # The standard leaves the byte order open. In the right one settings are ASCII for the most part.
        texts = [content.decode(order, errors="replace") for order in ("utf-16-be", "utf-16-le")]
        return max(texts, key=lambda text: len(_PRINTABLE.findall(text))).strip("\0")
    return (content if value.startswith(_ASCII) else value).decode(errors="replace").strip("\0")


def _exif_field(image: ImageFile, tag: Base) -> object:
    try:
        return image.getexif().get_ifd(IFD.Exif).get(tag)
    except _DAMAGED:
        return None  # broken EXIF is no reason to refuse the picture
