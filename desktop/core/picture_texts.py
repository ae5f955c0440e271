"""What picture files say beside their pixels, to write it and to read it. No pixels here.

Each of our files says the same twice: the A1111 text for other programs, and our own JSON, which alone is
exact. The JSON is where the format has room for prompts of any length:

====  =======================  ===================================================
      A1111 text               our JSON (a PictureRecord)
====  =======================  ===================================================
PNG   text ``parameters``      text ``darkroom``
JPEG  EXIF UserComment (*)     comments that start with ``darkroom``, in order
WebP  EXIF UserComment         EXIF MakerNote
TIFF  tag 37510 (UserComment)  tag 37500 (MakerNote)
====  =======================  ===================================================

(*) left out when longer than the 64 kB that a JPEG segment holds. XMP carries the IPTC mark for pictures
that were made by a model.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image
from PIL.ExifTags import IFD, Base
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile, PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from pydantic import ValidationError

from desktop.core.infotext import to_infotext
from desktop.core.params import PictureRecord

# What Pillow's readers raise for damaged files, beside OSError.
DAMAGED = (
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

_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
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
_XMP_TAG = 700
_BYTE, _UNDEFINED = 1, 7


class SourceType(StrEnum):
    """How a picture came to be, in the words of IPTC's NewsCodes (Digital Source Type)."""

    GENERATED = "trainedAlgorithmicMedia"
    """A model made all of it."""
    COMPOSITE = "compositeWithTrainedAlgorithmicMedia"
    """A model made parts of it."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What goes into a file beside the pixels; nothing of it must be there."""

    record: PictureRecord | None = None
    source_type: SourceType | None = None

    @property
    def infotext(self) -> str | None:
        return None if self.record is None else to_infotext(self.record)

    @property
    def exact(self) -> str | None:
        return None if self.record is None else self.record.model_dump_json()

    @property
    def xmp(self) -> bytes:
        """The packet with IPTC's mark; empty without one."""
        return b"" if self.source_type is None else _xmp(source_type_url(self.source_type)).encode()


def source_type_url(source_type: SourceType) -> str:
    return f"{_SOURCE_TYPES}{source_type}"


def png_texts(texts: Texts) -> PngInfo:
    info = PngInfo()
    if texts.infotext is not None and texts.exact is not None:
        # Latin-1 as tEXt, which every reader knows, the rest as iTXt
        info.add_text(_PNG_INFOTEXT_KEY, texts.infotext)
        info.add_itxt(_PNG_RECORD_KEY, texts.exact)
    if texts.xmp:
        info.add_itxt(_PNG_XMP_KEY, texts.xmp.decode())
    return info


def jpeg_exif(texts: Texts) -> bytes:
    """Empty when a JPEG has no room for it."""
    exif = _exif(texts.infotext)
    return exif if len(exif) <= _JPEG_SEGMENT_BYTES else b""


def jpeg_comments(texts: Texts) -> bytes:
    data = (texts.exact or "").encode()
    room = _JPEG_SEGMENT_BYTES - len(_JPEG_MARK)
    parts = (_JPEG_MARK + data[start : start + room] for start in range(0, len(data), room))
    return b"".join(b"\xff\xfe" + struct.pack(">H", len(part) + 2) + part for part in parts)


def webp_exif(texts: Texts) -> bytes:
    return _exif(texts.infotext, texts.exact)


def tiff_tags(texts: Texts) -> ImageFileDirectory_v2:
    """In the main directory: Pillow writes no other one beside compressed pixels."""
    tags = ImageFileDirectory_v2()
    contents = {
        Base.UserComment: (_UNDEFINED, _user_comment(texts.infotext)),
        Base.MakerNote: (_UNDEFINED, (texts.exact or "").encode()),
        _XMP_TAG: (_BYTE, texts.xmp),
    }
    for tag, (kind, content) in contents.items():
        if content:
            tags.tagtype[tag] = kind
            tags[tag] = content
    return tags


def size_bytes(image: ImageFile) -> int:
    """How much a file says beside its pixels. A profile is no text."""
    texts = [value for key, value in image.info.items() if isinstance(value, str) or key in ("exif", "xmp")]
    return sum(len(text) for text in texts) + sum(len(comment) for comment in _jpeg_segments(image))


def record(image: ImageFile) -> PictureRecord | None:
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


def infotext(image: ImageFile) -> str | None:
    """The A1111 text as it stands there, from whichever program."""
    if isinstance(image, PngImageFile):
        text = image.info.get(_PNG_INFOTEXT_KEY)
        return text if isinstance(text, str) else None
    return exif_texts(image).get(Base.UserComment.name)


def exif_texts(image: ImageFile) -> dict[str, str]:
    """EXIF's text fields by their names. Those of the Exif directory may stand in the main one."""
    try:
        exif = image.getexif()
        fields = dict(exif) | exif.get_ifd(IFD.Exif)
    except DAMAGED:
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
        exif = image.getexif()
        return exif.get_ifd(IFD.Exif).get(tag, exif.get(tag))
    except DAMAGED:
        return None  # broken EXIF is no reason to refuse the picture


def _exif(text: str | None, exact: str | None = None) -> bytes:
    if text is None:
        return b""
    exif = Image.Exif()
    fields = exif.get_ifd(IFD.Exif)
    fields[Base.UserComment] = _user_comment(text)
    if exact is not None:
        fields[Base.MakerNote] = exact.encode()
    return exif.tobytes()


def _user_comment(text: str | None) -> bytes:
    return b"" if text is None else _UNICODE + text.encode("utf-16-be")


def _jpeg_segments(image: ImageFile) -> list[bytes]:
    if not isinstance(image, JpegImageFile):
        return []
    return [content for name, content in image.applist if name == "COM"]


def _xmp(source_type: str) -> str:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' Iptc4xmpExt:DigitalSourceType="{source_type}"/>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
