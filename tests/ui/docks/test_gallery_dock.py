from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.state.gallery_list import GalleryRole
from tests.ui.jobs import make_picture


def chosen(app: App) -> object:
    strip = app.window.gallery.strip
    (index,) = strip.selectionModel().selectedIndexes()
    assert index == strip.currentIndex()
    return index.data(GalleryRole.ID)


def click_thumbnail(app: App, row: int) -> None:
    strip = app.window.gallery.strip
    place = strip.visualRect(strip.model().index(row, 0)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def shown_path(app: App) -> object:
    picture = app.studio.canvas.picture
    return picture and picture.saved and picture.saved.path


def hint(app: App) -> str:
    return " ".join(
        label.text() for label in app.window.gallery.findChildren(QLabel) if label.isVisibleTo(app.window)
    )


def test_an_empty_gallery_says_what_will_be_there(app: App) -> None:
    assert "Finished pictures gather here" in hint(app)
    assert not app.window.gallery.strip.isVisible()


def test_a_finished_picture_comes_first_and_is_chosen(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    second = make_picture(qtbot, app)
    assert app.window.gallery.strip.isVisible()
    assert app.studio.gallery.rowCount(QModelIndex()) == 2
    assert app.window.gallery.strip.currentIndex().row() == 0
    assert chosen(app) == second.gallery_id
    assert hint(app) == ""


def test_a_click_on_a_thumbnail_shows_its_picture(qtbot: QtBot, app: App) -> None:
    first, second = make_picture(qtbot, app), make_picture(qtbot, app)
    click_thumbnail(app, 1)
    assert shown_path(app) == first.path
    assert chosen(app) == first.gallery_id
    click_thumbnail(app, 0)
    assert shown_path(app) == second.path


def test_arrow_keys_go_from_picture_to_picture(qtbot: QtBot, app: App) -> None:
    first = make_picture(qtbot, app)
    make_picture(qtbot, app)
    app.window.gallery.strip.setFocus()
    QTest.keyClick(app.window.gallery.strip, Qt.Key.Key_Right)
    assert shown_path(app) == first.path


def test_a_picture_whose_file_is_gone_is_told(qtbot: QtBot, app: App) -> None:
    first, second = make_picture(qtbot, app), make_picture(qtbot, app)
    first.path.unlink()
    click_thumbnail(app, 1)
    assert shown_path(app) == second.path
    assert app.window.notice_bar.isVisible()


def test_the_search_leaves_what_matches(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app, "a blue car")
    make_picture(qtbot, app, "a cactus")
    search = app.window.gallery.search
    search.setFocus()
    QTest.keyClicks(search, "car")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert app.studio.gallery.rowCount(QModelIndex()) == 1
    QTest.keyClicks(search, "pets")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert hint(app) == "No picture matches this search."


def test_a_new_picture_that_the_search_leaves_out_still_is_on_the_canvas(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app, "a blue car")
    app.window.gallery.search.setText("car")
    QTest.keyClick(app.window.gallery.search, Qt.Key.Key_Return)
    cactus = make_picture(qtbot, app, "a cactus")
    assert app.studio.gallery.rowCount(QModelIndex()) == 1
    assert shown_path(app) == cactus.path
