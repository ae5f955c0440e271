"""A picture taken as a mask."""

from __future__ import annotations

from desktop.core.document.plane import Plane
from desktop.core.geometry import Size
from desktop.core.pixels import Pixels


def mask_of(picture: Pixels, size: Size) -> Plane:
    """Where ``picture`` is bright (ITU-R 601 luma) and opaque, stretched to a canvas of ``size``."""
    from PIL import Image

    image = picture.to_pil()
    grey = Image.new("L", image.size)
    grey.paste(image.convert("L"), mask=image.getchannel("A") if image.mode == "RGBA" else None)
    if picture.size != size:
        grey = grey.resize((size.width, size.height), Image.Resampling.BILINEAR)
    return Plane.of(Pixels.from_pil(grey).array)
