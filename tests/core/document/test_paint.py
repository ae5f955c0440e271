"""Colour over pixels: the formula itself, in float64, is the reference."""

from __future__ import annotations

import numpy as np

from desktop.core.document.brush import FULL
from desktop.core.document.paint import erased, painted


def _cases() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    before = random.integers(0, 256, (64, 64, 4), np.uint8)
    before[:8, :, 3], before[8:16, :, 3] = 0, 255
    coverage = random.integers(0, FULL + 1, (64, 64), np.uint16)
    coverage[:, :8], coverage[:, 8:16] = 0, FULL
    return before, coverage


def test_painting_is_source_over_with_straight_alpha() -> None:
    before, coverage = _cases()
    after = painted(before, coverage, (10, 200, 90)).astype(float)
    s, b = coverage / FULL, before[..., 3] / 255.0
    alpha = s + b * (1 - s)
    colour = np.array([10.0, 200.0, 90.0]) * s[..., None] + before[..., :3] * (b * (1 - s))[..., None]
    colour /= np.maximum(alpha, 1e-9)[..., None]
    assert np.abs(after[..., 3] - alpha * 255).max() <= 0.51
    seen = after[..., 3] > 0
    assert np.abs(after[..., :3] - colour)[seen].max() <= 0.51


def test_pixels_without_coverage_stay_as_they_are() -> None:
    before, coverage = _cases()
    for after in (painted(before, coverage, (1, 2, 3)), erased(before, coverage)):
        assert np.array_equal(after[:, :8], before[:, :8])


def test_full_coverage_gives_the_colour_itself() -> None:
    before, coverage = _cases()
    assert (painted(before, coverage, (1, 2, 3))[:, 8:16] == (1, 2, 3, 255)).all()


def test_a_trace_too_faint_for_alpha_leaves_no_colour_behind() -> None:
    nothing = np.zeros((1, 1, 4), np.uint8)
    assert not painted(nothing, np.full((1, 1), 60, np.uint16), (255, 255, 255)).any()


def test_erasing_lowers_alpha_and_keeps_the_colour() -> None:
    before = np.full((1, 2, 4), (90, 80, 70, 200), np.uint8)
    after = erased(before, np.array([[FULL // 2, FULL]], np.uint16))
    assert after.tolist() == [[[90, 80, 70, 100], [0, 0, 0, 0]]]


def test_a_mask_is_painted_towards_255_and_erased_towards_0() -> None:
    before = np.array([[0, 100, 255]], np.uint8)
    fifth = np.full((1, 3), FULL // 5, np.uint16)
    assert painted(before, fifth, (0, 0, 0)).tolist() == [[51, 131, 255]]
    assert erased(before, fifth).tolist() == [[0, 80, 204]]
