"""Merging never changes the picture: compared unrounded, as it lies over any background."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.core.document import edits
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, MaskLayer, PixelLayer, layer_bounds
from desktop.core.errors import AppError
from desktop.core.geometry import Point, Rect
from tests.core.document import w3c
from tests.core.document.making import (
    any_layers,
    document,
    filled,
    groups,
    mask_layer,
    noise,
    pixel_layer,
    pixel_layers,
)

ROUND = 1 / 255 + 1e-6


def _assert_same_picture(before: Document, after: Document) -> None:
    for backdrop in (0.0, 1.0):
        pictures = [w3c.picture(there.layers, there.rect) for there in (before, after)]
        seen = [p[..., :3] * p[..., 3:] + backdrop * (1 - p[..., 3:]) for p in pictures]
        assert np.abs(seen[0] - seen[1]).max() <= ROUND
        assert np.abs(pictures[0][..., 3] - pictures[1][..., 3]).max() <= ROUND


@settings(max_examples=120, deadline=None)
@given(any_layers, pixel_layers | groups, pixel_layers | groups)
def test_merging_down_keeps_the_picture(below: tuple[Layer, ...], lower: Layer, upper: Layer) -> None:
    assume(lower.visible and upper.visible)
    before = document(*below, lower, upper)
    after = edits.merge_down(before, upper.id)
    assert len(after.layers) == len(below) + 1
    _assert_same_picture(before, after)


@settings(max_examples=60, deadline=None)
@given(any_layers)
def test_merging_all_visible_layers_keeps_the_picture(layers: tuple[Layer, ...]) -> None:
    assume(sum(layer.visible for layer in layers) > 1)
    before = document(*layers)
    after = edits.merge_visible(before)
    assert sum(layer.visible for layer in after.layers) == 1
    _assert_same_picture(before, after)


@settings(max_examples=60, deadline=None)
@given(any_layers.filter(bool))
def test_flattening_keeps_the_picture(layers: tuple[Layer, ...]) -> None:
    before = document(*layers)
    after = edits.flatten_layers(before)
    assert len(after.layers) == 1
    _assert_same_picture(before, after)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from((BlendMode.NORMAL, BlendMode.MULTIPLY, BlendMode.SCREEN)), pixel_layers, pixel_layers)
def test_merging_keeps_the_picture_under_other_layers(mode: BlendMode, lower: Layer, upper: Layer) -> None:
    assume(lower.visible and upper.visible)
    above = pixel_layer(noise(7), Point(1, 1), blend=mode, opacity=0.8)
    before = document(pixel_layer(noise(8)), lower, upper, above)
    _assert_same_picture(before, edits.merge_down(before, upper.id))


def test_a_merged_layer_takes_the_lower_ones_place_and_name() -> None:
    low, high = pixel_layer(noise(2), name="low", opacity=0.4), pixel_layer(noise(3), name="high")
    group = GroupLayer(name="g", children=(low, high))
    before = document(pixel_layer(noise(1)), group)
    after = edits.merge_down(before, high.id)
    merged = after.find(low.id)
    assert merged is not None
    assert (merged.name, merged.opacity, merged.blend) == ("low", 1.0, BlendMode.NORMAL)
    assert after.active == low.id
    assert after.find(high.id) is None


def test_merging_down_keeps_what_lies_outside_of_the_canvas() -> None:
    low, high = pixel_layer(filled((9, 9, 9, 255)), Point(-40, 0)), pixel_layer(filled((5, 5, 5, 255)))
    merged = edits.merge_down(document(low, high), high.id).layers[0]
    assert layer_bounds(merged) == Rect(-40, 0, 52, 9)


def test_normal_layers_merge_without_taking_in_what_is_below() -> None:
    ground = pixel_layer(noise(1, opaque=True))
    low, high = pixel_layer(noise(2), opacity=0.6), pixel_layer(noise(3))
    after = edits.merge_down(document(ground, low, high), high.id)
    alone = edits.merge_down(document(low, high), high.id)
    assert flatten(replace(after, layers=after.layers[1:])) == flatten(alone)


def test_a_mask_merges_with_the_one_layer_that_it_hides() -> None:
    low, mask = pixel_layer(noise(1)), mask_layer(noise(2)[..., 3].copy(), opacity=0.7)
    before = document(low, mask)
    after = edits.merge_down(before, mask.id)
    assert isinstance(after.layers[0], PixelLayer)
    _assert_same_picture(before, after)


def _refused(before: Document, layer: Layer) -> str:
    with pytest.raises(AppError) as error:
        edits.merge_down(before, layer.id)
    return error.value.code


def test_the_lowest_layer_has_nothing_to_merge_with() -> None:
    low, high = pixel_layer(noise(1)), pixel_layer(noise(2))
    assert _refused(document(low, high), low) == "nothing_below"


@pytest.mark.parametrize("hidden", [0, 1])
def test_hidden_layers_do_not_merge(hidden: int) -> None:
    layers = [pixel_layer(noise(n), visible=n != hidden) for n in (0, 1)]
    assert _refused(document(*layers), layers[1]) == "layer_hidden"


def test_masks_of_many_layers_do_not_merge_with_one() -> None:
    ground, low, mask = pixel_layer(noise(1)), pixel_layer(noise(2)), mask_layer(noise(3)[..., 3].copy())
    above = pixel_layer(noise(4))
    before = document(ground, low, mask, above)
    assert _refused(before, mask) == "mask_not_merged"
    assert _refused(before, above) == "mask_not_merged"


def test_merging_visible_layers_leaves_hidden_ones() -> None:
    hidden = pixel_layer(noise(2), visible=False, name="hidden")
    low, high = pixel_layer(noise(1), name="low"), pixel_layer(noise(3), name="high")
    after = edits.merge_visible(document(low, hidden, high))
    assert [layer.name for layer in after.layers] == ["low", "hidden"]
    assert after.layers[1] is hidden
    assert after.active == low.id


def test_merging_visible_layers_takes_two() -> None:
    for layers in (
        (),
        (pixel_layer(noise(1)),),
        (pixel_layer(noise(1)), pixel_layer(noise(2), visible=False)),
    ):
        with pytest.raises(AppError) as error:
            edits.merge_visible(document(*layers))
        assert error.value.code == "nothing_to_merge"


def test_flattening_drops_hidden_layers_and_what_lies_outside() -> None:
    before = document(
        pixel_layer(noise(1, opaque=True), Point(-6, 0), name="seen"), pixel_layer(noise(2), visible=False)
    )
    after = edits.flatten_layers(before)
    assert [layer.name for layer in after.layers] == ["seen"]
    assert layer_bounds(after.layers[0]) == Rect(0, 0, 6, 9)


def test_flattening_nothing_is_refused() -> None:
    with pytest.raises(AppError) as error:
        edits.flatten_layers(document())
    assert error.value.code == "nothing_to_merge"


def test_flattening_hidden_layers_alone_leaves_an_empty_one() -> None:
    after = edits.flatten_layers(document(pixel_layer(noise(1), visible=False)))
    assert layer_bounds(after.layers[0]).empty
    assert not isinstance(after.layers[0], MaskLayer)
