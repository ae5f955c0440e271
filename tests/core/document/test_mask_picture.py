from __future__ import annotations

import numpy as np

from desktop.core.document.mask_picture import mask_of
from desktop.core.geometry import Rect, Size
from desktop.core.pixels import Pixels

SIZE = Size(8, 4)
ALL = Rect.of(SIZE)


def test_bright_and_opaque_parts_are_in_the_mask() -> None:
    array = np.zeros((4, 8, 4), np.uint8)
    array[:, 4:, :3] = 255
    array[:2, :, 3], array[2:, :, 3] = 255, 100
    mask = mask_of(Pixels(array), SIZE).read(ALL)
    assert mask[:2].tolist() == [[0] * 4 + [255] * 4] * 2
    assert mask[2:].tolist() == [[0] * 4 + [100] * 4] * 2


def test_a_mask_is_taken_as_it_is() -> None:
    grey = np.arange(32, dtype=np.uint8).reshape(4, 8)
    assert np.array_equal(mask_of(Pixels(grey.copy()), SIZE).read(ALL), grey)


def test_another_size_is_stretched() -> None:
    white = Pixels(np.full((3, 3), 255, np.uint8))
    assert mask_of(white, SIZE).read(ALL).min() == 255
