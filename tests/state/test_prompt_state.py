from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.params import (
    MAX_SEED,
    FillMode,
    InpaintOptions,
    ModelRef,
    RefinerOptions,
    Source,
    StoredPicture,
    TaskName,
)
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName
from desktop.core.settings import Session
from desktop.state.prompt_state import PromptState
from tests.helpers.scripted import STARTER, make_params

V_MODEL = replace(STARTER, name="v", prediction_type="v_prediction")


@pytest.fixture
def state(qapp: object) -> PromptState:
    return PromptState()


def test_choosing_a_model_takes_what_it_draws_best_with(state: PromptState) -> None:
    state.choose_model(STARTER)
    assert state.model == "starter"
    assert (state.width, state.height) == (256, 192)
    assert (state.sampler, state.schedule) == (SamplerName.DPMPP_2M, ScheduleName.KARRAS)
    assert (state.steps, state.guidance_scale) == (10, 4.5)


def test_adopting_a_model_keeps_the_settings(state: PromptState) -> None:
    state.steps, state.sampler = 33, SamplerName.EULER
    state.adopt_model(STARTER)
    assert (state.model, state.steps, state.sampler) == ("starter", 33, SamplerName.EULER)


def test_samplers_that_do_not_go_with_the_model_are_not_offered(state: PromptState) -> None:
    state.sampler = SamplerName.PNDM
    state.adopt_model(V_MODEL)
    assert SamplerName.PNDM not in state.samplers
    assert state.sampler is SamplerName.DPMPP_2M


def test_a_sampler_without_the_schedule_falls_back_to_automatic(state: PromptState) -> None:
    state.schedule = ScheduleName.KARRAS
    state.sampler = SamplerName.EULER_A
    assert state.schedule is ScheduleName.AUTOMATIC
    assert state.schedules == SAMPLERS[SamplerName.EULER_A].schedules


def test_a_schedule_that_does_not_go_with_the_sampler_becomes_automatic(state: PromptState) -> None:
    state.sampler = SamplerName.DDIM
    state.schedule = ScheduleName.EXPONENTIAL
    assert state.schedule is ScheduleName.AUTOMATIC


def test_a_sampler_that_needs_more_steps_gets_them(state: PromptState) -> None:
    state.steps = 8
    state.sampler = SamplerName.DPM2_A
    assert state.steps == 20


def test_new_choices_are_told_before_the_values_that_follow(state: PromptState) -> None:
    state.schedule = ScheduleName.KARRAS
    told: list[str] = []
    state.choices_changed.connect(lambda: told.append("choices"))
    state.changed.connect(told.append)
    state.sampler = SamplerName.DDIM
    assert told.index("choices") < told.index("schedule")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("steps", 0),
        ("steps", 2.5),
        ("steps", "ten"),
        ("guidance_scale", 31.0),
        ("guidance_scale", float("nan")),
        ("width", 63),
        ("height", 9000),
        ("seed", -2),
        ("seed", MAX_SEED + 1),
        ("count", True),
        ("prompt", None),
        ("prompt", "x" * 20_001),
        ("prompt", "half a pair: \ud800"),
        ("sampler", "Magic"),
    ],
)
def test_values_out_of_range_are_refused(state: PromptState, name: str, value: object) -> None:
    before = state.to_session(Session())
    with pytest.raises(ValueError, match=r".+"):
        setattr(state, name, value)
    assert state.to_session(Session()) == before


def test_build_holds_every_setting(state: PromptState) -> None:
    params = make_params(
        prompt="a fox",
        negative_prompt="blur",
        sampler=SamplerName.HEUN,
        schedule=ScheduleName.SIMPLE,
        steps=9,
        guidance_scale=3.5,
        size=Size(128, 72),
        seed=MAX_SEED - 1,
        count=2,
        clip_skip=2,
    )
    state.adopt_model(STARTER)
    state.apply(params)
    assert state.build() == params


def test_build_holds_what_only_some_families_take(state: PromptState) -> None:
    vae = ModelRef(name="bright")
    refiner = RefinerOptions(model=ModelRef(name="last touch"), switch_at=0.7)
    for family, params in (
        ("sdxl", make_params(vae=vae, refiner=refiner)),
        ("sd3", make_params(vae=vae, shift=4.5)),
    ):
        info = replace(STARTER, family_key=family)
        state.apply(params, info)
        assert state.build() == params


def test_a_model_without_shift_and_refiner_drops_them(state: PromptState) -> None:
    refiner = RefinerOptions(model=ModelRef(name="last touch"))
    state.apply(make_params(refiner=refiner), replace(STARTER, name="large", family_key="sdxl"))
    state.adopt_model(STARTER)
    assert state.refiner == ""
    state.apply(make_params(shift=2.0), replace(STARTER, name="flow", family_key="sd3"))
    state.adopt_model(STARTER)
    assert state.shift is None
    state.apply(make_params(refiner=refiner, shift=2.0))  # of a picture whose model is not here
    assert (state.build().refiner, state.build().shift) == (None, None)


def test_vae_refiner_and_shift_come_back_with_the_session_and_can_be_none_again(state: PromptState) -> None:
    before = state.to_session(Session())
    state.vae, state.refiner, state.hand_over, state.shift = "bright", "last touch", 0.6, 1.5
    again = PromptState()
    again.from_session(Session.model_validate_json(state.to_session(Session()).model_dump_json()))
    assert (again.vae, again.refiner, again.hand_over, again.shift) == ("bright", "last touch", 0.6, 1.5)
    again.from_session(before)
    assert again.to_session(Session()) == before


def test_a_random_seed_is_drawn_for_each_job_and_remembered(state: PromptState) -> None:
    state.adopt_model(STARTER)
    first, second = state.build(), state.build()
    assert first.seed != second.seed
    assert (state.seed, state.last_seed) == (-1, second.seed)


def test_build_without_a_model_says_so(state: PromptState) -> None:
    with pytest.raises(AppError) as caught:
        state.build()
    assert caught.value.code == "no_model"


def test_build_names_settings_that_do_not_go_together(state: PromptState) -> None:
    state.adopt_model(STARTER)
    state.seed, state.count = MAX_SEED, 2
    with pytest.raises(AppError, match="seed") as caught:
        state.build()
    assert caught.value.code == "bad_value"


def test_a_session_survives_a_restart_as_json(state: PromptState) -> None:
    state.choose_model(STARTER)
    state.prompt, state.seed, state.sampler = "two apples", 12, SamplerName.EULER_A
    text = state.to_session(Session()).model_dump_json()
    again = PromptState()
    again.from_session(Session.model_validate_json(text))
    assert again.to_session(Session()) == state.to_session(Session())
    assert (again.prompt, again.width, again.height) == ("two apples", 256, 192)


def test_a_session_keeps_what_is_not_the_prompts(state: PromptState) -> None:
    assert state.to_session(Session(window_state="abc")).window_state == "abc"


def test_what_a_session_leaves_open_stays(state: PromptState) -> None:
    state.steps, state.width = 33, 128
    state.from_session(Session(prompt="a pear"))
    assert (state.prompt, state.steps, state.width) == ("a pear", 33, 128)


def test_a_schedule_of_a_session_that_does_not_fit_becomes_automatic(state: PromptState) -> None:
    state.from_session(Session(sampler=SamplerName.DDIM, schedule=ScheduleName.KARRAS))
    assert (state.sampler, state.schedule) == (SamplerName.DDIM, ScheduleName.AUTOMATIC)


def test_another_model_by_name_is_not_known_until_adopted(state: PromptState) -> None:
    state.adopt_model(STARTER)
    state.from_session(Session(model="other"))
    assert (state.model, state.model_info) == ("other", None)


# The canvas


def test_what_a_job_started_from_is_kept_when_its_settings_are_built_again(state: PromptState) -> None:
    stored = StoredPicture(sha256="0" * 64, size=Size(71, 33))
    source = Source(picture=stored, mask=stored)
    like = make_params(
        task=TaskName.INPAINT, source=source, size=Size(71, 33), inpaint=InpaintOptions(), strength=0.5
    )
    state.adopt_model(STARTER)
    state.apply(like)
    state.feather, state.fill = 20, FillMode.BLUR
    params = state.build(like=like)
    assert (params.task, params.source, params.size) == (TaskName.INPAINT, source, Size(71, 33))
    assert (params.strength, params.inpaint) == (0.5, InpaintOptions(feather=20, fill=FillMode.BLUR))


def test_each_task_has_a_strength_of_its_own(state: PromptState) -> None:
    state.image_strength, state.inpaint_strength = 0.4, 0.9
    assert state.strength_for(TaskName.IMAGE) == 0.4
    assert state.strength_for(TaskName.INPAINT) == 0.9
    assert state.strength_for(TaskName.TEXT) == 1.0


def test_the_chosen_task_comes_back_and_can_be_none_again(state: PromptState) -> None:
    state.task = TaskName.IMAGE
    kept = state.to_session(Session())
    state.task = None
    state.from_session(kept)
    assert state.task is TaskName.IMAGE
    state.from_session(Session())
    assert state.task is None


def test_a_larger_picture_is_no_task_to_choose(state: PromptState) -> None:
    with pytest.raises(ValueError, match="its own command"):
        state.task = TaskName.UPSCALE


def test_how_a_selection_is_made_new_comes_back_with_the_session_and_from_a_picture(
    state: PromptState,
) -> None:
    options = InpaintOptions(
        fill=FillMode.NOISE, grow=1, feather=2, padding=96, soft=False, match_colours=False
    )
    stored = StoredPicture(sha256="0" * 64, size=Size(71, 33))
    source = Source(picture=stored, mask=stored)
    state.apply(make_params(task=TaskName.INPAINT, source=source, size=Size(71, 33), inpaint=options))
    assert state.inpaint == options
    again = PromptState()
    again.from_session(state.to_session(Session()))
    assert again.inpaint == options


def test_schedules_that_do_not_go_with_the_model_are_not_offered(state: PromptState) -> None:
    state.sampler, state.schedule = SamplerName.EULER, ScheduleName.KARRAS
    state.adopt_model(replace(STARTER, name="flow", family_key="sd3"))
    assert state.schedules == (ScheduleName.AUTOMATIC,)
    assert state.schedule is ScheduleName.AUTOMATIC
