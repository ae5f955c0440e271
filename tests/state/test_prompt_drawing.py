from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.wildcards import expand
from desktop.state.prompt_drawing import Example, PromptDrawing
from desktop.state.prompt_state import PromptState

LETTERS = "{a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z}" * 3


@pytest.fixture
def prompt() -> PromptState:
    return PromptState()


@pytest.fixture
def drawing(qtbot: QtBot, prompt: PromptState, tmp_path: Path) -> PromptDrawing:
    return PromptDrawing(prompt, tmp_path / "wildcards")


def example_after(qtbot: QtBot, drawing: PromptDrawing, prompt: PromptState, text: str) -> Example:
    with qtbot.waitSignal(drawing.example_changed) as told:
        prompt.prompt = text
    example: Example = told.args[0]
    return example


def test_the_example_is_what_the_seed_will_draw(
    qtbot: QtBot, drawing: PromptDrawing, prompt: PromptState, tmp_path: Path
) -> None:
    prompt.seed = 7
    example = example_after(qtbot, drawing, prompt, LETTERS)
    assert example == Example(expand(LETTERS, 7, tmp_path))


def test_another_draw_changes_the_example_and_leaves_a_random_seed_random(
    qtbot: QtBot, drawing: PromptDrawing, prompt: PromptState
) -> None:
    seen = {example_after(qtbot, drawing, prompt, LETTERS).text}
    for _ in range(3):
        with qtbot.waitSignal(drawing.example_changed) as told:
            drawing.draw_again()
        seen.add(told.args[0].text)
    assert len(seen) > 1
    assert prompt.seed == -1


def test_another_draw_changes_a_seed_that_was_chosen(
    qtbot: QtBot, drawing: PromptDrawing, prompt: PromptState, tmp_path: Path
) -> None:
    prompt.seed = 7
    example_after(qtbot, drawing, prompt, LETTERS)
    with qtbot.waitSignal(drawing.example_changed) as told:
        drawing.draw_again()
    assert prompt.seed not in (-1, 7)
    assert told.args[0].text == expand(LETTERS, prompt.seed, tmp_path)


def test_without_choices_there_is_no_example(
    qtbot: QtBot, drawing: PromptDrawing, prompt: PromptState
) -> None:
    example_after(qtbot, drawing, prompt, "{a|b}")
    with qtbot.waitSignal(drawing.example_changed) as told:
        prompt.prompt = "a"
    assert told.args == [None]


def test_a_wildcard_that_is_missing_is_named_before_anything_is_submitted(
    qtbot: QtBot, drawing: PromptDrawing, prompt: PromptState
) -> None:
    example = example_after(qtbot, drawing, prompt, "a __colour__ car")
    assert example.problem is not None
    assert example.problem.code == "wildcard_missing"
    assert "colour" in example.problem.message


def test_a_wildcard_of_the_negative_prompt_is_checked_too(
    qtbot: QtBot, drawing: PromptDrawing, prompt: PromptState
) -> None:
    prompt.negative_prompt = "__nothing__"
    example = example_after(qtbot, drawing, prompt, "{a|a}")
    assert example.problem is not None


def test_the_folder_is_looked_into_again(qtbot: QtBot, drawing: PromptDrawing, tmp_path: Path) -> None:
    folder = tmp_path / "wildcards" / "animals"
    folder.mkdir(parents=True)
    (folder / "cats.txt").write_text("tabby\n")
    with qtbot.waitSignal(drawing.names_changed):
        drawing.refresh_names()
    assert drawing.names == ("animals/cats",)
