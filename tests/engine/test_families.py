"""Every family runs: the pictures are those of plain diffusers, from its folder and from a single file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch

from desktop.core.events import Finished
from desktop.core.families import FAMILIES
from desktop.core.geometry import Size
from desktop.core.pixels import Pixels
from desktop.core.samplers import SamplerName
from desktop.engine.tensors import to_pixels
from tests.engine.conftest import Rig
from tests.helpers.tiny import SAVE, info_for

SIZE = Size(64, 64)


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One tiny model of each family: do not change them."""
    root = tmp_path_factory.mktemp("families")
    return {family: save(root / family) for family, save in SAVE.items()}


@pytest.fixture
def family_rig(rig: Rig, folders: dict[str, Path]) -> Rig:
    """Knows each family's tiny model by the family's key."""
    for key, folder in folders.items():
        prediction = "v_prediction" if key == "sd2" else "epsilon"
        rig.models[key] = info_for(folder, key, prediction, SIZE)
    return rig


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
    family_rig: Rig, folders: dict[str, Path], family: str
) -> None:
    expected = plain(folders[family], family, "text", width=64, height=64)
    assert run(family_rig, family) == expected
