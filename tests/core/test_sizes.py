from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.geometry import Size
from desktop.core.sizes import (
    REFINE_STRENGTH,
    DrawingRange,
    plan_sizes,
    steps_to_plan,
    steps_to_take,
)
from tests.helpers.tiny import starter_info

STARTER = DrawingRange.of(starter_info())
SD15 = DrawingRange(512**2, 512**2 * 3 // 4, 512**2 * 3 // 2, 768, 8)


def test_a_models_card_says_what_it_was_trained_on() -> None:
    assert DrawingRange(256**2, 128**2, 320**2, 320, 8) == STARTER


@pytest.mark.parametrize(
    ("draws", "target", "sampled"),
    [
        # What people choose themselves is drawn as it is.
        (SD15, "512x512", ["512x512"]),
        (SD15, "512x768", ["512x768"]),
        (SD15, "768x512", ["768x512"]),
        (SD15, "512x384", ["512x384"]),
        (SD15, "896x384", ["896x384"]),
        (STARTER, "256x256", ["256x256"]),
        (STARTER, "320x256", ["320x256"]),
        (STARTER, "128x128", ["128x128"]),
        # Sides that are no multiples are cut off a larger picture.
        (SD15, "700x500", ["704x504"]),
        (STARTER, "257x250", ["264x256"]),
        # Too small: drawn larger.
        (SD15, "500x333", ["624x416"]),
        (SD15, "64x64", ["512x512"]),
        (STARTER, "30x30", ["256x256"]),
        (STARTER, "1x1", ["256x256"]),
        # Too large: drawn small, then refined.
        (SD15, "1024x1024", ["624x624", "1024x1024"]),
        (SD15, "1920x1080", ["840x472", "1920x1080 in 8"]),
        (STARTER, "500x333", ["392x264", "504x336"]),
        (STARTER, "1024x512", ["400x200", "1024x512 in 10"]),
        # Neither a good area nor good sides.
        (SD15, "8192x64", ["1536x64", "8192x64"]),
        (STARTER, "1x1000", ["64x640"]),
    ],
)
def test_sizes_that_are_drawn(draws: DrawingRange, target: str, sampled: list[str]) -> None:
    plan = plan_sizes(Size.parse(target), draws)
    told = [
        str(one.size) + (f" in {one.tiling.count(one.size)}" if one.tiling is not None else "")
        for one in plan.passes
    ]
    assert told == sampled
    assert [one.strength for one in plan.passes] == [1.0, REFINE_STRENGTH][: len(sampled)]


@pytest.mark.parametrize(
    ("strength", "sizes"),
    [(0.3, [Size(1024, 512)]), (0.4, [Size(1024, 512)]), (0.6, [Size(400, 200), Size(1024, 512)])],
)
def test_a_large_picture_that_changes_little_keeps_its_detail(strength: float, sizes: list[Size]) -> None:
    plan = plan_sizes(Size(1024, 512), STARTER, strength)
    assert [one.size for one in plan.passes] == sizes
    assert plan.passes[0].strength == strength


@given(
    width=st.integers(1, 8192),
    height=st.integers(1, 8192),
    strength=st.sampled_from([0.2, 0.7, 1.0]),
    draws=st.sampled_from([SD15, STARTER]),
)
def test_what_is_sampled_fits_the_network_and_never_exceeds_it_several_times(
    width: int, height: int, strength: float, draws: DrawingRange
) -> None:
    plan = plan_sizes(Size(width, height), draws, strength)
    for stage in plan.stages(20):
        assert stage.size.width % 8 == stage.size.height % 8 == 0
        assert stage.size.area <= 4 * draws.most_area
        assert min(stage.size.width, stage.size.height) >= 8
        assert stage.steps >= 1


@given(steps=st.integers(1, 150), strength=st.floats(0.01, 1.0))
def test_no_run_is_without_a_step(steps: int, strength: float) -> None:
    """diffusers takes int(steps * strength) of the steps it is asked for."""
    planned = steps_to_plan(steps, strength)
    assert planned >= steps
    assert min(int(planned * strength), planned) == steps_to_take(steps, strength) >= 1
