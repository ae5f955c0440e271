"""Pictures that are easy to judge: smooth, flat, or textured like a photograph, all made by rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.geometry import Size
from desktop.core.pixels import Pixels


def gradient(size: Size) -> Pixels:
    """A sky: from light above to dark blue below, a little redder to the right."""
    y, x = _places(size)
    return _rgb(200 - 120 * y + 30 * x, 210 - 100 * y, 235 - 70 * y)


def flat(size: Size, colour: tuple[int, int, int] = (210, 150, 90)) -> Pixels:
    return Pixels.from_rgb(np.full((size.height, size.width, 3), colour, np.uint8))


def textured(size: Size) -> Pixels:
    """Clouds of noise at all scales, as rough as a photograph of a meadow."""
    rng = np.random.default_rng(0)
    clouds = np.zeros((size.height, size.width))
    for level in range(1, 7):
        coarse = rng.normal(size=(2**level + 1, 2**level + 1))
        rows = np.linspace(0, 2**level, size.height)
        columns = np.linspace(0, 2**level, size.width)
        across = np.stack([np.interp(columns, np.arange(2**level + 1), row) for row in coarse])
        whole = np.stack([np.interp(rows, np.arange(2**level + 1), column) for column in across.T], axis=1)
        clouds += whole / 1.6**level
    return _rgb(110 + 45 * clouds, 135 + 50 * clouds, 80 + 35 * clouds)


def with_disc(picture: Pixels, share: float = 0.25) -> tuple[Pixels, Pixels]:
    """The picture with a red disc in its middle, and the mask of the disc; its radius by the shorter side."""
    size = picture.size
    y, x = np.mgrid[: size.height, : size.width]
    radius = share * min(size.width, size.height)
    inside = (x - size.width / 2) ** 2 + (y - size.height / 2) ** 2 <= radius**2
    array = picture.array.copy()
    array[inside] = (200, 40, 30, 255)
    return Pixels(array), Pixels(inside.astype(np.uint8) * 255)


def _places(size: Size) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From 0 to 1, down and to the right."""
    y, x = np.mgrid[0 : 1 : size.height * 1j, 0 : 1 : size.width * 1j]
    return y, x


def _rgb(red: NDArray[np.float64], green: NDArray[np.float64], blue: NDArray[np.float64]) -> Pixels:
    return Pixels.from_rgb(np.dstack([red, green, blue]).clip(0, 255).round().astype(np.uint8))
