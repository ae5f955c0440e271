from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.core.geometry import EMPTY, Rect
from desktop.engine.blending import bounds, colours_matched, paste_weights, softened

MIDDLE = Rect(80, 80, 40, 40)


def block(rect: Rect = MIDDLE) -> NDArray[np.uint8]:
    mask = np.zeros((200, 200), np.uint8)
    mask[rect.within(Rect(0, 0, 200, 200))] = 255
    return mask


def test_bounds_hold_everything_above_0() -> None:
    mask = block()
    mask[10, 190] = 1
    assert bounds(mask) == Rect(80, 10, 111, 110)
    assert bounds(np.zeros((5, 5), np.uint8)) == EMPTY


def test_a_mask_that_is_neither_grown_nor_feathered_is_the_same() -> None:
    mask = np.random.default_rng(0).integers(0, 256, (50, 50), np.uint8)
    assert np.array_equal(softened(mask, 0, 0), mask)
    assert np.array_equal(paste_weights(mask, 0), mask.astype(np.float32) / 255)


@pytest.mark.parametrize(("grow", "feather"), [(4, 10), (0, 10), (0, 3), (7, 0), (20, 31), (1, 1)])
def test_a_softened_mask_is_full_up_to_grow_and_ends_within_the_feather(grow: int, feather: int) -> None:
    row = softened(block(), grow, feather)[100, 120:]  # from the mask's right edge on
    assert (row[:grow] == 255).all()
    assert (row[grow + feather :] == 0).all()
    assert (np.diff(row.astype(int)) <= 0).all()
    if feather > 1:
        assert 0 < row[grow + feather // 2] < 255


def test_growing_is_round() -> None:
    grown = softened(block(), 40, 0)
    assert grown[100, 159] == 255
    assert grown[125 + 14, 125 + 14] == 255  # 28 of the corner: within 40
    assert grown[155, 155] == 0  # 51 of the corner


def test_a_mask_at_the_pictures_border_stays_full_there() -> None:
    assert (softened(block(rect=Rect(0, 0, 30, 200)), 4, 10)[:, :30] == 255).all()


def test_what_is_pasted_never_reaches_beyond_the_mask() -> None:
    soft = softened(block(), 4, 10)
    weights = paste_weights(soft, 10)
    assert (weights[soft == 0] == 0).all()
    assert (weights[soft == 255] == 1).all()
    # Shrunk: at the outer edge the old pixels stay alone.
    assert ((weights == 0) & (soft > 0)).any()


def shifted(by: tuple[int, int, int]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A gradient, and the same in another shade, which stands for what a model has drawn."""
    ramp = np.linspace(60, 160, 200)
    original = np.dstack([np.broadcast_to(ramp, (200, 200))] * 3).astype(np.uint8)
    return original, (original + np.array(by)).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("by", [(6, -4, 9), (20, 20, 20), (-15, 0, 15)])
def test_another_shade_is_matched_at_the_border_and_far_inside(by: tuple[int, int, int]) -> None:
    original, drawn = shifted(by)
    soft = softened(block(), 4, 10)
    matched = colours_matched(drawn, original, soft, np.ones((200, 200), np.bool_))
    difference = np.abs(matched - original)
    assert difference[70:130, 70:130].max() < 0.45 * max(np.abs(by))
    assert difference[70:80, 70:130].max() < 1.5
    assert difference[soft == 0].max() < 1.5


def test_another_thing_is_left_as_it_was_drawn() -> None:
    original, _ = shifted((0, 0, 0))
    drawn = np.full_like(original, 255)
    soft = block(rect=Rect(0, 0, 200, 199))
    matched = colours_matched(drawn, original, soft, np.ones((200, 200), np.bool_))
    assert np.array_equal(matched, drawn)


def test_texture_is_not_smeared_into_the_drawing() -> None:
    original, drawn = shifted((0, 0, 0))
    rough = np.random.default_rng(0).normal(0, 20, original.shape)
    original = (original + rough).clip(0, 255).astype(np.uint8)
    matched = colours_matched(drawn, original, block(), np.ones((200, 200), np.bool_))
    assert np.abs(matched - drawn)[90:110, 90:110].max() < 6


@pytest.mark.parametrize("known", [True, False])
def test_without_anything_to_match_nothing_is_changed(known: bool) -> None:
    original, drawn = shifted((10, 10, 10))
    soft = np.full((200, 200), 255 if known else 0, np.uint8)
    matched = colours_matched(drawn, original, soft, np.full((200, 200), known))
    assert np.array_equal(matched, drawn)
