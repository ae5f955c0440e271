from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.prompt_history import PastPrompt, load, save
from desktop.state.prompt_history import PromptHistory
from desktop.state.prompt_state import PromptState
from desktop.state.undo_stack import UndoStack


@pytest.fixture
def prompt() -> PromptState:
    return PromptState()


@pytest.fixture
def stack() -> UndoStack:
    return UndoStack()


@pytest.fixture
def history(qtbot: QtBot, prompt: PromptState, stack: UndoStack, tmp_path: Path) -> PromptHistory:
    """Has seen "one", "two" and "three", which is still in the box."""
    history = PromptHistory(prompt, stack, tmp_path / "prompts.json")
    for words in ("one", "two", "three"):
        prompt.prompt = words
        history.keep()
    return history


def test_going_back_and_forth(history: PromptHistory, prompt: PromptState) -> None:
    shown = []
    for step in (history.earlier, history.earlier, history.earlier, history.later, history.later):
        step()
        shown.append(prompt.prompt)
    assert shown == ["two", "one", "one", "two", "three"]


def test_words_that_were_not_used_yet_come_back_last(history: PromptHistory, prompt: PromptState) -> None:
    prompt.prompt, prompt.negative_prompt = "four", "blur"
    history.earlier()
    assert (prompt.prompt, prompt.negative_prompt) == ("three", "")
    history.earlier()
    history.later()
    history.later()
    assert (prompt.prompt, prompt.negative_prompt) == ("four", "blur")
    history.later()
    assert prompt.prompt == "four"


def test_typing_begins_anew(history: PromptHistory, prompt: PromptState) -> None:
    history.earlier()
    prompt.prompt = "two and a half"
    history.later()
    assert prompt.prompt == "two and a half"
    history.earlier()
    assert prompt.prompt == "three"


def test_a_walk_through_the_history_is_one_undo(
    history: PromptHistory, prompt: PromptState, stack: UndoStack
) -> None:
    history.earlier()
    history.earlier()
    stack.undo()
    assert prompt.prompt == "three"
    assert not stack.can_undo


def test_no_prompt_is_kept_twice_and_empty_ones_not_at_all(
    history: PromptHistory, prompt: PromptState
) -> None:
    for words in ("one", " ", "", "one"):
        prompt.prompt = words
        history.keep()
    assert [entry.prompt for entry in history.entries] == ["one", "three", "two"]


def test_it_is_there_at_the_next_start(
    qtbot: QtBot, history: PromptHistory, prompt: PromptState, stack: UndoStack, tmp_path: Path
) -> None:
    history.close()
    later = PromptHistory(prompt, stack, tmp_path / "prompts.json")
    with qtbot.waitSignal(later.changed):
        later.load()
    assert later.entries == history.entries == load(tmp_path / "prompts.json")


def test_what_was_asked_for_before_the_file_was_read_is_the_latest(
    qtbot: QtBot, prompt: PromptState, stack: UndoStack, tmp_path: Path
) -> None:
    save(tmp_path / "prompts.json", [PastPrompt(prompt="old"), PastPrompt(prompt="new")])
    history = PromptHistory(prompt, stack, tmp_path / "prompts.json")
    history.load()
    prompt.prompt = "new"
    history.keep()
    qtbot.waitUntil(lambda: len(history.entries) == 2)
    assert [entry.prompt for entry in history.entries] == ["new", "old"]
    history.close()
    assert [entry.prompt for entry in load(tmp_path / "prompts.json")] == ["new", "old"]


def test_it_can_be_forgotten(history: PromptHistory, tmp_path: Path) -> None:
    history.clear()
    history.close()
    assert load(tmp_path / "prompts.json") == ()
