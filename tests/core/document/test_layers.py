from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.document.layers import (
    GroupLayer,
    Layer,
    LayerId,
    edited,
    layer_bounds,
    walk,
    with_leaves,
    with_new_ids,
)
from desktop.core.document.plane import Plane
from desktop.core.geometry import EMPTY, Point, Rect
from tests.core.document.making import filled, mask_layer, noise, pixel_layer


def _tree() -> tuple[Layer, ...]:
    inner = GroupLayer(name="inner", children=(pixel_layer(noise(1), name="a"),))
    outer = GroupLayer(name="outer", children=(inner, mask_layer(noise(2)[..., 3].copy(), name="m")))
    return pixel_layer(noise(3), name="b"), outer


def test_walk_goes_from_the_lowest_up_and_names_groups_first() -> None:
    assert [layer.name for layer in walk(_tree())] == ["b", "outer", "inner", "a", "m"]


def test_every_layer_has_its_own_id() -> None:
    assert len({layer.id for layer in walk(_tree())}) == 5


def test_edited_changes_one_list_and_keeps_all_other_layers_as_they_are() -> None:
    layers = _tree()
    inside = next(layer for layer in walk(layers) if layer.name == "a")
    changed = edited(layers, inside.id, lambda beside, at: (*beside, replace(beside[at], name="c")))
    assert [layer.name for layer in walk(changed)] == ["b", "outer", "inner", "a", "c", "m"]
    assert changed[0] is layers[0]


def test_edited_does_not_know_other_ids() -> None:
    with pytest.raises(KeyError):
        edited(_tree(), LayerId("nobody"), lambda beside, at: beside)


def test_new_ids_reach_all_that_is_inside() -> None:
    group = _tree()[1]
    copy = with_new_ids(group)
    assert not {layer.id for layer in walk((copy,))} & {layer.id for layer in walk((group,))}
    assert [layer.name for layer in walk((copy,))] == [layer.name for layer in walk((group,))]


def test_leaves_are_changed_inside_of_groups() -> None:
    changed = with_leaves(_tree()[1], lambda leaf: replace(leaf, offset=Point(5, 5)))
    assert {getattr(layer, "offset", None) for layer in walk((changed,))} == {None, Point(5, 5)}


def test_bounds_are_those_of_the_pixels_in_the_document() -> None:
    array = np.zeros((9, 12, 4), np.uint8)
    array[2:4, 3:8] = 255
    assert layer_bounds(pixel_layer(array, Point(-100, 50))) == Rect(-97, 52, 5, 2)


def test_a_group_has_the_bounds_of_all_inside() -> None:
    group = GroupLayer(
        name="g",
        children=(
            pixel_layer(filled((1, 2, 3, 255)), Point(-20, 0)),
            pixel_layer(filled((1, 2, 3, 255)), Point(10, 5)),
        ),
    )
    assert layer_bounds(group) == Rect.between(-20, 0, 22, 14)


def test_a_layer_without_pixels_has_no_bounds_wherever_it_lies() -> None:
    empty = replace(pixel_layer(noise(1), Point(9, 9)), plane=Plane(4))
    assert layer_bounds(empty) == EMPTY
    assert layer_bounds(GroupLayer(name="g")) == EMPTY
