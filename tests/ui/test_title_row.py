from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenuBar
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.ui.actions import MENUS
from tests.ui.jobs import make_picture


def test_the_row_names_the_picture_as_plain_text(qtbot: QtBot, app: App) -> None:
    saved = make_picture(qtbot, app, "<b>a cactus</b>")
    labels = app.window.menuWidget().findChildren(QLabel)
    (document,) = (label for label in labels if label.text() == saved.path.name)
    assert document.textFormat() is Qt.TextFormat.PlainText


def test_the_menus_stand_in_the_row(app: App) -> None:
    bar = app.window.menuWidget().findChild(QMenuBar)
    assert [a.text() for a in bar.actions()] == list(MENUS)


def test_a_long_name_hides_no_menu_in_the_narrowest_window(app: App) -> None:
    app.window.resize(app.window.minimumSize())
    row = app.window.menuWidget()
    row.set_document("a name that is much longer than what is left beside all the menus" * 3)
    row.layout().activate()
    bar = row.findChild(QMenuBar)
    last = bar.actionGeometry(bar.actions()[-1])
    assert bar.rect().contains(last)
