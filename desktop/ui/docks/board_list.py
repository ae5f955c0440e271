"""The boards of the gallery, to look into and to drop pictures onto."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from desktop.core import search
from desktop.core.gallery import Board
from desktop.state.collection import Collection
from desktop.state.gallery_list import IDS_MIME
from desktop.ui.dialogs.name import ask_name
from desktop.ui.docks.gallery_header import BIN
from desktop.ui.icons import icon

_WIDTH = 176
_ROW_HEIGHT = 28
_BOARD, _SEARCH = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class BoardList(QListWidget):
    """All pictures, each board, the bin. Choosing one searches for it; pictures dropped on one go there."""

    search_requested = Signal(str)

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self.setAccessibleName(self.tr("Boards"))
        self.setToolTip(self.tr("Drop pictures on a board to put them there; right-click for more"))
        self.setFixedWidth(_WIDTH)
        self.setIconSize(QSize(15, 15))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        collection.shelves.changed.connect(self._fill)
        self._text = ""
        self._fill()

    def show_search(self, text: str) -> None:
        """Mark what ``text`` searches for, if it is one of these."""
        self._text = text.strip()
        blocker = QSignalBlocker(self)
        rows = range(self.count())
        row = next((row for row in rows if self.item(row).data(_SEARCH) == self._text), -1)
        self.setCurrentRow(row)
        blocker.unblock()

    def create_board(self, ids: tuple[int, ...] = ()) -> None:
        """Ask for a name and make a board with these pictures."""
        ask_name(
            self.window(),
            self.tr("New board"),
            self.tr("Name of the board"),
            "",
            lambda name: self._collection.shelves.create_board(name, ids),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        board = self._board(self.currentItem())
        if event.key() == Qt.Key.Key_F2 and board is not None:
            self._rename(board)
        elif event.key() == Qt.Key.Key_Delete and board is not None:
            self._collection.shelves.delete_board(board)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(False)
        if item is not None and item.data(_SEARCH) and event.mimeData().hasFormat(IDS_MIME):
            event.setAccepted(True)
            blocker = QSignalBlocker(self)
            self.setCurrentItem(item)
            blocker.unblock()

    def dragLeaveEvent(self, event: object) -> None:
        self.show_search(self._text)

    def dropEvent(self, event: QDropEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.mimeData().hasFormat(IDS_MIME):
            ids = json.loads(bytes(event.mimeData().data(IDS_MIME).data()))
            self.drop(item, tuple(ids))
            event.acceptProposedAction()
        self.show_search(self._text)

    def drop(self, item: QListWidgetItem, ids: tuple[int, ...]) -> None:
        """Put pictures onto the board of ``item``, or into the bin."""
        if (board := self._board(item)) is not None:
            self._collection.edits.add_to_board(ids, board.id)
        elif item.data(_SEARCH) == BIN:
            self._collection.edits.move_to_bin(ids)

    @Slot()
    def _fill(self) -> None:
        self.clear()
        self._add(self.tr("All pictures"), "image", "")
        for board in self._collection.shelves.boards:
            text = self.tr("{name} ({count})").format(name=board.name, count=board.count)
            self._add(text, "layers", search.term("board", board.name)).setData(_BOARD, board)
        self._add(self.tr("Bin"), "trash-2", BIN)
        self.show_search(self._text)

    def _add(self, text: str, icon_name: str, words: str) -> QListWidgetItem:
        item = QListWidgetItem(icon(icon_name), text, self)
        item.setData(_SEARCH, words)
        item.setToolTip(text)
        item.setSizeHint(QSize(_WIDTH - 20, _ROW_HEIGHT))
        return item

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        self.search_requested.emit(item.data(_SEARCH))

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        self._entry(menu, "plus", self.tr("New board…"), self.tr("Make an empty board"), self.create_board)
        board = self._board(self.itemAt(place))
        if board is not None:
            ids = self._collection.selection.ids
            self._entry(
                menu,
                "image-plus",
                self.tr("Add the selected pictures"),
                self.tr("Put the selected pictures onto this board"),
                lambda: self._collection.edits.add_to_board(ids, board.id),
            ).setEnabled(bool(ids))
            self._entry(
                menu,
                "pen-tool",
                self.tr("Rename…"),
                self.tr("Give this board another name"),
                lambda: self._rename(board),
            )
            self._entry(
                menu,
                "trash-2",
                self.tr("Delete the board"),
                self.tr("The pictures stay in the gallery"),
                lambda: self._collection.shelves.delete_board(board),
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(place))

    def _entry(self, menu: QMenu, icon_name: str, text: str, tip: str, do: Callable[[], object]) -> QAction:
        action = menu.addAction(icon(icon_name), text)
        action.setStatusTip(tip)
        action.triggered.connect(lambda _checked: do())
        return action

    def _rename(self, board: Board) -> None:
        ask_name(
            self.window(),
            self.tr("Rename the board"),
            self.tr("Name of the board"),
            board.name,
            lambda name: self._collection.shelves.rename_board(board, name),
        )

    @staticmethod
    def _board(item: QListWidgetItem | None) -> Board | None:
        board = None if item is None else item.data(_BOARD)
        return board if isinstance(board, Board) else None
