from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop.core.adapters import (
    EmbeddingNames,
    EmbeddingWord,
    LoraStrength,
    find_adapter,
    is_missing,
    loras_of,
    misfit,
    prompt_loras,
    tag,
    with_names,
    without_tags,
)
from desktop.core.errors import AppError
from desktop.core.families import FAMILIES
from desktop.core.identify.identified import Container, Kind
from desktop.core.params import GenerateParams, LoraUse, ModelRef
from tests.helpers.model_infos import adapter_info, model_info
from tests.helpers.scripted import make_params


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a cat", []),
        ("a <lora:ink:0.8> cat", [("ink", 0.8, 0.8)]),
        ("<lora:ink:0.8:0.5>", [("ink", 0.8, 0.5)]),
        ("<lora:ink>", [("ink", 1.0, 1.0)]),
        ("<LORA: ink v2 : -1.5 :.25>", [("ink v2", -1.5, 0.25)]),
        ("<lora:a:1><lora:b:2>", [("a", 1.0, 1.0), ("b", 2.0, 2.0)]),
        ("<lora:ink:99>", [("ink", 10.0, 10.0)]),
        ("<lora:ink:strong>", []),
        ("<lora:>", []),
        ("<lora:ink:1:1:1>", []),
        ("<lora:ink:0.8", []),
    ],
)
def test_tags_are_found(prompt: str, expected: list[tuple[str, float, float]]) -> None:
    assert prompt_loras(prompt) == tuple(LoraStrength(*values) for values in expected)


def test_what_is_no_tag_stays_text() -> None:
    assert without_tags("a <lora:ink:0.8>cat <lora:ink:strong> <b>") == "a cat <lora:ink:strong> <b>"


@given(st.text(alphabet="<lora:x 01.9->", max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert len(without_tags(text)) <= len(text)
    prompt_loras(text)


@pytest.mark.parametrize(
    ("use", "text"),
    [
        (LoraUse(name="ink", unet=0.8, text=0.8), "<lora:ink:0.8>"),
        (LoraUse(name="ink", unet=-1.0, text=0.0), "<lora:ink:-1:0>"),
    ],
)
def test_a_setting_as_a_tag_says_the_same(use: LoraUse, text: str) -> None:
    assert tag(use) == text
    assert prompt_loras(text) == (LoraStrength(use.name, use.unet, use.text),)


def test_settings_and_tags_of_a_name_add_up_in_any_case_of_letters() -> None:
    params = GenerateParams(
        model=ModelRef(name="m"),
        prompt="a <lora:INK:0.5:0> <lora:dots:1>",
        negative_prompt="<lora:dots:0.5>",
        loras=(LoraUse(name="ink", unet=0.75, text=0.5),),
    )
    assert loras_of(params) == (LoraStrength("ink", 1.25, 0.5), LoraStrength("dots", 1.5, 1.5))


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "a:b"}, {"name": "x", "unet": 2.1}])
def test_settings_out_of_range_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        LoraUse.model_validate(values)


def test_settings_come_back_from_json() -> None:
    params = GenerateParams(model=ModelRef(name="m"), loras=(LoraUse(name="ink", unet=0.5, text=-0.5),))
    assert GenerateParams.model_validate_json(params.model_dump_json()) == params


@pytest.mark.parametrize("name", ["ink", "INK", "ink.safetensors", "styles/ink", "styles\\ink.pt"])
def test_an_adapter_is_found_by_its_name(name: str) -> None:
    infos = [adapter_info("ink", kind=Kind.EMBEDDING), adapter_info("ink"), adapter_info("other")]
    assert find_adapter(infos, Kind.LORA, name) is infos[1]


def test_a_missing_one_is_told_with_close_names() -> None:
    with pytest.raises(AppError) as caught:
        find_adapter([adapter_info("ink_style"), adapter_info("dots")], Kind.LORA, "inkstyle")
    assert is_missing(caught.value)
    assert caught.value.info.hint == "Did you mean ink_style?"


@pytest.mark.parametrize(
    ("fits", "family", "code"),
    [
        (("sd1",), "sd1", None),
        (("sd1",), "sd1-inpaint", None),
        (("sd1", "sd2"), "sd2", None),
        (("sdxl",), "sd1", "wrong_base"),
        (("sd1",), "sdxl", "wrong_base"),
        (("flux1",), "sd1", "wrong_base"),
        ((), "sd1", "wrong_base"),
        ((), "sd-custom", None),
        (("sdxl",), "sd-custom", "wrong_base"),
    ],
)
def test_a_family_must_fit(fits: tuple[str, ...], family: str, code: str | None) -> None:
    found = misfit(adapter_info("ink", *fits), model_info("base", family))
    assert (found.code if found else None) == code


def test_the_reason_names_both_families() -> None:
    found = misfit(adapter_info("ink", "sdxl"), model_info("base"))
    assert found is not None
    assert found.message == "The LoRA ink is made for SDXL; Base is of the kind SD 1.x."


def test_what_is_missing_is_named() -> None:
    found = misfit(adapter_info("ink", "sd1", missing_feature="Hadamard products (LoHa)"), model_info("base"))
    assert found is not None
    assert "Hadamard products (LoHa)" in found.message


def test_a_pickle_is_not_opened() -> None:
    found = misfit(adapter_info("ink", "sd1", container=Container.PICKLE), model_info("base"))
    assert found is not None
    assert found.code == "unsupported_model"


def test_every_family_has_a_name_in_the_reason() -> None:
    for key, family in FAMILIES.items():
        found = misfit(adapter_info("ink", "wan"), model_info("base", key))
        assert found is not None
        assert family.title in found.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat", ["a cat"]),
        ("easy, a cat", [EmbeddingWord("easy"), ", a cat"]),
        ("(EASY:1.2)", ["(", EmbeddingWord("easy"), ":1.2)"]),
        ("uneasy easygoing easy-x", ["uneasy easygoing easy-x"]),
        ("easy v2 easy", [EmbeddingWord("easy v2"), " ", EmbeddingWord("easy")]),
        ("embedding:easy v2", [EmbeddingWord("easy v2")]),
        ("embedding:easy.pt, x", [EmbeddingWord("easy"), ", x"]),
        ("embedding:other.v1.", [EmbeddingWord("other.v1"), "."]),
        ("", []),
    ],
)
def test_textual_inversions_are_found(text: str, expected: list[object]) -> None:
    assert EmbeddingNames(["easy", "easy v2"]).split(text) == expected


def test_without_any_only_the_prefix_names_one() -> None:
    names = EmbeddingNames([])
    assert names.split("a cat") == ["a cat"]
    assert names.used(["embedding:x, a", "embedding:x"]) == ("x",)


def test_loras_are_called_otherwise_in_settings_and_tags_alike() -> None:
    params = make_params(
        prompt="a <lora:Ink:0.8> <lora:other:1> ink",
        prompt_template="a <lora:ink> ink",
        loras=(LoraUse(name="ink", unet=0.5),),
    )
    renamed = with_names(params, {"ink": "sketch"})
    assert renamed.prompt == "a <lora:sketch:0.8> <lora:other:1> ink"
    assert renamed.prompt_template == "a <lora:sketch> ink"
    assert renamed.loras == (LoraUse(name="sketch", unet=0.5),)
