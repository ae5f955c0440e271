from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.adapters import loras_of, prompt_loras
from desktop.core.foreign import settings_from_text
from desktop.core.geometry import Size
from desktop.core.infotext import parse_infotext, to_infotext
from desktop.core.params import LoraUse, ModelRef, RefinerOptions, Source, StoredPicture, TaskName
from desktop.core.samplers import SamplerName
from tests.helpers import foreign_pictures
from tests.helpers.records import make_record


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


def test_a_picture_made_from_another_tells_its_strength() -> None:
    source = Source(picture=StoredPicture(sha256="0" * 64, size=Size(512, 512)))
    text = to_infotext(make_record(task=TaskName.IMAGE, source=source, strength=0.55))
    assert parse_infotext(text)["Denoising strength"] == "0.55"
    assert "Denoising strength" not in to_infotext(make_record(strength=0.55))


def test_loras_are_tags_and_hashes() -> None:
    record = make_record(prompt="a cat", loras=(LoraUse(name="ink", unet=0.8, text=0.5), LoraUse(name="v 2")))
    hashes = {"ink": "0123456789ab", "v 2": "ba9876543210"}
    record = record.model_copy(
        update={"provenance": record.provenance.model_copy(update={"lora_hashes": hashes})}
    )
    values = parse_infotext(to_infotext(record))
    assert values["Prompt"] == "a cat <lora:ink:0.8:0.5> <lora:v 2:1>"
    assert values["Lora hashes"] == "ink: 0123456789ab, v 2: ba9876543210"
    assert loras_of(record.params) == prompt_loras(values["Prompt"])


def test_the_prompts_can_be_left_out() -> None:
    text = to_infotext(make_record(prompt="secret", negative_prompt="hidden"), include_prompt=False)
    assert text.startswith("Steps: 20, ")


def test_values_with_commas_and_colons_are_quoted() -> None:
    record = make_record(model=ModelRef(name='a, "b": c'))
    assert 'Model: "a, \\"b\\": c", ' in to_infotext(record)
    assert parse_infotext(to_infotext(record))["Model"] == 'a, "b": c'


def test_another_programs_text_is_parsed() -> None:
    values = parse_infotext(foreign_pictures.A1111)
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


def test_templates_are_told_as_the_dynamic_prompts_extension_does() -> None:
    record = make_record(prompt="a red apple", prompt_template="a {red|green} apple", negative_template="{x}")
    text = to_infotext(record)
    assert text.endswith("Version: Darkroom 0.1.0, Template: a {red|green} apple, Negative Template: {x}")
    assert parse_infotext(text)["Template"] == "a {red|green} apple"


def test_templates_go_with_the_prompts() -> None:
    record = make_record(prompt_template="{secret|hidden}", negative_template="{secret|hidden}")
    assert "secret" not in to_infotext(record, include_prompt=False)


def test_templates_below_the_settings_are_parsed() -> None:
    """As older versions of the extension wrote them."""
    values = parse_infotext(
        "a red cat\nNegative prompt: bad\nSteps: 20, Sampler: Euler, Seed: 1\n"
        "Template: a {red|blue} cat,\nsitting\nNegative Template: bad, __worse__"
    )
    assert (values["Prompt"], values["Negative prompt"], values["Seed"]) == ("a red cat", "bad", "1")
    assert (values["Template"], values["Negative Template"]) == (
        "a {red|blue} cat,\nsitting",
        "bad, __worse__",
    )


def test_a_prompt_may_talk_of_templates() -> None:
    text = "a page with\nTemplate: blank\nSteps: 20, Sampler: Euler, Seed: 1"
    assert parse_infotext(text)["Prompt"] == "a page with\nTemplate: blank"


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["a", " ", "a:", 'a: "', "a: \\", ",", "a-", '\\"', "\nTemplate: "])
def test_hostile_text_is_read_in_good_time(piece: str) -> None:
    parse_infotext("x\n" + piece * (1_000_000 // len(piece)))


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from('\n:," ')) | st.text())
def test_any_text_is_parsed(text: str) -> None:
    assert {"Prompt", "Negative prompt"} <= set(
        parse_infotext(f"{text}\n{text}: 3, Steps: {text}, Size: {text}")
    )


def test_refiner_vae_and_shift_come_back_from_the_text() -> None:
    params = make_record(
        refiner=RefinerOptions(model=ModelRef(name="refiner xl", hash="7440042bbd"), switch_at=0.75),
        vae=ModelRef(name="sdxl_vae", hash="63aeecb90f"),
        shift=2.5,
    )
    found = settings_from_text(to_infotext(params))
    assert found is not None
    assert found.params.refiner == params.params.refiner
    assert found.params.vae == params.params.vae
    assert found.params.shift == 2.5


def test_a_picture_without_them_says_nothing_of_them() -> None:
    text = to_infotext(make_record())
    assert not any(word in text for word in ("Refiner", "VAE", "Shift"))
