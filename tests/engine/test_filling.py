from __future__ import annotations

import numpy as np
import pytest

from desktop.core.geometry import Size
from desktop.core.params import FillMode
from desktop.core.pixels import Pixels
from desktop.engine.filling import filled, without_holes
from tests.helpers.scenes import flat, gradient, textured, with_disc

SIZE = Size(160, 120)


def far(a: Pixels, b: Pixels, where: Pixels) -> float:
    """Mean difference in a mask, of 255."""
    difference = np.abs(a.array.astype(float) - b.array)[..., :3]
    return float(difference[where.array > 0].mean())


@pytest.mark.parametrize("mode", FillMode)
def test_nothing_beyond_the_mask_is_filled(mode: FillMode) -> None:
    picture, mask = with_disc(textured(SIZE))
    result = filled(picture, mask, mode, seed=1)
    assert np.array_equal(result.array[mask.array == 0], picture.array[mask.array == 0])


def test_keep_keeps() -> None:
    picture, mask = with_disc(textured(SIZE))
    assert filled(picture, mask, FillMode.KEEP, seed=1) == picture


def test_a_border_that_goes_on_hides_the_object() -> None:
    empty = gradient(SIZE)
    picture, mask = with_disc(empty)
    assert far(filled(picture, mask, FillMode.BORDER, seed=1), empty, mask) < 6


def test_a_blur_keeps_the_colour_and_loses_the_form() -> None:
    picture, mask = with_disc(textured(SIZE))
    result = filled(picture, mask, FillMode.BLUR, seed=1)
    inside = result.array[mask.array > 0][:, :3].astype(float)
    assert inside[:, 0].mean() > 120  # still red
    assert 0 < inside.std(axis=0).max() < 40


def test_neutral_is_grey() -> None:
    picture, mask = with_disc(textured(SIZE))
    assert (filled(picture, mask, FillMode.NEUTRAL, seed=1).array[mask.array == 255][:, :3] == 127).all()


def test_noise_is_that_of_its_seed() -> None:
    picture, mask = with_disc(textured(SIZE))
    first, again, other = (filled(picture, mask, FillMode.NOISE, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_grey_parts_of_the_mask_are_filled_partly() -> None:
    picture = flat(SIZE, (200, 200, 200))
    half = Pixels(np.full((120, 160), 128, np.uint8))
    values = filled(picture, half, FillMode.NEUTRAL, seed=1).array[..., 0]
    assert 160 <= values.min() <= values.max() <= 166


def test_transparent_parts_go_on_whatever_colours_they_hide() -> None:
    whole = gradient(SIZE)
    array = whole.array.copy()
    array[:, 100:] = (255, 0, 255, 0)
    result = without_holes(Pixels(array))
    assert (result.array[..., 3] == 255).all()
    assert np.array_equal(result.array[:, :100], whole.array[:, :100])
    hidden = Pixels((array[..., 3] == 0).astype(np.uint8))
    assert far(result, whole, hidden) < 20


def test_a_picture_of_nothing_becomes_grey() -> None:
    assert without_holes(Pixels(np.zeros((20, 30, 4), np.uint8))) == flat(Size(30, 20), (127, 127, 127))
