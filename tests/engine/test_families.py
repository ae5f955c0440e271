"""Every family runs: the pictures are those of plain diffusers, from its folder and from a single file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch

from desktop.core.events import Finished
from desktop.core.families import FAMILIES
from desktop.core.geometry import Size
from desktop.core.jobs import CancelToken
from desktop.core.models import ModelInfo
from desktop.core.params import InpaintOptions, TaskName
from desktop.core.pixels import Pixels
from desktop.core.samplers import SamplerName
from desktop.engine.tensors import encode_latents, from_pixels, to_pixels
from tests.engine.conftest import Rig
from tests.helpers.original_files import save_original
from tests.helpers.tiny import SAVE, info_for

SIZE = Size(64, 64)


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
    pipeline = cls.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
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


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl", "sd3"])
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
