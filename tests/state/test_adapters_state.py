from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import ErrorInfo
from desktop.core.families import Defaults
from desktop.core.identify.identified import Kind
from desktop.core.params import LoraUse
from desktop.core.samplers import SamplerName, ScheduleName
from desktop.core.settings import Session
from desktop.state.adapters_state import AdaptersState
from desktop.state.library_list import LibraryList
from desktop.state.prompt_state import PromptState
from tests.helpers.model_infos import adapter_info, model_info
from tests.helpers.scripted import ScriptedLibrary

BASE = model_info("base", "sdxl")
FAST = model_info("sdxl_lightning_4step", "sdxl")
INK = adapter_info("ink", "sdxl")
OLD = adapter_info("old", "sd1")
LCM = adapter_info("lcm-lora-sdxl", "sdxl")
EASY = adapter_info("easy", "sdxl", kind=Kind.EMBEDDING, vectors=5)
FOR_SD1 = adapter_info("bad", "sd1", kind=Kind.EMBEDDING, vectors=2)
USUAL = BASE.defaults
LCM_SETTINGS = Defaults(SamplerName.LCM, ScheduleName.AUTOMATIC, 6, 1.0)


@pytest.fixture
def prompt(qapp: object) -> PromptState:
    return PromptState()


@pytest.fixture
def adapters(qtbot: QtBot, prompt: PromptState) -> Iterator[AdaptersState]:
    """With a model chosen."""
    library = LibraryList(ScriptedLibrary(BASE, FAST, INK, OLD, LCM, EASY, FOR_SD1))
    state = AdaptersState(prompt, library)
    with qtbot.waitSignal(library.changed):
        library.refresh()
    prompt.choose_model(BASE)
    yield state
    library.close()


def settings(prompt: PromptState) -> Defaults:
    return Defaults(prompt.sampler, prompt.schedule, prompt.steps, prompt.guidance_scale)


def test_loras_and_textual_inversions_are_found_by_title(adapters: AdaptersState) -> None:
    assert [info.name for info in adapters.found] == ["bad", "easy", "ink", "lcm-lora-sdxl", "old"]


def test_the_obstacle_is_that_of_the_chosen_model(adapters: AdaptersState, prompt: PromptState) -> None:
    assert adapters.obstacle(INK) is None
    assert adapters.obstacle(OLD) is not None
    prompt.choose_model(model_info("other", "sd1"))
    assert adapters.obstacle(OLD) is None
    damaged = replace(INK, problem=ErrorInfo("model_damaged", "It is damaged."))
    assert adapters.obstacle(damaged) == damaged.problem


def test_a_lora_is_used_and_used_no_longer(adapters: AdaptersState, prompt: PromptState) -> None:
    adapters.toggle(INK)
    assert prompt.loras == (LoraUse(name="ink"),)
    assert prompt.build().loras == prompt.loras
    adapters.toggle(INK)
    assert prompt.loras == ()


def test_one_that_does_not_fit_is_not_used(adapters: AdaptersState, prompt: PromptState) -> None:
    adapters.toggle(OLD)
    assert prompt.loras == ()


def test_strengths_are_set_apart(adapters: AdaptersState, prompt: PromptState) -> None:
    adapters.toggle(INK)
    adapters.set_strength("ink", unet=0.5)
    adapters.set_strength("ink", text=-1.0)
    assert prompt.loras == (LoraUse(name="ink", unet=0.5, text=-1.0),)
    with pytest.raises(ValueError, match="less than or equal to 2"):
        adapters.set_strength("ink", unet=3.0)
    assert prompt.loras == (LoraUse(name="ink", unet=0.5, text=-1.0),)


def test_a_textual_inversion_is_put_into_the_prompt_by_its_name(
    qtbot: QtBot, adapters: AdaptersState
) -> None:
    with qtbot.waitSignal(adapters.words_chosen) as told:
        adapters.toggle(EASY)
    assert told.args == ["embedding:easy"]
    with qtbot.assertNotEmitted(adapters.words_chosen):
        adapters.toggle(FOR_SD1)


def test_vectors_are_those_that_go_with_the_model(adapters: AdaptersState) -> None:
    assert adapters.vectors() == {"easy": 5}


def test_settings_follow_a_few_step_lora_and_go_back_with_it(
    adapters: AdaptersState, prompt: PromptState
) -> None:
    adapters.toggle(LCM)
    assert settings(prompt) == LCM_SETTINGS
    advice = adapters.advice
    assert advice is not None
    assert (advice.is_lora, advice.followed, advice.can_go_back) == (True, True, True)
    adapters.toggle(LCM)
    assert settings(prompt) == USUAL
    assert adapters.advice is None


def test_settings_that_were_changed_by_hand_stay(adapters: AdaptersState, prompt: PromptState) -> None:
    adapters.toggle(LCM)
    prompt.steps = 5
    assert adapters.advice is not None
    assert not adapters.advice.followed
    adapters.toggle(LCM)
    assert settings(prompt) == replace(LCM_SETTINGS, steps=5)


def test_following_can_be_undone_and_done_again(adapters: AdaptersState, prompt: PromptState) -> None:
    adapters.toggle(LCM)
    adapters.go_back()
    assert settings(prompt) == USUAL
    assert adapters.advice is not None
    assert (adapters.advice.followed, adapters.advice.can_go_back) == (False, False)
    adapters.follow()
    assert settings(prompt) == LCM_SETTINGS


def test_settings_follow_a_few_step_model(adapters: AdaptersState, prompt: PromptState) -> None:
    prompt.choose_model(FAST)
    assert settings(prompt) == Defaults(SamplerName.EULER, ScheduleName.SIMPLE, 4, 1.0)
    advice = adapters.advice
    assert advice is not None
    assert (advice.is_lora, advice.can_go_back) == (False, True)
    prompt.choose_model(BASE)
    assert settings(prompt) == USUAL
    assert adapters.advice is None


def test_a_tag_in_the_prompt_gives_advice_and_changes_nothing(
    adapters: AdaptersState, prompt: PromptState
) -> None:
    prompt.prompt = "a cat <lora:lcm-lora-sdxl:1>"
    assert settings(prompt) == USUAL
    assert adapters.advice is not None
    assert not adapters.advice.followed


def test_the_session_keeps_loras(adapters: AdaptersState, prompt: PromptState) -> None:
    adapters.toggle(INK)
    session = prompt.to_session(Session())
    adapters.toggle(INK)
    prompt.from_session(Session.model_validate_json(session.model_dump_json()))
    assert prompt.loras == (LoraUse(name="ink"),)
