"""“Compare values…” on the context menu of every control of the prompt dock."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from desktop.core.grids import AxisKind
from desktop.state.studio import Studio


class CompareMenus(QObject):
    """Adds one entry to the menus that controls have, and gives the others a menu with it."""

    def __init__(self, studio: Studio, parent: QWidget) -> None:
        super().__init__(parent)
        self._studio = studio

    def add(self, kind: AxisKind, control: QWidget) -> None:
        """Offer ``kind`` on ``control`` and everything in it."""
        for widget in (control, *control.findChildren(QWidget)):
            widget.setProperty("compared", kind.name)
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QContextMenuEvent) or not isinstance(watched, QWidget):
            return super().eventFilter(watched, event)
        from desktop.ui.dialogs.compare_values import open_compare

        kind = AxisKind[str(watched.property("compared"))]
        owner = watched.parent() if isinstance(watched.parent(), QPlainTextEdit) else watched
        words = ""
        if isinstance(owner, QPlainTextEdit):
            menu = owner.createStandardContextMenu()
            words = owner.textCursor().selectedText()
        elif isinstance(owner, QLineEdit):
            menu = owner.createStandardContextMenu()
        else:
            menu = QMenu(watched)
        if menu.actions():
            menu.addSeparator()
        action = menu.addAction(self.tr("Compare values…"))
        action.setStatusTip(self.tr("Make the same picture for several values, side by side on one sheet"))
        action.triggered.connect(partial(open_compare, self._studio, watched.window(), kind, words))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())
        return True
