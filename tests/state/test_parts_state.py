from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import ErrorInfo
from desktop.core.identify.identified import Kind
from desktop.state.library_list import LibraryList
from desktop.state.parts_state import PartsState
from desktop.state.prompt_state import PromptState
from tests.helpers.model_infos import adapter_info, model_info
from tests.helpers.scripted import ScriptedLibrary

BASE = model_info("base", "sdxl")
OLD = model_info("old", "sd1")
FINISHER = model_info("last touch", "sdxl-refiner")
BROKEN = replace(FINISHER, name="broken", problem=ErrorInfo("bad_model", "A file is missing."))
BRIGHT = adapter_info("bright", "sdxl", kind=Kind.VAE)
DULL = adapter_info("dull", "sd1", kind=Kind.VAE)


@pytest.fixture
def prompt(qapp: object) -> PromptState:
    return PromptState()


@pytest.fixture
def parts(qtbot: QtBot, prompt: PromptState) -> Iterator[PartsState]:
    """With a model chosen."""
    library = LibraryList(ScriptedLibrary(OLD, BASE, FINISHER, BROKEN, DULL, BRIGHT))
    state = PartsState(prompt, library)
    with qtbot.waitSignal(state.changed):
        library.refresh()
    prompt.choose_model(BASE)
    yield state
    library.close()


def test_vaes_that_do_not_fit_the_model_say_why(parts: PartsState, prompt: PromptState) -> None:
    assert [info.name for info in parts.vaes] == ["bright", "dull"]
    assert parts.obstacle(BRIGHT) is None
    assert (told := parts.obstacle(DULL)) is not None
    assert told.code == "wrong_base"
    prompt.choose_model(OLD)
    assert parts.obstacle(DULL) is None


def test_the_chosen_vae_is_in_trouble_when_it_does_not_fit_or_is_not_there(
    parts: PartsState, prompt: PromptState
) -> None:
    codes = []
    for name in ("", "bright", "dull", "gone"):
        prompt.vae = name
        codes.append(None if parts.vae_trouble is None else parts.vae_trouble.code)
    assert codes == [None, None, "wrong_base", "adapter_missing"]


def test_refiners_are_usable_models_of_the_kind_that_finishes_the_models_pictures(
    parts: PartsState, prompt: PromptState
) -> None:
    assert list(parts.refiners) == [FINISHER]
    prompt.choose_model(OLD)
    assert list(parts.refiners) == []
