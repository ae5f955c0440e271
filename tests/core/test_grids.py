from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.grids import OWN_VAE, Axis, AxisKind, plan
from desktop.core.params import MAX_SEED, GenerateParams, ModelRef
from desktop.core.samplers import SamplerName, ScheduleName

PARAMS = GenerateParams(
    model=ModelRef(name="starter", hash="0123456789"),
    prompt="a red apple, red",
    negative_prompt="red sky",
    seed=7,
    count=4,
)


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        (AxisKind.GUIDANCE, "5, 7.5, 10", (5.0, 7.5, 10.0)),
        (AxisKind.STEPS, "1-10 (+3)", (1, 4, 7, 10)),
        (AxisKind.STEPS, "10-30 [5]", (10, 15, 20, 25, 30)),
        (AxisKind.STEPS, "1-4", (1, 2, 3, 4)),
        (AxisKind.STEPS, "4-1", (4, 3, 2, 1)),
        (AxisKind.STEPS, "10-1(-4)", (10, 6, 2)),
        (AxisKind.STEPS, "1-3, 2, 20", (1, 2, 3, 20)),
        (AxisKind.STEPS, "7 - 7 [1]", (7,)),
        (AxisKind.GUIDANCE, "0.1-0.3 (+0.1)", (0.1, 0.2, 0.3)),
        (AxisKind.GUIDANCE, "1-2 [3]", (1.0, 1.5, 2.0)),
        (AxisKind.SEED, f"{MAX_SEED - 1}-{MAX_SEED}", (MAX_SEED - 1, MAX_SEED)),
        (AxisKind.SIZE, "512x768, 64 x 64", (Size(512, 768), Size(64, 64))),
        (AxisKind.SAMPLER, "euler a, DPM++ 2M", (SamplerName.EULER_A, SamplerName.DPMPP_2M)),
        (AxisKind.SCHEDULE, "Karras,automatic,", (ScheduleName.KARRAS, ScheduleName.AUTOMATIC)),
        (AxisKind.CLIP_SKIP, "1,2", (1, 2)),
        (AxisKind.MODEL, "starter, other 1-2", ("starter", "other 1-2")),
        (AxisKind.VAE, "Model's own, bright", (OWN_VAE, "bright")),
        (AxisKind.WORDS, 'red, "blue, dark", green', ("red", "blue, dark", "green")),
    ],
)
def test_typed_values_are_read(kind: AxisKind, text: str, values: tuple[object, ...]) -> None:
    assert Axis.parse(kind, text).values == values


@pytest.mark.parametrize(
    ("kind", "text", "code", "word"),
    [
        (AxisKind.STEPS, "", "bad_axis", "Steps"),
        (AxisKind.STEPS, "10, many", "bad_axis", "many"),
        (AxisKind.STEPS, "10.5", "bad_axis", "10.5"),
        (AxisKind.STEPS, "1-10 (-1)", "bad_axis", "1-10"),
        (AxisKind.STEPS, "1-10 (0)", "bad_axis", "1-10"),
        (AxisKind.STEPS, "1-9999999", "grid_too_large", "1-9999999"),
        (AxisKind.STEPS, "1-10 [9999]", "grid_too_large", "9999"),
        (AxisKind.STEPS, ",".join(map(str, range(201))), "grid_too_large", "200"),
        (AxisKind.STEPS, "9" * 30_000, "grid_too_large", "20000"),
        (AxisKind.SAMPLER, "Euler, Eul", "bad_axis", "Eul"),
        (AxisKind.SIZE, "512", "bad_axis", "512"),
        (AxisKind.WORDS, "red", "bad_axis", "Words"),
    ],
)
def test_bad_values_are_named(kind: AxisKind, text: str, code: str, word: str) -> None:
    with pytest.raises(AppError) as caught:
        Axis.parse(kind, text)
    assert caught.value.code == code
    assert word in caught.value.info.message
    assert caught.value.info.hint


@given(
    st.sampled_from(AxisKind), st.text() | st.text(st.sampled_from("0123456789-+.()[], x\"'e"), max_size=30)
)
def test_any_text_gives_an_axis_or_is_told(kind: AxisKind, text: str) -> None:
    try:
        axis = Axis.parse(kind, text)
        grid = plan(PARAMS, axis)
    except AppError:
        return
    assert len(grid.cells) == len(axis.values) == len(grid.columns)


def test_the_cells_come_row_by_row() -> None:
    grid = plan(PARAMS, Axis.parse(AxisKind.STEPS, "10, 20"), Axis.parse(AxisKind.GUIDANCE, "5, 7.5, 9"))
    assert grid.columns == ("Steps 10", "Steps 20")
    assert grid.rows == ("Guidance 5", "Guidance 7.5", "Guidance 9")
    assert [(cell.steps, cell.guidance_scale) for cell in grid.jobs] == [
        (10, 5.0), (20, 5.0), (10, 7.5), (20, 7.5), (10, 9.0), (20, 9.0),
    ]  # fmt: skip
    assert {(cell.seed, cell.count) for cell in grid.jobs} == {(7, 1)}
    assert grid.notes == ()


def test_one_axis_gives_one_row() -> None:
    grid = plan(PARAMS, Axis.parse(AxisKind.SAMPLER, "Euler, Heun"))
    assert (grid.columns, grid.rows) == (("Euler", "Heun"), ("",))


@pytest.mark.parametrize(
    ("kind", "text", "field", "values"),
    [
        (AxisKind.SEED, "1,2", "seed", [1, 2]),
        (AxisKind.SIZE, "64x64,64x128", "size", [Size(64, 64), Size(64, 128)]),
        (AxisKind.CLIP_SKIP, "1,2", "clip_skip", [1, 2]),
        (AxisKind.SCHEDULE, "Karras,Simple", "schedule", [ScheduleName.KARRAS, ScheduleName.SIMPLE]),
        (AxisKind.MODEL, "starter,other", "model", [PARAMS.model, ModelRef(name="other")]),
    ],
)
def test_every_setting_can_be_compared(kind: AxisKind, text: str, field: str, values: list[object]) -> None:
    assert [getattr(cell, field) for cell in plan(PARAMS, Axis.parse(kind, text)).jobs] == values


def test_words_are_replaced_in_both_prompts() -> None:
    grid = plan(PARAMS, Axis.parse(AxisKind.WORDS, "red, blue"))
    assert [cell.prompt for cell in grid.jobs] == ["a red apple, red", "a blue apple, blue"]
    assert [cell.negative_prompt for cell in grid.jobs] == ["red sky", "blue sky"]


def test_what_one_axis_puts_in_stays_for_the_other() -> None:
    grid = plan(PARAMS, Axis.parse(AxisKind.WORDS, "red, apple"), Axis.parse(AxisKind.WORDS, "apple, pear"))
    assert [cell.prompt for cell in grid.jobs] == [
        "a red apple, red",
        "a apple apple, apple",
        "a red pear, red",
        "a apple pear, apple",
    ]


def test_words_that_are_not_there_are_told() -> None:
    with pytest.raises(AppError) as caught:
        plan(PARAMS, Axis.parse(AxisKind.WORDS, "Red, blue"))
    assert caught.value.code == "words_not_found"


def test_a_bad_combination_is_left_out_and_told() -> None:
    grid = plan(
        PARAMS, Axis.parse(AxisKind.SAMPLER, "Euler a, Heun"), Axis.parse(AxisKind.SCHEDULE, "Normal, Karras")
    )
    assert [cell is None for cell in grid.cells] == [False, False, True, False]
    assert len(grid.jobs) == 3
    (note,) = grid.notes
    assert note.startswith("Euler a, Karras: left out. ")


def test_a_sampler_and_its_schedule_may_come_from_both_axes() -> None:
    params = PARAMS.model_copy(update={"schedule": ScheduleName.KARRAS})
    grid = plan(params, Axis.parse(AxisKind.SAMPLER, "Euler a"), Axis.parse(AxisKind.SCHEDULE, "Normal"))
    assert grid.notes == ()


def test_nothing_that_can_be_drawn_is_an_error() -> None:
    with pytest.raises(AppError) as caught:
        plan(PARAMS, Axis.parse(AxisKind.STEPS, "500, 600"))
    assert caught.value.code == "bad_value"


def test_two_axes_of_one_kind_are_refused() -> None:
    axis = Axis.parse(AxisKind.STEPS, "1,2")
    with pytest.raises(AppError) as caught:
        plan(PARAMS, axis, axis)
    assert caught.value.code == "same_axis"


def test_too_many_pictures_are_refused() -> None:
    steps, seeds = Axis.parse(AxisKind.STEPS, "1-20"), Axis.parse(AxisKind.SEED, "1-11")
    with pytest.raises(AppError) as caught:
        plan(PARAMS, steps, seeds)
    assert caught.value.code == "grid_too_large"
    assert len(plan(PARAMS, steps, Axis.parse(AxisKind.SEED, "1-10")).jobs) == 200


def test_a_plan_crosses_processes() -> None:
    grid = plan(PARAMS, Axis.parse(AxisKind.SIZE, "64x64"))
    assert pickle.loads(pickle.dumps(grid)) == grid


def test_pictures_of_several_vaes_differ_in_nothing_else() -> None:
    base = PARAMS.model_copy(update={"vae": ModelRef(name="bright", hash="0011223344")})
    grid = plan(base, Axis(AxisKind.VAE, (OWN_VAE, "bright", "dull")))
    assert grid.columns == (OWN_VAE, "bright", "dull")
    assert [cell.vae for cell in grid.jobs] == [None, base.vae, ModelRef(name="dull")]
    assert len({cell.model_copy(update={"vae": None}) for cell in grid.jobs}) == 1
