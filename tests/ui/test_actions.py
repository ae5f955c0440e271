"""The table of actions: complete, without conflicts, and each key does what its action says."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QKeyCombination, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLineEdit, QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.state.job_board import JobStatus
from desktop.ui.actions import ACTIONS
from desktop.ui.widgets.choice_field import ChoiceField
from tests.ui.conftest import OpenApp
from tests.ui.jobs import held_script, make_picture, wait_until_running


def in_menus(app: App) -> list[QAction]:
    bar = app.window.menuWidget().findChild(QMenuBar)
    return [
        action for title in bar.actions() for action in _menu(title).actions() if not action.isSeparator()
    ]


def _menu(title: QAction) -> QMenu:
    menu = title.menu()
    assert isinstance(menu, QMenu)
    return menu


def all_actions(app: App) -> list[QAction]:
    """Everything that a person can choose: of the window, its docks and its fields' menus."""
    found = app.window.findChildren(QAction)
    return [action for action in found if action.text() and action.menu() is None]


def press(app: App, sequence: QKeySequence) -> None:
    combination: QKeyCombination = sequence[0]
    QTest.keyClick(QApplication.focusWidget(), combination.key(), combination.keyboardModifiers())


def test_every_action_of_the_table_is_in_the_menu_it_names(app: App) -> None:
    bar = app.window.menuWidget().findChild(QMenuBar)
    placed = {
        (title.text(), action.objectName()) for title in bar.actions() for action in _menu(title).actions()
    }
    assert {(row.menu, row.id) for row in ACTIONS} <= placed


def test_every_action_of_window_and_docks_is_in_a_menu(app: App) -> None:
    switches = {dock.toggleViewAction() for dock in app.window.findChildren(QDockWidget)}
    assert set(app.window.actions()) | switches == set(in_menus(app))


def test_every_action_says_in_the_status_bar_what_it_does(app: App) -> None:
    assert [action.text() for action in all_actions(app) if not action.statusTip()] == []


def test_no_shortcut_belongs_to_two_actions(app: App) -> None:
    rows = {row.id: row for row in ACTIONS}
    owners: dict[str, list[QAction]] = {}
    for action in all_actions(app):
        for keys in action.shortcuts():
            owners.setdefault(keys.toString(), []).append(action)
    clashes = [
        (keys, one.objectName(), other.objectName())
        for keys, actions in owners.items()
        for one, other in itertools.combinations(actions, 2)
        if one.objectName() not in rows
        or other.objectName() not in rows
        or rows[one.objectName()].meets(rows[other.objectName()])
    ]
    assert clashes == []


def test_no_two_entries_of_a_menu_have_the_same_access_key(app: App) -> None:
    bar = app.window.menuWidget().findChild(QMenuBar)
    for actions in (bar.actions(), *(_menu(title).actions() for title in bar.actions())):
        letters = [a.text()[a.text().index("&") + 1].lower() for a in actions if "&" in a.text()]
        assert len(letters) == len(set(letters))


def _keys() -> list[tuple[str, str]]:
    """Action and key, for the keys that a keyboard has."""
    given = [(row.id, key) for row in ACTIONS for key in row.keys]
    return [(name, key) for name, key in given if isinstance(key, str)] + [
        ("zoom_in", "Ctrl++"),
        ("zoom_out", "Ctrl+-"),
        ("save", "Ctrl+S"),
        ("save_project_as", "Ctrl+Shift+S"),
        ("undo", "Ctrl+Z"),
        ("copy", "Ctrl+C"),
    ]


@pytest.mark.parametrize(("name", "keys"), _keys())
def test_the_key_triggers_the_action(app: App, name: str, keys: str) -> None:
    action = app.window.actions_[name]
    action.triggered.disconnect()  # what it does is tested elsewhere
    action.setEnabled(True)
    row = next(row for row in ACTIONS if row.id == name)
    window = app.window
    place = window.layout_.layers.view if row.in_layers else window.gallery.strip
    if row.everywhere or row.on_canvas:
        place = window.canvas
    place.show()  # hidden while there is nothing in it
    place.setFocus()
    spy = QSignalSpy(action.triggered)
    press(app, QKeySequence(keys))
    assert spy.count() == 1


def test_actions_on_a_picture_wait_for_one(qtbot: QtBot, app: App) -> None:
    names = ("save_as", "copy", "copy_settings", "use_settings", "use_seed", "zoom_in", "fit")
    assert not any(app.window.actions_[name].isEnabled() for name in names)
    make_picture(qtbot, app)
    assert all(app.window.actions_[name].isEnabled() for name in names)


def test_the_theme_that_is_chosen_stays_checked_when_it_is_chosen_again(app: App) -> None:
    dark = app.window.actions_["theme_dark"]
    assert dark.isChecked()
    dark.trigger()
    assert dark.isChecked()


# Cancelling


def test_esc_cancels_the_running_job_and_the_others_go_on(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    assert not app.window.actions_["cancel"].isEnabled()
    app.studio.generate()
    app.studio.generate()
    running = wait_until_running(qtbot, app)
    app.window.prompt.prompt.edit.setFocus()
    with qtbot.waitSignal(app.studio.board.job_ended) as ended:
        press(app, QKeySequence("Esc"))
    assert (ended.args[0].id, ended.args[0].status) == (running.id, JobStatus.CANCELLED)
    assert wait_until_running(qtbot, app).id != running.id


def test_shift_esc_cancels_all(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    for _ in range(3):
        app.studio.generate()
    wait_until_running(qtbot, app)
    app.window.canvas.setFocus()
    press(app, QKeySequence("Shift+Esc"))
    qtbot.waitUntil(lambda: all(r.status is JobStatus.CANCELLED for r in app.studio.board.records))
    assert not app.window.actions_["cancel_all"].isEnabled()


def test_esc_closes_an_open_list_first(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    app.studio.generate()
    running = wait_until_running(qtbot, app)
    box: ChoiceField = app.window.prompt.sampler
    box.setFocus()
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
    QTest.keyClick(box.view(), Qt.Key.Key_Escape)
    assert not box.view().isVisible()
    assert app.studio.board.running == running


def test_esc_empties_the_search_first(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    app.studio.generate()
    running = wait_until_running(qtbot, app)
    search = app.window.gallery.search
    search.setFocus()
    QTest.keyClicks(search, "car")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert app.studio.board.running == running
    with qtbot.waitSignal(app.studio.board.job_ended):
        QTest.keyClick(search, Qt.Key.Key_Escape)


@pytest.mark.parametrize("name", ["size_field", "steps"])
def test_esc_takes_back_what_is_being_typed_first(qtbot: QtBot, open_app: OpenApp, name: str) -> None:
    app = open_app(held_script())
    app.studio.generate()
    running = wait_until_running(qtbot, app)
    edit: QLineEdit = getattr(app.window.prompt, name).findChild(QLineEdit)
    before = edit.text()
    edit.setFocus()
    QTest.keyClicks(edit, "9")
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == before
    assert app.studio.board.running == running


# The keyboard alone


def test_f6_goes_round_the_docks_and_the_canvas(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    window = app.window
    qtbot.waitUntil(lambda: not window.layout_.details.use_all.visibleRegion().isEmpty())
    window.prompt.prompt.edit.setFocus()
    stops = []
    for _ in range(4):
        press(app, QKeySequence("F6"))
        stops.append(QApplication.focusWidget())
    details = window.layout_.details.use_all
    assert stops == [window.canvas, window.gallery.strip, details, window.prompt.prompt.edit]


def test_f6_leaves_out_closed_docks(app: App) -> None:
    for dock in app.window.layout_.docks:
        dock.setVisible(dock is app.window.prompt_dock)
    app.window.canvas.setFocus()
    press(app, QKeySequence("F6"))
    assert QApplication.focusWidget() is app.window.prompt.prompt.edit


def test_tab_goes_through_the_prompt_dock_from_top_to_bottom(app: App) -> None:
    dock = app.window.prompt
    dock.prompt.edit.setFocus()
    tops: list[tuple[int, int]] = []
    while (widget := QApplication.focusWidget()) is not dock.action.button:
        assert dock.isAncestorOf(widget)
        place = widget.mapTo(dock, QPoint(0, widget.height() // 2))  # the middles of a row are level
        tops.append((place.y() // 24, place.x()))
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        assert len(tops) < 30
    assert tops == sorted(tops)
    fields = (dock.prompt, dock.negative, dock.model, dock.sampler, dock.schedule, dock.steps, dock.guidance)
    assert len(tops) >= len(fields) + len((dock.size_field, dock.seed, dock.count, dock.clip_skip))
