"""The styles dialog in the real window, by keys and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import styles as style_files
from desktop.core.styles import Style
from desktop.ui.dialogs.styles import StylesDialog


@pytest.fixture
def dialog(qtbot: QtBot, app: App) -> StylesDialog:
    qtbot.waitUntil(lambda: app.studio.prompt_tools.styles.can_save)
    app.window.prompt.header.styles_button.click()
    dialog = app.window.findChild(StylesDialog)
    assert isinstance(dialog, StylesDialog)
    qtbot.waitUntil(dialog.search.hasFocus)
    return dialog


def search(qtbot: QtBot, dialog: StylesDialog, text: str) -> None:
    with qtbot.waitSignal(dialog.search.search_changed):
        QTest.keyClicks(dialog.search, text)


def listed(dialog: StylesDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_the_programs_styles_are_there(dialog: StylesDialog) -> None:
    assert "Pixel art" in listed(dialog)
    assert dialog.list.currentRow() == 0


def test_searching_choosing_and_using_by_keys_alone(qtbot: QtBot, app: App, dialog: StylesDialog) -> None:
    search(qtbot, dialog, "pixel")
    assert listed(dialog) == ["Pixel art"]
    assert dialog.preview.text() == "pixel art of a red apple\nKeep out: blurry"
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert app.window.prompt.prompt.text == "pixel art of a red apple"
    assert app.window.prompt.negative.text == "blurry"
    app.window.actions_["undo"].trigger()
    assert app.window.prompt.prompt.text == "a red apple"
    assert app.window.prompt.negative.text == ""


def test_the_arrows_move_in_the_list_while_searching(dialog: StylesDialog) -> None:
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    QTest.keyClick(dialog.search, Qt.Key.Key_Up)
    assert dialog.list.currentRow() == 1
    assert dialog.name.text() == listed(dialog)[1]


def test_the_prompt_is_kept_as_a_style(qtbot: QtBot, app: App, dialog: StylesDialog) -> None:
    dialog.new_button.click()
    assert dialog.words.text == "a red apple"
    assert not dialog.save_button.isEnabled()
    QTest.keyClicks(dialog.name, "Apple")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert listed(dialog)[0] == "Apple"
    assert dialog.entry is not None
    assert dialog.entry.own
    app.studio.prompt_tools.styles.close()
    assert style_files.load(app.studio.paths.styles).styles == (Style("Apple", "a red apple"),)


def test_an_own_style_is_edited_and_deleted(qtbot: QtBot, app: App, dialog: StylesDialog) -> None:
    app.studio.prompt_tools.styles.save(Style("Mine", "one"))
    search(qtbot, dialog, "mine")
    dialog.words.set_text("two")
    dialog.save_button.click()
    assert dialog.entry is not None
    assert dialog.entry.style == Style("Mine", "two")
    dialog.delete_button.click()
    assert listed(dialog) == []
    assert not dialog.use_button.isEnabled()


def test_the_programs_styles_can_not_be_deleted_but_changed_for_oneself(
    qtbot: QtBot, dialog: StylesDialog
) -> None:
    search(qtbot, dialog, "pixel")
    assert not dialog.delete_button.isEnabled()
    dialog.words.set_text("{prompt}, 8 bit")
    dialog.save_button.click()
    assert dialog.delete_button.isEnabled()
    dialog.delete_button.click()
    dialog.search.set_search("pixel art")
    assert dialog.words.text == "pixel art of {prompt}"


def test_a_name_that_is_taken_is_told_there(qtbot: QtBot, app: App, dialog: StylesDialog) -> None:
    app.studio.prompt_tools.styles.save(Style("Mine", "one"))
    dialog.new_button.click()
    dialog.name.setText("Mine")
    dialog.save_button.click()
    assert dialog.problem.isVisible()
    assert "Mine" in dialog.problem.text()


def test_a_style_of_others_with_markup_stays_text(app: App, dialog: StylesDialog) -> None:
    app.studio.prompt_tools.styles.save(Style("<b>x</b>", "<img src=x> {prompt}"))
    assert dialog.preview.textFormat() is Qt.TextFormat.PlainText


def test_everything_in_it_has_a_name_and_a_tooltip(dialog: StylesDialog) -> None:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit)
    controls = [
        w for kind in kinds for w in dialog.findChildren(kind) if not w.objectName().startswith("qt_")
    ]
    controls = [control for control in controls if not isinstance(control.parent(), QLineEdit)]
    assert len(controls) == 8
    for control in controls:
        assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
        assert control.toolTip()
