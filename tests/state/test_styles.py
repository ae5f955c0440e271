from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core import styles as style_files
from desktop.core.errors import AppError
from desktop.core.styles import Style
from desktop.state.prompt_state import PromptState
from desktop.state.styles import Styles
from desktop.state.undo_stack import UndoStack

NEON = Style("Neon", "a neon sign of {prompt}", "blur")
OWN = Style("My neon", "{prompt}, glowing")


@pytest.fixture
def prompt() -> PromptState:
    prompt = PromptState()
    prompt.prompt, prompt.negative_prompt = "a fox", "text"
    return prompt


@pytest.fixture
def stack() -> UndoStack:
    return UndoStack()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The person's, which is not there yet, and the program's."""
    style_files.save(tmp_path / "bundled.csv", [NEON])
    return tmp_path / "data" / "styles.csv", tmp_path / "bundled.csv"


def opened(qtbot: QtBot, prompt: PromptState, stack: UndoStack, files: tuple[Path, Path]) -> Styles:
    styles = Styles(prompt, stack, *files)
    styles.load()
    qtbot.waitUntil(lambda: styles.can_save)
    return styles


@pytest.fixture
def styles(qtbot: QtBot, prompt: PromptState, stack: UndoStack, files: tuple[Path, Path]) -> Styles:
    return opened(qtbot, prompt, stack, files)


def names(styles: Styles) -> list[tuple[str, bool]]:
    return [(entry.style.name, entry.own) for entry in styles.entries]


def test_a_style_is_put_around_the_prompts_and_taken_off_again(
    styles: Styles, prompt: PromptState, stack: UndoStack
) -> None:
    assert styles.preview(NEON) == ("a neon sign of a fox", "text, blur")
    styles.use(NEON)
    assert (prompt.prompt, prompt.negative_prompt) == ("a neon sign of a fox", "text, blur")
    stack.undo()
    assert (prompt.prompt, prompt.negative_prompt) == ("a fox", "text")


def test_own_styles_come_first_and_are_there_at_the_next_start(
    qtbot: QtBot, styles: Styles, prompt: PromptState, stack: UndoStack, files: tuple[Path, Path]
) -> None:
    styles.save(OWN)
    assert names(styles) == [("My neon", True), ("Neon", False)]
    styles.close()
    assert style_files.load(files[0]).styles == (OWN,)
    assert names(opened(qtbot, prompt, stack, files)) == [("My neon", True), ("Neon", False)]


def test_an_own_style_takes_the_place_of_the_programs(styles: Styles) -> None:
    styles.save(Style("neon", "other words"))
    assert names(styles) == [("neon", True)]
    styles.delete("neon")
    assert names(styles) == [("Neon", False)]


def test_an_own_style_can_get_another_name(styles: Styles) -> None:
    styles.save(OWN)
    styles.save(Style("Glow", OWN.prompt), replaces="My neon")
    assert names(styles) == [("Glow", True), ("Neon", False)]


@pytest.mark.parametrize(
    ("name", "code"), [("", "bad_style_name"), ("# x", "bad_style_name"), ("MY NEON", "style_exists")]
)
def test_a_name_that_can_not_be_is_refused(styles: Styles, name: str, code: str) -> None:
    styles.save(OWN)
    with pytest.raises(AppError) as caught:
        styles.save(Style(name, "x"))
    assert caught.value.code == code
    assert names(styles) == [("My neon", True), ("Neon", False)]


def test_saving_and_deleting_can_be_undone(
    styles: Styles, stack: UndoStack, files: tuple[Path, Path]
) -> None:
    styles.save(OWN)
    styles.delete("My neon")
    stack.undo()
    assert names(styles) == [("My neon", True), ("Neon", False)]
    stack.undo()
    assert names(styles) == [("Neon", False)]
    styles.close()
    assert style_files.load(files[0]).styles == ()


def test_a_file_that_can_not_be_read_is_told_and_never_written_over(
    qtbot: QtBot, prompt: PromptState, stack: UndoStack, files: tuple[Path, Path]
) -> None:
    files[0].mkdir(parents=True)
    styles = Styles(prompt, stack, *files)
    with qtbot.waitSignal(styles.background.failed) as failed:
        styles.load()
    assert failed.args[0].code == "styles_unreadable"
    styles.save(OWN)
    assert names(styles) == [("Neon", False)]


def test_rows_that_can_not_be_used_are_told(
    qtbot: QtBot, prompt: PromptState, stack: UndoStack, files: tuple[Path, Path]
) -> None:
    files[0].parent.mkdir()
    files[0].write_text("name,prompt,negative_prompt\n,x,\nGood,y,\n")
    styles = Styles(prompt, stack, *files)
    with qtbot.waitSignal(styles.problem_found) as problem:
        styles.load()
    assert problem.args[0].code == "styles_damaged"
    assert names(styles) == [("Good", True), ("Neon", False)]
