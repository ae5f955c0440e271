from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.infotext import params_from_infotext, parse_infotext, to_infotext
from desktop.core.params import MAX_SEED, GenerateParams, ModelRef
from desktop.core.samplers import SamplerName, ScheduleName
from tests.helpers.records import make_record

A1111 = """a cat <lora:style_v2:0.8>
on a mat
Negative prompt: blurry,
dark
Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 965400086, Size: 512x768, \
Model hash: 45dee52b8a, Model: dreamshaper_8, Denoising strength: 0.5, Clip skip: 2, RNG: CPU, \
Lora hashes: "style_v2: 4259dc3287f1", Version: v1.10.1"""


def test_the_text_has_the_form_that_other_programs_read() -> None:
    record = make_record(
        prompt="a red apple",
        negative_prompt="blurry",
        sampler=SamplerName.EULER,
        steps=12,
        guidance_scale=4.5,
        size=Size(256, 320),
        seed=7,
        clip_skip=2,
    )
    assert to_infotext(record) == (
        "a red apple\n"
        "Negative prompt: blurry\n"
        "Steps: 12, Sampler: Euler, Schedule type: Automatic, CFG scale: 4.5, Seed: 7, Size: 256x320, "
        "Model hash: 0123456789, Model: starter, Clip skip: 2, RNG: CPU, Version: Darkroom 0.1.0"
    )


def test_the_prompts_can_be_left_out() -> None:
    text = to_infotext(make_record(prompt="secret", negative_prompt="hidden"), include_prompt=False)
    assert text.startswith("Steps: 20, ")


def test_values_with_commas_and_colons_are_quoted() -> None:
    record = make_record(model=ModelRef(name='a, "b": c'))
    assert 'Model: "a, \\"b\\": c", ' in to_infotext(record)
    assert parse_infotext(to_infotext(record))["Model"] == 'a, "b": c'


def test_another_programs_text_is_parsed() -> None:
    values = parse_infotext(A1111)
    assert values["Prompt"] == "a cat <lora:style_v2:0.8>\non a mat"
    assert values["Negative prompt"] == "blurry,\ndark"
    assert values["Size"] == "512x768"
    assert values["Lora hashes"] == "style_v2: 4259dc3287f1"
    assert values["Version"] == "v1.10.1"


def test_missing_values_mean_what_they_mean_there() -> None:
    values = parse_infotext("a cat\nSteps: 20, Sampler: Euler, Seed: 1")
    assert (values["Clip skip"], values["RNG"], values["Schedule type"]) == ("1", "GPU", "Automatic")


@pytest.mark.parametrize("last", ["a: b", "one: two, three: four", ""])
def test_a_last_line_with_few_values_is_prompt(last: str) -> None:
    assert parse_infotext(f"a cat\n{last}") == {"Prompt": f"a cat\n{last}".strip(), "Negative prompt": ""}


def test_settings_alone_are_parsed() -> None:
    values = parse_infotext("Steps: 20, Sampler: Euler, Seed: 1")
    assert (values["Prompt"], values["Seed"]) == ("", "1")


def test_settings_of_another_program_become_ours() -> None:
    params, notes = params_from_infotext(A1111)
    assert notes == ()
    assert params == GenerateParams(
        model=ModelRef(name="dreamshaper_8", hash="45dee52b8a"),
        prompt="a cat <lora:style_v2:0.8>\non a mat",
        negative_prompt="blurry,\ndark",
        sampler=SamplerName.DPMPP_2M,
        schedule=ScheduleName.KARRAS,
        steps=20,
        guidance_scale=7.0,
        size=Size(512, 768),
        seed=965400086,
        clip_skip=2,
    )


def test_our_own_text_comes_back() -> None:
    record = make_record(
        negative_prompt="blurry", sampler=SamplerName.UNIPC, seed=MAX_SEED, size=Size(320, 192)
    )
    assert params_from_infotext(to_infotext(record)) == (record.params, ())


def test_older_texts_name_the_schedule_with_the_sampler() -> None:
    params, notes = params_from_infotext("x\nSteps: 20, Sampler: DPM++ 2M Karras, Seed: 1")
    assert (params.sampler, params.schedule, notes) == (SamplerName.DPMPP_2M, ScheduleName.KARRAS, ())


def read_one(pair: str) -> tuple[GenerateParams, tuple[str, ...]]:
    return params_from_infotext(f"x\nOne: 1, Two: 2, {pair}")


@pytest.mark.parametrize(
    ("pair", "field", "value"),
    [
        ("Steps: 1000000000", "steps", 150),
        ("Steps: -5", "steps", 1),
        ("Steps: many", "steps", 20),
        ("Steps: " + "9" * 5000, "steps", 150),
        ("Sampler: DPM2 a, Steps: 3", "steps", 20),
        ("CFG scale: nan", "guidance_scale", 0.0),
        ("CFG scale: 1e999", "guidance_scale", 30.0),
        ("Seed: -1", "seed", 0),
        ("Seed: 99999999999999999999", "seed", MAX_SEED),
        ("Size: -512x512", "size", Size(512, 512)),
        ("Size: 999999x1", "size", Size(4096, 64)),
        ("Clip skip: 99", "clip_skip", 12),
        ("Sampler: <b>Evil</b>", "sampler", SamplerName.DPMPP_2M),
        ("Sampler: Euler a, Schedule type: Karras", "schedule", ScheduleName.AUTOMATIC),
        ("Model: ../../etc/passwd", "model", ModelRef(name="passwd")),
        ("Model: C:\\models\\x", "model", ModelRef(name="x")),
    ],
)
def test_impossible_values_are_clamped_and_told(pair: str, field: str, value: object) -> None:
    """Fault 5."""
    params, notes = read_one(pair)
    assert getattr(params, field) == value
    assert len(notes) == 1


def test_a_hash_that_is_none_is_dropped() -> None:
    assert read_one("Model: x, Model hash: <script>")[0].model == ModelRef(name="x")


def test_a_prompt_stays_plain_text() -> None:
    params, _ = params_from_infotext("<img src=x onerror=alert(1)>\nSteps: 20, Sampler: Euler, Seed: 1")
    assert params.prompt == "<img src=x onerror=alert(1)>"


def test_a_long_prompt_is_cut_and_told() -> None:
    params, notes = params_from_infotext("x" * 30_000 + "\nSteps: 20, Sampler: Euler, Seed: 1")
    assert len(params.prompt) == 20_000
    assert len(notes) == 1


def test_a_text_without_settings_is_told() -> None:
    params, notes = params_from_infotext("a cat")
    assert params.prompt == "a cat"
    assert notes == ("The text holds a prompt but no settings.",)


def test_another_programs_json_is_refused() -> None:
    with pytest.raises(AppError) as caught:
        params_from_infotext('{"sui_image_params": {"prompt": "a cat"}}')
    assert caught.value.code == "unknown_infotext"


def test_a_prompt_may_start_with_a_brace() -> None:
    assert params_from_infotext("{red|green} apple")[0].prompt == "{red|green} apple"


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["a", " ", "a:", 'a: "', "a: \\", ",", "a-", '\\"'])
def test_hostile_text_is_read_in_good_time(piece: str) -> None:
    params_from_infotext("x\n" + piece * (1_000_000 // len(piece)))


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from('\n:," ')) | st.text())
def test_any_text_is_read(text: str) -> None:
    params, _ = params_from_infotext(f"{text}\n{text}: 3, Steps: {text}, Size: {text}, Model: {text}")
    assert GenerateParams.model_validate_json(params.model_dump_json()) == params
