"""The registry: which row a published config belongs to, and that rows agree with each other."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.families import FAMILIES, Family, detect_family
from desktop.core.paths import resources
from desktop.core.samplers import SAMPLERS
from desktop.core.weights import read_json

CONFIGS = resources() / "configs"
ROWS = [pytest.param(row, id=row.key) for row in FAMILIES.values()]
SDXL = "StableDiffusionXLPipeline"
SD3 = "StableDiffusion3Pipeline"


def config(name: str, **changes: Any) -> dict[str, Any]:
    """A published denoiser's config, perhaps changed."""
    folder = next(folder for part in ("unet", "transformer") if (folder := CONFIGS / name / part).is_dir())
    return {**read_json(folder / "config.json"), **changes}


@pytest.mark.parametrize(
    ("pipeline", "denoiser", "key"),
    [
        ("StableDiffusionPipeline", config("sd15"), "sd1"),
        ("StableDiffusionPipeline", config("sd15", in_channels=9), "sd1-inpaint"),
        ("StableDiffusionInpaintPipeline", config("sd2", in_channels=9), "sd2-inpaint"),
        ("StableDiffusionPipeline", config("sd2"), "sd2"),
        ("StableDiffusionPipeline", config("sd15", cross_attention_dim=192), "sd-custom"),
        (SDXL, config("sdxl"), "sdxl"),
        (SDXL, config("sdxl", in_channels=9), "sdxl-inpaint"),
        ("StableDiffusionXLImg2ImgPipeline", config("sdxl-refiner"), "sdxl-refiner"),
        (SD3, config("sd3"), "sd3"),
        (SD3, config("sd35-medium"), "sd35-medium"),
        (SD3, config("sd35-large"), "sd35-large"),
    ],
)
def test_a_folders_pipeline_and_denoiser_tell_its_family(
    pipeline: str, denoiser: dict[str, Any], key: str
) -> None:
    found = detect_family(pipeline, denoiser)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("channels", [5, 8])
def test_a_network_that_reads_something_else_is_of_no_family(channels: int) -> None:
    assert detect_family("StableDiffusionPipeline", config("sd15", in_channels=channels)) is None


def test_an_unknown_pipeline_is_of_no_family() -> None:
    assert detect_family("FluxPipeline", config("flux")) is None


@pytest.mark.parametrize("row", ROWS)
def test_what_a_row_names_is_there(row: Family) -> None:
    encoders = {name for pair in row.tokenizers for name in pair}
    assert encoders | {row.denoiser, "vae", "scheduler"} == row.components.keys()
    assert row.optional <= row.components.keys()
    assert row.parameters.keys() <= row.components.keys()
    assert row.refiner in ("", *FAMILIES)


@pytest.mark.parametrize("row", ROWS)
def test_a_rows_defaults_go_together(row: Family) -> None:
    assert row.defaults.sampler in row.samplers
    assert row.defaults.schedule in row.schedules
    assert row.defaults.schedule in SAMPLERS[row.defaults.sampler].schedules
    assert row.defaults.steps >= SAMPLERS[row.defaults.sampler].min_steps


@pytest.mark.parametrize("row", ROWS)
def test_preview_factors_have_a_row_for_each_channel_and_one_for_the_bias(row: Family) -> None:
    if row.preview_factors is not None:
        vae = read_json(CONFIGS / row.configs[-1] / "vae" / "config.json")
        assert len(row.preview_factors) == vae.get("latent_channels", 4) + 1


@pytest.mark.parametrize("row", [row for row in ROWS if row.values[0].configs])
def test_every_component_of_a_single_file_has_a_published_config(row: Family) -> None:
    for name in row.components:
        assert any((CONFIGS / folder / name).is_dir() for folder in row.configs), name
