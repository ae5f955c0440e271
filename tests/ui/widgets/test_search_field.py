"""Searching."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.search_field import SearchField


@pytest.fixture
def field(qtbot: QtBot) -> SearchField:
    field = SearchField("Search models")
    qtbot.addWidget(field)
    return field


def test_a_pause_in_typing_tells_the_text_once(qtbot: QtBot, field: SearchField) -> None:
    told: list[str] = []
    field.search_changed.connect(told.append)

    with qtbot.waitSignal(field.search_changed):
        qtbot.keyClicks(field, "lake")

    assert told == ["lake"]


def test_enter_tells_at_once(qtbot: QtBot, field: SearchField) -> None:
    told: list[str] = []
    field.search_changed.connect(told.append)
    qtbot.keyClicks(field, "lake")

    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert told == ["lake"]


def test_escape_empties_and_tells_at_once(qtbot: QtBot, field: SearchField) -> None:
    qtbot.keyClicks(field, "lake")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    told: list[str] = []
    field.search_changed.connect(told.append)

    qtbot.keyClick(field, Qt.Key.Key_Escape)

    assert told == [""]


def test_the_clear_button_shows_only_with_text(field: SearchField) -> None:
    clear = field.actions()[-1]
    assert not clear.isVisible()

    field.setText("lake")
    assert clear.isVisible()

    clear.trigger()
    assert field.text() == ""
