"""The preferences: what they show, find and change; the keyboard page with its conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import settings
from desktop.core.settings import Page, Settings
from desktop.ui.dialogs.keyboard_page import KeyDialog
from desktop.ui.dialogs.preferences import KEYBOARD, MACHINE, PreferencesDialog
from desktop.ui.widgets.choice_field import ChoiceField
from desktop.ui.widgets.folder_field import FolderField, FolderListField
from desktop.ui.widgets.stepper import Stepper
from tests.ui.conftest import OpenApp


@pytest.fixture
def dialog(app: App) -> PreferencesDialog:
    app.window.actions_["preferences"].trigger()
    (dialog,) = app.window.findChildren(PreferencesDialog)
    return dialog


def shown(dialog: PreferencesDialog) -> list[str]:
    return [name for name, editor in dialog.editors.items() if editor.isVisible()]


def find(dialog: PreferencesDialog, text: str) -> None:
    dialog.search.setText(text)
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)


def test_each_page_shows_its_settings_of_the_table(dialog: PreferencesDialog) -> None:
    for page in Page:
        dialog.show_page(page)
        assert shown(dialog) == [row.name for row in settings.rows(page)]


def test_a_search_shows_what_matches_on_all_pages(dialog: PreferencesDialog) -> None:
    find(dialog, "theme")
    assert shown(dialog) == ["theme"]
    assert dialog.keyboard.lines["theme_dark"].isVisible()
    assert not dialog.keyboard.lines["quit"].isVisible()
    find(dialog, "high contrast")
    assert shown(dialog) == ["theme"]


def test_a_search_for_nothing_that_is_there_says_so(dialog: PreferencesDialog) -> None:
    find(dialog, "zzzz")
    assert shown(dialog) == []
    assert dialog._nothing.isVisible()


def test_choosing_a_page_ends_the_search(dialog: PreferencesDialog) -> None:
    find(dialog, "zzzz")
    dialog.pages.setCurrentRow(1)
    assert dialog.search.text() == ""
    assert "theme" in shown(dialog)


def test_changes_hold_at_once(app: App, dialog: PreferencesDialog, tmp_path: Path) -> None:
    controls = {name: editor.control for name, editor in dialog.editors.items()}
    values = {
        "picture_format": "webp",
        "quality": 50,
        "include_prompt": False,
        "theme": "light",
        "pictures_folder": tmp_path,
        "model_folders": (tmp_path,),
    }
    for name, value in values.items():
        match controls[name]:
            case QCheckBox() as check:
                check.setChecked(bool(value))
            case ChoiceField() | Stepper() | FolderField() | FolderListField() as field:
                field.set_value(value)
    current = app.studio.preferences.current
    assert {name: getattr(current, name) for name in values} == values


def test_changes_from_elsewhere_are_shown(app: App, dialog: PreferencesDialog) -> None:
    app.window.actions_["theme_light"].trigger()
    control = dialog.editors["theme"].control
    assert isinstance(control, ChoiceField)
    assert control.value == "light"


def test_a_setting_goes_back_to_its_default(app: App, dialog: PreferencesDialog) -> None:
    dialog.show_page(Page.PICTURES)
    editor = dialog.editors["quality"]
    reset = next(b for b in editor.findChildren(QToolButton) if "default" in b.accessibleName())
    assert not reset.isVisible()
    app.studio.preferences.update(quality=50)
    assert reset.isVisible()
    reset.click()
    assert app.studio.preferences.current.quality == 95


def test_a_page_goes_back_to_its_defaults_alone(app: App, dialog: PreferencesDialog) -> None:
    app.studio.preferences.update(quality=50, include_prompt=False, theme="light")
    dialog.show_page(Page.PICTURES)
    (reset,) = [b for b in dialog.findChildren(QPushButton) if b.text() == "Reset this page"]
    reset.click()
    current = app.studio.preferences.current
    assert (current.quality, current.include_prompt, current.theme) == (95, True, "light")


def test_the_same_dialog_comes_to_the_front_again(app: App, dialog: PreferencesDialog) -> None:
    app.window.actions_["about_machine"].trigger()
    assert app.window.findChildren(PreferencesDialog) == [dialog]
    assert dialog.machine.isVisible()


def test_the_facts_of_the_machine_can_be_copied(app: App, dialog: PreferencesDialog) -> None:
    dialog.show_page(MACHINE)
    (copy,) = dialog.machine.findChildren(QPushButton)
    copy.click()
    text = QApplication.clipboard().text()
    assert "scripted" in text
    assert str(app.studio.paths.settings) in text


# The keyboard


def ask(dialog: PreferencesDialog, action_id: str) -> KeyDialog:
    dialog.show_page(KEYBOARD)
    dialog.keyboard.lines[action_id].change.click()
    (asked,) = [d for d in dialog.findChildren(KeyDialog) if d.isVisible()]
    return asked


def test_pressed_keys_become_the_action_s_keys(app: App, dialog: PreferencesDialog) -> None:
    asked = ask(dialog, "about")
    QTest.keyClick(
        asked.catcher, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    assert "free" in asked.warning.text()
    asked.take.click()
    assert app.studio.preferences.current.shortcuts == {"about": ("Ctrl+Alt+J",)}
    assert app.window.actions_["about"].shortcut().toString() == "Ctrl+Alt+J"


def test_a_conflict_is_shown_before_the_keys_are_taken(app: App, dialog: PreferencesDialog) -> None:
    asked = ask(dialog, "about")
    QTest.keyClick(asked.catcher, Qt.Key.Key_F5)
    assert "Look for models again" in asked.warning.text()
    assert app.studio.preferences.current.shortcuts == {}
    asked.take.click()
    assert app.studio.preferences.current.shortcuts == {"about": ("F5",), "rescan_models": ()}


@pytest.mark.parametrize(
    ("key", "text"), [(Qt.Key.Key_Tab, "Tab"), (Qt.Key.Key_Escape, "Esc"), (Qt.Key.Key_Return, "Return")]
)
def test_keys_that_windows_listen_to_can_be_given_too(
    dialog: PreferencesDialog, key: Qt.Key, text: str
) -> None:
    asked = ask(dialog, "about")
    QTest.keyClick(asked.catcher, key)
    assert asked.catcher.text() == text
    assert asked.isVisible()


def test_enter_takes_the_keys_and_esc_leaves_them(app: App, dialog: PreferencesDialog) -> None:
    asked = ask(dialog, "about")
    QTest.keyClick(asked.catcher, Qt.Key.Key_F8)
    QTest.keyClick(asked.catcher, Qt.Key.Key_Escape)
    assert not asked.isVisible()
    assert app.studio.preferences.current.shortcuts == {}
    asked = ask(dialog, "about")
    QTest.keyClick(asked.catcher, Qt.Key.Key_F8)
    QTest.keyClick(asked.catcher, Qt.Key.Key_Return)
    assert app.studio.preferences.current.shortcuts == {"about": ("F8",)}


def test_a_modifier_alone_is_not_enough(dialog: PreferencesDialog) -> None:
    asked = ask(dialog, "about")
    QTest.keyClick(asked.catcher, Qt.Key.Key_Control)
    assert not asked.take.isEnabled()


def test_an_action_may_have_no_keys(app: App, dialog: PreferencesDialog) -> None:
    ask(dialog, "rescan_models").none.click()
    assert app.window.actions_["rescan_models"].shortcuts() == []


def test_the_usual_keys_come_back(open_app: OpenApp) -> None:
    app = open_app(settings=Settings(shortcuts={"rescan_models": ("F8",)}))
    app.window.actions_["preferences"].trigger()
    (dialog,) = app.window.findChildren(PreferencesDialog)
    dialog.show_page(KEYBOARD)
    line = dialog.keyboard.lines["rescan_models"]
    (reset,) = line.findChildren(QToolButton)
    assert reset.isVisible()
    reset.click()
    assert app.studio.preferences.current.shortcuts == {}


def test_a_search_finds_actions_by_their_keys(dialog: PreferencesDialog) -> None:
    find(dialog, "ctrl+shift+p")
    visible = [name for name, line in dialog.keyboard.lines.items() if line.isVisible()]
    assert visible == ["palette"]


# Files


def test_settings_are_exported_and_imported(
    qtbot: QtBot, app: App, dialog: PreferencesDialog, tmp_path: Path
) -> None:
    app.studio.preferences.update(quality=50)
    with qtbot.waitSignal(app.studio.preferences.exported):
        dialog._export_to(str(tmp_path / "x.json"))
    app.studio.preferences.update(quality=60)
    with qtbot.waitSignal(app.studio.preferences.changed):
        dialog._import_from(str(tmp_path / "x.json"))
    assert app.studio.preferences.current.quality == 50
