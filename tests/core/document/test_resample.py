from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.document.affine import Affine
from desktop.core.document.plane import TILE, Array, Plane
from desktop.core.document.resample import Filter, resampled
from desktop.core.errors import AppError
from desktop.core.geometry import Point, Rect, Size
from tests.core.document.making import filled, noise

AROUND = Rect(-60, -60, 140, 140)


def _seen(array: Array) -> np.ndarray:
    """Premultiplied: what colours without alpha say is nothing."""
    return array[..., :3].astype(float) * array[..., 3:] / 255


@pytest.mark.parametrize(
    ("affine", "expected"),
    [
        (Affine.rotation(90), lambda a: np.rot90(a, -1)),
        (Affine.rotation(180), lambda a: a[::-1, ::-1]),
        (Affine.rotation(-90), np.rot90),
        (Affine.flip(horizontal=True), lambda a: a[:, ::-1]),
        (Affine.flip(horizontal=False), lambda a: a[::-1]),
        (Affine.rotation(90).then(Affine.flip(horizontal=True)), lambda a: np.rot90(a, -1)[:, ::-1]),
    ],
)
def test_quarter_turns_and_mirrors_lose_nothing(affine: Affine, expected: object) -> None:
    array = noise(1, opaque=True)
    turned = resampled(Plane.of(array), affine)
    bounds = turned.content_bounds()
    assert bounds == affine.around(Rect(0, 0, 12, 9))
    assert np.array_equal(turned.read(bounds), expected(array))  # type: ignore[operator]


def test_whole_moves_lose_nothing_and_colours_of_transparent_pixels_stay() -> None:
    array = noise(1)
    moved = resampled(Plane.of(array), Affine.translation(-3, 700))
    assert np.array_equal(moved.read(Rect(-3, 700, 12, 9)), array)


@pytest.mark.parametrize("kind", Filter)
@pytest.mark.parametrize("factor", [(2.0, 2.0), (0.5, 1 / 3), (1.7, 0.61), (0.01, 0.01), (-2.0, 1.5)])
def test_scaling_one_colour_gives_that_colour_without_a_faint_edge(
    factor: tuple[float, float], kind: Filter
) -> None:
    size = Size(300, 300)
    affine = Affine.scaling(round(300 * factor[0]) / 300, round(300 * factor[1]) / 300)
    scaled = resampled(Plane.of(filled((200, 90, 7, 255), size)), affine, kind)
    bounds = scaled.content_bounds()
    assert bounds == affine.around(Rect.of(size))
    assert (scaled.read(bounds) == (200, 90, 7, 255)).all()


def test_edges_between_pixels_are_covered_in_part() -> None:
    scaled = resampled(Plane.of(filled((50, 60, 70, 255), Size(10, 10))), Affine.scaling(1.25, 1.0))
    assert list(scaled.read(Rect(10, 5, 4, 1))[0, :, 3]) == [255, 255, 128, 0]
    assert (scaled.read(Rect(12, 5, 1, 1))[0, 0, :3] == (50, 60, 70)).all()


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-180, 180),
    st.floats(0.3, 3),
    st.floats(0.3, 3),
    st.tuples(st.floats(-20, 20), st.floats(-20, 20)),
)
def test_one_colour_keeps_its_colour_and_area_however_it_is_turned(
    degrees: float, across: float, down: float, move: tuple[float, float]
) -> None:
    affine = Affine.scaling(across, down).then(Affine.rotation(degrees)).then(Affine.translation(*move))
    size = Size(20, 16)
    turned = resampled(Plane.of(filled((200, 90, 7, 255), size)), affine).read(Rect(-120, -120, 240, 240))
    seen = turned[..., 3] > 0
    assert np.abs(turned[seen][:, :3].astype(int) - (200, 90, 7)).max() <= 1
    area = size.area * across * down
    assert abs(turned[..., 3].astype(float).sum() / 255 - area) < 0.02 * area + 2


def test_transparent_pixels_bring_no_colour_into_their_neighbours() -> None:
    array = filled((255, 255, 255, 0), Size(20, 20))
    array[5:15, 5:15] = (10, 20, 30, 255)
    for affine in (Affine.rotation(20), Affine.scaling(0.45, 0.45), Affine.scaling(2.3, 2.3)):
        turned = resampled(Plane.of(array), affine).read(AROUND)
        seen = turned[..., 3] > 8
        assert np.abs(turned[seen][:, :3].astype(int) - (10, 20, 30)).max() <= 2


def test_shrinking_takes_the_mean_of_what_each_pixel_stands_for() -> None:
    array = noise(3, Size(64, 64), opaque=True)
    shrunk = resampled(Plane.of(array), Affine.scaling(0.125, 0.125)).read(Rect(0, 0, 8, 8))
    means = array.reshape(8, 8, 8, 8, 4).mean(axis=(1, 3))
    assert np.abs(shrunk - means).max() <= 1


def test_enlarging_a_ramp_stays_a_ramp() -> None:
    ramp = np.repeat(np.arange(0, 250, 10, dtype=np.uint8)[None], 25, axis=0)
    array = np.dstack((ramp, ramp, ramp, np.full_like(ramp, 255)))
    enlarged = resampled(Plane.of(array), Affine.scaling(4, 4)).read(Rect(0, 0, 100, 100))
    expected = (np.arange(100) + 0.5) / 4 * 10 - 5
    assert np.abs(enlarged[50, 12:88, 0] - expected[12:88]).max() <= 1.5


def test_going_there_and_back_gives_about_the_same_picture() -> None:
    y, x = np.mgrid[:40, :40]
    smooth = (127 + 90 * np.sin(x / 5) * np.cos(y / 7)).astype(np.uint8)
    array = np.dstack((smooth, smooth.T, smooth, np.full_like(smooth, 255)))
    turn = Affine.rotation(17, (20, 20))
    back = resampled(resampled(Plane.of(array), turn), turn.inverse()).read(Rect(0, 0, 40, 40))
    inner = np.s_[4:36, 4:36]
    assert np.abs(back[inner].astype(int) - array[inner]).max() <= 4


def test_masks_are_turned_and_scaled_as_pictures_are() -> None:
    mask = np.full((30, 20), 200, np.uint8)
    scaled = resampled(Plane.of(mask, Point(4, 4)), Affine.scaling(2, 0.5))
    assert scaled.channels == 1
    assert scaled.content_bounds() == Rect(8, 2, 40, 15)
    assert (scaled.read(Rect(8, 2, 40, 15)) == 200).all()


def test_parts_join_without_a_seam() -> None:
    """Larger than what is computed at a time, and across tiles."""
    size = Size(TILE + 50, 40)
    column = np.linspace(0, 255, size.width).astype(np.uint8)
    array = filled((0, 0, 0, 255), size)
    array[..., 0] = column
    enlarged = resampled(Plane.of(array), Affine.scaling(8, 1.5)).read(Rect(0, 10, size.width * 8, 1))[0]
    assert (enlarged[:, 3] == 255).all()
    assert np.abs(np.diff(enlarged[:, 0].astype(int))).max() <= 1


def test_a_plane_without_pixels_stays_so() -> None:
    assert not resampled(Plane(4), Affine.rotation(10)).tiles
    with pytest.raises(AppError):
        resampled(Plane(4), Affine.scaling(0, 1))


def test_thin_layers_survive_shrinking() -> None:
    shrunk = resampled(Plane.of(filled((255, 0, 0, 255), Size(1, 400))), Affine.scaling(0.25, 0.25))
    bounds = shrunk.content_bounds()
    assert (bounds.width, bounds.height) == (1, 100)


@pytest.mark.parametrize("affine", [Affine.scaling(9000, 9000), Affine.translation(40_000, 0.5)])
def test_what_would_be_out_of_all_bounds_is_refused(affine: Affine) -> None:
    with pytest.raises(AppError) as error:
        resampled(Plane.of(noise(1)), affine)
    assert error.value.code == "too_far_away"
