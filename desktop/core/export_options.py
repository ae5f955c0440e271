"""What a person chooses for a document that becomes a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from desktop.core.geometry import Size
from desktop.core.params import Frozen

PictureFormat = Literal["png", "jpeg", "webp", "tiff"]

_Level = Annotated[int, Field(ge=0, le=255)]


class ExportOptions(Frozen):
    """How a document becomes a file, and what is told in it beside the pixels."""

    format: PictureFormat = "png"
    quality: Annotated[int, Field(ge=1, le=100)] = 95
    """Of JPEG, and of WebP that is not ``lossless``."""
    lossless: bool = False
    size: Size | None = None
    """Of the picture in the file; None for the canvas' own."""
    background: tuple[_Level, _Level, _Level] | None = None
    """sRGB below what is transparent; None keeps it so, except in JPEG, which then gets white."""
    settings: bool = True
    """Settings, prompts and model of the uppermost layer that has a recipe."""
    ai_mark: bool = True
    icc_profile: bool = True
    """Colours in the profile that the opened picture had, with the profile; else plain sRGB."""
