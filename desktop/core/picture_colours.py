"""Pictures of any kind of colours to 8-bit sRGB, and back into the colours of a profile.

Profiles are applied with relative colorimetric intent and black point compensation: what both spaces can show
stays as it is, as in most editors (ICC.1:2022, Adobe's Black Point Compensation; the work is Little CMS').
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from PIL import Image, ImageOps

from desktop.core.errors import AppError
from desktop.core.texts import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from PIL.ImageCms import ImageCmsProfile

MAX_PROFILE_BYTES = 4_000_000

SEVERAL = QT_TRANSLATE_NOOP("PictureNotes", "The file holds several pictures: the first one was opened.")
REDUCED = QT_TRANSLATE_NOOP("PictureNotes", "Its 16 bits for each colour were reduced to 8.")
CONVERTED = QT_TRANSLATE_NOOP("PictureNotes", "Its colours were converted to sRGB, by its colour profile.")
GUESSED = QT_TRANSLATE_NOOP(
    "PictureNotes", "It holds printing colours (CMYK) without a profile: they may differ from the original's."
)
IGNORED = QT_TRANSLATE_NOOP("PictureNotes", "Its colour profile is damaged or unfit, and was ignored.")

_MODE_OF_SPACE = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab ": "LAB"}
_PLAIN = ("RGB", "RGBA", "L", "LA", "P", "PA", "1")
_WHITE_IS_ZERO = 0
_PHOTOMETRIC_TAG = 262
_SAME_STEPS = 2


@dataclass(frozen=True, slots=True)
class Converted:
    """``image`` is RGBA, sRGB, upright. ``notes`` are sentences of this module, for people."""

    image: Image.Image
    icc_profile: bytes
    """The RGB profile that the file had, for export; empty without one."""
    notes: tuple[str, ...]


def to_srgb(image: Image.Image, name: str) -> Converted:
    """Unpack a picture and convert it: turned as its EXIF says, through its profile, 16 bits scaled to 8.

    ``name`` is what failures call it. Raises AppError("unsupported_picture") for 32 bits a colour; what
    Pillow raises for damaged files passes.
    """
    notes = [SEVERAL] if getattr(image, "is_animated", False) else []
    if image.mode in ("F", "I"):
        raise unsupported(name)
    if any(";16" in str(tile) for tile in getattr(image, "tile", ())):
        notes.append(REDUCED)
    profile = image.info.get("icc_profile")
    negative = _is_negative(image)
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):
        image = _in_8_bits(image, negative=negative)
    if not profile and image.mode in _PLAIN:
        return Converted(image.convert("RGBA"), b"", tuple(notes))
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    colours, kept, note = _through_profile(_without_alpha(image), profile or b"")
    if note:
        notes.append(note)
    rgba = colours.convert("RGBA")
    if alpha is not None:
        rgba.putalpha(alpha)
    return Converted(rgba, kept, tuple(notes))


def from_srgb(image: Image.Image, icc_profile: bytes) -> Image.Image:
    """An RGB or RGBA picture in the colours of an RGB profile that ``to_srgb`` kept; alpha stays as it is."""
    profile = _opened(icc_profile)
    if profile is None or _is_srgb(profile):
        return image
    colours = _applied(image.convert("RGB"), _builtin("sRGB"), profile)
    if image.mode == "RGBA":
        colours.putalpha(image.getchannel("A"))
    return colours


def profile_name(icc_profile: bytes) -> str:
    """What an RGB profile calls itself; empty for a damaged one and for other colours."""
    from PIL import ImageCms

    profile = _opened(icc_profile)
    if profile is None or _MODE_OF_SPACE.get(profile.profile.xcolor_space) != "RGB":
        return ""
    return ImageCms.getProfileDescription(profile).strip() or "RGB"


def unsupported(name: str) -> AppError:
    """The failure to tell for pictures whose numbers are not colours from black to white."""
    return AppError(
        "unsupported_picture",
        f"{name} holds 32-bit or floating-point colours, and can't be opened.",
        "Save it with 8 or 16 bits for each colour in the program it comes from.",
    )


def _is_negative(image: Image.Image) -> bool:
    """Whether 0 is white, in a TIFF with 16 bits: with 8 Pillow sees to it."""
    tags = getattr(image, "tag_v2", {})
    return image.mode.startswith("I;16") and tags.get(_PHOTOMETRIC_TAG) == _WHITE_IS_ZERO


def _in_8_bits(image: Image.Image, *, negative: bool) -> Image.Image:
    """Scaled: Pillow's own conversion clips."""
    scaled = ((np.arange(65_536) * 255 + 32_767) // 65_535).astype(np.uint8)
    return Image.fromarray((scaled[::-1] if negative else scaled)[np.asarray(image)])


def _without_alpha(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "LA", "1"):
        return image.convert("L")
    return image if image.mode in ("RGB", "CMYK", "LAB") else image.convert("RGB")


def _through_profile(image: Image.Image, icc_profile: bytes) -> tuple[Image.Image, bytes, str]:
    """RGB or L, in sRGB; the profile when it is one of RGB; and a note, or nothing."""
    from PIL import ImageCms

    profile = _opened(icc_profile)
    ignored = IGNORED if icc_profile else ""
    if profile is not None:
        mode = _MODE_OF_SPACE.get(profile.profile.xcolor_space)
        if mode == "RGB" and image.mode == "L":
            image = image.convert("RGB")
        if mode == image.mode:
            kept = icc_profile if mode == "RGB" else b""
            if mode == "RGB" and _is_srgb(profile):
                return image, kept, ""
            try:
                return _applied(image, profile, _builtin("sRGB")), kept, CONVERTED
            except ImageCms.PyCMSError:  # a header that is fine, and no tables behind it
                pass
    if image.mode == "CMYK":
        return image.convert("RGB"), b"", ignored or GUESSED
    if image.mode == "LAB":
        lab, srgb = _builtin("LAB"), _builtin("sRGB")
        return _applied(image, lab, srgb), b"", ignored
    return image, b"", ignored


def _opened(icc_profile: bytes) -> ImageCmsProfile | None:
    from PIL import ImageCms

    if not 0 < len(icc_profile) <= MAX_PROFILE_BYTES:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
    except (OSError, ImageCms.PyCMSError):
        return None


def _builtin(space: Literal["LAB", "sRGB"]) -> ImageCmsProfile:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space))


def _is_srgb(profile: ImageCmsProfile) -> bool:
    """Whether colours look the same without the profile: many cameras and programs embed sRGB itself."""
    from PIL import ImageCms

    steps = np.arange(0, 256, 51, dtype=np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    try:
        seen = _applied(Image.fromarray(colours), profile, _builtin("sRGB"))
    except ImageCms.PyCMSError:
        return False
    return int(np.abs(np.asarray(seen).astype(int) - colours).max()) <= _SAME_STEPS


def _applied(image: Image.Image, source: ImageCmsProfile, target: ImageCmsProfile) -> Image.Image:
    from PIL import ImageCms

    transform = ImageCms.buildTransform(
        source,
        target,
        image.mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return cast(Image.Image, ImageCms.applyTransform(image, transform))
