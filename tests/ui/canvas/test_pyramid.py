"""Painting at any zoom."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.ui.canvas.pyramid import Pyramid, softly_enlarged


def stripes(side: int) -> QImage:
    """Black and white columns, one pixel each."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    for x in range(0, side, 2):
        for y in range(side):
            image.setPixelColor(x, y, QColor("white"))
    return image


def painted(pyramid: Pyramid, target: QRectF, side: int, *, smooth: bool = True) -> QImage:
    canvas = QImage(side, side, QImage.Format.Format_RGB32)
    canvas.fill(QColor("red"))
    painter = QPainter(canvas)
    pyramid.paint(painter, target, QRectF(0, 0, side, side), smooth=smooth)
    painter.end()
    return canvas


def test_a_reduced_picture_does_not_shimmer() -> None:
    canvas = painted(Pyramid(stripes(128)), QRectF(0, 0, 20, 20), 20)

    assert {abs(canvas.pixelColor(x, 10).red() - 128) < 12 for x in range(20)} == {True}


def test_100_percent_is_exact() -> None:
    canvas = painted(Pyramid(stripes(16)), QRectF(0, 0, 16, 16), 16)

    assert canvas == stripes(16)


def test_only_the_visible_part_is_painted_in_its_place() -> None:
    canvas = painted(Pyramid(stripes(16)), QRectF(-8, 4, 16, 16), 16, smooth=False)

    assert canvas.pixelColor(0, 3).name() == "#ff0000"
    assert canvas.pixelColor(0, 4).name() == "#ffffff"
    assert canvas.pixelColor(1, 4).name() == "#000000"
    assert canvas.pixelColor(9, 4).name() == "#ff0000"


def test_a_target_out_of_sight_paints_nothing() -> None:
    canvas = painted(Pyramid(stripes(16)), QRectF(40, 40, 16, 16), 16)

    assert {canvas.pixelColor(x, 5).name() for x in range(16)} == {"#ff0000"}


def test_transparency_is_known() -> None:
    assert Pyramid(QImage(4, 4, QImage.Format.Format_ARGB32)).has_alpha
    assert not Pyramid(QImage(4, 4, QImage.Format.Format_RGB888)).has_alpha


def test_enlarging_keeps_flat_areas_flat() -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))

    large = softly_enlarged(image)

    assert (large.width(), large.height()) == (32, 32)
    assert {large.pixelColor(x, 16).name() for x in range(32)} == {"#336699"}
