"""The pictures of the gallery as a list for views, newest first."""

from __future__ import annotations

import logging
import threading
from bisect import bisect_left
from collections import OrderedDict
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QImage

from desktop.core.errors import AppError, JobCancelled
from desktop.core.gallery import Gallery, GalleryRow

PAGE = 200
THUMBNAILS_KEPT = 256
"""At most 256 x 256 pixels of 4 bytes each: 64 MiB."""

log = logging.getLogger(__name__)

Index = QModelIndex | QPersistentModelIndex


class GalleryRole(IntEnum):
    """Roles beside DisplayRole (the prompt) and DecorationRole (the thumbnail as a QImage)."""

    ID = Qt.ItemDataRole.UserRole + 1
    PATH = Qt.ItemDataRole.UserRole + 2
    ROW = Qt.ItemDataRole.UserRole + 3
    """The GalleryRow."""
    STARRED = Qt.ItemDataRole.UserRole + 4


class GalleryList(QAbstractListModel):
    """Pages of the gallery, read as a view asks for them; ids fall from top to bottom. GUI thread only.

    A gallery that can't be read leaves the list as far as it is, and is told by ``failed``.
    """

    failed = Signal(object)
    """ErrorInfo."""
    _rebuilt = Signal()

    def __init__(self, gallery: Gallery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._text = ""
        self._rows: list[GalleryRow] = []
        self._more = True
        self._thumbnails: OrderedDict[int, QImage] = OrderedDict()
        self._rebuild: threading.Thread | None = None
        self._closing = threading.Event()
        self._rebuilt.connect(self._on_rebuilt)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return row.prompt
            case Qt.ItemDataRole.DecorationRole:
                return self._thumbnail(row.id)
            case GalleryRole.ID:
                return row.id
            case GalleryRole.PATH:
                return row.path
            case GalleryRole.ROW:
                return row
            case GalleryRole.STARRED:
                return row.starred
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:
        """Read the next page."""
        if page := self._next_page():
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(page) - 1)
            self._rows += page
            self.endInsertRows()

    @property
    def search_text(self) -> str:
        return self._text

    def set_search(self, text: str) -> None:
        """List only what the gallery finds for ``text``; everything when it is empty."""
        if text != self._text:
            self._text = text
            self.reload()

    def reload(self) -> None:
        """Start again from the newest picture."""
        self.beginResetModel()
        self._rows = []
        self._rows = self._next_page()
        self.endResetModel()

    def insert_by_id(self, picture_id: int) -> None:
        """Put a picture that was just added on top, unless the search leaves it out."""
        try:
            newest = self._gallery.search(self._text, 1)
        except AppError as error:
            self.failed.emit(error.info)
            return
        if newest and newest[0].id == picture_id and self.index_of(picture_id) is None:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._rows.insert(0, newest[0])
            self.endInsertRows()

    def index_of(self, picture_id: int) -> QModelIndex | None:
        """Where a picture is; None when it is not in the part that was read."""
        place = bisect_left(self._rows, -picture_id, key=lambda row: -row.id)
        if place < len(self._rows) and self._rows[place].id == picture_id:
            return self.index(place)
        return None

    def remove(self, picture_id: int) -> None:
        """Take a picture off the gallery; its file stays."""
        try:
            self._gallery.remove(picture_id)
        except AppError as error:
            self.failed.emit(error.info)
            return
        self._thumbnails.pop(picture_id, None)
        if (index := self.index_of(picture_id)) is not None:
            self.beginRemoveRows(QModelIndex(), index.row(), index.row())
            del self._rows[index.row()]
            self.endRemoveRows()

    def rebuild(self, folder: Path) -> None:
        """List again the pictures below ``folder``, in a thread of its own, and then show them."""
        self._rebuild = threading.Thread(target=self._run_rebuild, args=(folder,), name="gallery rebuild")
        self._rebuild.start()

    def close(self) -> None:
        """End a rebuild after the picture it is at, and wait for that."""
        self._closing.set()
        if self._rebuild is not None:
            self._rebuild.join()

    def _run_rebuild(self, folder: Path) -> None:
        try:
            self._gallery.rebuild(folder, self._check_closing)
        except JobCancelled:
            return
        except AppError as error:
            self.failed.emit(error.info)
        self._rebuilt.emit()

    def _check_closing(self, done: int, total: int) -> None:
        if self._closing.is_set():
            raise JobCancelled

    @Slot()
    def _on_rebuilt(self) -> None:
        if not self._closing.is_set():
            self.reload()

    def _next_page(self) -> list[GalleryRow]:
        last = self._rows[-1].id if self._rows else None
        page: list[GalleryRow] = []
        try:
            page = self._gallery.search(self._text, PAGE, last)
        except AppError as error:
            self.failed.emit(error.info)
        self._more = len(page) == PAGE
        return page

    def _thumbnail(self, picture_id: int) -> QImage | None:
        if (image := self._thumbnails.get(picture_id)) is not None:
            self._thumbnails.move_to_end(picture_id)
            return image
        try:
            data = self._gallery.thumbnail(picture_id)
        except AppError as error:
            log.warning("no thumbnail of picture %s: %s", picture_id, error)
            return None
        image = QImage.fromData(data or b"")
        if image.isNull():
            return None
        self._thumbnails[picture_id] = image
        if len(self._thumbnails) > THUMBNAILS_KEPT:
            self._thumbnails.popitem(last=False)
        return image
