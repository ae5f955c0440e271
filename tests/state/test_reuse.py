from __future__ import annotations

import pytest

from desktop.core.geometry import Size
from desktop.state.prompt_state import PromptState
from desktop.state.reuse import Reuse
from desktop.state.undo_stack import UndoStack
from tests.helpers.scripted import make_params

PARAMS = make_params(prompt="a pear", negative_prompt="blurry", seed=5, size=Size(128, 64), steps=9)


@pytest.fixture
def prompt(qapp: object) -> PromptState:
    prompt = PromptState()
    prompt.prompt, prompt.steps = "an apple", 20
    return prompt


@pytest.fixture
def undo_stack(qapp: object) -> UndoStack:
    return UndoStack()


@pytest.fixture
def reuse(prompt: PromptState, undo_stack: UndoStack) -> Reuse:
    return Reuse(prompt, undo_stack)


def test_the_prompts_alone_are_taken_and_brought_back(
    prompt: PromptState, reuse: Reuse, undo_stack: UndoStack
) -> None:
    reuse.use_prompts(PARAMS)
    assert (prompt.prompt, prompt.negative_prompt, prompt.steps) == ("a pear", "blurry", 20)
    undo_stack.undo()
    assert (prompt.prompt, prompt.negative_prompt) == ("an apple", "")


def test_seed_and_size_are_taken_alone(prompt: PromptState, reuse: Reuse) -> None:
    reuse.use_seed(PARAMS)
    reuse.use_size(PARAMS)
    assert (prompt.seed, prompt.width, prompt.height, prompt.prompt) == (5, 128, 64, "an apple")


def test_pictures_come_from_the_one_whose_settings_were_taken(prompt: PromptState, reuse: Reuse) -> None:
    assert reuse.parent_id is None
    reuse.use_all(PARAMS, None, 3)
    prompt.steps = 11
    assert reuse.parent_id == 3


def test_another_prompt_is_another_beginning(prompt: PromptState, reuse: Reuse) -> None:
    reuse.use_all(PARAMS, None, 3)
    prompt.prompt = "a plum"
    assert reuse.parent_id is None


def test_settings_of_no_picture_have_no_parent(prompt: PromptState, reuse: Reuse) -> None:
    reuse.use_all(PARAMS, None, 3)
    reuse.use_all(PARAMS, None)
    assert reuse.parent_id is None
