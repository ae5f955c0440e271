from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.document import edits
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import GroupLayer, LayerId, PixelLayer, walk
from desktop.core.document.plane import Plane
from desktop.core.document.transform import Affine, layer_bounds, transform_layer
from desktop.core.errors import AppError
from desktop.core.geometry import Point, Rect, Size
from tests.core.document.making import document, filled, mask_layer, noise, picture, pixel_layer

CANVAS = Size(40, 30)


def _selected(there: Document, rect: Rect, value: int = 255) -> Document:
    mask = np.full((rect.height, rect.width), value, np.uint8)
    return replace(there, selection=Plane.of(mask, rect.origin))


def _first(there: Document) -> PixelLayer:
    layer = there.layers[0]
    assert isinstance(layer, PixelLayer)
    return layer


def test_a_whole_move_changes_the_offset_alone() -> None:
    before = picture()
    layer = _first(before)
    after = _first(transform_layer(before, layer.id, Affine.translation(5, -7)))
    assert after.plane is layer.plane
    assert after.offset == Point(5, -7)


def test_moving_there_and_back_restores_every_pixel() -> None:
    before = picture()
    gone = transform_layer(before, before.layers[0].id, Affine.translation(-3000, 2000))
    assert not flatten(gone).array.any()
    back = transform_layer(gone, before.layers[0].id, Affine.translation(3000, -2000))
    assert flatten(back) == flatten(before)


def test_the_offset_counts_as_part_of_the_place() -> None:
    before = document(pixel_layer(filled((9, 9, 9, 255), Size(4, 4)), Point(10, 10)), size=CANVAS)
    layer = before.layers[0]
    assert layer_bounds(transform_layer(before, layer.id, Affine.scaling(2, 2)).layers[0]) == Rect(
        20, 20, 8, 8
    )
    turned = transform_layer(before, layer.id, Affine.rotation(90, (12, 12)))
    assert layer_bounds(turned.layers[0]) == Rect(10, 10, 4, 4)


def test_properties_and_recipe_stay() -> None:
    before = picture()
    layer = before.layers[0]
    before = edits.with_properties(before, layer.id, name="x", opacity=0.5)
    after = transform_layer(before, layer.id, Affine.rotation(10)).layers[0]
    assert (after.id, after.name, after.opacity) == (layer.id, "x", 0.5)


def test_a_group_takes_all_inside_along() -> None:
    group = GroupLayer(
        name="g",
        children=(
            pixel_layer(filled((9, 9, 9, 255), Size(4, 4)), Point(0, 0)),
            GroupLayer(name="h", children=(mask_layer(np.full((4, 4), 255, np.uint8), Point(8, 8)),)),
        ),
    )
    after = transform_layer(document(group, size=CANVAS), group.id, Affine.scaling(2, 2))
    bounds = [layer_bounds(layer) for layer in walk(after.layers) if not isinstance(layer, GroupLayer)]
    assert bounds == [Rect(0, 0, 8, 8), Rect(16, 16, 8, 8)]


def test_groups_and_masks_move_as_a_whole_whatever_is_selected() -> None:
    mask = mask_layer(np.full((4, 4), 255, np.uint8))
    before = _selected(document(mask, size=CANVAS), Rect(0, 0, 2, 2))
    after = transform_layer(before, mask.id, Affine.translation(3, 3))
    assert layer_bounds(after.layers[0]) == Rect(3, 3, 4, 4)
    assert after.selection is before.selection


def test_only_selected_pixels_move_and_the_selection_with_them() -> None:
    array = noise(1, CANVAS, opaque=True)
    before = _selected(document(pixel_layer(array), size=CANVAS), Rect(2, 3, 5, 6))
    after = transform_layer(before, before.layers[0].id, Affine.translation(20, 10))
    expected = array.copy()
    expected[3:9, 2:7] = 0
    expected[13:19, 22:27] = array[3:9, 2:7]
    assert np.array_equal(flatten(after).array, expected)
    assert after.selection.content_bounds() == Rect(22, 13, 5, 6)


def test_selected_pixels_are_laid_over_what_was_there() -> None:
    array = filled((200, 0, 0, 255), CANVAS)
    array[:, 20:] = (0, 0, 200, 255)
    before = _selected(document(pixel_layer(array), size=CANVAS), Rect(0, 0, 10, 10), 128)
    after = flatten(transform_layer(before, before.layers[0].id, Affine.translation(20, 0))).array
    assert np.abs(after[:10, 20:30].astype(int) - (100, 0, 100, 255)).max() <= 1
    assert (after[:10, :10] == (200, 0, 0, 127)).all()


def test_selected_pixels_are_turned_in_a_layer_that_has_an_offset_and_is_faint() -> None:
    layer = pixel_layer(filled((7, 8, 9, 255), Size(20, 20)), Point(10, 5), opacity=0.5)
    before = _selected(document(layer, size=CANVAS), Rect(10, 5, 10, 10))
    after = transform_layer(before, layer.id, Affine.rotation(90, (15, 10)))
    assert np.array_equal(flatten(after).array, flatten(before).array)
    assert after.layers[0].opacity == 0.5


def test_there_must_be_something_selected_to_move() -> None:
    before = _selected(document(pixel_layer(noise(1)), size=CANVAS), Rect(30, 20, 5, 5))
    with pytest.raises(AppError) as error:
        transform_layer(before, before.layers[0].id, Affine.translation(1, 1))
    assert error.value.code == "nothing_selected"


def test_locked_layers_stay_where_they_are_inside_of_groups_too() -> None:
    group = GroupLayer(name="g", children=(pixel_layer(noise(1), name="inner", locked=True),))
    with pytest.raises(AppError) as error:
        transform_layer(document(group), group.id, Affine.translation(1, 1))
    assert error.value.code == "layer_locked"


def test_unknown_ids_are_key_errors() -> None:
    with pytest.raises(KeyError):
        transform_layer(picture(), LayerId("nobody"), Affine())


def test_layers_without_pixels_or_wholly_outside_can_be_transformed() -> None:
    empty = replace(pixel_layer(noise(1), Point(4, 4)), plane=Plane(4))
    outside = pixel_layer(noise(1), Point(-900, 5000))
    there = document(empty, outside)
    for layer in there.layers:
        for affine in (Affine.rotation(33), Affine.scaling(0.3, 2), Affine.translation(1, 1)):
            after = transform_layer(there, layer.id, affine)
            assert not flatten(after).array[..., 3].any()


@pytest.mark.parametrize("affine", [Affine.translation(40_000, 0), Affine.scaling(5000, 5000)])
def test_nothing_goes_further_than_a_project_file_can_hold(affine: Affine) -> None:
    there = picture()
    with pytest.raises(AppError) as error:
        transform_layer(there, there.layers[0].id, affine)
    assert error.value.code == "too_far_away"
