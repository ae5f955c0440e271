"""The primary action."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.ui.tokens import DARK
from desktop.ui.widgets.primary_action import PrimaryAction


@pytest.fixture
def action(qtbot: QtBot) -> PrimaryAction:
    action = PrimaryAction("sparkles", "Generate")
    qtbot.addWidget(action)
    action.resize(280, 70)
    return action


def test_a_click_triggers(qtbot: QtBot, action: PrimaryAction) -> None:
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(action.button, Qt.MouseButton.LeftButton)


def test_space_triggers(qtbot: QtBot, action: PrimaryAction) -> None:
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(action.button, Qt.Key.Key_Space)


def test_the_forecast_is_shown_and_read_out(action: PrimaryAction) -> None:
    action.set_forecast("about 6 s")

    assert action.findChild(QLabel).text() == "about 6 s"
    assert action.button.accessibleDescription() == "about 6 s"


def test_it_is_painted_in_the_accent_only_when_enabled(action: PrimaryAction) -> None:
    action.button.set_shortcut_hint(QKeySequence("Ctrl+Return"))
    assert action.button.grab().toImage().pixelColor(140, 3).name() == DARK.accent

    action.button.setEnabled(False)
    assert action.button.grab().toImage().pixelColor(140, 3).name() == DARK.selection
