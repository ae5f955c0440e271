"""Textual inversions (Gal et al., 2022) and hypernetworks."""

from __future__ import annotations

import re

from desktop.core.identify.architectures import Shapes, titles
from desktop.core.identify.identified import Identified, Kind

_FITS = {768: ("sd1",), 1024: ("sd2",), 1280: ("sdxl-refiner",)}
_HYPERNETWORK = re.compile(r"(?:320|640|768|1024|1280|2048)\.[01]\.linear\.\d+\.(?:weight|bias)\Z")
_MAX_VECTORS = 256


def name_embedding(shapes: Shapes) -> Identified | None:
    """Which textual inversion or hypernetwork these tensors are; None when they are none."""
    if not shapes or len(shapes) > 64:
        return None
    if all(_HYPERNETWORK.match(name) for name in shapes):
        inputs = {int(name.split(".")[0]) for name in shapes}
        family = "sd2" if 1024 in inputs else "sd1" if 768 in inputs else ""
        return Identified(kind=Kind.HYPERNETWORK, family=family, fits=(family,) if family else ())
    if len(shapes) > 4:
        return None
    sizes = {name: (1, *shape) if len(shape) == 1 else shape for name, shape in shapes.items()}
    if any(len(size) != 2 or not 0 < size[0] <= _MAX_VECTORS for size in sizes.values()):
        return None
    widths = {name: size[1] for name, size in sizes.items()}
    vectors = max(size[0] for size in sizes.values())
    if {"clip_l", "clip_g"} <= widths.keys():
        if (widths["clip_l"], widths["clip_g"]) != (768, 1280):
            return None
        if widths.get("t5xxl") == 4096:
            return _made(("sd3", "sd35-medium", "sd35-large"), "sd3", vectors)
        return _made(("sdxl",), "sdxl", vectors) if len(widths) == 2 else None
    if "emb_params" in widths:
        fits = _FITS.get(widths["emb_params"], ())
        return _made(fits, "a1111", vectors) if fits else None
    if len(widths) == 1:
        ((name, width),) = widths.items()
        plain = not re.search(r"(?:^|\.)(?:weight|bias|alpha|scale)$", name)
        fits = _FITS.get(width, ())
        return _made(fits, "diffusers", vectors) if plain and fits else None
    return None


def _made(fits: tuple[str, ...], layout: str, vectors: int) -> Identified:
    return Identified(
        kind=Kind.EMBEDDING,
        family=fits[0] if len(fits) == 1 else "",
        fits=fits,
        layout=layout,
        vectors=vectors,
        reason=f"By its shapes it fits {titles(fits)}." if len(fits) > 1 else "",
    )
