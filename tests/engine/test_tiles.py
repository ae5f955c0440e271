from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from desktop.core.errors import JobCancelled
from desktop.core.geometry import Rect, Size
from desktop.core.jobs import CancelToken
from desktop.core.pixels import Pixels
from desktop.core.tiling import Tiling
from desktop.core.upscalers import UpscalerInfo
from desktop.engine.tensors import from_pixels, to_pixels
from desktop.engine.tiles import draw_in_tiles
from desktop.engine.upscalers import load_upscaler
from tests.helpers.upscaler_files import COMPACT_X2, weights_file

CPU = torch.device("cpu")


def noise(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)


def larger(times: int) -> Callable[[Pixels, Rect], Tensor]:
    def draw(tile: Pixels, place: Rect) -> Tensor:
        image = from_pixels(tile, CPU, torch.float32)
        return image.repeat_interleave(times, 2).repeat_interleave(times, 3)

    return draw


def drawn(
    source: NDArray[np.uint8],
    tiling: Tiling,
    draw: Callable[[Pixels, Rect], Tensor],
    factor: int = 1,
    done: Callable[[int], None] = lambda count: None,
) -> NDArray[np.uint8]:
    height, width = source.shape[:2]
    into = np.full((height * factor, width * factor, 4), 77, np.uint8)
    draw_in_tiles(source, into, factor, tiling, draw, done)
    return into


@pytest.mark.parametrize("tiling", [Tiling(16, 2, 5), Tiling(16, 0, 0), Tiling(16, 7, 1)])
@pytest.mark.parametrize("factor", [1, 3])
@pytest.mark.parametrize("size", [(1, 1), (5, 40), (17, 16), (32, 48), (50, 33), (70, 71)])
def test_drawing_what_is_there_changes_nothing(size: tuple[int, int], factor: int, tiling: Tiling) -> None:
    source = noise(*size)
    result = drawn(source, tiling, larger(factor), factor)
    assert np.array_equal(result[..., :3], source[..., :3].repeat(factor, 0).repeat(factor, 1))
    assert (result[..., 3] == 77).all()


def test_a_network_in_tiles_draws_what_it_draws_whole(tmp_path: Path) -> None:
    path = weights_file(tmp_path / "x.safetensors", COMPACT_X2)
    upscaler = load_upscaler(UpscalerInfo("x", path, COMPACT_X2), CPU, torch.float32)
    source = noise(61, 47)

    def draw(tile: Pixels, place: Rect) -> Tensor:
        return upscaler.enlarge(from_pixels(tile, CPU, torch.float32), 2)

    whole = to_pixels(draw(Pixels(source), Rect(0, 0, 61, 47))).array[..., :3].astype(int)
    reach = COMPACT_X2.blocks + 2  # one pixel for each of its convolutions
    tiled = drawn(source, Tiling(24, reach, 3), draw, 2)[..., :3]
    assert np.abs(tiled - whole).max() <= 1
    assert (tiled != whole).mean() < 1e-3  # sums that stand at a half are rounded either way
    too_little = drawn(source, Tiling(24, 0, 3), draw, 2)[..., :3]
    assert np.abs(too_little - whole).max() > 1


def test_tiles_that_differ_go_over_into_each_other_evenly() -> None:
    def draw(tile: Pixels, place: Rect) -> Tensor:
        return torch.full((1, 3, place.height, place.width), -1.0 if place.x == 0 else 1.0)

    row = drawn(noise(48, 8), Tiling(32, 4, 8), draw)[0, :, 0].astype(int)
    assert (row[:20] == 0).all()
    assert (row[28:] == 255).all()
    assert np.diff(row[19:29]).min() > 0
    assert np.diff(row).max() <= 255 / 8 + 1


def test_a_picture_can_be_drawn_over_in_place() -> None:
    def inverted(tile: Pixels, place: Rect) -> Tensor:
        return -from_pixels(tile, CPU, torch.float32)

    picture = noise(50, 60)
    expected = picture.copy()
    expected[..., :3] = 255 - expected[..., :3]
    draw_in_tiles(picture, picture, 1, Tiling(16, 2, 5), inverted, lambda count: None)
    assert np.array_equal(picture, expected)


def test_tiles_are_told_one_by_one_and_come_row_by_row() -> None:
    places: list[Rect] = []
    counts: list[int] = []

    def draw(tile: Pixels, place: Rect) -> Tensor:
        places.append(place)
        assert tile.size == place.size
        return from_pixels(tile, CPU, torch.float32)

    tiling = Tiling(16, 2, 4)
    drawn(noise(40, 30), tiling, draw, done=counts.append)
    assert counts == list(range(1, tiling.count(Size(40, 30)) + 1))
    assert places == sorted(places, key=lambda place: (place.y, place.x))


def test_a_cancelled_job_stops_after_its_tile() -> None:
    token = CancelToken()
    counts: list[int] = []

    def done(count: int) -> None:
        counts.append(count)
        if count == 2:
            token.cancel()
        token.check()

    with pytest.raises(JobCancelled):
        drawn(noise(64, 64), Tiling(16, 2, 4), larger(1), done=done)
    assert counts == [1, 2]


def test_rows_are_finished_before_the_next_tiles_begin() -> None:
    source = noise(64, 200)
    into = np.zeros_like(source)

    def draw(tile: Pixels, place: Rect) -> Tensor:
        assert np.array_equal(into[: place.y, :, :3], source[: place.y, :, :3])
        return from_pixels(tile, CPU, torch.float32)

    draw_in_tiles(source, into, 1, Tiling(32, 2, 4), draw, lambda count: None)
    assert np.array_equal(into[..., :3], source[..., :3])
