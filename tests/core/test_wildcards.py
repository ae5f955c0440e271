from __future__ import annotations

import contextlib
import itertools
import json
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError
from desktop.core.params import GenerateParams, ModelRef
from desktop.core.wildcards import drawn, expand, is_dynamic

ORDERS = {"+".join(order) for order in itertools.permutations(["red", "orange", "blue"])}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "colours.txt": "\ufeff# warm ones first\nred\norange\n\n  blue  \n",
        "colours_dark.txt": "black\n",
        "animals/cats.txt": "a tabby\na __colours_dark__ cat\n",
        "animals/dogs.txt": "a poodle\n",
        "loop.txt": "__loop__ again\n",
        "heavy.txt": "0.0::never\n5::always\n",
        "empty.txt": "# nothing\n",
        "two words.txt": "both\n",
        "lists.json": json.dumps(["one", "two"]),
        "trees.json": json.dumps({"tree": {"fir": ["a fir"], "oak": "an oak"}, "odd": 5}),
    }
    for name, text in files.items():
        path = tmp_path / "wildcards" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "secret.txt").write_text("secret\n")
    return tmp_path / "wildcards"


def results(template: str, folder: Path, seeds: int = 60) -> set[str]:
    return {expand(template, seed, folder) for seed in range(seeds)}


def refused(template: str, folder: Path, seed: int = 0) -> str:
    with pytest.raises(AppError) as caught:
        expand(template, seed, folder)
    assert caught.value.info.hint
    return caught.value.code


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{red|blue} car", {"red car", "blue car"}),
        ("a{ very|} old car", {"a very old car", "a old car"}),
        ("{a|{b|c}}", {"a", "b", "c"}),
        ("{only}", {"only"}),
        ("{1::a|0::b}", {"a"}),
        ("{2$$a|b}", {"a,b", "b,a"}),
        ("{2$$ and $$a|b}", {"a and b", "b and a"}),
        ("{2$$$$a|b}", {"ab", "ba"}),
        ("{1-2$$-$$a|b}", {"a", "b", "a-b", "b-a"}),
        ("{-2$$-$$a|b}", {"a", "b", "a-b", "b-a"}),
        ("{2-$$-$$a|b}", {"a-b", "b-a"}),
        ("{9$$-$$a|b}", {"a-b", "b-a"}),
        ("{0$$a|b}x", {"x"}),
        ("{0-1$$a}x", {"x", "ax"}),
        ("${v=!{a|b}}${v}${v}", {"aa", "bb"}),
        ("${v={a|b}}${v}${v}", {"aa", "ab", "ba", "bb"}),
        ("${v:{a|b}}", {"a", "b"}),
        ("${v=x}${v:y}", {"x"}),
        ("__colours__", {"red", "orange", "blue"}),
        ("__Colours__", {"red", "orange", "blue"}),
        ("__animals/cats__", {"a tabby", "a black cat"}),
        ("__animals/*__", {"a tabby", "a black cat", "a poodle"}),
        ("__colours*__", {"red", "orange", "blue", "black"}),
        ("__**/d?gs__", {"a poodle"}),
        ("__two words__", {"both"}),
        ("__heavy__", {"always"}),
        ("__lists__", {"one", "two"}),
        ("__tree/*__", {"a fir", "an oak"}),
        ("{3$$+$$__colours__}", ORDERS),
        ("{__colours_dark__|white}", {"black", "white"}),
        ("<random:a|b>", {"a", "b"}),
        ("<random:a, b>", {"a", "b"}),
        ("<random[2]:a|b>", {"a b", "b a"}),
        ("<random[1-2,]:a|b>", {"a", "b", "a, b", "b, a"}),
        ("<random:a|<random:b|c>>", {"a", "b", "c"}),
        ("<wildcard:colours>", {"red", "orange", "blue"}),
        ("<wc:two words>", {"both"}),
    ],
)
def test_choices_are_drawn(template: str, expected: set[str], folder: Path) -> None:
    assert results(template, folder) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a cat",
        "a (cat:1.2), [dog], BREAK <lora:x:0.8>",
        "snake_case and __init",
        "a __ b __ c",
        "____",
        "$5 {",
        "{ unclosed",
        "closed }",
        "a | b",
        "<random:unclosed",
        "${} ${5}",
    ],
)
def test_other_text_stays(text: str, folder: Path) -> None:
    assert expand(text, 3, folder) in (text, text.replace("${}", "$").replace("${5}", "$5"))


def test_braces_can_be_meant(folder: Path) -> None:
    assert expand(r"\{a\|b\} (x)", 0, folder) == "{a|b} (x)"
    assert results(r"{a\|b|c}", folder) == {"a|b", "c"}


def test_a_drawn_variable_stays_as_it_is(folder: Path) -> None:
    assert expand(r"${v=!{\{x\}}}${v}", 0, folder) == "{x}"


def test_weights_count(folder: Path) -> None:
    seen = Counter(expand("{9::often|seldom}", seed, folder) for seed in range(300))
    assert 230 < seen["often"] < 300


def test_the_seed_alone_decides(folder: Path) -> None:
    """Written down, so that a change that would redraw old pictures is seen."""
    template = "{a|b|c|d}{2$$+$$1|2|3|4} __colours__"
    assert [expand(template, seed, folder) for seed in (0, 1, 2**63 - 1)] == [
        "d4+2 red",
        "a4+3 red",
        "b3+4 orange",
    ]


def test_a_missing_wildcard_is_named(folder: Path) -> None:
    with pytest.raises(AppError) as caught:
        expand("a __colors__", 0, folder)
    assert caught.value.code == "wildcard_missing"
    assert "colors" in caught.value.info.message
    assert "colours" in caught.value.info.hint


@pytest.mark.parametrize(
    "name",
    ["../secret", "animals/../../secret", "/etc/passwd", "C:/x", "nothing", "empty", "*/../secret"],
)
def test_a_name_picks_only_what_is_in_the_folder(name: str, folder: Path) -> None:
    """Fault 6."""
    assert refused(f"<wildcard:{name}>", folder) == "wildcard_missing"


def test_without_a_folder_a_wildcard_is_missing(tmp_path: Path) -> None:
    assert refused("__colours__", tmp_path / "none") == "wildcard_missing"


def test_a_missing_variable_is_named(folder: Path) -> None:
    assert refused("${v}", folder) == "variable_missing"


@pytest.mark.parametrize("template", ["__loop__", "${v={${v}}}${v}", "{" * 60 + "a|b" + "}" * 60])
def test_what_goes_too_deep_is_refused(template: str, folder: Path) -> None:
    assert refused(template, folder) == "template_too_deep"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "template",
    [
        "x" * 20_001,
        "${a=xxxxxxxxxx}${b=${a}${a}${a}${a}${a}${a}${a}${a}}${c=${b}${b}${b}${b}${b}${b}${b}${b}}"
        "${d=${c}${c}${c}${c}${c}${c}${c}${c}}${e=${d}${d}${d}${d}${d}${d}${d}${d}}${e}${e}${e}${e}",
        "${a=}${b=${a}${a}${a}${a}${a}${a}${a}${a}}${c=${b}${b}${b}${b}${b}${b}${b}${b}}"
        "${d=${c}${c}${c}${c}${c}${c}${c}${c}}${e=${d}${d}${d}${d}${d}${d}${d}${d}}"
        "${f=${e}${e}${e}${e}${e}${e}${e}${e}}${f}${f}${f}${f}${f}${f}${f}${f}",
    ],
)
def test_what_grows_too_long_is_refused(template: str, folder: Path) -> None:
    assert refused(template, folder) == "template_too_long"


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "piece", ["{", "}", "{|", "<random:", "__", "__a", "_", "${", "\\", "{}", "1::", "{1$$"]
)
def test_hostile_templates_are_read_in_good_time(piece: str, folder: Path) -> None:
    with contextlib.suppress(AppError):
        expand(piece * (20_000 // len(piece)), 0, folder)


@pytest.mark.timeout(10)
def test_a_pattern_of_stars_is_matched_in_good_time(folder: Path) -> None:
    (folder / ("a" * 100 + ".txt")).write_text("x")
    assert refused("__" + "*a" * 90 + "b__", folder) == "wildcard_missing"


def test_a_file_that_is_too_large_is_told(folder: Path) -> None:
    with (folder / "big.txt").open("wb") as file:
        file.truncate(9_000_000)
    assert refused("__big__", folder) == "wildcard_unreadable"


def test_json_that_is_none_is_told(folder: Path) -> None:
    (folder / "bad.json").write_text("[" * 100_000)
    assert refused("__colours__", folder) == "wildcard_unreadable"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_file_that_is_not_there_any_more_is_told(folder: Path) -> None:
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    assert refused("__gone__", folder) == "wildcard_unreadable"


@pytest.mark.parametrize(
    ("text", "dynamic"),
    [
        ("a cat, (red:1.2)", False),
        ("{a|b}", True),
        ("__a__", True),
        ("${v=a}", True),
        ("<random:a|b>", True),
        ("<lora:x:1>", False),
        ("snake__case", False),
    ],
)
def test_templates_are_told_from_prompts(text: str, dynamic: bool) -> None:
    assert is_dynamic(text) is dynamic


@given(
    template=st.text(st.sampled_from("{}|$:=!_<>random[]12,-\\ v*/ab"), max_size=60),
    seed=st.integers(0, 2**63 - 1),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_template_gives_a_prompt_or_is_told(template: str, seed: int, tmp_path: Path) -> None:
    try:
        text = expand(template, seed, tmp_path)
    except AppError:
        return
    assert text == expand(template, seed, tmp_path)
    if not is_dynamic(template):
        assert text == template.strip()


def make_params(**values: object) -> GenerateParams:
    return GenerateParams.checked(model=ModelRef(name="starter"), **values)


def test_each_picture_gets_prompts_of_its_own(folder: Path) -> None:
    params = make_params(prompt="a __colours__ car", negative_prompt="{x|y}", seed=5, count=12)
    pictures = drawn(params, folder)
    assert [picture.seed for picture in pictures] == list(range(5, 17))
    assert {picture.count for picture in pictures} == {1}
    assert [picture.prompt for picture in pictures] == [
        expand(params.prompt, 5 + k, folder) for k in range(12)
    ]
    assert {picture.prompt_template for picture in pictures} == {"a __colours__ car"}
    assert {picture.negative_template for picture in pictures} == {"{x|y}"}
    assert {picture.negative_prompt for picture in pictures} == {"x", "y"}


def test_only_what_was_drawn_has_a_template(folder: Path) -> None:
    (picture,) = drawn(make_params(prompt="{a|b}", negative_prompt="blur"), folder)
    assert (picture.negative_prompt, picture.negative_template) == ("blur", "")
    (picture,) = drawn(make_params(prompt="a brace {"), folder)
    assert (picture.prompt, picture.prompt_template) == ("a brace {", "")


def test_settings_without_choices_stay_one_job(folder: Path) -> None:
    params = make_params(prompt="a cat", prompt_template="{old|one}", count=12)
    assert drawn(params, folder) == (params.model_copy(update={"prompt_template": ""}),)
