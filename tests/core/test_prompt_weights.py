"""Weighing words: ``|`` marks the cursor, two of them a selection."""

import pytest

from desktop.core.prompt_weights import weighed
from desktop.core.prompts import parse


def after(marked: str, steps: int) -> str | None:
    """The prompt with the new selection marked."""
    first, _, rest = marked.partition("|")
    selected, mark, last = rest.partition("|")
    prompt = first + selected + last if mark else first + rest
    start = len(first)
    edit = weighed(prompt, start, start + len(selected) if mark else start, steps)
    if edit is None:
        return None
    text = prompt[: edit.start] + edit.text + prompt[edit.end :]
    low, high = edit.select
    return f"{text[:low]}|{text[low:high]}|{text[high:]}"


@pytest.mark.parametrize(
    ("marked", "steps", "result"),
    [
        ("a warm li|ght", 1, "a warm (|light|:1.1)"),
        ("a warm |light", 1, "a warm (|light|:1.1)"),
        ("a warm light|", 1, "a warm (|light|:1.1)"),
        ("a warm light|, dusk", -1, "a warm (|light|:0.9), dusk"),
        ("a |warm light|", 1, "a (|warm light|:1.1)"),
        ("a| warm light |now", 1, "a (|warm light|:1.1) now"),
        ("a (|light|:1.1)", 1, "a (|light|:1.2)"),
        ("a (li|ght:1.1)", 1, "a (|light|:1.2)"),
        ("a |(light:1.1)|", 1, "a (|light|:1.2)"),
        ("a (|light|:1.1)", -1, "a |light|"),
        ("a (|light|:0.9)", 1, "a |light|"),
        ("a (|light|:1.25)", 1, "a (|light|:1.35)"),
        ("a (|light|:1.9)", 1, "a (|light|:2.0)"),
        ("a (|light|)", 1, "a (|light|:1.2)"),
        ("a (|light|)", -1, "a |light|"),
        ("a [|light|]", 1, "a |light|"),
        ("a [|light|]", -1, "a (|light|:0.8)"),
        ("(a (li|ght:1.3):0.8)", 1, "(a (|light|:1.4):0.8)"),
        ("(a li|ght:0.8)", 1, "(|a light|:0.9)"),
        ("(|light|:9.95)", 1, "(|light|:10.0)"),
        ("(|light|:0.05)", -1, "(|light|:0.0)"),
        ("(|light|:-0.5)", 1, "(|light|:0.0)"),
        (r"a cat \(ani|mal\)", 1, r"a cat (|\(animal\)|:1.1)"),
        ("{red|}", 1, "{(|red|:1.1)}"),
        ("__animals/ca|ts__", 1, "(|__animals/cats__|:1.1)"),
        ("a 🦊 fo|x", 1, "a 🦊 (|fox|:1.1)"),
    ],
)
def test_words_are_weighed(marked: str, steps: int, result: str) -> None:
    assert after(marked, steps) == result


@pytest.mark.parametrize(
    "marked", ["|", "a , |, b", "a BRE|AK b", "|(a| b)", "|a)|", "|a [b)|", "<lora:sty|le:0.8>", "|  |"]
)
def test_nothing_there_that_can_be_weighed(marked: str) -> None:
    assert after(marked, 1) is None


@pytest.mark.parametrize("steps", [1, -1])
def test_up_and_down_again_leaves_the_prompt_as_it_was(steps: int) -> None:
    prompt = "a lake, warm light"
    edit = weighed(prompt, 8, 18, steps)
    assert edit is not None
    changed = prompt[: edit.start] + edit.text + prompt[edit.end :]
    back = weighed(changed, *edit.select, -steps)
    assert back is not None
    assert changed[: back.start] + back.text + changed[back.end :] == prompt


def test_what_is_written_is_what_the_parser_reads() -> None:
    edit = weighed("light", 0, 5, 3)
    assert edit is not None
    ((span,),) = parse(edit.text)
    assert (span.text, span.weight) == ("light", 1.3)
