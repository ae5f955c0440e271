from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from desktop.app import App
from desktop.ui.actions import ACTIONS
from desktop.ui.dialogs.shortcut_sheet import ShortcutSheet
from desktop.ui.widgets.keycaps import KeyCaps


@pytest.fixture
def sheet(app: App) -> ShortcutSheet:
    app.window.actions_["shortcut_sheet"].trigger()
    (sheet,) = app.window.findChildren(ShortcutSheet)
    return sheet


def lines(sheet: ShortcutSheet) -> set[str]:
    return {label.text() for label in sheet.findChildren(QLabel) if label.isVisible() and label.toolTip()}


def test_every_action_with_keys_is_on_the_sheet(app: App, sheet: ShortcutSheet) -> None:
    actions = (app.window.actions_[row.id] for row in ACTIONS)
    keyed = {a.text().replace("&", "").removesuffix("…") for a in actions if a.shortcuts()}
    assert lines(sheet) == keyed
    assert "Command palette" in keyed


def test_each_line_has_its_keys(sheet: ShortcutSheet) -> None:
    assert {"Ctrl+Return", "F1", "Ctrl+Shift+P"} <= {
        caps.accessibleName() for caps in sheet.findChildren(KeyCaps)
    }


@pytest.mark.parametrize("search", ["zoom out", "ctrl+-"])
def test_a_search_finds_words_and_keys(sheet: ShortcutSheet, search: str) -> None:
    sheet._show_found(search)
    assert lines(sheet) == {"Zoom out"}


def test_a_search_without_a_find_says_so(sheet: ShortcutSheet) -> None:
    sheet._show_found("zzz")
    assert lines(sheet) == set()
    assert sheet._nothing.isVisible()
