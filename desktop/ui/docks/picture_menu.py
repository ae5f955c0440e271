"""The context menu of pictures in the gallery."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.core.gallery import Board
from desktop.state.collection import Collection
from desktop.ui.icons import icon


class PictureMenu(QMenu):
    """``actions`` and, after the first of them, the boards. For the selected pictures."""

    def __init__(
        self, collection: Collection, actions: Sequence[QAction], new_board: QAction, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._collection = collection
        self.addActions(actions[:1])
        self._boards = self.addMenu(icon("layers"), self.tr("Add to board"))
        for board in collection.shelves.boards:
            action = self._boards.addAction(board.name)
            action.setStatusTip(self.tr("Put the selected pictures onto this board"))
            action.setData(board)
            action.triggered.connect(self._add)
        self._boards.addSeparator()
        self._boards.addAction(new_board)
        self.addActions(actions[1:])
        self.aboutToHide.connect(self.deleteLater)

    @Slot()
    def _add(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and isinstance(action.data(), Board):
            self._collection.edits.add_to_board(self._collection.selection.ids, action.data().id)
