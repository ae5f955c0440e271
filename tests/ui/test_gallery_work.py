"""What a person does with the pictures made so far, from end to end, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QFile, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import pictures
from desktop.core.gallery import GalleryRow
from desktop.state.gallery_list import GalleryRole
from desktop.state.notices import NoticeLevel
from desktop.ui.compare.dialog import CompareDialog
from desktop.ui.compare.view import CompareMode
from desktop.ui.dialogs.export import ExportDialog
from desktop.ui.docks.picture_menu import PictureMenu
from tests.ui.docks.test_gallery_dock import prompts, search, select, wait_until_shown
from tests.ui.jobs import make_picture


def press(widget: QWidget, keys: str) -> None:
    combination = QKeySequence(keys)[0]
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())


def in_gallery(app: App, keys: str) -> None:
    """Press a key while the gallery has the keyboard."""
    app.window.gallery.strip.setFocus()
    press(app.window.gallery.strip, keys)


def row(app: App, picture_id: int) -> GalleryRow:
    found = app.studio.collection.gallery.get(picture_id)
    assert found is not None
    return found


def test_find_a_picture_by_two_words_and_reuse_its_settings(qtbot: QtBot, app: App) -> None:
    app.studio.prompt.steps = 7
    wanted = make_picture(qtbot, app, "a small red apple on a table")
    app.studio.prompt.steps = 12
    for prompt in ("a red car", "a green apple", "two pears"):
        make_picture(qtbot, app, prompt)
    press(app.window.canvas, "F6")
    app.window.gallery.search.setFocus()
    search(qtbot, app, "apple red")
    assert prompts(app) == ["a small red apple on a table"]
    select(app, 0)
    wait_until_shown(qtbot, app, wanted)
    qtbot.waitUntil(app.window.layout_.details.use_all.isEnabled)
    app.window.layout_.details.use_all.click()
    assert (app.studio.prompt.prompt, app.studio.prompt.steps) == ("a small red apple on a table", 7)
    press(app.window.gallery.strip, "Ctrl+Z")
    assert (app.studio.prompt.prompt, app.studio.prompt.steps) == ("two pears", 12)


def test_star_and_rate_several_by_keys_and_take_it_back(qtbot: QtBot, app: App) -> None:
    ids = [make_picture(qtbot, app).gallery_id for _ in range(3)]
    select(app, 0, 1)
    in_gallery(app, "S")
    in_gallery(app, "4")
    qtbot.waitUntil(lambda: row(app, ids[2]).rating == 4)
    assert [(row(app, one).starred, row(app, one).rating) for one in ids] == [
        (False, 0),
        (True, 4),
        (True, 4),
    ]
    for _ in range(2):
        press(app.window.gallery.strip, "Ctrl+Z")
    qtbot.waitUntil(lambda: not row(app, ids[1]).starred)
    assert [row(app, one).rating for one in ids] == [0, 0, 0]


def test_a_second_s_takes_the_star_away(qtbot: QtBot, app: App) -> None:
    saved = make_picture(qtbot, app)
    for starred in (True, False):
        select(app, 0)
        in_gallery(app, "S")
        qtbot.waitUntil(
            lambda starred=starred: app.studio.gallery.index(0).data(GalleryRole.STARRED) is starred
        )  # type: ignore[misc]
        assert row(app, saved.gallery_id).starred is starred


def test_delete_look_into_the_bin_restore_and_undo(qtbot: QtBot, app: App) -> None:
    for prompt in ("first", "second", "third"):
        make_picture(qtbot, app, prompt)
    select(app, 1)
    in_gallery(app, "Del")
    qtbot.waitUntil(lambda: prompts(app) == ["third", "first"])
    press(app.window.gallery.strip, "Ctrl+Z")
    qtbot.waitUntil(lambda: prompts(app) == ["third", "second", "first"])
    press(app.window.gallery.strip, "Ctrl+Y")
    qtbot.waitUntil(lambda: prompts(app) == ["third", "first"])
    app.window.actions_["show_bin"].trigger()
    qtbot.waitUntil(lambda: prompts(app) == ["second"])
    select(app, 0)
    app.window.actions_["restore_pictures"].trigger()
    qtbot.waitUntil(lambda: prompts(app) == [])
    app.window.actions_["show_bin"].trigger()
    qtbot.waitUntil(lambda: prompts(app) == ["third", "second", "first"])


def test_emptying_the_bin_asks_first(qtbot: QtBot, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    trashed: list[str] = []
    monkeypatch.setattr(QFile, "moveToTrash", lambda name: trashed.append(name) or True)
    saved = make_picture(qtbot, app)
    select(app, 0)
    in_gallery(app, "Del")
    qtbot.waitUntil(lambda: prompts(app) == [])
    for button, expected in (("Keep them", []), ("Empty the bin", [str(saved.path)])):
        app.window.actions_["empty_bin"].trigger()
        (box,) = app.window.findChildren(QMessageBox, "empty_bin")
        (choice,) = [one for one in box.findChildren(QPushButton) if one.text() == button]
        choice.click()
        qtbot.waitUntil(lambda expected=expected: trashed == expected)  # type: ignore[misc]
        QApplication.sendPostedEvents(None, 52)  # the box is deleted later


def test_export_the_selected_pictures_as_jpeg(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    for _ in range(3):
        make_picture(qtbot, app)
    select(app, 0, 2)
    in_gallery(app, "Ctrl+E")
    (dialog,) = app.window.findChildren(ExportDialog)
    dialog.folder.set_value(tmp_path / "copies")
    dialog.format.set_value("jpeg")
    dialog.settings.setChecked(False)
    with qtbot.waitSignal(app.studio.notices.added) as told:
        dialog.export.click()
    assert told.args[0].info.message == "Copied: 2. Not copied: 0."
    copies = sorted((tmp_path / "copies").iterdir())
    assert [copy.suffix for copy in copies] == [".jpg", ".jpg"]
    assert [pictures.read_record(copy) for copy in copies] == [None, None]


def test_import_a_folder_of_pictures(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    saved = make_picture(qtbot, app, "a red apple")
    (tmp_path / "album").mkdir()
    moved = saved.path.rename(tmp_path / "album" / "apple.png")
    with qtbot.waitSignal(app.studio.notices.added) as told:
        app.studio.collection.imports.add_folder(tmp_path / "album")
    assert told.args[0].level is NoticeLevel.INFO
    assert told.args[0].info.message == "Imported: 1. In the gallery already: 0. Not readable: 0."
    qtbot.waitUntil(lambda: len(prompts(app)) == 2)
    assert app.studio.collection.gallery.page(1)[0].path == moved


def test_the_paths_of_the_selected_pictures_are_copied(qtbot: QtBot, app: App) -> None:
    first, second = make_picture(qtbot, app), make_picture(qtbot, app)
    select(app, 0, 1)
    qtbot.waitUntil(lambda: isinstance(app.studio.collection.details.current, tuple))
    in_gallery(app, "Ctrl+Alt+C")
    assert QGuiApplication.clipboard().text() == f"{second.path}\n{first.path}"


def test_the_context_menu_offers_the_boards(qtbot: QtBot, app: App) -> None:
    shelves = app.studio.collection.shelves
    saved = make_picture(qtbot, app)
    with qtbot.waitSignal(shelves.changed):
        shelves.create_board("Best")
    select(app, 0)
    app.window.gallery.strip.customContextMenuRequested.emit(app.window.gallery.strip.rect().center())
    (menu,) = app.window.findChildren(PictureMenu)
    (board,) = [action for action in menu._boards.actions() if action.text() == "Best"]
    with qtbot.waitSignal(shelves.changed):
        board.trigger()
    menu.close()
    assert [one.id for one in app.studio.collection.gallery.search("board:Best", 9)] == [saved.gallery_id]


# Comparing


def compared(qtbot: QtBot, app: App) -> CompareDialog:
    with qtbot.waitSignal(app.studio.collection.compared):
        in_gallery(app, "C")
    dialog = app.window.findChild(CompareDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_compare_two_in_three_ways_and_see_what_differs(qtbot: QtBot, app: App) -> None:
    for steps in (5, 9):
        app.studio.prompt.steps, app.studio.prompt.seed = steps, 3
        make_picture(qtbot, app)
    select(app, 0, 1)
    dialog = compared(qtbot, app)
    assert dialog.view.mode is CompareMode.SLIDER
    for key, mode in (
        ("2", CompareMode.SIDE_BY_SIDE),
        ("3", CompareMode.DIFFERENCE),
        ("1", CompareMode.SLIDER),
    ):
        press(dialog.view, key)
        assert dialog.view.mode is mode
        assert dialog.buttons[mode].isChecked()
    table = dialog.table
    cells = [[table.item(line, column).text() for column in range(3)] for line in range(table.rowCount())]
    assert cells == [["Steps", "9", "5"]]
    press(dialog.view, "Esc")
    qtbot.waitUntil(lambda: app.window.findChild(CompareDialog) is None)


def test_three_stand_side_by_side_and_nothing_else(qtbot: QtBot, app: App) -> None:
    for _ in range(3):
        make_picture(qtbot, app)
    select(app, 0, 1, 2)
    dialog = compared(qtbot, app)
    assert dialog.view.mode is CompareMode.SIDE_BY_SIDE
    press(dialog.view, "1")
    assert dialog.view.mode is CompareMode.SIDE_BY_SIDE
    assert not dialog.buttons[CompareMode.DIFFERENCE].isEnabled()
    dialog.close()


def test_one_picture_and_five_are_not_compared(qtbot: QtBot, app: App) -> None:
    for _ in range(5):
        make_picture(qtbot, app)
    compare = app.window.actions_["compare"]
    for rows, possible in (((0,), False), ((0, 1), True), ((0, 1, 2, 3), True), ((0, 1, 2, 3, 4), False)):
        select(app, *rows)
        assert compare.isEnabled() is possible


# Before and after


def test_the_picture_before_is_shown_while_its_switch_is_on(qtbot: QtBot, app: App) -> None:
    chip, canvas = app.window.presenter.chip, app.studio.canvas
    first = make_picture(qtbot, app)
    assert not chip.before.isVisible()
    make_picture(qtbot, app)
    assert chip.before.isVisible()
    assert canvas.before is not None
    assert canvas.before.saved == first
    app.window.canvas.setFocus()
    press(app.window.canvas, "Shift+B")
    assert canvas.shows_before
    assert chip.before.isChecked()
    chip.before.click()
    assert not canvas.shows_before


def test_there_is_no_picture_before_of_another_size(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    app.studio.prompt.width = 320
    make_picture(qtbot, app)
    assert app.studio.canvas.before is None
    assert not app.window.presenter.chip.before.isVisible()


def test_the_chip_s_arrows_go_to_the_neighbours(qtbot: QtBot, app: App) -> None:
    first, second = make_picture(qtbot, app), make_picture(qtbot, app)
    chip = app.window.presenter.chip
    QTest.mouseClick(chip.older, Qt.MouseButton.LeftButton)
    wait_until_shown(qtbot, app, first)
    QTest.mouseClick(chip.newer, Qt.MouseButton.LeftButton)
    wait_until_shown(qtbot, app, second)
