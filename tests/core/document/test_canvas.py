from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import psutil
import pytest

from desktop.core.document.canvas import (
    flip_document,
    memory_needed,
    resize_canvas,
    rotate_document,
    scale_document,
    shift_between,
    straighten,
)
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, layer_bounds, walk
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError
from desktop.core.geometry import Point, Rect, Size
from tests.core.document.making import SIZE, document, filled, mask_layer, noise, picture, pixel_layer

WHOLE = Rect.of(SIZE)


def _everything() -> Document:
    """Layers in a group, with a mask, at other places than the origin, a selection."""
    group = GroupLayer(
        name="g",
        children=(
            pixel_layer(noise(2), Point(-3, 2), blend=BlendMode.MULTIPLY),
            mask_layer(noise(3)[..., 3].copy(), Point(1, 1)),
        ),
    )
    made = document(
        pixel_layer(noise(1, opaque=True), locked=True), group, pixel_layer(noise(4), Point(5, -2))
    )
    return replace(made, selection=Plane.of(noise(5)[..., 3].copy()), icc_profile=b"profile")


def _selection(there: Document) -> np.ndarray:
    return there.selection.read(there.rect)


def test_cropping_shows_that_part() -> None:
    before, rect = _everything(), Rect(2, 1, 7, 5)
    after = resize_canvas(before, rect)
    assert after.size == rect.size
    assert np.array_equal(flatten(after).array, flatten(before).array[rect.within(WHOLE)])
    assert np.array_equal(_selection(after), _selection(before)[rect.within(WHOLE)])


def test_a_cropped_canvas_can_be_extended_again_without_loss() -> None:
    before = _everything()
    after = resize_canvas(resize_canvas(before, Rect(4, 4, 3, 3)), Rect(-4, -4, SIZE.width, SIZE.height))
    assert flatten(after) == flatten(before)


def test_a_selection_does_not_reach_out_of_the_canvas() -> None:
    after = resize_canvas(_everything(), Rect(4, 4, 3, 3))
    assert Rect(0, 0, 3, 3).contains(after.selection.content_bounds())


def test_extending_gives_transparent_room_on_every_side() -> None:
    before = picture()
    after = flatten(resize_canvas(before, WHOLE.grown(5))).array.copy()
    assert np.array_equal(after[5:14, 5:17], flatten(before).array)
    after[5:14, 5:17] = 0
    assert not after.any()


def test_the_same_canvas_changes_nothing() -> None:
    before = picture()
    assert resize_canvas(before, before.rect) is before
    assert scale_document(before, before.size) is before
    assert rotate_document(before, 4) is before
    assert straighten(before, 0, crop=True) is before


def test_cropping_where_no_layer_is_gives_an_empty_picture_that_keeps_its_layers() -> None:
    after = resize_canvas(picture(), Rect(500, 500, 20, 20))
    assert not flatten(after).array.any()
    assert layer_bounds(after.layers[0]) == Rect(-500, -500, 12, 9)


@pytest.mark.parametrize("turns", [1, 2, 3, -1, 5])
def test_quarter_turns_turn_the_picture_and_the_selection(turns: int) -> None:
    before = _everything()
    after = rotate_document(before, turns)
    expected = np.rot90(flatten(before).array, -turns)
    assert np.array_equal(flatten(after).array, expected)
    assert np.array_equal(_selection(after), np.rot90(_selection(before), -turns))


@pytest.mark.parametrize("horizontal", [True, False])
def test_flipping_mirrors_the_picture_and_the_selection(horizontal: bool) -> None:
    before = _everything()
    after = flip_document(before, horizontal=horizontal)
    axis = 1 if horizontal else 0
    assert np.array_equal(flatten(after).array, np.flip(flatten(before).array, axis))
    assert np.array_equal(_selection(after), np.flip(_selection(before), axis))
    assert flatten(flip_document(after, horizontal=horizontal)) == flatten(before)


@pytest.mark.parametrize("size", [Size(24, 18), Size(7, 50), Size(3, 2), Size(1, 1)])
def test_scaling_fills_exactly_the_new_canvas(size: Size) -> None:
    after = scale_document(picture(), size)
    assert after.size == size
    assert layer_bounds(after.layers[0]) == Rect.of(size)
    assert (flatten(after).array[..., 3] == 255).all()


def test_scaling_keeps_layers_places_and_what_they_are() -> None:
    before = _everything()
    after = scale_document(before, Size(24, 18))
    assert [layer.id for layer in walk(after.layers)] == [layer.id for layer in walk(before.layers)]
    assert layer_bounds(after.layers[2]) == Rect(10, -4, 24, 18)
    assert after.icc_profile == b"profile"
    assert after.active == before.active
    assert after.layers[0].locked


def test_scaling_down_and_up_keeps_smooth_pictures() -> None:
    y, x = np.mgrid[:40, :60]
    array = filled((0, 0, 0, 255), Size(60, 40))
    array[..., 0], array[..., 1] = x * 4, y * 6
    before = document(pixel_layer(array), size=Size(60, 40))
    back = flatten(scale_document(scale_document(before, Size(30, 20)), Size(60, 40))).array
    assert np.abs(back[4:-4, 4:-4].astype(int) - array[4:-4, 4:-4]).max() <= 3


def test_scaling_takes_the_selection_along() -> None:
    before = replace(picture(), selection=Plane.of(np.full((3, 4), 255, np.uint8), Point(2, 3)))
    after = scale_document(before, Size(24, 18))
    assert (after.selection.read(Rect(4, 6, 8, 6)) == 255).all()


@pytest.mark.parametrize("degrees", [7.0, -20.0, 45.0, 135.0])
def test_a_straightened_and_cropped_picture_has_no_empty_corner(degrees: float) -> None:
    size = Size(120, 80)
    before = document(pixel_layer(filled((9, 9, 9, 255), size)), size=size)
    after = straighten(before, degrees, crop=True)
    assert (flatten(after).array[..., 3] == 255).all()
    assert abs(after.size.width / after.size.height - 1.5) < 0.05
    assert after.size < size


@pytest.mark.parametrize("degrees", [7.0, -20.0, 90.0])
def test_straightening_without_a_crop_loses_no_pixel(degrees: float) -> None:
    size = Size(120, 80)
    before = document(pixel_layer(filled((9, 9, 9, 255), size)), size=size)
    after = straighten(before, degrees, crop=False)
    assert after.rect.contains(layer_bounds(after.layers[0]))
    assert abs(flatten(after).array[..., 3].astype(float).sum() / 255 - size.area) < 0.01 * size.area


def test_straightening_by_a_quarter_is_a_quarter_turn() -> None:
    assert flatten(straighten(picture(), 90, crop=False)) == flatten(rotate_document(picture(), 1))


def test_an_empty_document_can_be_changed_as_well() -> None:
    empty = document()
    for after in (
        resize_canvas(empty, Rect(-5, -5, 30, 30)),
        scale_document(empty, Size(30, 30)),
        straighten(resize_canvas(empty, Rect(0, 0, 30, 30)), 90, crop=False),
    ):
        assert (after.size, after.empty) == (Size(30, 30), True)


@pytest.mark.parametrize("size", [Size(0, 5), Size(5, 0), Size(-3, 4)])
def test_a_canvas_without_area_is_refused(size: Size) -> None:
    for change in (lambda: resize_canvas(picture(), Rect.of(size)), lambda: scale_document(picture(), size)):
        with pytest.raises(AppError) as error:
            change()
        assert error.value.code == "canvas_without_area"


def test_more_than_8192_pixels_on_a_side_are_refused() -> None:
    assert resize_canvas(picture(), Rect(0, 0, 8192, 1)).size == Size(8192, 1)
    for change in (
        lambda: resize_canvas(picture(), Rect(0, 0, 8193, 1)),
        lambda: scale_document(picture(), Size(1, 8193)),
        lambda: straighten(document(size=Size(8192, 400)), 3, crop=False),
    ):
        with pytest.raises(AppError) as error:
            change()
        assert error.value.code == "canvas_too_large"
        assert "8192" in str(error.value)


def test_memory_grows_with_area_and_layers() -> None:
    small, large = memory_needed(Size(1000, 1000), 1), memory_needed(Size(2000, 2000), 1)
    assert large == 4 * small
    assert memory_needed(Size(1000, 1000), 3) - memory_needed(Size(1000, 1000), 1) == 8_000_000


def test_what_does_not_fit_into_memory_is_refused_with_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=100_000_000))
    before = _everything()
    assert scale_document(before, Size(100, 100)).size == Size(100, 100)
    for change in (
        lambda: scale_document(before, Size(8000, 8000)),
        lambda: resize_canvas(before, Rect(0, 0, 8000, 8000)),
    ):
        with pytest.raises(AppError) as error:
            change()
        assert error.value.code == "document_too_large"
        assert "0.1 GB" in str(error.value)


def test_what_a_crop_or_extension_moved_is_known_and_what_else_was_done_is_not() -> None:
    before = _everything()
    cropped = resize_canvas(before, Rect(2, -1, 7, 5))
    assert shift_between(before, cropped) == Point(-2, 1)
    assert shift_between(cropped, before) == Point(2, -1)
    assert shift_between(before, scale_document(before, Size(9, 9))) is None
    assert shift_between(before, _everything()) is None
