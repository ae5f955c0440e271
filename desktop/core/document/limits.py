"""How large a document may be, said in words."""

from __future__ import annotations

from desktop.core.document.document import MAX_DOCUMENT_SIDE, Document
from desktop.core.document.layers import GroupLayer, Layer, MaskLayer, PixelLayer, walk
from desktop.core.errors import AppError
from desktop.core.geometry import Rect, Size

MAX_LAYERS = 1000
MAX_NESTING = 32
MAX_PLACE = 32_768
"""Neither a layer's own pixels nor its place lie further from the origin, in any direction."""

_MEMORY_SHARE = 0.8
_EVERYWHERE = Rect.between(-MAX_PLACE, -MAX_PLACE, MAX_PLACE, MAX_PLACE)


def check_canvas(size: Size, name: str) -> None:
    """Raise AppError("too_large_for_canvas") when what ``name`` names can't become a document as it is."""
    if max(size.width, size.height) > MAX_DOCUMENT_SIDE:
        raise AppError(
            "too_large_for_canvas",
            f"{name} has {size.width} × {size.height} pixels;"
            f" the canvas takes up to {MAX_DOCUMENT_SIDE} on each side.",
            f"Open it scaled down to {size.fitted(Size(MAX_DOCUMENT_SIDE, MAX_DOCUMENT_SIDE))} pixels"
            " instead: the file itself stays as it is.",
        )


def check_document(document: Document, name: str) -> None:
    """Raise AppError when ``document`` is more than a file is allowed to hold.

    ``too_large_for_canvas``, ``too_many_layers`` (over 1000, or in more than 32 groups), or ``too_far_away``
    (over MAX_PLACE).
    """
    check_canvas(document.size, name)
    if _count(document.layers, 0) > MAX_LAYERS:
        raise AppError(
            "too_many_layers",
            f"{name} has more than {MAX_LAYERS} layers.",
            "Merge some of them, then try again.",
        )
    places = [layer.offset for layer in walk(document.layers) if isinstance(layer, PixelLayer | MaskLayer)]
    rects = [*(plane.bounds for plane in document.planes()), *(Rect.of(Size(1, 1), at) for at in places)]
    if not all(_EVERYWHERE.contains(rect) for rect in rects):
        raise AppError(
            "too_far_away",
            f"A layer of {name} reaches more than {MAX_PLACE} pixels away from the canvas.",
            "Move it nearer or crop it, then try again.",
        )


def check_memory(needed_bytes: int, name: str) -> None:
    """Raise AppError("out_of_memory") when pixels of ``name`` would not leave enough memory for others."""
    import psutil

    free_bytes = psutil.virtual_memory().available
    if needed_bytes > _MEMORY_SHARE * free_bytes:
        raise AppError(
            "out_of_memory",
            f"{name} needs {needed_bytes / 1e9:.1f} GB of memory, and {free_bytes / 1e9:.1f} GB are free.",
            "Close other programs, then open it again. The file was not changed.",
        )


def _count(layers: tuple[Layer, ...], depth: int) -> int:
    if depth > MAX_NESTING:
        raise AppError(
            "too_many_layers",
            f"Groups lie more than {MAX_NESTING} deep in each other.",
            "Ungroup some of them, then try again.",
        )
    inner = (_count(layer.children, depth + 1) for layer in layers if isinstance(layer, GroupLayer))
    return len(layers) + sum(inner)
