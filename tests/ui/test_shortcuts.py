from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.settings import Settings
from desktop.ui import shortcuts
from desktop.ui.action_row import ActionRow, Key
from desktop.ui.actions import ACTIONS
from tests.helpers.scripted import Script
from tests.ui.conftest import OpenApp

OPEN = ActionRow("open", "&File", "&Open…", "", print, keys=("Ctrl+O",))
SAVE = ActionRow("save", "&File", "&Save", "", print, keys=("Ctrl+S", "F2"))
NONE = ActionRow("none", "&File", "&Nothing", "", print)
ROWS = (OPEN, SAVE, NONE)


def test_the_table_s_keys_hold_until_others_are_given() -> None:
    assert shortcuts.keys_of(SAVE, {}) == ("Ctrl+S", "F2")
    assert shortcuts.keys_of(SAVE, {"save": ("F3",)}) == ("F3",)
    assert shortcuts.keys_of(SAVE, {"save": ()}) == ()


def test_a_key_that_the_platform_gives_twice_is_there_once() -> None:
    row = ActionRow("copy", "&Edit", "Copy", "", print, keys=(Key.Copy, "Ctrl+C"))
    assert shortcuts.default_keys(row).count("Ctrl+C") == 1


def test_a_conflict_names_the_other_action() -> None:
    assert shortcuts.conflicts("F2", OPEN, ROWS, {}) == [SAVE]
    assert shortcuts.conflicts("F2", SAVE, ROWS, {}) == []
    assert shortcuts.conflicts("F2", OPEN, ROWS, {"save": ("F3",)}) == []


def test_actions_of_different_places_may_have_the_same_keys() -> None:
    here = ActionRow("here", "&Edit", "Here", "", print, keys=("Del",), on_canvas=True)
    there = ActionRow("there", "&Edit", "There", "", print, keys=("Del",), in_gallery=True)
    assert shortcuts.conflicts("Del", here, (here, there), {}) == []
    assert shortcuts.conflicts("Del", NONE, (here, there), {}) == [here, there]
    assert shortcuts.with_keys(here, ("Del", "F2"), (here, there), {}) == {"here": ("Del", "F2")}


def test_keys_are_taken_from_the_action_that_had_them() -> None:
    assert shortcuts.with_keys(NONE, ("F2",), ROWS, {}) == {"none": ("F2",), "save": ("Ctrl+S",)}


def test_the_table_s_own_keys_are_no_change() -> None:
    assert shortcuts.with_keys(SAVE, ("Ctrl+S", "F2"), ROWS, {"save": ("F3",)}) == {}


@pytest.mark.parametrize(("key", "shown"), [("Ctrl+Z", True), ("Undo", False), ("F6", True), ("Tab", True)])
def test_keys_that_few_keyboards_have_are_not_shown(key: str, shown: bool) -> None:
    assert bool(shortcuts.to_show([key])) is shown


# In the window


def press(app: App, keys: str) -> None:
    combination = QKeySequence(keys)[0]
    QTest.keyClick(app.window.canvas, combination.key(), combination.keyboardModifiers())


def test_new_keys_work_at_once_and_the_old_ones_no_longer(app: App) -> None:
    action = app.window.actions_["fit"]
    action.triggered.disconnect()
    app.window.canvas.setFocus()
    app.studio.preferences.update(shortcuts={"fit": ("Ctrl+Alt+9",)})
    action.setEnabled(True)
    spy = QSignalSpy(action.triggered)
    press(app, "Ctrl+0")
    assert spy.count() == 0
    press(app, "Ctrl+Alt+9")
    assert spy.count() == 1


def test_keys_of_the_last_time_hold_from_the_start(open_app: OpenApp) -> None:
    app = open_app(settings=Settings(shortcuts={"quit": ("Ctrl+Alt+X",), "of another version": ("F9",)}))
    assert [key.toString() for key in app.window.actions_["quit"].shortcuts()] == ["Ctrl+Alt+X"]


def test_a_tooltip_tells_the_key_that_holds(app: App) -> None:
    assert "(F5)" in app.window.actions_["rescan_models"].toolTip()
    app.studio.preferences.update(shortcuts={"rescan_models": ("F8",)})
    assert "(F8)" in app.window.actions_["rescan_models"].toolTip()


def test_the_generate_button_shows_its_new_key(app: App) -> None:
    app.studio.preferences.update(shortcuts={"generate": ("F9",)})
    assert app.window.actions_["generate"].shortcut().toString() == "F9"
    assert "F9" in app.window.prompt.action.button.toolTip() + app.window.prompt.action.button.text()


def test_every_action_has_an_id_of_its_own() -> None:
    assert len({row.id for row in ACTIONS}) == len(ACTIONS)


# Tab


def test_tab_hides_all_docks_while_the_canvas_has_the_keyboard(qtbot: QtBot, app: App) -> None:
    window = app.window
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Tab)
    assert not any(dock.isVisible() for dock in window.layout_.docks)
    QTest.keyClick(window.canvas, Qt.Key.Key_Tab)
    assert window.prompt_dock.isVisible()
    assert all(not dock.isHidden() for dock in window.layout_.docks)


def test_a_dock_that_was_closed_before_stays_closed(app: App) -> None:
    layout = app.window.layout_
    layout.queue_dock.close()
    layout.toggle_all()
    layout.toggle_all()
    assert layout.queue_dock.isHidden()
    assert not layout.prompt_dock.isHidden()


def test_tab_in_a_field_goes_to_the_next_one(app: App) -> None:
    app.window.prompt.prompt.edit.setFocus()
    QTest.keyClick(app.window.prompt.prompt.edit, Qt.Key.Key_Tab)
    assert app.window.prompt_dock.isVisible()


def test_docks_that_are_hidden_for_now_are_there_at_the_next_start(open_app: OpenApp) -> None:
    app = open_app(Script())
    app.window.layout_.toggle_all()
    app.window.close()
    later = open_app(Script(), settings=app.studio.preferences.current)
    assert later.window.prompt_dock.isVisible()
