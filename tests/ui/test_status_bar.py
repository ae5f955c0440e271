from __future__ import annotations

import re

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenuBar, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.errors import ErrorInfo
from desktop.core.geometry import Size
from desktop.state.canvas_state import CanvasPicture
from desktop.state.notices import NoticeLevel
from desktop.ui.dialogs.connections import ConnectionsDialog
from desktop.ui.dialogs.notice_history import NoticeHistory
from desktop.ui.dialogs.preferences import PreferencesDialog
from desktop.ui.status_bar import StatusBar
from tests.helpers.scripted import make_pixels, make_studio
from tests.ui.canvas.documents import opened
from tests.ui.conftest import OpenApp
from tests.ui.jobs import held_script, make_picture, wait_until_running


def texts(bar: StatusBar) -> list[str]:
    """What is to be read in the bar."""
    shown = (*bar.findChildren(QLabel), *bar.findChildren(QToolButton))
    return [widget.text() for widget in shown if widget.text()]


def test_the_device_is_named_when_the_engine_is_there(qtbot: QtBot, app: App) -> None:
    assert "scripted" in texts(app.window.status)


def test_until_then_the_engine_is_starting(qtbot: QtBot) -> None:
    studio = make_studio()
    bar = StatusBar(studio)
    qtbot.addWidget(bar)
    assert "Starting the engine…" in texts(bar)
    assert studio.shutdown()


def test_the_memory_in_use_is_shown(qtbot: QtBot, app: App) -> None:
    words = re.compile(r"RAM \d+\.\d / \d+ GB")
    qtbot.waitUntil(lambda: any(words.fullmatch(text) for text in texts(app.window.status)))


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


def test_the_model_and_the_zoom_are_shown(qtbot: QtBot, app: App) -> None:
    assert app.window.status.model.text() == "Starter"
    assert app.window.status.zoom.isHidden()
    make_picture(qtbot, app)
    app.window.canvas.zoom_to_actual_size()
    assert app.window.status.zoom.text() == "100 %"


def test_the_zoom_offers_other_sizes(app: App) -> None:
    offered = [action.objectName() for action in app.window.status.zoom.menu().actions()]
    assert offered == ["fit", "actual_size", "zoom_in", "zoom_out"]


def test_the_device_tells_more_of_the_machine(app: App) -> None:
    app.window.status.device.click()
    (dialog,) = app.window.findChildren(PreferencesDialog)
    assert dialog.machine.isVisible()
    assert "scripted" in dialog.machine.text()


def test_the_memory_is_given_back(qtbot: QtBot, app: App) -> None:
    with qtbot.waitSignal(app.studio.memory_freed):
        app.window.status.memory.click()
    assert "unloaded" in app.window.status.currentMessage()


def test_the_models_stay_while_pictures_are_made(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    app.studio.generate()
    wait_until_running(qtbot, app)
    assert not app.window.actions_["free_memory"].isEnabled()


def test_the_queue_and_the_models_are_brought_to_the_front(app: App) -> None:
    app.window.status.queue.click()
    assert not app.window.queue.visibleRegion().isEmpty()
    app.window.status.model.click()
    assert not app.window.layout_.models.visibleRegion().isEmpty()


def test_messages_can_be_read_again_and_copied(app: App) -> None:
    app.studio.notices.add(NoticeLevel.ERROR, ErrorInfo("x", "First.", "Do this.", "trace"))
    app.studio.notices.add(NoticeLevel.INFO, ErrorInfo("y", "Second."))
    app.window.status.messages.click()
    (history,) = app.window.findChildren(NoticeHistory)
    assert history.text.toPlainText() == "Note: Second.\n\nError: First.\nDo this."
    (copy,) = history.findChildren(QPushButton)
    copy.click()
    assert QApplication.clipboard().text() == "Note: Second.\n\nError: First.\nDo this.\ntrace"
    history.close()


def test_the_speed_is_shown_while_it_is_known(app: App) -> None:
    app.studio.activity.speed_changed.emit(2.5)
    assert "2.5 it/s" in texts(app.window.status)
    app.studio.activity.speed_changed.emit(0.25)
    assert "4.0 s/it" in texts(app.window.status)
    app.studio.activity.speed_changed.emit(None)
    assert not any("/it" in text or "it/s" in text for text in texts(app.window.status))


def test_the_colour_of_the_document_is_told(app: App) -> None:
    opened(app.studio.editor, colour=(255, 0, 0, 255))
    status = app.window.status
    assert not status.zoom.isHidden()
    assert app.window.actions_["zoom_in"].isEnabled()

    status.show_pixel(QPoint(3, 4))

    assert "x 3  y 4   #ff0000" in {label.text() for label in status.findChildren(QLabel)}


def test_it_tells_whether_the_network_may_be_used(app: App) -> None:
    assert "Offline" in texts(app.window.status)
    app.studio.network.set_offline(True)
    assert "Always offline" in texts(app.window.status)


def test_a_click_on_the_network_shows_all_connections(qtbot: QtBot, app: App) -> None:
    with qtbot.waitSignal(app.studio.network.log_read):
        app.window.status.network.click()
    assert app.window.findChild(ConnectionsDialog) is not None
