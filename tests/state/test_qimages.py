from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from desktop.core.geometry import Size
from desktop.core.pixels import Pixels
from desktop.state.qimages import to_pixels, to_qimage


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)


def test_opaque_pixels_are_rgb32_and_come_back_equal() -> None:
    pixels = Pixels.from_rgb(noise(5, 7, 3))
    image = to_qimage(pixels)
    assert image.format() == QImage.Format.Format_RGB32
    assert to_pixels(image) == pixels


def test_transparent_pixels_are_premultiplied() -> None:
    pixels = Pixels(np.array([[[200, 100, 50, 128], [1, 2, 3, 255]]], np.uint8))
    image = to_qimage(pixels)
    assert image.format() == QImage.Format.Format_ARGB32_Premultiplied
    assert image.pixelColor(0, 0).alpha() == 128
    assert np.abs(to_pixels(image).array.astype(int) - pixels.array).max() <= 1


def test_a_mask_with_an_odd_width_comes_back_equal() -> None:
    mask = Pixels(noise(3, 5))
    assert to_pixels(to_qimage(mask)) == mask


def test_channels_keep_their_places() -> None:
    image = to_qimage(Pixels(np.array([[[10, 20, 30, 255]]], np.uint8)))
    assert image.pixelColor(0, 0) == QColor(10, 20, 30)


@pytest.mark.parametrize("shape", [(8, 8), (8, 8, 4)])
def test_the_image_owns_its_memory(shape: tuple[int, ...]) -> None:
    pixels = Pixels(noise(*shape))
    image = to_qimage(pixels)
    before = image.copy()
    pixels.array.setflags(write=True)
    pixels.array[:] = 7
    assert image == before


def test_the_pixels_own_their_memory() -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor(1, 2, 3))
    pixels = to_pixels(image)
    image.fill(QColor(9, 9, 9))
    assert pixels.array[0, 0].tolist() == [1, 2, 3, 255]
    assert pixels.size == Size(4, 4)


def test_a_null_image_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        to_pixels(QImage())
