"""The docks at the right stand above each other where there is room, else in one row of tabs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.ui.docks.dock import Dock
from tests.ui.conftest import OpenApp


def beside(app: App, dock: Dock) -> set[str]:
    """The docks that share a row of tabs with this one."""
    return {other.objectName() for other in app.window.tabifiedDockWidgets(dock)}


def resize(app: App, height: int) -> None:
    app.window.resize(1200, height)
    QApplication.processEvents()


def test_a_high_window_has_layers_above_details(app: App) -> None:
    layout = app.window.layout_
    assert beside(app, layout.layers_dock) == {"history"}
    assert beside(app, layout.details_dock) == {"models", "loras"}
    assert layout.layers_dock.geometry().bottom() < layout.details_dock.geometry().top()


def test_a_low_window_has_one_row_of_tabs_and_a_high_one_two_again(app: App) -> None:
    layout = app.window.layout_
    resize(app, 700)
    assert beside(app, layout.layers_dock) == {"history", "details", "models", "loras"}
    resize(app, 900)
    assert beside(app, layout.layers_dock) == {"history"}
    assert beside(app, layout.details_dock) == {"models", "loras"}
    titles = [dock.titleBarWidget().findChild(QLabel) for dock in layout.docks if beside(app, dock)]
    assert not any(title.isVisible() for title in titles), "their tabs say it"


def test_the_dock_in_front_stays_in_front(qtbot: QtBot, app: App) -> None:
    layout = app.window.layout_
    layout.history_dock.raise_()
    qtbot.waitUntil(lambda: not layout.history.list.visibleRegion().isEmpty())
    resize(app, 900)
    resize(app, 700)
    resize(app, 900)
    qtbot.waitUntil(lambda: not layout.history.list.visibleRegion().isEmpty())


def test_docks_that_a_person_has_put_elsewhere_stay_there(app: App) -> None:
    layout = app.window.layout_
    app.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, layout.history_dock)
    resize(app, 700)
    assert beside(app, layout.layers_dock) == set()
    assert beside(app, layout.details_dock) == {"models", "loras"}


def test_a_reset_in_a_low_window_gives_one_row_of_tabs(app: App) -> None:
    layout = app.window.layout_
    resize(app, 700)
    layout.models_dock.hide()
    app.window.actions_["reset_layout"].trigger()
    assert not layout.models_dock.isHidden()
    assert beside(app, layout.layers_dock) == {"history", "details", "models", "loras"}


def test_the_arrangement_of_the_last_time_is_known(open_app: OpenApp) -> None:
    first = open_app()
    resize(first, 700)
    state = first.window.layout_.saved()
    second = open_app()
    second.window.layout_.restore(state)
    resize(second, 900)
    assert beside(second, second.window.layout_.layers_dock) == {"history"}
