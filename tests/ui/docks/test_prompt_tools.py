"""Weights, earlier prompts, wildcards and examples in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.prompt_history import load
from desktop.state.job_board import JobStatus
from desktop.ui.docks.prompt_example import PromptExample
from tests.ui.conftest import OpenApp
from tests.ui.jobs import make_picture, run_job

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def press(app: App, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    QTest.keyClick(app.window.prompt.words, key, modifier)


def write_wildcards(app: App, **files: str) -> None:
    folder = app.studio.paths.wildcards
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text)


def example(qtbot: QtBot, app: App, prompt: str) -> PromptExample:
    with qtbot.waitSignal(app.studio.prompt_tools.drawing.example_changed):
        app.studio.prompt.prompt = prompt
    return app.window.prompt.example


def menu_of(app: App, name: str) -> QMenu:
    button = getattr(app.window.prompt.header, name)
    menu: QMenu = button.menu()
    menu.aboutToShow.emit()
    return menu


# Weights


def test_ctrl_up_and_down_weigh_the_selection(app: App) -> None:
    edit = app.window.prompt.prompt.edit
    edit.setFocus()
    edit.setPlainText("a quiet lake")
    edit.moveCursor(QTextCursor.MoveOperation.End)
    edit.moveCursor(QTextCursor.MoveOperation.PreviousWord, QTextCursor.MoveMode.KeepAnchor)
    press(app, Qt.Key.Key_Up, CONTROL)
    press(app, Qt.Key.Key_Up, CONTROL)
    assert app.studio.prompt.prompt == "a quiet (lake:1.2)"
    for _ in range(3):
        press(app, Qt.Key.Key_Down, CONTROL)
    assert app.studio.prompt.prompt == "a quiet (lake:0.9)"
    QTest.keyClick(edit, Qt.Key.Key_Z, CONTROL)
    assert app.studio.prompt.prompt == "a quiet lake"


def test_words_of_the_negative_prompt_are_weighed_while_it_has_the_keyboard(app: App) -> None:
    negative = app.window.prompt.negative.edit
    negative.setFocus()
    QTest.keyClicks(negative, "blur")
    press(app, Qt.Key.Key_Up, CONTROL)
    assert app.studio.prompt.negative_prompt == "(blur:1.1)"
    assert app.studio.prompt.prompt == "a red apple"


# Earlier prompts


def test_alt_up_goes_back_through_the_prompts_that_were_used(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app, "one")
    make_picture(qtbot, app, "two")
    edit = app.window.prompt.prompt.edit
    edit.setFocus()
    press(app, Qt.Key.Key_Up, ALT)
    assert edit.toPlainText() == "one"
    press(app, Qt.Key.Key_Down, ALT)
    assert edit.toPlainText() == "two"


def test_the_history_menu_shows_and_brings_back(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app, "one & " + "long " * 40)
    app.studio.prompt.prompt = "two"
    menu = menu_of(app, "history_button")
    first = menu.actions()[0]
    assert first.text().startswith("one && long")
    assert len(first.text()) < 70
    first.trigger()
    assert app.window.prompt.prompt.text.startswith("one & long")
    app.window.actions_["undo"].trigger()
    assert app.window.prompt.prompt.text == "two"


def test_the_history_is_there_at_the_next_start_and_can_be_forgotten(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app()
    make_picture(qtbot, app, "one")
    app.studio.prompt_tools.history.close()
    (entry,) = load(app.studio.paths.prompt_history)
    assert entry.prompt == "one"
    later = open_app()
    qtbot.waitUntil(lambda: later.studio.prompt_tools.history.entries == (entry,))
    menu_of(later, "history_button").actions()[-1].trigger()
    later.studio.prompt_tools.history.close()
    assert load(later.studio.paths.prompt_history) == ()


# Choices and wildcards


def test_a_dynamic_prompt_shows_an_example(qtbot: QtBot, app: App) -> None:
    write_wildcards(app, colours="blue")
    line = example(qtbot, app, "a {red|red} car on __colours__")
    assert line.isVisible()
    assert line.label.text() == "a red car on blue"
    example(qtbot, app, "a car")
    assert not line.isVisible()


def test_the_example_is_what_the_next_picture_gets(qtbot: QtBot, app: App) -> None:
    app.studio.prompt.seed = 11
    line = example(qtbot, app, "{a|b|c|d|e|f|g|h}{a|b|c|d|e|f|g|h}")
    record = run_job(qtbot, app)
    assert record.status is JobStatus.FINISHED
    assert record.job.params.prompt == line.label.text()
    assert record.job.params.prompt_template == "{a|b|c|d|e|f|g|h}{a|b|c|d|e|f|g|h}"


def test_a_wildcard_that_is_missing_is_named_before_generating(qtbot: QtBot, app: App) -> None:
    write_wildcards(app, colours="blue")
    line = example(qtbot, app, "__colour__")
    assert line.label.text() == "The wildcard colour does not exist."
    assert line.label.toolTip() == "There is colours."
    with qtbot.waitSignal(app.studio.notices.added) as added:
        app.studio.generate()
    assert added.args[0].info.code == "wildcard_missing"
    assert app.studio.board.records == ()


def test_a_wildcard_is_inserted_at_the_cursor(qtbot: QtBot, app: App) -> None:
    write_wildcards(app, colours="blue")
    with qtbot.waitSignal(app.studio.prompt_tools.drawing.names_changed):
        menu = menu_of(app, "more_button")
    names = menu.actions()[0].menu()
    assert isinstance(names, QMenu)
    edit = app.window.prompt.prompt.edit
    edit.setPlainText("a  car")
    cursor = edit.textCursor()
    cursor.setPosition(2)
    edit.setTextCursor(cursor)
    names.actions()[0].trigger()
    assert app.studio.prompt.prompt == "a __colours__ car"


def test_the_wildcards_folder_is_made_and_shown(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    menu_of(app, "more_button").actions()[-1].trigger()
    assert app.studio.paths.wildcards.is_dir()
    assert [url.toLocalFile() for url in opened] == [str(app.studio.paths.wildcards)]
