"""Widgets are tested as they look in the dark theme; the window with a studio that plays a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import apply_theme, current_tokens
from desktop.ui.tokens import DARK
from tests.helpers.scripted import make_studio

OpenApp = Callable[..., App]


@pytest.fixture(autouse=True)
def dark_theme(qapp: QApplication) -> None:
    if current_tokens() is not DARK or not qapp.styleSheet():
        apply_theme(qapp, "dark")


@pytest.fixture
def open_app(qtbot: QtBot, qapp: QApplication) -> Iterator[OpenApp]:
    """Shows a window around ``make_studio(...)`` and waits until it can make pictures."""
    opened: list[App] = []

    def build(*args: Any, **kwargs: Any) -> App:
        studio = make_studio(*args, **kwargs)
        window = MainWindow(studio)
        opened.append(App(qapp, studio, window))
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        with qtbot.waitSignals([studio.library.changed, studio.device_changed]):
            studio.start()
        return opened[-1]

    yield build
    for app in opened:
        assert app.studio.shutdown()
        app.window.close()
        app.window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def app(open_app: OpenApp) -> App:
    """A window whose jobs run through at once."""
    return open_app()
