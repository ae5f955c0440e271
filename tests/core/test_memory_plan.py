from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.errors import AppError
from desktop.core.families import FAMILIES
from desktop.core.geometry import Size
from desktop.core.memory_plan import GIB, Mode, Need, Room, need_of, plan_memory, step_down
from desktop.core.params import GenerateParams, ModelRef, TaskName, UpscaleOptions
from tests.helpers.tiny import starter_info


def card(free: float, memory: float = 32) -> Room:
    """A card with ``free`` GiB in a computer with ``memory`` GiB."""
    total = round(memory * GIB)
    return Room("cuda", 2, round(free * GIB), round(free * GIB), total, total)


def processor(memory: float, native_bfloat16: bool = False) -> Room:
    total = round(memory * GIB)
    return Room("cpu", 4, total, total, total, total, native_bfloat16)


def need(family: str, side: int, batch: int = 2, without: tuple[str, ...] = ()) -> Need:
    row = FAMILIES[family]
    parts = {name: numbers for name, numbers in row.parameters.items() if name not in without}
    size = Size(side, side)
    return Need(parts, row.denoiser, row.maps, size, size, batch, float32_vae=row.float32_vae)


T5 = ("text_encoder_3",)


@pytest.mark.parametrize(
    ("wanted", "machine", "mode", "tiled"),
    [
        (need("sd1", 512), card(4), Mode.RESIDENT, False),
        (need("sd1", 512), card(2.6), Mode.OFFLOAD, False),
        (need("sd1", 1024), card(4), Mode.OFFLOAD, False),
        (need("sd1", 1024), card(2.6), Mode.STREAM, True),
        (need("sd1", 512), card(1.5), Mode.STREAM, False),
        (need("sdxl", 1024), card(24), Mode.RESIDENT, False),
        (need("sdxl", 1024), card(12), Mode.RESIDENT, False),
        (need("sdxl", 1024), card(8), Mode.OFFLOAD, False),
        (need("sdxl", 1024), card(6), Mode.OFFLOAD, False),
        (need("sdxl", 1024), card(5), Mode.STREAM, False),
        (need("sdxl", 1024), card(3), Mode.STREAM, True),
        (need("sdxl", 1024), card(5, memory=7), Mode.SEQUENTIAL, False),
        (need("sdxl", 512, batch=1), card(5), Mode.FLOAT8, False),
        (need("sd3", 1024, without=T5), card(8), Mode.RESIDENT, False),
        (need("sd3", 1024), card(14), Mode.OFFLOAD, False),
        (need("sd3", 1024), card(8), Mode.STREAM, False),
        (need("sd35-large", 1024, without=T5), card(12, memory=64), Mode.STREAM, False),
    ],
)
def test_the_fastest_mode_that_fits_is_chosen(wanted: Need, machine: Room, mode: Mode, tiled: bool) -> None:
    plan = plan_memory(wanted, machine)
    assert (plan.mode, plan.tiled) == (mode, tiled)
    assert plan.peak_bytes <= machine.device_free
    assert not plan.tight


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl", "sdxl-refiner", "sd3", "sd35-medium", "sd35-large"])
def test_more_memory_is_never_slower(family: str) -> None:
    times = [plan_memory(need(family, 1024), card(free, 64)).slow_down for free in range(3, 49)]
    assert times == sorted(times, reverse=True)
    assert times[-1] == 1.0


def test_a_network_that_does_not_fit_is_streamed_and_others_are_not() -> None:
    plan = plan_memory(need("sd3", 1024), card(8))
    assert plan.streamed == {"transformer", "text_encoder_3"}


def test_other_models_may_keep_what_is_left() -> None:
    plan = plan_memory(need("sd1", 512), card(24))
    assert plan.spare_bytes + plan.peak_bytes + GIB // 2 == 24 * GIB


def test_a_card_that_is_busy_now_is_tried_in_the_smallest_way() -> None:
    plan = plan_memory(need("sd1", 1024), replace(card(8), device_free=GIB // 2))
    assert plan.tight
    assert plan.tiled
    assert plan.mode in (Mode.STREAM, Mode.SEQUENTIAL)


def test_what_no_card_of_this_size_can_draw_is_refused() -> None:
    with pytest.raises(AppError) as caught:
        plan_memory(need("sdxl", 8192), card(6))
    assert caught.value.info.code == "too_large"
    assert "The graphics card has 6.0 GB." in caught.value.info.message


@pytest.mark.parametrize(
    ("wanted", "machine", "tiled", "bfloat16"),
    [
        (need("sd1", 512), processor(8), False, False),
        (need("sdxl", 1024), processor(32), False, False),
        (need("sdxl", 1024), processor(16, native_bfloat16=True), True, False),
        (need("sdxl", 1024), processor(12, native_bfloat16=True), False, True),
        (need("sdxl", 1024), processor(16), True, False),
    ],
)
def test_a_processor_keeps_all_in_memory(wanted: Need, machine: Room, tiled: bool, bfloat16: bool) -> None:
    plan = plan_memory(wanted, machine)
    assert (plan.mode, plan.tiled, plan.bfloat16) == (Mode.RESIDENT, tiled, bfloat16)


def test_a_processor_that_would_emulate_bfloat16_refuses_what_float32_can_not_hold() -> None:
    with pytest.raises(AppError) as caught:
        plan_memory(need("sdxl", 1024), processor(12))
    assert caught.value.info.code == "too_large"


def test_memory_that_others_use_now_makes_a_plan_tight() -> None:
    assert plan_memory(need("sd1", 512), replace(processor(16), memory_free=2 * GIB)).tight


def test_every_step_down_a_card_needs_no_more_and_the_ladder_ends() -> None:
    machine = card(24)
    plan = plan_memory(need("sdxl", 1024), machine)
    modes = [plan.mode]
    while (step := step_down(plan, "cuda")) is not None:
        smaller = plan_memory(need("sdxl", 1024), machine, *step)
        assert smaller.peak_bytes <= plan.peak_bytes
        plan = smaller
        modes.append(plan.mode)
    assert modes == [Mode.RESIDENT, Mode.OFFLOAD, Mode.STREAM, Mode.SEQUENTIAL]
    assert plan.tiled


def test_a_processor_steps_down_to_tiles_once() -> None:
    plan = plan_memory(need("sd1", 512), processor(16))
    step = step_down(plan, "cpu")
    assert step == (Mode.RESIDENT, True)
    assert step_down(plan_memory(need("sd1", 512), processor(16), *step), "cpu") is None


def test_a_refiner_that_does_not_fit_beside_its_model_waits_for_its_turn() -> None:
    alone = need("sdxl", 1024)
    assert plan_memory(alone, card(14)).mode is Mode.RESIDENT
    assert plan_memory(replace(alone, beside=2_300_000_000), card(12)).mode is Mode.OFFLOAD


def test_words_are_said_only_when_something_is_different() -> None:
    assert plan_memory(need("sd1", 512), card(24)).words == ""
    assert "as they are needed" in plan_memory(need("sdxl", 1024), card(5)).words


def params(**changes: object) -> GenerateParams:
    return GenerateParams.checked(model=ModelRef(name="starter"), size=Size(256, 256), **changes)


def test_a_job_needs_what_is_drawn_and_decoded_at_once() -> None:
    needed = need_of(starter_info(), params(guidance_scale=1.0))
    assert needed is not None
    assert (needed.drawn, needed.batch) == (Size(256, 256), 1)
    large = need_of(starter_info(), params().model_copy(update={"size": Size(1024, 1024)}))
    assert large is not None
    assert large.batch == 2
    assert large.drawn.area < 1024 * 1024


def test_upscaling_by_its_own_network_needs_no_model() -> None:
    wanted = params().model_copy(update={"task": TaskName.UPSCALE, "upscale": UpscaleOptions(factor=2)})
    assert need_of(starter_info(), wanted) is None
