from importlib import metadata

from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop import __version__
from desktop.app import App


def test_about_tells_version_device_licence_and_libraries(app: App) -> None:
    app.window.actions_["about"].trigger()
    (box,) = app.window.findChildren(QMessageBox)
    assert box.isVisible()
    assert box.text() == f"Darkroom {__version__}"
    told = box.informativeText()
    assert all(word in told for word in ("scripted", "Apache", f"torch {metadata.version('torch')}"))
    box.close()
    assert not box.isVisible()


def test_no_closed_box_is_left_behind(qtbot: QtBot, app: App) -> None:
    app.window.actions_["about"].trigger()
    (box,) = app.window.findChildren(QMessageBox)
    box.close()
    qtbot.waitUntil(lambda: not app.window.findChildren(QMessageBox))
