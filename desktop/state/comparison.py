"""Pictures side by side, read beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from desktop.core.gallery import Gallery, GalleryRow
from desktop.core.params import PictureRecord
from desktop.core.pixels import Pixels
from desktop.state.qimages import to_qimage

COMPARED = range(2, 5)
"""How many pictures can be compared."""
AMPLIFIED = 8
"""Differences are shown so many times as large as they are: most are too small to be seen."""


@dataclass(frozen=True, slots=True)
class ComparedPicture:
    """A picture to compare. The image is complete and never changed."""

    row: GalleryRow
    record: PictureRecord | None
    image: QImage


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to four pictures, in the gallery's order."""

    pictures: tuple[ComparedPicture, ...]
    difference: QImage | None
    """Of two pictures of one size: |a - b|, amplified; else None."""
    largest_difference: int
    """Of any channel, 0 to 255; 0 means that they are equal. 0 without a difference picture."""


def compare(gallery: Gallery, ids: Sequence[int]) -> Comparison:
    """Read the pictures. Any thread; raises AppError as pictures.read."""
    from desktop.core import pictures

    read: list[tuple[ComparedPicture, Pixels]] = []
    for row in gallery.rows(ids):
        opened = pictures.read(row.path)
        record = gallery.record(row.id) or opened.record
        read.append((ComparedPicture(row, record, to_qimage(opened.pixels)), opened.pixels))
    difference, largest = None, 0
    if len(read) == 2 and read[0][1].size == read[1][1].size:
        difference, largest = _difference(read[0][1], read[1][1])
    return Comparison(tuple(picture for picture, _ in read), difference, largest)


def _difference(one: Pixels, other: Pixels) -> tuple[QImage, int]:
    first, second = one.array[..., :3].astype(np.int16), other.array[..., :3].astype(np.int16)
    apart = np.abs(first - second)
    shown = np.minimum(apart * AMPLIFIED, 255).astype(np.uint8)
    return to_qimage(Pixels.from_rgb(shown)), int(apart.max())
