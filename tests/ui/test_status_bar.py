from __future__ import annotations

import re

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenuBar
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.geometry import Size
from desktop.state.canvas_state import CanvasPicture
from desktop.ui.status_bar import StatusBar
from tests.helpers.scripted import make_pixels, make_studio
from tests.ui.conftest import OpenApp
from tests.ui.jobs import held_script, wait_until_running


def texts(bar: StatusBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.text()]


def test_the_device_is_named_when_the_engine_is_there(qtbot: QtBot, app: App) -> None:
    assert "scripted" in texts(app.window.status)


def test_until_then_the_engine_is_starting(qtbot: QtBot) -> None:
    studio = make_studio()
    bar = StatusBar(studio)
    qtbot.addWidget(bar)
    assert "Starting the engine…" in texts(bar)
    assert studio.shutdown()


def test_the_memory_in_use_is_shown(app: App) -> None:
    assert any(re.fullmatch(r"RAM \d+\.\d / \d+ GB", text) for text in texts(app.window.status))


def test_the_jobs_that_wait_are_counted(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    assert "Queue 0" in texts(app.window.status)
    for _ in range(3):
        app.studio.generate()
    wait_until_running(qtbot, app)
    assert "Queue 2" in texts(app.window.status)


def test_the_pixel_under_the_cursor_and_its_colour(app: App) -> None:
    app.studio.canvas.show(CanvasPicture(make_pixels(Size(64, 64), 0x80)))
    canvas = app.window.canvas
    QTest.mouseMove(canvas, canvas.picture_rect.center().toPoint())
    assert any(re.fullmatch(r"x 3[123]  y 3[123]   #808080", text) for text in texts(app.window.status))
    app.window.status.show_pixel(None)
    assert not any("#808080" in text for text in texts(app.window.status))


def test_the_corners_are_pixels_too(app: App) -> None:
    app.studio.canvas.show(CanvasPicture(make_pixels(Size(64, 32), 0xFF)))
    app.window.status.show_pixel(QPoint(63, 31))
    assert "x 63  y 31   #ffffff" in texts(app.window.status)


def test_a_smaller_picture_in_place_of_the_hovered_one(app: App) -> None:
    canvas = app.window.canvas
    app.studio.canvas.show(CanvasPicture(make_pixels(Size(512, 512))))
    QTest.mouseMove(canvas, canvas.picture_rect.bottomRight().toPoint() - QPoint(3, 3))
    app.studio.canvas.show(CanvasPicture(make_pixels(Size(64, 64))))
    QTest.mouseMove(canvas, canvas.picture_rect.bottomRight().toPoint() - QPoint(4, 4))
    assert any(text.startswith("x 6") for text in texts(app.window.status))


def test_a_menu_entry_explains_itself(app: App) -> None:
    action = app.window.actions_["about"]
    bar = app.window.menuWidget().findChild(QMenuBar)
    title = bar.actions()[-1]
    bar.setActiveAction(title)
    title.menu().setActiveAction(action)
    assert app.window.status.currentMessage() == action.statusTip()


def test_the_bar_takes_no_focus(app: App) -> None:
    assert app.window.status.focusPolicy() is Qt.FocusPolicy.NoFocus
