from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.ui.command import Command
from desktop.ui.dialogs.palette import CommandPalette


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    return window


def command(window: QWidget, text: str, path: str = "File", *, enabled: bool = True) -> Command:
    action = QAction(text, window)
    action.setEnabled(enabled)
    return Command(text.replace("&", "").lower(), action, path)


def opened(
    qtbot: QtBot, window: QWidget, commands: Sequence[Command], recent: Sequence[str] = ()
) -> CommandPalette:
    palette = CommandPalette(commands, recent, window)
    palette.show()
    return palette


def listed(palette: CommandPalette) -> list[str]:
    model = palette.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_all_commands_are_there_the_recent_ones_first(qtbot: QtBot, window: QWidget) -> None:
    commands = [command(window, text) for text in ("&Open…", "&Save", "&Quit")]
    assert listed(opened(qtbot, window, commands, ["quit", "gone"])) == ["Quit", "Open", "Save"]


def test_a_few_letters_find_a_command_by_name_or_menu(qtbot: QtBot, window: QWidget) -> None:
    palette = opened(
        qtbot,
        window,
        [command(window, "&Open"), command(window, "Zoom &in", "View"), command(window, "&Fit", "View")],
    )
    QTest.keyClicks(palette.search, "zi")
    assert listed(palette) == ["Zoom in"]
    palette.search.setText("view")
    assert listed(palette) == ["Fit", "Zoom in"]


def test_enter_runs_the_command_and_closes_the_palette(qtbot: QtBot, window: QWidget) -> None:
    commands = [command(window, "&Open"), command(window, "&Save")]
    palette = opened(qtbot, window, commands)
    chosen, ran = QSignalSpy(palette.chosen), QSignalSpy(commands[1].action.triggered)
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert (chosen.at(0)[0], ran.count()) == ("save", 1)
    assert not palette.isVisible()


def test_a_command_that_can_not_be_done_is_last_and_does_nothing(qtbot: QtBot, window: QWidget) -> None:
    commands = [command(window, "Save", enabled=False), command(window, "Sail away")]
    palette = opened(qtbot, window, commands)
    palette.search.setText("sa")
    assert listed(palette) == ["Sail away", "Save"]
    palette.list.setCurrentIndex(palette.list.model().index(1, 0))
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_letters_that_no_command_has_are_told(qtbot: QtBot, window: QWidget) -> None:
    palette = opened(qtbot, window, [command(window, "&Open")])
    palette.search.setText("zzz")
    assert listed(palette) == []
    assert not palette.list.isVisible()
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_esc_closes_it(qtbot: QtBot, window: QWidget) -> None:
    palette = opened(qtbot, window, [command(window, "&Open")])
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()


# In the window


def test_what_was_run_comes_first_the_next_time(app: App) -> None:
    for _ in range(2):
        app.window.actions_["palette"].trigger()
        (palette,) = [p for p in app.window.findChildren(CommandPalette) if p.isVisible()]
        palette.search.setText("Light theme")
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert app.studio.preferences.current.theme == "light"
    assert app.studio.preferences.current.session.recent_actions == ("theme_light",)
    app.window.actions_["palette"].trigger()
    (palette,) = [p for p in app.window.findChildren(CommandPalette) if p.isVisible()]
    assert listed(palette)[0] == "Light theme"
    assert "Command palette" not in listed(palette)
    palette.close()
