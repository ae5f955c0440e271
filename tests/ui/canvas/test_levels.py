"""A large image and its halves."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.core.geometry import Point, Size
from desktop.state.qimages import premultiplied
from desktop.ui.canvas.levels import Levels


def solid(width: int, height: int, *rgba: int) -> np.ndarray:
    return premultiplied(np.full((height, width, 4), rgba, np.uint8))


def test_it_is_halved_until_it_is_small() -> None:
    assert Levels(Size(1000, 600), 4).count == 3
    assert Levels(Size(200, 100), 4).count == 1


def test_what_is_written_reaches_every_level() -> None:
    levels = Levels(Size(1024, 1024), 4)

    levels.write(solid(64, 64, 255, 0, 0, 255), Point(512, 256))

    for level in range(levels.count):
        inside = levels.image(level).pixelColor((512 >> level) + 2, (256 >> level) + 2)
        outside = levels.image(level).pixelColor((512 >> level) - 2, (256 >> level) + 2)
        assert (inside.name(), outside.alpha()) == ("#ff0000", 0)


@pytest.mark.parametrize("size", [Size(301, 299), Size(1023, 517)])
def test_writing_part_by_part_gives_the_same_as_all_at_once(size: Size) -> None:
    pixels = premultiplied(
        np.random.default_rng(1).integers(0, 256, (size.height, size.width, 4), dtype=np.uint8)
    )
    whole, parts = Levels(size, 4), Levels(size, 4)
    whole.write(pixels, Point(0, 0))
    for y in range(0, size.height, 100):
        for x in range(0, size.width, 130):
            parts.write(pixels[y : y + 100, x : x + 130], Point(x, y))

    for level in range(whole.count):
        assert parts.image(level) == whole.image(level)


def test_a_level_is_never_reduced_by_more_than_two() -> None:
    levels = Levels(Size(2048, 2048), 4)

    assert [levels.level_for(scale) for scale in (2.0, 1.0, 0.51, 0.5, 0.25, 0.01)] == [0, 0, 0, 1, 2, 3]


def test_a_small_picture_of_it_has_its_colours_in_their_places() -> None:
    levels = Levels(Size(800, 800), 4)
    levels.write(solid(800, 400, 255, 0, 0, 255), Point(0, 0))
    levels.write(solid(800, 400, 0, 0, 255, 255), Point(0, 400))
    image = QImage(100, 100, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    levels.paint(painter, QRectF(10, 10, 80, 80), QRectF(0, 0, 100, 100), smooth=True)
    painter.end()

    assert image.pixelColor(50, 48).name() == "#ff0000"
    assert image.pixelColor(50, 52).name() == "#0000ff"
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_one_channel_is_alpha() -> None:
    levels = Levels(Size(30, 30), 1)

    levels.write(np.full((10, 10), 128, np.uint8), Point(5, 5))

    assert [levels.image(0).pixelColor(x, 8).alpha() for x in (2, 8)] == [0, 128]
