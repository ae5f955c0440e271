from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionImg2ImgPipeline

from desktop.core.events import Failed, Finished, Preview, Step
from desktop.core.geometry import Size
from desktop.core.params import Source, StoredPicture, TaskName, Variation
from desktop.core.pictures import read_record
from desktop.core.pixels import Pixels
from desktop.core.samplers import SAMPLERS, SamplerName
from desktop.engine.previews import colour_chart
from desktop.engine.tasks.image import cut_to
from desktop.engine.tensors import encode_latents, from_pixels
from tests.engine.conftest import Rig
from tests.helpers.scenes import gradient, with_disc
from tests.helpers.tiny import STARTER, info_for, save_tiny_sd

PROMPT = "a blue car on a yellow background"
CHART = Pixels(np.ascontiguousarray(colour_chart().array[:128, :128]))


def draw(rig: Rig, picture: Pixels = CHART, **settings: Any) -> Pixels:
    values = {"task": TaskName.IMAGE, "source": rig.source(picture), "prompt": PROMPT, "size": picture.size}
    events = rig.run(**(values | settings))
    assert isinstance(events[-1], Finished), events[-1]
    return rig.pictures()[0].pixels


def difference(a: Pixels, b: Pixels) -> float:
    """Mean, of 255."""
    return float(np.abs(a.array.astype(float) - b.array)[..., :3].mean())


def test_pictures_are_bit_equal_to_plain_diffusers(rig: Rig) -> None:
    ours = draw(rig, strength=0.6, steps=5, seed=7)
    plain: Any = StableDiffusionImg2ImgPipeline.from_pretrained(
        STARTER, dtype=torch.float32, local_files_only=True
    )
    plain.set_progress_bar_config(disable=True)
    plain.scheduler = DPMSolverMultistepScheduler.from_config(plain.scheduler.config)
    latents = encode_latents(plain.vae, from_pixels(CHART, torch.device("cpu"), torch.float32))
    image = plain(
        PROMPT,
        image=latents,
        strength=0.6,
        num_inference_steps=5,
        guidance_scale=4.5,
        generator=torch.Generator("cpu").manual_seed(7),
    ).images[0]
    assert ours == Pixels.from_pil(image)


def test_a_higher_strength_changes_more(rig: Rig) -> None:
    changes = [difference(draw(rig, strength=strength, steps=10), CHART) for strength in (0.1, 0.5, 0.9)]
    assert changes == sorted(changes)
    assert changes[2] > 2 * changes[0]


@pytest.mark.parametrize(
    ("steps", "strength", "taken"), [(10, 0.5, 5), (4, 0.1, 1), (1, 0.05, 1), (20, 0.04, 1), (4, 1.0, 4)]
)
def test_the_steps_that_strength_leaves_are_taken_but_never_none(
    rig: Rig, steps: int, strength: float, taken: int
) -> None:
    draw(rig, strength=strength, steps=steps)
    told = [(event.step, event.steps) for event in rig.emitted if isinstance(event, Step)]
    assert told == [(step, taken) for step in range(1, taken + 1)]


@pytest.mark.parametrize("sampler", [name for name, row in SAMPLERS.items() if row.v_prediction])
def test_every_sampler_keeps_the_picture_at_a_low_strength(rig: Rig, sampler: SamplerName) -> None:
    picture, _ = with_disc(gradient(Size(128, 128)))
    assert difference(draw(rig, picture, sampler=sampler, strength=0.1, steps=20), picture) < 10


@pytest.mark.parametrize("size", [Size(1, 1), Size(130, 97), Size(500, 64), Size(700, 20)])
def test_any_size_is_met_exactly(rig: Rig, size: Size) -> None:
    picture = CHART.resized(size)
    assert draw(rig, picture, strength=0.5, steps=2).size == size
    assert rig.pictures()[0].record.params.size == size


def test_a_large_picture_that_changes_little_keeps_its_detail(rig: Rig) -> None:
    """Drawn over in tiles at its own size, of which no border shows."""
    picture = colour_chart().resized(Size(704, 672))
    drawn = draw(rig, picture, prompt="", strength=0.1, steps=10, guidance_scale=1.0)
    assert difference(drawn, picture) < 12
    places = [event.place for event in rig.emitted if isinstance(event, Preview)]
    assert {(place.width, place.height) for place in places if place} == {(320, 320)}
    assert len(set(places)) == len([event for event in rig.emitted if isinstance(event, Step)])
    edges = np.abs(np.diff(drawn.array.astype(float), axis=1)).mean(axis=(0, 2))
    assert edges.max() < np.abs(np.diff(picture.array.astype(float), axis=1)).mean(axis=(0, 2)).max() + 3


def test_a_source_of_another_aspect_is_cut_around_its_middle() -> None:
    wide = np.zeros((10, 30, 4), np.uint8)
    wide[:, 10:20] = 255
    assert cut_to(Pixels(wide), Size(10, 10)) == Pixels(np.full((10, 10, 4), 255, np.uint8))


def test_transparent_parts_are_drawn_as_if_the_picture_went_on(rig: Rig) -> None:
    holed = np.full((128, 128, 4), (40, 160, 220, 255), np.uint8)
    holed[:, 64:] = 0
    whole = Pixels(np.full((128, 128, 4), (40, 160, 220, 255), np.uint8))
    assert draw(rig, Pixels(holed), strength=0.3) == draw(rig, whole, strength=0.3)


@pytest.mark.parametrize("task", [TaskName.TEXT, TaskName.IMAGE])
def test_a_variation_of_no_strength_is_the_picture_and_a_whole_one_the_other_seeds(
    rig: Rig, task: TaskName
) -> None:
    values: dict[str, Any] = {"prompt": PROMPT, "steps": 3, "task": task}
    if task is TaskName.IMAGE:
        values |= {"source": rig.source(CHART), "strength": 0.8}

    def picture(seed: int, strength: float | None) -> Pixels:
        variation = None if strength is None else Variation(seed=9, strength=strength)
        rig.run(**values, seed=seed, variation=variation)
        return rig.pictures()[0].pixels

    base, other = picture(1, None), picture(9, None)
    assert picture(1, 0.0) == base
    assert difference(picture(1, 1.0), other) < 1
    assert difference(picture(1, 0.1), base) < difference(picture(1, 0.5), base)


def test_a_saved_file_holds_what_makes_the_same_picture_again(rig: Rig) -> None:
    drawn = draw(rig, strength=0.6, variation=Variation(seed=3, strength=0.2))
    saved = rig.pictures()[0].saved
    assert saved is not None
    record = read_record(saved.path)
    assert record is not None
    assert record.params.strength == 0.6
    assert (
        draw(rig, **{name: getattr(record.params, name) for name in ("source", "strength", "variation")})
        == drawn
    )


def test_a_source_that_is_gone_is_told_before_the_model_is_loaded(rig: Rig) -> None:
    source = Source(picture=StoredPicture(sha256="0" * 64, size=Size(128, 128)))
    events = rig.run(task=TaskName.IMAGE, source=source)
    assert isinstance(events[-1], Failed)
    assert events[-1].error.code == "input_missing"


@pytest.fixture(scope="session")
def tiny_seeing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model whose network sees the mask."""
    return save_tiny_sd(tmp_path_factory.mktemp("models") / "seeing", sees_mask=True)


@pytest.mark.parametrize(
    ("task", "strength"), [(TaskName.TEXT, 1.0), (TaskName.IMAGE, 0.5), (TaskName.IMAGE, 1.0)]
)
def test_a_model_for_inpainting_draws_whole_pictures_too(
    rig: Rig, tiny_seeing: Path, task: TaskName, strength: float
) -> None:
    rig.models["seeing"] = info_for(tiny_seeing, family="sd-custom-inpaint")
    source = rig.source(CHART.resized(Size(64, 64))) if task is TaskName.IMAGE else None
    events = rig.run(model="seeing", task=task, source=source, strength=strength, size=Size(64, 64))
    assert isinstance(events[-1], Finished), events[-1]
    assert [event.step for event in events if isinstance(event, Step)][-1] == int(4 * strength)
