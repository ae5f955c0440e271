from __future__ import annotations

import pytest

from desktop.core.families import FAMILIES
from desktop.core.few_step import METHODS, few_step_of
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName
from tests.helpers.model_infos import adapter_info, model_info

LCM, EULER, EULER_A = SamplerName.LCM, SamplerName.EULER, SamplerName.EULER_A
AUTOMATIC, SIMPLE = ScheduleName.AUTOMATIC, ScheduleName.SIMPLE


@pytest.mark.parametrize(
    ("name", "sampler", "schedule", "steps"),
    [
        ("lcm-lora-sdv1-5", LCM, AUTOMATIC, 6),
        ("LCM_Dreamshaper_v7", LCM, AUTOMATIC, 6),
        ("sd_xl_turbo_1.0_fp16", EULER_A, SIMPLE, 4),
        ("sdxl_lightning_8step_lora", EULER, SIMPLE, 8),
        ("sdxl_lightning_2step", EULER, SIMPLE, 2),
        ("dreamshaperXL_lightningDPMSDE", EULER, SIMPLE, 4),
        ("Hyper-SDXL-12steps-CFG-lora", EULER, SIMPLE, 12),
        ("Hyper-SD15-4steps-lora", EULER, SIMPLE, 4),
        ("dmd2_sdxl_4step_lora", LCM, AUTOMATIC, 4),
        ("lightning_50steps", EULER, SIMPLE, 4),
    ],
)
def test_names_tell_the_settings(name: str, sampler: SamplerName, schedule: ScheduleName, steps: int) -> None:
    for info in (model_info(name, "sdxl"), adapter_info(name, "sdxl")):
        found = few_step_of(info, model_info("base", "sdxl"))
        assert found is not None
        values = found.settings
        assert (values.sampler, values.schedule, values.steps) == (sampler, schedule, steps)
        assert values.guidance_scale == 1.0


@pytest.mark.parametrize(
    "name", ["dreamshaper_8", "hyperrealistic_v3", "welcome", "lcmodel", "20steps", "sd_xl_base"]
)
def test_other_names_tell_nothing(name: str) -> None:
    assert few_step_of(model_info(name)) is None


def test_what_the_file_says_counts_before_its_name() -> None:
    found = few_step_of(model_info("my-turbo-8steps", few_step="lightning"))
    assert found is not None
    assert (found.method, found.settings.steps) == ("lightning", 8)


def test_a_title_tells_too() -> None:
    found = few_step_of(adapter_info("pytorch_lora_weights", few_step="lcm"))
    assert found is not None
    assert found.method == "lcm"


def test_settings_go_with_the_models_family() -> None:
    found = few_step_of(model_info("sd3.5_large_turbo", "sd35-large"))
    assert found is not None
    assert (found.settings.sampler, found.settings.schedule) == (EULER, AUTOMATIC)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("method", METHODS)
def test_all_settings_can_be_drawn_with(family: str, method: str) -> None:
    found = few_step_of(model_info("x", family, few_step=method))
    assert found is not None
    sampler = SAMPLERS[found.settings.sampler]
    assert found.settings.sampler in FAMILIES[family].samplers
    assert found.settings.schedule in sampler.schedules
    assert found.settings.schedule in FAMILIES[family].schedules
    assert found.settings.steps >= sampler.min_steps
