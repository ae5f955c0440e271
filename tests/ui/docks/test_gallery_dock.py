from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.jobs import SavedPicture
from desktop.state.gallery_list import GalleryRole
from desktop.state.picture_details import PictureDetails
from desktop.ui.widgets.thumbnail_delegate import TILE
from tests.ui.jobs import make_picture, run_job


def chosen(app: App) -> object:
    (picture_id,) = app.studio.collection.selection.ids
    assert app.window.gallery.strip.currentIndex().data(GalleryRole.ID) == picture_id
    return picture_id


def click_thumbnail(app: App, row: int) -> None:
    strip = app.window.gallery.strip
    place = strip.visualRect(strip.model().index(row, 0)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def select(app: App, *rows: int) -> None:
    strip = app.window.gallery.strip
    strip.setFocus()
    strip.clearSelection()
    for row in rows:
        index = strip.model().index(row, 0)
        strip.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)


def shown_path(app: App) -> object:
    picture = app.studio.canvas.picture
    return picture and picture.saved and picture.saved.path


def wait_until_shown(qtbot: QtBot, app: App, saved: SavedPicture) -> None:
    qtbot.waitUntil(lambda: shown_path(app) == saved.path)


def prompts(app: App) -> list[object]:
    return [app.studio.gallery.index(row).data() for row in range(app.studio.gallery.rowCount())]


def search(qtbot: QtBot, app: App, text: str) -> None:
    with qtbot.waitSignal(app.studio.gallery.listed):
        QTest.keyClicks(app.window.gallery.search, text)
        QTest.keyClick(app.window.gallery.search, Qt.Key.Key_Return)


def hint(app: App) -> str:
    return " ".join(
        label.text() for label in app.window.gallery.findChildren(QLabel) if label.isVisibleTo(app.window)
    )


def count(app: App) -> str:
    return app.window.gallery.header.count.text()


def test_an_empty_gallery_says_what_will_be_there(app: App) -> None:
    assert "Finished pictures gather here" in hint(app)
    assert not app.window.gallery.strip.isVisible()


def test_a_finished_picture_comes_first_and_is_chosen(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    second = make_picture(qtbot, app)
    assert app.window.gallery.strip.isVisible()
    assert app.window.gallery.strip.currentIndex().row() == 0
    assert chosen(app) == second.gallery_id
    assert hint(app) == ""
    assert count(app) == "2 pictures"


def test_several_selected_pictures_stay_selected_when_a_new_one_comes(qtbot: QtBot, app: App) -> None:
    first, second = make_picture(qtbot, app), make_picture(qtbot, app)
    select(app, 0, 1)
    make_picture(qtbot, app)
    assert app.studio.collection.selection.ids == (second.gallery_id, first.gallery_id)


def test_the_result_that_the_canvas_shows_is_the_chosen_one(qtbot: QtBot, app: App) -> None:
    app.studio.prompt.count = 3
    saved = run_job(qtbot, app).saved
    qtbot.waitUntil(lambda: app.studio.gallery.rowCount() == 3)
    shown = app.studio.canvas.picture

    app.studio.editor.candidates.step(1)

    assert app.studio.canvas.picture is not shown
    assert shown_path(app) == saved[0].path
    assert chosen(app) == saved[0].gallery_id
    qtbot.waitUntil(lambda: details_row(app) == saved[0].gallery_id)
    assert app.studio.canvas.picture is app.studio.editor.candidates.current.picture


def details_row(app: App) -> int | None:
    details = app.studio.collection.details.current
    return details.row.id if isinstance(details, PictureDetails) else None


def test_a_click_on_a_thumbnail_shows_its_picture(qtbot: QtBot, app: App) -> None:
    first, second = make_picture(qtbot, app), make_picture(qtbot, app)
    click_thumbnail(app, 1)
    wait_until_shown(qtbot, app, first)
    assert chosen(app) == first.gallery_id
    click_thumbnail(app, 0)
    wait_until_shown(qtbot, app, second)


def test_arrow_keys_go_from_picture_to_picture(qtbot: QtBot, app: App) -> None:
    first = make_picture(qtbot, app)
    make_picture(qtbot, app)
    app.window.gallery.strip.setFocus()
    QTest.keyClick(app.window.gallery.strip, Qt.Key.Key_Right)
    wait_until_shown(qtbot, app, first)


def test_a_picture_whose_file_is_gone_is_told(qtbot: QtBot, app: App) -> None:
    first, second = make_picture(qtbot, app), make_picture(qtbot, app)
    first.path.unlink()
    with qtbot.waitSignal(app.studio.notices.added) as told:
        click_thumbnail(app, 1)
    assert told.args[0].info.code == "not_readable"
    assert shown_path(app) == second.path


# Searching


def test_the_search_leaves_what_matches(qtbot: QtBot, app: App) -> None:
    for prompt in ("a red apple", "a blue car", "two apples"):
        make_picture(qtbot, app, prompt)
    search(qtbot, app, "apple red")
    assert prompts(app) == ["a red apple"]
    assert count(app) == "1 picture"
    with qtbot.waitSignal(app.studio.gallery.listed):
        QTest.keyClick(app.window.gallery.search, Qt.Key.Key_Escape)
    assert len(prompts(app)) == 3


def test_a_search_that_finds_nothing_says_so_and_the_dock_keeps_its_height(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    height = app.window.gallery_dock.height()
    search(qtbot, app, "car")
    assert hint(app) == "No picture matches this search."
    assert app.window.gallery_dock.height() == height


def test_a_new_picture_that_the_search_leaves_out_still_is_on_the_canvas(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app, "a red apple")
    search(qtbot, app, "apple")
    app.studio.prompt.prompt = "a blue car"
    with qtbot.waitSignal(app.studio.gallery.listed):
        app.studio.generate()
    assert prompts(app) == ["a red apple"]
    picture = app.studio.canvas.picture
    assert picture is not None
    assert picture.record is not None
    assert picture.record.params.prompt == "a blue car"


def test_the_picture_on_the_canvas_stays_the_selected_one_through_a_search(qtbot: QtBot, app: App) -> None:
    first = make_picture(qtbot, app, "a red apple")
    make_picture(qtbot, app, "a blue car")
    click_thumbnail(app, 1)
    wait_until_shown(qtbot, app, first)
    search(qtbot, app, "red")
    assert chosen(app) == first.gallery_id
    search(qtbot, app, "x")
    assert app.studio.collection.selection.ids == ()


def test_a_chip_puts_its_words_into_the_search_and_takes_them_out(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    header = app.window.gallery.header
    with qtbot.waitSignal(app.studio.gallery.listed):
        header.starred.click()
    assert header.text == "star:yes"
    assert header.starred.isChecked()
    assert prompts(app) == []
    with qtbot.waitSignal(app.studio.gallery.listed):
        header.starred.click()
    assert header.text == ""
    assert not header.starred.isChecked()


def test_the_beginning_of_a_key_is_completed_behind_other_words(qtbot: QtBot, app: App) -> None:
    field = app.window.gallery.search
    field.setFocus()
    QTest.keyClicks(field, "red sam")
    popup = field.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "red sampler:"


def test_a_search_is_saved_under_a_name_used_and_forgotten(qtbot: QtBot, app: App) -> None:
    shelves, header = app.studio.collection.shelves, app.window.gallery.header
    search(qtbot, app, "apple")
    app.window.actions_["save_search"].trigger()
    with qtbot.waitSignal(shelves.changed):
        answer(app, "Fruit")
    (chip,) = header._saved
    assert (chip.text(), chip.isChecked()) == ("Fruit", True)
    chip.click()
    assert header.text == ""
    with qtbot.waitSignal(shelves.changed):
        shelves.delete_search(shelves.searches[0])
    assert header._saved == []
    with qtbot.waitSignal(shelves.changed):
        app.studio.undo_stack.undo()
    assert [one.text for one in shelves.searches] == ["apple"]


def answer(app: App, text: str) -> None:
    (dialog,) = app.window.findChildren(QInputDialog)
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(text)
    dialog.accept()


# Boards


def test_pictures_dropped_on_a_board_go_there(qtbot: QtBot, app: App) -> None:
    shelves, boards = app.studio.collection.shelves, app.window.gallery.boards
    saved = make_picture(qtbot, app)
    app.window.gallery.header.boards.click()
    with qtbot.waitSignal(shelves.changed):
        shelves.create_board("Best")
    data = app.studio.gallery.mimeData([app.studio.gallery.index(0)])
    place = QPointF(boards.visualItemRect(boards.item(1)).center())
    with qtbot.waitSignal(shelves.changed):
        drop(boards.viewport(), data, place)
    assert boards.item(1).text() == "Best (1)"
    assert [row.id for row in app.studio.collection.gallery.search('board:"Best"', 9)] == [saved.gallery_id]
    with qtbot.waitSignal(shelves.changed):
        app.studio.undo_stack.undo()
    assert boards.item(1).text() == "Best (0)"


def drop(widget: object, data: QMimeData, place: QPointF) -> None:
    nothing = Qt.KeyboardModifier.NoModifier
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place.toPoint(), copy, data, left, nothing)
    QApplication.sendEvent(widget, enter)  # type: ignore[arg-type]
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(place, copy, data, left, nothing))  # type: ignore[arg-type]


def test_choosing_a_board_searches_for_it(qtbot: QtBot, app: App) -> None:
    shelves, boards = app.studio.collection.shelves, app.window.gallery.boards
    saved = make_picture(qtbot, app)
    make_picture(qtbot, app, "a blue car")
    app.window.gallery.header.boards.click()
    with qtbot.waitSignal(shelves.changed):
        shelves.create_board("Best of", (saved.gallery_id,))
    with qtbot.waitSignal(app.studio.gallery.listed):
        boards.itemActivated.emit(boards.item(1))
    assert app.window.gallery.search.text() == 'board:"Best of"'
    assert prompts(app) == ["a red apple"]
    assert boards.currentRow() == 1


def test_a_deleted_board_comes_back_with_its_pictures(qtbot: QtBot, app: App) -> None:
    shelves = app.studio.collection.shelves
    saved = make_picture(qtbot, app)
    with qtbot.waitSignal(shelves.changed):
        shelves.create_board("Best", (saved.gallery_id,))
    for change in (lambda: shelves.delete_board(shelves.boards[0]), app.studio.undo_stack.undo):
        with qtbot.waitSignal(shelves.changed):
            change()
    assert [(board.name, board.count) for board in shelves.boards] == [("Best", 1)]


def test_a_name_that_is_taken_is_told(qtbot: QtBot, app: App) -> None:
    shelves = app.studio.collection.shelves
    with qtbot.waitSignal(shelves.changed):
        shelves.create_board("Best")
    with qtbot.waitSignal(app.studio.notices.added) as told:
        shelves.create_board("best")
    assert told.args[0].info.code == "board_exists"


# Grid


def test_the_grid_button_makes_room_for_a_grid_and_takes_it_back(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    gallery, height = app.window.gallery, app.window.gallery_dock.height()
    assert not gallery.strip.wraps
    gallery.header.grid.click()
    qtbot.waitUntil(lambda: gallery.strip.wraps)
    assert gallery.height() >= 2 * TILE
    assert gallery.header.grid.isChecked()
    gallery.header.grid.click()
    qtbot.waitUntil(lambda: not gallery.strip.wraps)
    assert app.window.gallery_dock.height() <= height + 10


@pytest.mark.parametrize("keys", ["Alt+Right", "Alt+Left"])
def test_alt_and_arrows_step_through_the_gallery_from_anywhere(qtbot: QtBot, app: App, keys: str) -> None:
    saved = [make_picture(qtbot, app) for _ in range(3)]
    select(app, 1)
    wait_until_shown(qtbot, app, saved[1])
    app.window.canvas.setFocus()
    combination = QKeySequence(keys)[0]
    QTest.keyClick(app.window.canvas, combination.key(), combination.keyboardModifiers())
    wait_until_shown(qtbot, app, saved[0 if keys == "Alt+Right" else 2])


def test_dragged_pictures_are_their_files(qtbot: QtBot, app: App) -> None:
    first, second = make_picture(qtbot, app), make_picture(qtbot, app)
    select(app, 0, 1)
    strip = app.window.gallery.strip
    data = app.studio.gallery.mimeData(strip.selectionModel().selectedIndexes())
    assert [Path(url.toLocalFile()) for url in data.urls()] == [second.path, first.path]
