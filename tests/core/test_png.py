from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop.core import png
from desktop.core.geometry import Size


@given(st.integers(1, 600), st.integers(1, 30), st.sampled_from([1, 4]), st.integers(0, 99))
def test_every_value_comes_back(height: int, width: int, channels: int, seed: int) -> None:
    shape = (height, width) if channels == 1 else (height, width, channels)
    array = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    assert np.array_equal(png.decode(png.encode(array), Size(width, height), channels), array)


def test_colours_below_transparent_pixels_are_kept() -> None:
    array = np.full((3, 3, 4), (9, 8, 7, 0), np.uint8)
    assert np.array_equal(png.decode(png.encode(array), Size(3, 3), 4), array)


def test_a_part_of_a_larger_array_is_written() -> None:
    array = np.arange(80, dtype=np.uint8).reshape(4, 5, 4)[1:, ::2]
    assert np.array_equal(png.decode(png.encode(array), Size(3, 3), 4), array)


@pytest.mark.parametrize(("shape", "mode"), [((5, 3, 4), "RGBA"), ((5, 3), "L")])
def test_other_readers_open_it(shape: tuple[int, ...], mode: str) -> None:
    with Image.open(io.BytesIO(png.encode(np.full(shape, 7, np.uint8)))) as image:
        image.load()
        assert (image.format, image.mode, image.size) == ("PNG", mode, (3, 5))
        assert image.info.get("srgb") == (0 if mode == "RGBA" else None)


@pytest.mark.parametrize(("size", "channels"), [(Size(3, 4), 4), (Size(4, 3), 1), (Size(4000, 3000), 4)])
def test_another_size_or_kind_than_announced_is_refused(size: Size, channels: int) -> None:
    with pytest.raises(ValueError, match="a RGBA picture of"):
        png.decode(png.encode(np.zeros((3, 4, 4), np.uint8)), size, channels)


@pytest.mark.parametrize("cut", [0, 8, 30, 60, -40])
def test_a_truncated_one_is_refused(cut: int) -> None:
    data = png.encode(np.random.default_rng(0).integers(0, 256, (9, 9, 4), np.uint8))
    with pytest.raises(ValueError, match=r"."):
        png.decode(data[:cut], Size(9, 9), 4)
