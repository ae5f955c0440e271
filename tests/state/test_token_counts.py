from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import AppError
from desktop.state.prompt_state import PromptState
from desktop.state.token_counts import TokenCounting, TokenCounts
from tests.helpers.scripted import STARTER

OTHER = replace(STARTER, name="other", path=Path("other"))


class Counters:
    """Makes counters of words, and remembers for which models and in which threads."""

    def __init__(self) -> None:
        self.made: list[Path] = []
        self.threads: set[int] = set()
        self.broken: set[Path] = set()
        self.may_count = threading.Event()
        self.may_count.set()

    def __call__(self, model: Path) -> Callable[[str], int]:
        self.made.append(model)
        if model in self.broken:
            raise AppError("bad_model", "The tokenizer can't be read.")
        return self._count

    def _count(self, text: str) -> int:
        self.threads.add(threading.get_ident())
        assert self.may_count.wait(5)
        return len(text.split())


@pytest.fixture
def counters() -> Counters:
    return Counters()


@pytest.fixture
def prompt(qtbot: QtBot) -> PromptState:
    return PromptState()


@pytest.fixture
def counting(prompt: PromptState, counters: Counters) -> Iterator[TokenCounting]:
    counting = TokenCounting(prompt, counters, lambda: {"easy": 3})
    yield counting
    counters.may_count.set()
    counting.close()


def next_count(qtbot: QtBot, counting: TokenCounting) -> TokenCounts | None:
    with qtbot.waitSignal(counting.counted) as told:
        pass
    counts: TokenCounts | None = told.args[0]
    return counts


def test_both_prompts_are_counted_beside_the_gui_thread(
    qtbot: QtBot, prompt: PromptState, counters: Counters, counting: TokenCounting
) -> None:
    prompt.adopt_model(STARTER)
    prompt.prompt, prompt.negative_prompt = "three small words", "blur"
    assert next_count(qtbot, counting) == TokenCounts(3, 1, 75)
    assert threading.get_ident() not in counters.threads


def test_a_pause_in_typing_is_one_count(
    qtbot: QtBot, prompt: PromptState, counters: Counters, counting: TokenCounting
) -> None:
    prompt.adopt_model(STARTER)
    for text in ("a", "a b", "a b c"):
        prompt.prompt = text
    assert next_count(qtbot, counting) == TokenCounts(3, 0)
    assert len(counters.threads) == 1


def test_the_tokenizer_is_read_once_for_each_model(
    qtbot: QtBot, prompt: PromptState, counters: Counters, counting: TokenCounting
) -> None:
    prompt.adopt_model(STARTER)
    next_count(qtbot, counting)
    prompt.prompt = "a"
    next_count(qtbot, counting)
    prompt.adopt_model(OTHER)
    assert next_count(qtbot, counting) == TokenCounts(1, 0)
    assert counters.made == [STARTER.path, OTHER.path]


def test_what_is_typed_during_a_count_is_counted_after_it(
    qtbot: QtBot, prompt: PromptState, counters: Counters, counting: TokenCounting
) -> None:
    counters.may_count.clear()
    prompt.adopt_model(STARTER)
    prompt.prompt = "a"
    qtbot.waitUntil(lambda: bool(counters.threads))
    prompt.prompt = "a b"
    with qtbot.waitSignal(counting.counted) as first:  # listening before the thread may tell
        counters.may_count.set()
    assert first.args == [TokenCounts(1, 0)]
    assert next_count(qtbot, counting) == TokenCounts(2, 0)


def test_a_tokenizer_that_can_not_be_read_gives_no_count(
    qtbot: QtBot, prompt: PromptState, counters: Counters, counting: TokenCounting
) -> None:
    counters.broken.add(STARTER.path)
    prompt.adopt_model(STARTER)
    assert next_count(qtbot, counting) is None
    counters.broken.clear()
    prompt.prompt = "a"
    assert next_count(qtbot, counting) == TokenCounts(1, 0)


def test_without_a_known_model_nothing_is_read(
    qtbot: QtBot, prompt: PromptState, counters: Counters, counting: TokenCounting
) -> None:
    prompt.model = "starter"
    prompt.prompt = "a"
    with qtbot.assertNotEmitted(counting.counted, wait=200):
        pass
    prompt.adopt_model(STARTER)
    assert next_count(qtbot, counting) == TokenCounts(1, 0)


def test_close_waits_for_the_count_under_way(
    qtbot: QtBot, prompt: PromptState, counters: Counters, counting: TokenCounting
) -> None:
    prompt.adopt_model(STARTER)
    qtbot.waitUntil(lambda: bool(counters.threads))
    counting.close()
    assert "token count" not in {thread.name for thread in threading.enumerate()}


def test_tags_count_nothing_and_textual_inversions_their_vectors(
    qtbot: QtBot, prompt: PromptState, counting: TokenCounting
) -> None:
    prompt.adopt_model(STARTER)
    prompt.prompt = "a cat, easy <lora:ink:0.8>"
    prompt.negative_prompt = "dark embedding:easy"
    assert next_count(qtbot, counting) == TokenCounts(5, 4)
