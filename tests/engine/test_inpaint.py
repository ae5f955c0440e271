from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.core.events import Failed, Finished, Phase, PhaseName, PictureDone, Preview, Step
from desktop.core.geometry import Rect, Size
from desktop.core.params import FillMode, InpaintOptions, Source, StoredPicture, TaskName, Variation
from desktop.core.pictures import read, read_record
from desktop.core.pixels import Pixels
from desktop.core.samplers import SAMPLERS, SamplerName
from desktop.engine.blending import softened
from tests.engine.conftest import Rig
from tests.helpers.scenes import flat, gradient, textured, with_disc
from tests.helpers.tiny import info_for, save_tiny_sd

SIDE = Size(160, 144)
HARD = InpaintOptions(grow=0, feather=0)
LARGEST_STEP = 3.0
"""Of 255: how far mean colours on both sides of the mask's edge may lie apart, beyond the picture's own."""


def draw(rig: Rig, picture: Pixels, mask: Pixels, **settings: Any) -> PictureDone:
    values = {
        "task": TaskName.INPAINT,
        "source": rig.source(picture, mask),
        "inpaint": InpaintOptions(),
        "size": picture.size,
    }
    events = rig.run(**(values | settings))
    assert isinstance(events[-1], Finished), events[-1]
    return rig.pictures()[0]


def refused(rig: Rig, picture: Pixels, mask: Pixels) -> Failed:
    events = rig.run(
        task=TaskName.INPAINT,
        source=rig.source(picture, mask),
        inpaint=InpaintOptions(),
        size=picture.size,
    )
    assert isinstance(events[-1], Failed)
    return events[-1]


def rectangle(size: Size, rect: Rect, value: int = 255) -> Pixels:
    mask = np.zeros((size.height, size.width), np.uint8)
    mask[rect.within(Rect.of(size))] = value
    return Pixels(mask)


def is_same(a: Pixels, b: Pixels) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = (a.array == b.array).all(axis=2)
    return same


OPTIONS = [
    InpaintOptions(),
    HARD,
    InpaintOptions(grow=0, feather=16, soft=False),
    InpaintOptions(grow=9, feather=0, match_colours=False),
    InpaintOptions(fill=FillMode.BORDER, padding=3),
]


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_every_pixel_beyond_the_masks_edge_stays_bit_for_bit(
    rig: Rig, options: InpaintOptions, strength: float
) -> None:
    picture, mask = with_disc(textured(SIDE), 0.15)
    done = draw(rig, picture, mask, inpaint=options, strength=strength, steps=3)
    outside = softened(mask.array, options.grow, options.feather) == 0
    same = is_same(done.pixels, picture)
    assert same[outside].all()
    assert same[mask.array > 0].mean() < 0.1
    assert done.saved is not None
    assert read(done.saved.path).pixels == done.pixels


@pytest.mark.parametrize(
    "rect",
    [Rect(50, 40, 1, 1), Rect(50, 40, 7, 3), Rect(0, 0, 5, 5), Rect(70, 0, 1, 144), Rect(158, 142, 2, 2)],
)
@pytest.mark.parametrize("options", [HARD, InpaintOptions()])
def test_a_mask_smaller_than_a_latent_cell_is_drawn_and_nothing_else(
    rig: Rig, rect: Rect, options: InpaintOptions
) -> None:
    picture = textured(SIDE)
    done = draw(rig, picture, rectangle(SIDE, rect), inpaint=options, steps=2)
    changed = ~is_same(done.pixels, picture)
    reach = rect.grown(options.grow + options.feather).intersected(Rect.of(SIDE))
    beyond = np.ones_like(changed)
    beyond[reach.within(Rect.of(SIDE))] = False
    assert not changed[beyond].any()
    assert changed[rect.within(Rect.of(SIDE))].any()


def test_the_patch_is_opaque_where_anything_changed_and_makes_the_picture(rig: Rig) -> None:
    picture, mask = with_disc(gradient(Size(300, 280)), 0.1)
    done = draw(rig, picture, mask, steps=2)
    assert done.patch is not None
    patch, at = done.patch.pixels, done.patch.at
    again = picture.array.copy()
    place = Rect.of(patch.size, at).within(Rect.of(picture.size))
    opaque = patch.array[..., 3] == 255
    assert set(np.unique(patch.array[..., 3])) == {0, 255}
    again[place][opaque] = patch.array[opaque]
    assert Pixels(again) == done.pixels
    # No row or column without a part of it.
    assert opaque.any(axis=0).all()
    assert opaque.any(axis=1).all()


def colour_step(done: Pixels, before: Pixels, soft: NDArray[np.uint8]) -> float:
    """Mean colours in three pixels within and beyond the edge: how much farther apart than they were."""
    import cv2

    edge = (soft > 0).astype(np.uint8)
    kernel = np.ones((7, 7), np.uint8)
    within = (edge > 0) & (cv2.erode(edge, kernel) == 0)
    beyond = (edge == 0) & (cv2.dilate(edge, kernel) > 0)

    def apart(picture: Pixels) -> NDArray[np.float64]:
        rgb = picture.array[..., :3].astype(float)
        return rgb[within].mean(axis=0) - rgb[beyond].mean(axis=0)

    return float(np.abs(apart(done) - apart(before)).max())


@pytest.mark.parametrize("scene", [gradient, flat, textured])
@pytest.mark.parametrize("seed", [1, 2])
def test_no_step_of_colour_shows_at_the_border(rig: Rig, scene: Any, seed: int) -> None:
    empty = scene(Size(256, 256))
    picture, mask = with_disc(empty, 0.2)
    done = draw(
        rig,
        picture,
        mask,
        prompt="background",
        seed=seed,
        steps=8,
        inpaint=InpaintOptions(fill=FillMode.BORDER),
    )
    assert colour_step(done.pixels, empty, softened(mask.array, 4, 10)) < LARGEST_STEP


def test_matched_colours_make_what_lies_within_the_border_the_same_shade(rig: Rig) -> None:
    """At a low strength, where the model draws the same thing in another shade of its own."""
    empty = gradient(Size(256, 256))
    picture, mask = with_disc(empty, 0.2)
    apart = {}
    for match in (True, False):
        options = InpaintOptions(fill=FillMode.BORDER, match_colours=match)
        drawn = draw(rig, picture, mask, strength=0.3, steps=10, inpaint=options).pixels
        difference = (drawn.array.astype(float) - empty.array)[mask.array > 0]
        apart[match] = np.abs(difference.mean(axis=0)).max()
    assert apart[True] < 0.8 * apart[False]
    assert apart[True] < 10


def test_an_empty_mask_is_told_before_the_model_is_loaded(rig: Rig) -> None:
    picture = flat(SIDE)
    failed = refused(rig, picture, rectangle(SIDE, Rect(0, 0, 0, 0)))
    assert failed.error.code == "empty_mask"
    assert failed.error.hint
    assert not any(isinstance(event, Phase) for event in rig.emitted)


def test_a_mask_too_faint_to_change_a_pixel_counts_as_empty(rig: Rig) -> None:
    failed = refused(rig, flat(SIDE), rectangle(SIDE, Rect(20, 20, 40, 40), value=5))
    assert failed.error.code == "empty_mask"


def test_a_source_that_is_gone_is_told(rig: Rig) -> None:
    stored = StoredPicture(sha256="0" * 64, size=SIDE)
    events = rig.run(
        task=TaskName.INPAINT, source=Source(picture=stored, mask=stored), inpaint=InpaintOptions()
    )
    assert isinstance(events[-1], Failed)
    assert events[-1].error.code == "input_missing"


@pytest.mark.parametrize("size", [Size(1, 1), Size(160, 144), Size(30, 500)])
def test_a_picture_that_is_masked_as_a_whole_becomes_a_new_one(rig: Rig, size: Size) -> None:
    picture = textured(size) if size.area > 1 else flat(size)
    done = draw(rig, picture, rectangle(size, Rect.of(size)), steps=2)
    assert done.pixels.size == size
    assert done.patch is not None
    assert done.patch.pixels.size == size
    if size.area > 1:
        assert is_same(done.pixels, picture).mean() < 0.1


@pytest.mark.parametrize("fill", FillMode)
def test_a_picture_is_extended_and_what_was_there_stays(rig: Rig, fill: FillMode) -> None:
    picture = gradient(Size(128, 128))
    wider = np.zeros((128, 192, 4), np.uint8)
    wider[:, 64:] = picture.array
    mask = rectangle(Size(192, 128), Rect(0, 0, 64, 128))
    done = draw(rig, Pixels(wider), mask, steps=3, inpaint=InpaintOptions(fill=fill))
    assert (done.pixels.array[..., 3] == 255).all()
    assert np.array_equal(done.pixels.array[:, 64 + 14 :], wider[:, 64 + 14 :])
    # Continued rather than black: a VAE would see the hidden colours of transparent pixels.
    assert done.pixels.array[:, 40:60, :3].mean() > 60


def test_transparent_pixels_beyond_the_mask_stay_transparent(rig: Rig) -> None:
    array = gradient(SIDE).array.copy()
    array[:, :40] = (9, 8, 7, 0)
    mask = rectangle(SIDE, Rect(20, 60, 60, 30))
    done = draw(rig, Pixels(array), mask, inpaint=HARD, steps=2)
    inside = mask.array > 0
    assert (done.pixels.array[inside, 3] == 255).all()
    assert np.array_equal(done.pixels.array[~inside], array[~inside])


def test_a_grey_part_changes_less_when_the_mask_is_soft(rig: Rig) -> None:
    picture = textured(Size(128, 128))
    mask = np.zeros((128, 128), np.uint8)
    mask[:, :64], mask[:, 64:] = 255, 90
    changes = {}
    for soft in (True, False):
        options = InpaintOptions(grow=0, feather=0, soft=soft, match_colours=False)
        drawn = draw(rig, picture, Pixels(mask), inpaint=options, steps=10).pixels
        difference = np.abs(drawn.array.astype(float) - picture.array)[..., :3]
        changes[soft] = difference[:, 64:].mean()
    assert changes[True] < 0.8 * changes[False]


@pytest.mark.parametrize("sampler", [name for name, row in SAMPLERS.items() if row.v_prediction])
def test_every_sampler_continues_a_smooth_background(rig: Rig, sampler: SamplerName) -> None:
    empty = gradient(Size(128, 128))
    picture, mask = with_disc(empty)
    options = InpaintOptions(fill=FillMode.BORDER)
    done = draw(rig, picture, mask, sampler=sampler, strength=0.2, steps=20, inpaint=options)
    difference = np.abs(done.pixels.array.astype(float) - empty.array)[..., :3]
    assert difference[mask.array > 0].mean() < 12


def test_a_large_masked_part_is_drawn_small_then_refined(rig: Rig) -> None:
    """Three steps at 320 x 320, then one of the whole."""
    picture = gradient(Size(420, 420))
    mask = rectangle(picture.size, Rect(80, 80, 260, 260))
    done = draw(rig, picture, mask, steps=3)
    steps = [(event.step, event.steps) for event in rig.emitted if isinstance(event, Step)]
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert is_same(done.pixels, picture)[softened(mask.array, 4, 10) == 0].all()


def test_two_seeds_and_their_variations_are_different_pictures(rig: Rig) -> None:
    picture, mask = with_disc(gradient(SIDE))
    first = draw(rig, picture, mask, seed=1).pixels
    assert draw(rig, picture, mask, seed=1, variation=Variation(seed=2, strength=0.0)).pixels == first
    second = draw(rig, picture, mask, seed=2).pixels
    varied = draw(rig, picture, mask, seed=1, variation=Variation(seed=2, strength=0.3)).pixels
    assert first != second
    assert varied not in (first, second)


def test_a_saved_file_holds_what_makes_the_same_picture_again(rig: Rig) -> None:
    picture, mask = with_disc(gradient(SIDE))
    rig.run(
        task=TaskName.INPAINT,
        source=rig.source(picture, mask),
        inpaint=InpaintOptions(fill=FillMode.NOISE),
        strength=0.7,
        count=2,
    )
    done = rig.pictures()[1]
    assert done.saved is not None
    record = read_record(done.saved.path)
    assert record is not None
    # The result is as large as its source, whatever size was asked for.
    assert record.params.size == SIDE
    names = ("task", "source", "inpaint", "strength", "seed", "size")
    rig.run(**{name: getattr(record.params, name) for name in names})
    assert rig.pictures()[0].pixels == done.pixels


def test_previews_say_which_part_of_the_picture_they_are_of(rig: Rig) -> None:
    picture = gradient(Size(600, 400))
    draw(rig, picture, rectangle(picture.size, Rect(560, 10, 20, 20)), steps=2)
    places = {event.place for event in rig.emitted if isinstance(event, Preview)}
    assert places == {Rect(344, 0, 256, 256)}


def test_phases_come_in_order(rig: Rig) -> None:
    picture, mask = with_disc(gradient(SIDE))
    draw(rig, picture, mask)
    names = [event.name for event in rig.emitted if isinstance(event, Phase)]
    assert names == [PhaseName.LOAD, PhaseName.ENCODE, PhaseName.SAMPLE, PhaseName.DECODE, PhaseName.SAVE]


@pytest.mark.parametrize("strength", [0.5, 1.0])
@pytest.mark.parametrize("soft", [True, False])
def test_a_model_whose_network_sees_the_mask_draws_in_it(
    rig: Rig, tmp_path: Path, strength: float, soft: bool
) -> None:
    folder = save_tiny_sd(tmp_path / "seeing", sees_mask=True)
    rig.models["seeing"] = info_for(folder, family="sd-custom-inpaint")
    picture, mask = with_disc(textured(Size(64, 64)))
    options = InpaintOptions(soft=soft)
    done = draw(rig, picture, mask, model="seeing", inpaint=options, strength=strength)
    outside = softened(mask.array, 4, 10) == 0
    assert is_same(done.pixels, picture)[outside].all()
    assert not is_same(done.pixels, picture)[mask.array > 0].all()
