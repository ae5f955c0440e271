"""Which part of a picture is looked at when a masked part of it is made new."""

from __future__ import annotations

from desktop.core.geometry import Rect, Size

_MOST_ASPECT = 1.5


def region_around(mask: Rect, picture: Size, padding: int, native_side: int) -> Rect:
    """The mask's bounds and surroundings, inside the picture.

    Surroundings of ``padding`` pixels on each side, or 0 for half of the mask's longest side, but at least a
    sixteenth of the picture's. Where the picture has room, the region is as large as what the model was
    trained on, and not more oblong than 3 to 2.
    """
    around = padding or max(max(picture.width, picture.height) // 16, max(mask.width, mask.height) // 2)
    wanted = mask.grown(around).size
    longest = max(wanted.width, wanted.height)
    least = max(native_side, round(longest / _MOST_ASPECT))
    left, width = _span(mask.x, mask.width, max(wanted.width, least), picture.width)
    top, height = _span(mask.y, mask.height, max(wanted.height, least), picture.height)
    return Rect(left, top, width, height)


def _span(start: int, length: int, wanted: int, whole: int) -> tuple[int, int]:
    """Start and length of ``wanted`` pixels around the middle of a span, moved into ``whole``."""
    fitting = min(wanted, whole)
    centred = start + length // 2 - fitting // 2
    return min(max(0, centred), whole - fitting), fitting
