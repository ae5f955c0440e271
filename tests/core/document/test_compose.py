from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from desktop.core.document.compose import compose, compose_layer, flatten, layer_thumbnail, thumbnail
from desktop.core.document.layers import BlendMode, GroupLayer, Layer
from desktop.core.document.plane import TILE, Plane
from desktop.core.geometry import Point, Rect, Size
from tests.core.document import w3c
from tests.core.document.making import (
    SIZE,
    any_layers,
    document,
    filled,
    mask_layer,
    noise,
    picture,
    pixel_layer,
)

LEVELS = (0, 1, 64, 127, 128, 200, 254, 255)


def _every_pair() -> tuple[np.ndarray, np.ndarray]:
    """Backdrop and source (n, n, 4): all pairs of alphas and greys, and colours whose hue matters."""
    greys = [(level, level, level) for level in LEVELS]
    hues = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (10, 200, 250), (250, 240, 3), (90, 0, 60)]
    pixels = [(*colour, alpha) for colour, alpha in product(greys + hues, (0, 1, 100, 254, 255))]
    backdrop, source = zip(*product(pixels, pixels), strict=True)
    side = len(pixels)
    return tuple(np.array(a, np.uint8).reshape(side, side, 4) for a in (backdrop, source))


@pytest.mark.parametrize("opacity", [1.0, 0.4])
@pytest.mark.parametrize("mode", BlendMode)
def test_each_mode_is_the_recommendations_for_all_pairs_of_pixels(mode: BlendMode, opacity: float) -> None:
    backdrop, source = _every_pair()
    layers = (pixel_layer(backdrop), pixel_layer(source, blend=mode, opacity=opacity))
    rect = Rect(0, 0, backdrop.shape[1], backdrop.shape[0])
    composed = compose(document(*layers, size=rect.size), rect)
    w3c.assert_same_picture(composed, w3c.picture(layers, rect))


@pytest.mark.parametrize("mode", BlendMode)
def test_modes_make_a_difference_from_each_other(mode: BlendMode) -> None:
    def made(blend: BlendMode) -> bytes:
        layers = pixel_layer(noise(1, opaque=True)), pixel_layer(noise(2), blend=blend)
        return flatten(document(*layers)).array.tobytes()

    assert all(made(mode) != made(other) for other in BlendMode if other is not mode)


@settings(max_examples=150, deadline=None)
@given(any_layers)
def test_any_layers_look_as_the_recommendation_says(layers: tuple[Layer, ...]) -> None:
    there = document(*layers)
    w3c.assert_same_picture(compose(there, there.rect), w3c.picture(layers, there.rect))


@settings(max_examples=30, deadline=None)
@given(any_layers)
def test_a_part_looks_as_it_does_in_the_whole(layers: tuple[Layer, ...]) -> None:
    there = document(*layers)
    part = Rect(3, 2, 6, 5)
    whole, alone = compose(there, there.rect)[part.within(there.rect)], compose(there, part)
    seen = whole[..., 3] > 0
    assert np.array_equal(whole[..., 3], alone[..., 3])
    assert np.array_equal(whole[seen], alone[seen])


def test_large_pictures_are_the_same_across_tiles_and_strips() -> None:
    size = Size(2 * TILE + 30, TILE + 70)
    layers = (
        pixel_layer(noise(1, size, opaque=True)),
        pixel_layer(noise(2, size), Point(-40, 33), blend=BlendMode.OVERLAY, opacity=0.7),
        pixel_layer(noise(3, size, opaque=True), Point(300, 100)),
    )
    there = document(*layers, size=size)
    w3c.assert_same_picture(compose(there, there.rect), w3c.picture(layers, there.rect))


def test_outside_of_the_canvas_all_is_transparent() -> None:
    there = document(pixel_layer(noise(1, Size(40, 40), opaque=True), Point(-10, -10)))
    composed = compose(there, Rect(-4, -3, SIZE.width + 9, SIZE.height + 7))
    assert (composed[3 : 3 + SIZE.height, 4 : 4 + SIZE.width, 3] == 255).all()
    composed[3 : 3 + SIZE.height, 4 : 4 + SIZE.width] = 0
    assert not composed.any()


def test_a_rectangle_wholly_outside_or_empty_is_no_problem() -> None:
    assert not compose(picture(), Rect(500, 500, 3, 4)).any()
    assert compose(picture(), Rect(2, 2, 0, 4)).shape == (4, 0, 4)


def test_an_empty_document_is_transparent() -> None:
    assert not flatten(document()).array.any()


def test_one_opaque_layer_is_copied_exactly_and_may_be_written() -> None:
    array = noise(1, opaque=True)
    composed = compose(picture(1), picture(1).rect)
    assert np.array_equal(composed, array)
    composed.fill(0)


def test_hidden_and_wholly_faint_layers_have_no_part() -> None:
    ground = pixel_layer(noise(1, opaque=True))
    for layer in (
        pixel_layer(noise(2), visible=False),
        pixel_layer(noise(2), opacity=0.0),
        mask_layer(np.zeros((9, 12), np.uint8), visible=False),
        GroupLayer(name="g", children=(pixel_layer(noise(2)),), visible=False),
        GroupLayer(name="g"),
    ):
        assert np.array_equal(flatten(document(ground, layer)).array, noise(1, opaque=True))


def test_nothing_shows_through_an_opaque_layer() -> None:
    top = pixel_layer(noise(2, opaque=True))
    below = GroupLayer(name="g", children=(pixel_layer(noise(1)), mask_layer(noise(3)[..., 3].copy())))
    assert np.array_equal(flatten(document(below, top)).array, noise(2, opaque=True))


def test_an_opaque_layer_inside_of_a_masked_group_hides_only_what_the_mask_keeps() -> None:
    half = np.zeros((9, 12), np.uint8)
    half[:, 6:] = 255
    group = GroupLayer(name="g", children=(pixel_layer(filled((0, 0, 255, 255))), mask_layer(half)))
    composed = flatten(document(pixel_layer(filled((255, 0, 0, 255))), group)).array
    assert (composed[:, :6] == (255, 0, 0, 255)).all()
    assert (composed[:, 6:] == (0, 0, 255, 255)).all()


def test_a_mask_hides_all_below_it_and_nothing_above() -> None:
    mask = mask_layer(np.full((9, 6), 255, np.uint8))
    layers = (
        pixel_layer(filled((255, 0, 0, 255))),
        pixel_layer(filled((0, 255, 0, 255), Size(12, 3))),
        mask,
        pixel_layer(filled((0, 0, 255, 255), Size(12, 3)), Point(0, 6)),
    )
    composed = flatten(document(*layers)).array
    assert (composed[:3, :6] == (0, 255, 0, 255)).all()
    assert (composed[3:6, :6] == (255, 0, 0, 255)).all()
    assert not composed[:6, 6:, 3].any()
    assert (composed[6:] == (0, 0, 255, 255)).all()


def test_a_faint_mask_keeps_some_of_what_lies_outside_of_it() -> None:
    for plane in (Plane(1), mask_layer(np.zeros((9, 12), np.uint8)).plane):
        mask = replace(mask_layer(np.zeros((9, 12), np.uint8), opacity=0.25), plane=plane)
        composed = flatten(document(pixel_layer(filled((9, 8, 7, 255))), mask)).array
        assert (composed == (9, 8, 7, 191)).all()


def test_a_group_is_isolated() -> None:
    """A layer in it multiplies nothing that is below the group."""
    multiplied = pixel_layer(noise(2), blend=BlendMode.MULTIPLY)
    ground = pixel_layer(noise(1, opaque=True))
    grouped = document(ground, GroupLayer(name="g", children=(multiplied,)))
    normal = document(ground, replace(multiplied, blend=BlendMode.NORMAL))
    assert np.array_equal(flatten(grouped).array, flatten(normal).array)


def test_layers_wholly_outside_of_the_canvas_break_nothing() -> None:
    there = document(
        pixel_layer(noise(1), Point(-4000, 9000)), mask_layer(noise(1)[..., 3].copy(), Point(-99, 9))
    )
    assert not flatten(there).array[..., 3].any()


def test_threads_compose_the_same_document_at_once() -> None:
    size = Size(2 * TILE, 2 * TILE)
    there = document(
        pixel_layer(noise(1, size, opaque=True)),
        pixel_layer(noise(2, size), blend=BlendMode.SCREEN),
        size=size,
    )
    alone = compose(there, there.rect)
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda _: compose(there, there.rect), range(4)))
    assert all(np.array_equal(result, alone) for result in results)


def test_a_layer_by_itself_is_shown_whatever_its_properties_are() -> None:
    layer = pixel_layer(noise(1), Point(2, 1), visible=False, opacity=0.1, blend=BlendMode.MULTIPLY)
    assert np.array_equal(compose_layer(layer, Rect(2, 1, 12, 9)), noise(1))


def test_a_mask_by_itself_is_grey() -> None:
    mask = noise(1)[..., 3].copy()
    shown = compose_layer(mask_layer(mask, Point(2, 1)), Rect(2, 1, 12, 9))
    assert np.array_equal(shown, np.dstack((mask, mask, mask, np.full_like(mask, 255))))


def test_a_group_by_itself_is_what_is_inside() -> None:
    children = pixel_layer(noise(1, opaque=True)), pixel_layer(noise(2), blend=BlendMode.DARKEN)
    group = GroupLayer(name="g", children=children, opacity=0.2)
    assert np.array_equal(compose_layer(group, document().rect), flatten(document(*children)).array)


def test_a_thumbnail_of_a_small_document_is_the_picture() -> None:
    assert thumbnail(picture(), 64) == flatten(picture())


def test_a_thumbnail_keeps_shape_and_colours_of_a_large_document() -> None:
    size = Size(2000, 1000)
    left = pixel_layer(filled((200, 40, 40, 255), Size(1000, 1000)))
    right = pixel_layer(filled((40, 40, 200, 255), Size(1000, 1000)), Point(1000, 0))
    hidden = pixel_layer(filled((0, 0, 0, 255), size), visible=False)
    small = thumbnail(document(left, right, hidden, size=size), 50).array
    assert small.shape == (25, 50, 4)
    assert (small[:, :20] == (200, 40, 40, 255)).all()
    assert (small[:, 30:] == (40, 40, 200, 255)).all()


def test_a_thumbnail_mixes_layers_as_the_picture_does() -> None:
    size = Size(900, 700)
    layers = (
        pixel_layer(filled((200, 100, 50, 255), size)),
        pixel_layer(filled((100, 200, 30, 128), Size(500, 800)), Point(-33, -17), blend=BlendMode.MULTIPLY),
    )
    there = document(*layers, size=size)
    exact, small = flatten(there).thumbnail(30), thumbnail(there, 30)
    assert small.size == exact.size
    assert np.abs(exact.array.astype(int) - small.array).mean() < 1


def test_a_layers_thumbnail_shows_its_place_on_the_canvas() -> None:
    layer = pixel_layer(filled((255, 255, 255, 255), Size(400, 400)), Point(400, 400), visible=False)
    small = layer_thumbnail(layer, Rect(0, 0, 800, 800), 40).array
    assert small.shape == (40, 40, 4)
    assert (small[25:, 25:] == 255).all()
    assert not small[:15, :, 3].any()
