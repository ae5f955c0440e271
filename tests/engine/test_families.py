"""Every family runs: the pictures are those of plain diffusers, from its folder and from a single file."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch

from desktop.core.events import Failed, Finished, Preview, Step
from desktop.core.families import FAMILIES
from desktop.core.geometry import Size
from desktop.core.jobs import CancelToken
from desktop.core.models import ModelInfo
from desktop.core.params import InpaintOptions, ModelRef, RefinerOptions, TaskName, Variation
from desktop.core.pixels import Pixels
from desktop.core.samplers import FLOW_SAMPLERS, SamplerName, ScheduleName
from desktop.engine.components import Components
from desktop.engine.conditioning import Conditioner
from desktop.engine.tensors import decode_latents, encode_latents, from_pixels, to_pixels
from tests.engine.conftest import Rig
from tests.helpers.original_files import save_original
from tests.helpers.tiny import SAVE, info_for

SIZE = Size(64, 64)
REFINER = RefinerOptions(model=ModelRef(name="sdxl-refiner"), switch_at=0.6)


@pytest.fixture
def family_rig(rig: Rig, families: dict[str, Path]) -> Rig:
    """Knows each family's tiny model by the family's key."""
    for key, folder in families.items():
        rig.models[key] = info(folder, key)
    return rig


def info(path: Path, family: str) -> ModelInfo:
    return info_for(path, family, "v_prediction" if family == "sd2" else "epsilon", SIZE)


def run(rig: Rig, family: str, **settings: Any) -> Pixels:
    values = {"prompt": "a red car", "negative_prompt": "blue", "size": SIZE, "steps": 2} | settings
    if "sampler" not in values:
        values["sampler"] = SamplerName.EULER
    event = rig.run(model=family, **values)[-1]
    assert isinstance(event, Finished), event
    return rig.pictures()[0].pixels


def plain(folder: Path, family: str, task: str, **inputs: Any) -> Pixels:
    """The same through plain diffusers."""
    cls = getattr(diffusers, FAMILIES[family].tasks[task])
    absent = {name: None for name in FAMILIES[family].optional if not (folder / name).is_dir()}
    pipeline = cls.from_pretrained(folder, dtype=torch.float32, local_files_only=True, **absent)
    pipeline.set_progress_bar_config(disable=True)
    if FAMILIES[family].shift is None:
        pipeline.scheduler = diffusers.EulerDiscreteScheduler.from_config(pipeline.scheduler.config)
    image = pipeline(
        prompt="a red car",
        negative_prompt="blue",
        num_inference_steps=2,
        guidance_scale=4.5,
        generator=torch.Generator("cpu").manual_seed(1),
        output_type="pt",
        **inputs,
    ).images
    return to_pixels(image * 2 - 1)


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl", "sd3", "sd35-medium"])
def test_a_picture_from_text_is_that_of_diffusers(
    family_rig: Rig, families: dict[str, Path], family: str
) -> None:
    expected = plain(families[family], family, "text", width=64, height=64)
    assert run(family_rig, family) == expected


@pytest.mark.parametrize("family", SAVE)
def test_a_single_file_gives_the_very_weights_of_its_folder(
    family_rig: Rig, families: dict[str, Path], tmp_path: Path, family: str
) -> None:
    file = save_original(families[family], tmp_path / f"{family}.safetensors", family)
    components = family_rig.engine._bench.components
    of_folder = components.load(family_rig.models[family], CancelToken())
    of_file = components.load(info(file, family), CancelToken())
    assert of_file.weights == (file,)
    assert of_file.parts.keys() == of_folder.parts.keys()
    for name, part in of_folder.parts.items():
        if isinstance(part, torch.nn.Module):
            read = of_file.parts[name].state_dict()
            assert read.keys() == part.state_dict().keys()
            assert all(torch.equal(tensor, read[key]) for key, tensor in part.state_dict().items())


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl", "sd3"])
def test_a_single_file_draws_the_picture_of_its_folder(
    family_rig: Rig, families: dict[str, Path], tmp_path: Path, family: str
) -> None:
    file = save_original(families[family], tmp_path / f"{family}.safetensors", family)
    family_rig.models["file"] = info(file, family)
    assert run(family_rig, "file") == run(family_rig, family)


@pytest.mark.parametrize("family", ["sd2", "sdxl", "sdxl-refiner", "sd3"])
def test_drawing_over_a_picture_is_that_of_diffusers(
    family_rig: Rig, families: dict[str, Path], family: str
) -> None:
    picture = noise_picture()
    vae = family_rig.engine._bench.components.load(family_rig.models[family], CancelToken()).parts["vae"]
    latents = encode_latents(vae, from_pixels(picture, vae.device, vae.dtype))
    expected = plain(families[family], family, "image", image=latents, strength=0.5)
    source = family_rig.source(picture)
    drawn = run(family_rig, family, task=TaskName.IMAGE, source=source, strength=0.5)
    assert drawn == expected


@pytest.mark.parametrize("family", ["sdxl", "sdxl-inpaint", "sd3"])
@pytest.mark.parametrize("strength", [1.0, 0.6])
def test_only_the_masked_part_is_drawn_new(family_rig: Rig, family: str, strength: float) -> None:
    picture = noise_picture()
    mask = np.zeros((64, 64), np.uint8)
    mask[16:48, 16:48] = 255
    drawn = run(
        family_rig,
        family,
        task=TaskName.INPAINT,
        source=family_rig.source(picture, Pixels(mask)),
        inpaint=InpaintOptions(grow=0, feather=0),
        strength=strength,
        steps=4,
    )
    changed = (drawn.array != picture.array).any(axis=2)
    assert not changed[mask == 0].any()
    assert changed[mask == 255].mean() > 0.9


def noise_picture() -> Pixels:
    return Pixels.from_rgb(np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8))


def test_a_refiner_finishes_what_diffusers_would_hand_over(
    family_rig: Rig, families: dict[str, Path]
) -> None:
    refined = run(family_rig, "sdxl", steps=5, refiner=REFINER)
    inputs = {"num_inference_steps": 5, "width": 64, "height": 64, "denoising_end": 0.6}
    latents = plain_latents(families["sdxl"], "StableDiffusionXLPipeline", **inputs)
    inputs = {"num_inference_steps": 5, "image": latents, "denoising_start": 0.6}
    latents = plain_latents(families["sdxl-refiner"], "StableDiffusionXLImg2ImgPipeline", **inputs)
    vae = family_rig.engine._bench.components.load(family_rig.models["sdxl"], CancelToken()).parts["vae"]
    assert refined == to_pixels(decode_latents(vae, latents))
    assert refined != run(family_rig, "sdxl", steps=5)


def test_steps_of_both_models_are_told_as_one_count(family_rig: Rig) -> None:
    run(family_rig, "sdxl", steps=5, refiner=REFINER)
    steps = [event for event in family_rig.emitted if isinstance(event, Step)]
    assert [(step.step, step.steps) for step in steps] == [(number, 5) for number in range(1, 6)]


def test_a_refiner_shares_what_is_equal_with_its_base(family_rig: Rig) -> None:
    components = family_rig.engine._bench.components
    run(family_rig, "sdxl", refiner=REFINER)
    base = components.load(family_rig.models["sdxl"], CancelToken())
    refiner = components.load(family_rig.models["sdxl-refiner"], CancelToken(), beside=base)
    assert refiner.parts["vae"] is base.parts["vae"]
    assert refiner.parts["text_encoder_2"] is base.parts["text_encoder_2"]


def test_a_refined_mask_leaves_the_rest_as_it_was(family_rig: Rig) -> None:
    picture = noise_picture()
    mask = np.zeros((64, 64), np.uint8)
    mask[16:48, 16:48] = 255
    settings: dict[str, Any] = {
        "task": TaskName.INPAINT,
        "source": family_rig.source(picture, Pixels(mask)),
        "inpaint": InpaintOptions(grow=0, feather=0),
        "strength": 0.8,
        "steps": 6,
    }
    plain_one = run(family_rig, "sdxl", **settings)
    refined = run(family_rig, "sdxl", refiner=REFINER, **settings)
    changed = (refined.array != picture.array).any(axis=2)
    assert not changed[mask == 0].any()
    assert refined != plain_one


def test_too_little_strength_to_hand_over_leaves_it_to_the_first_model(family_rig: Rig) -> None:
    settings = {"task": TaskName.IMAGE, "source": family_rig.source(noise_picture()), "strength": 0.3}
    alone = run(family_rig, "sdxl", steps=10, **settings)
    assert run(family_rig, "sdxl", steps=10, refiner=REFINER, **settings) == alone


@pytest.mark.parametrize(
    ("model", "settings", "words"),
    [
        ("sd1", {"refiner": REFINER}, "can't finish pictures"),
        ("sdxl", {"refiner": RefinerOptions(model=ModelRef(name="sd1"))}, "Choose a model of the kind SDXL"),
        ("sdxl", {"refiner": REFINER, "sampler": SamplerName.HEUN}, "in pairs"),
        ("sdxl-refiner", {}, "can't draw one from text alone"),
        ("sd3", {"sampler": SamplerName.DDIM}, "DDIM does not work with SD 3"),
        ("sd3", {"schedule": ScheduleName.KARRAS}, "The schedule Karras does not work with SD 3"),
        ("sdxl", {"shift": 2.0}, "have no shift"),
    ],
)
def test_what_a_family_can_not_do_is_said(
    family_rig: Rig, model: str, settings: dict[str, Any], words: str
) -> None:
    values: dict[str, Any] = {"sampler": SamplerName.EULER, "size": SIZE} | settings
    failed = family_rig.run(model=model, **values)[-1]
    assert isinstance(failed, Failed)
    assert words in f"{failed.error.message} {failed.error.hint}"


@pytest.mark.parametrize("sampler", FLOW_SAMPLERS)
def test_flow_matching_runs_with_each_of_its_samplers(family_rig: Rig, sampler: SamplerName) -> None:
    drawn = run(family_rig, "sd3", sampler=sampler, steps=3)
    mask = np.zeros((64, 64), np.uint8)
    mask[16:48, 16:48] = 255
    source = family_rig.source(drawn, Pixels(mask))
    options = InpaintOptions(grow=0, feather=0)
    over = run(
        family_rig, "sd3", task=TaskName.INPAINT, source=source, inpaint=options, sampler=sampler, steps=4
    )
    assert drawn.array[..., :3].std() > 1
    assert (over.array == drawn.array)[mask == 0].all()


def test_the_shift_changes_a_flow_matching_picture(family_rig: Rig) -> None:
    usual = run(family_rig, "sd3", steps=3)
    assert run(family_rig, "sd3", steps=3, shift=3.0) == usual
    assert run(family_rig, "sd3", steps=3, shift=6.0) != usual


def plain_latents(folder: Path, pipeline: str, **inputs: Any) -> torch.Tensor:
    made = getattr(diffusers, pipeline).from_pretrained(folder, dtype=torch.float32, local_files_only=True)
    made.set_progress_bar_config(disable=True)
    made.scheduler = diffusers.EulerDiscreteScheduler.from_config(made.scheduler.config)
    generator = torch.Generator("cpu").manual_seed(1)
    prompts = {"prompt": "a red car", "negative_prompt": "blue", "guidance_scale": 4.5}
    latents: torch.Tensor = made(**prompts, generator=generator, output_type="latent", **inputs).images
    return latents


@pytest.mark.parametrize("family", ["sdxl", "sd3"])
def test_a_whole_variation_is_the_other_seeds_picture(family_rig: Rig, family: str) -> None:
    varied = run(family_rig, family, variation=Variation(seed=9, strength=1.0))
    other = run(family_rig, family, seed=9)
    assert np.abs(varied.array.astype(int) - other.array).max() <= 1
    assert varied != run(family_rig, family)


@pytest.mark.parametrize("family", ["sd2", "sdxl", "sd3"])
def test_previews_come_from_the_latents_of_every_family(family_rig: Rig, family: str) -> None:
    run(family_rig, family)
    previews = [event.pixels for event in family_rig.emitted if isinstance(event, Preview)]
    assert previews
    assert previews[-1].size == Size(8, 8)


@pytest.fixture
def frozen_heap() -> Iterator[None]:
    """Only what is made from here on is looked at, as in the program: collecting is quick."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("frozen_heap")
def test_switching_models_keeps_memory_flat(
    family_rig: Rig, families: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = family_rig.engine._bench
    small = Components(replace(bench.plan, cache_bytes=1), bench.components._configs)
    monkeypatch.setattr(bench, "components", small)
    monkeypatch.setattr(bench, "conditioner", Conditioner())
    family_rig.models["file"] = info(save_original(families["sd1"], tmp_path / "f.safetensors", "sd1"), "sd1")
    live = []
    for _ in range(5):
        for family in ("sd1", "sdxl", "file", "sd3"):
            run(family_rig, family, steps=1)
            bench.conditioner.clear()
        bench.kept.clear()
        gc.collect()
        live.append(sum(issubclass(type(thing), torch.Tensor) for thing in gc.get_objects()))
    assert live[1:] == [live[1]] * 4
    assert len({key for key, *_ in small._parts}) == 1
