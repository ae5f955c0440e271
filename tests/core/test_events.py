from __future__ import annotations

import numpy as np

from desktop.core.events import Patch
from desktop.core.geometry import Point, Size
from desktop.core.pixels import Pixels


def grey(size: Size) -> Pixels:
    return Pixels.from_rgb(np.full((size.height, size.width, 3), 90, np.uint8))


def test_a_patch_is_what_differs_and_turns_the_one_into_the_other() -> None:
    source = grey(Size(9, 7))
    array = source.array.copy()
    array[2, 3, 0] = 200
    array[4, 6, 1] = 10
    patch = Patch.between(source, Pixels(array))
    assert patch is not None
    assert (patch.at, patch.pixels.size) == (Point(3, 2), Size(4, 3))
    opaque = patch.pixels.array[..., 3] == 255
    assert opaque.sum() == 2
    result = source.array.copy()
    result[2:5, 3:7][opaque] = patch.pixels.array[opaque]
    assert np.array_equal(result, array)


def test_there_is_none_between_equal_pictures_or_sizes_that_differ() -> None:
    assert Patch.between(grey(Size(4, 4)), grey(Size(4, 4))) is None
    assert Patch.between(grey(Size(4, 4)), grey(Size(4, 5))) is None
