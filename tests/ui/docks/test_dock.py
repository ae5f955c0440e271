from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app import App
from desktop.ui.widgets.icon_button import IconButton


def test_the_header_closes_the_dock_and_the_view_menu_brings_it_back(app: App) -> None:
    dock = app.window.gallery_dock
    (close,) = (b for b in dock.findChildren(IconButton) if b.accessibleName() == "Close Gallery")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not dock.isVisible()
    dock.toggleViewAction().trigger()
    assert dock.isVisible()
