from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.core.errors import AppError
from desktop.core.gallery import Gallery
from desktop.core.params import SaveOptions
from desktop.core.picture_store import PictureStore
from desktop.core.pixels import Pixels
from desktop.state.comparison import AMPLIFIED, compare
from tests.helpers.records import make_record

Add = Callable[[NDArray[np.uint8]], int]


@pytest.fixture
def gallery(qapp: object, tmp_path: Path) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path / "gallery.db")
    yield gallery
    gallery.close()


@pytest.fixture
def add(gallery: Gallery, tmp_path: Path) -> Add:
    store = PictureStore(gallery)

    def add(rgb: NDArray[np.uint8]) -> int:
        save = SaveOptions(folder=tmp_path)
        return store.save(Pixels.from_rgb(rgb), make_record(), save, 0).gallery_id

    return add


def plain(value: int, width: int = 8) -> NDArray[np.uint8]:
    return np.full((6, width, 3), value, np.uint8)


def test_differences_are_amplified_and_the_largest_is_told(gallery: Gallery, add: Add) -> None:
    other = plain(100)
    other[2, 3] = (103, 100, 90)
    compared = compare(gallery, [add(plain(100)), add(other)])
    assert compared.difference is not None
    color = compared.difference.pixelColor(3, 2)
    assert (color.red(), color.green(), color.blue()) == (3 * AMPLIFIED, 0, 10 * AMPLIFIED)
    assert compared.difference.pixelColor(0, 0).red() == 0
    assert compared.largest_difference == 10


def test_equal_pictures_have_no_difference(gallery: Gallery, add: Add) -> None:
    compared = compare(gallery, [add(plain(7)), add(plain(7))])
    assert compared.largest_difference == 0
    assert compared.difference is not None


def test_other_sizes_and_more_than_two_are_not_subtracted(gallery: Gallery, add: Add) -> None:
    first, wide, third = add(plain(1)), add(plain(2, 16)), add(plain(3))
    assert compare(gallery, [first, wide]).difference is None
    three = compare(gallery, [first, wide, third])
    assert three.difference is None
    assert [one.image.width() for one in three.pictures] == [8, 16, 8]


def test_a_file_that_is_gone_is_an_error(gallery: Gallery, add: Add) -> None:
    ids = [add(plain(1)), add(plain(2))]
    gallery.rows(ids)[0].path.unlink()
    with pytest.raises(AppError) as raised:
        compare(gallery, ids)
    assert raised.value.code == "not_readable"
