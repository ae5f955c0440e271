from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.input_store import InputStore
from desktop.core.params import StoredPicture
from desktop.core.pixels import Pixels


@pytest.fixture
def store(tmp_path: Path) -> InputStore:
    return InputStore(tmp_path / "inputs")


def random_pixels(*shape: int) -> Pixels:
    return Pixels(np.random.default_rng(0).integers(0, 256, shape, np.uint8))


@pytest.mark.parametrize("shape", [(5, 7, 4), (5, 7), (1, 1, 4)])
def test_what_was_put_is_got_to_the_last_transparent_pixel(store: InputStore, shape: tuple[int, ...]) -> None:
    pixels = random_pixels(*shape)
    ref = store.put(pixels)
    assert ref.size == pixels.size
    assert store.get(ref) == pixels


def test_the_same_pixels_are_kept_once(store: InputStore) -> None:
    ref = store.put(random_pixels(5, 7, 4))
    written = store.path(ref).stat().st_ino
    assert store.put(random_pixels(5, 7, 4)) == ref
    assert store.path(ref).stat().st_ino == written


def test_what_is_old_and_not_wanted_is_swept_away(store: InputStore) -> None:
    old, wanted, again, new = (store.put(random_pixels(5, side, 4)) for side in range(1, 5))
    for ref in (old, wanted, again):
        os.utime(store.path(ref), (1000, 1000))
    store.put(random_pixels(5, 3, 4))
    now_s = store.path(new).stat().st_mtime
    assert store.sweep({wanted.sha256}, older_than_s=100, now_s=now_s) == 1
    assert [store.path(ref).exists() for ref in (old, wanted, again, new)] == [False, True, True, True]


def test_there_is_nothing_to_sweep_before_the_first_job(store: InputStore) -> None:
    assert store.sweep(set(), older_than_s=0, now_s=1e10) == 0


def test_the_same_bytes_in_another_shape_are_another_picture(store: InputStore) -> None:
    flat = np.zeros((4, 4), np.uint8)
    refs = [
        store.put(Pixels(flat)),
        store.put(Pixels(flat.reshape(1, 4, 4))),
        store.put(Pixels(np.zeros((2, 8), np.uint8))),
    ]
    assert len({ref.sha256 for ref in refs}) == 3


def test_a_picture_that_is_gone_is_told(store: InputStore) -> None:
    with pytest.raises(AppError) as told:
        store.get(StoredPicture(sha256="0" * 64, size=Size(4, 4)))
    assert told.value.code == "input_missing"


@pytest.mark.parametrize("change", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n"])
def test_a_damaged_picture_is_told(store: InputStore, change: bytes) -> None:
    ref = store.put(random_pixels(5, 7, 4))
    store.path(ref).write_bytes(change)
    with pytest.raises(AppError) as told:
        store.get(ref)
    assert told.value.code == "input_damaged"


def test_a_picture_under_another_ones_name_is_told(store: InputStore) -> None:
    ref, other = store.put(random_pixels(5, 7, 4)), store.put(Pixels(np.zeros((5, 7, 4), np.uint8)))
    store.path(other).replace(store.path(ref))
    with pytest.raises(AppError) as told:
        store.get(ref)
    assert told.value.code == "input_damaged"
