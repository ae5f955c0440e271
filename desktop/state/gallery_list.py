"""The pictures of the gallery as a list for views, newest first."""

from __future__ import annotations

import json
import logging
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
    Signal,
    Slot,
)

from desktop.core.errors import AppError, JobCancelled
from desktop.core.gallery import Gallery, GalleryRow
from desktop.state.background import Background
from desktop.state.thumbnails import Thumbnails

PAGE = 200
"""Rows that are read at a time, around the one that was asked for."""
AHEAD = 60
"""A page is asked for when the view is this near to where the known rows end."""
ROWS_KEPT = 4000
MOVES = 100
"""A list that differs in more runs than this is shown anew."""
IDS_MIME = "application/x-darkroom-pictures"
"""Ids of dragged pictures, as JSON, for the program's own drop targets."""

log = logging.getLogger(__name__)

Index = QModelIndex | QPersistentModelIndex


class GalleryRole(IntEnum):
    """Roles beside DisplayRole (the prompt) and DecorationRole (the thumbnail, a square QImage).

    Only ID is there at once; the others are None until the row has been read.
    """

    ID = Qt.ItemDataRole.UserRole + 1
    PATH = Qt.ItemDataRole.UserRole + 2
    ROW = Qt.ItemDataRole.UserRole + 3
    """The GalleryRow."""
    STARRED = Qt.ItemDataRole.UserRole + 4
    RATING = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    ids: list[int]
    first_rows: list[GalleryRow]


class GalleryList(QAbstractListModel):
    """All pictures that a search finds: their ids at once, their rows as a view asks for them.

    Ids fall from top to bottom. Nothing is read in the GUI thread, where all methods belong; a gallery that
    can't be read leaves the list as it is.
    """

    failed = Signal(object)
    """ErrorInfo, of a rebuild."""
    listed = Signal()
    """The list is what the gallery holds for ``search_text``; comes after each reading."""
    _rebuilt = Signal()

    def __init__(
        self, gallery: Gallery, background: Background, thumbnails: Thumbnails, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._background = background
        self._thumbnails = thumbnails
        self._text = ""
        self._shown_text: str | None = None
        self._ids: list[int] = []
        self._rows: OrderedDict[int, GalleryRow] = OrderedDict()
        self._asked = range(0)
        self._rebuild: threading.Thread | None = None
        self._closing = threading.Event()
        self._rebuilt.connect(self._on_rebuilt)
        thumbnails.ready.connect(self._on_thumbnails_ready)

    # What views ask

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        picture_id = self._ids[index.row()]
        if role == GalleryRole.ID:
            return picture_id
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnails.image(picture_id)
        row = self._row(index.row())
        if row is None:
            return None
        match role:
            case (
                Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole
            ):
                return row.prompt or row.path.name
            case GalleryRole.PATH:
                return row.path
            case GalleryRole.ROW:
                return row
            case GalleryRole.STARRED:
                return row.starred
            case GalleryRole.RATING:
                return row.rating
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [IDS_MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The pictures' files, for any program, and their ids, for this one."""
        ids = [self._ids[index.row()] for index in indexes]
        data = QMimeData()
        data.setData(IDS_MIME, json.dumps(ids).encode())
        try:
            rows = self._gallery.rows(ids)
        except AppError as error:
            log.warning("dragged without files: %s", error)
            rows = []
        data.setUrls([QUrl.fromLocalFile(str(row.path)) for row in rows])
        return data

    # What the program asks

    @property
    def search_text(self) -> str:
        return self._text

    @property
    def ids(self) -> Sequence[int]:
        """The ids of all pictures in the list. Not to be changed."""
        return self._ids

    def index_of(self, picture_id: int) -> QModelIndex | None:
        """Where a picture is; None when it is not in the list."""
        place = bisect_left(self._ids, -picture_id, key=lambda listed: -listed)
        if place < len(self._ids) and self._ids[place] == picture_id:
            return self.index(place)
        return None

    def set_search(self, text: str) -> None:
        """List only what the gallery finds for ``text``; everything when it is empty."""
        if text != self._text:
            self._text = text
            self._background.run(partial(self._find_first, text), self._show_first, replaces="first")
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read again which pictures there are: those that came or went are put in or taken out."""
        self._background.run(partial(self._find, self._text), self._show, replaces="search")

    def reread(self, ids: Collection[int]) -> None:
        """Read these rows again, as far as they were read: something in them has changed."""
        known = [picture_id for picture_id in ids if picture_id in self._rows]
        self._background.run(partial(self._gallery.rows, known), self._take_rows)

    def rebuild(self, folder: Path) -> None:
        """List again the pictures below ``folder``, in a thread of its own, and then show them."""
        self._rebuild = threading.Thread(target=self._run_rebuild, args=(folder,), name="gallery rebuild")
        self._rebuild.start()

    def close(self) -> None:
        """End a rebuild after the picture it is at, and wait for that."""
        self._closing.set()
        if self._rebuild is not None:
            self._rebuild.join()

    # Which pictures

    def _find_first(self, text: str) -> _Found:
        """In the background: what is seen at once, long before all are known."""
        rows = self._gallery.search(text, PAGE)
        return _Found(text, [row.id for row in rows], rows)

    def _show_first(self, found: _Found) -> None:
        for row in found.first_rows:
            self._keep(row)
        self._reset(found)

    def _find(self, text: str) -> _Found:
        """In the background."""
        ids = self._gallery.ids(text)
        return _Found(text, ids, self._gallery.rows(ids[:PAGE]))

    def _show(self, found: _Found) -> None:
        for row in found.first_rows:
            self._keep(row)
        if found.text != self._shown_text or not self._change_to(found.ids):
            self._reset(found)
        self._asked = range(0)
        self.listed.emit()

    def _reset(self, found: _Found) -> None:
        self.beginResetModel()
        self._ids = found.ids
        self._shown_text = found.text
        self.endResetModel()

    def _change_to(self, ids: list[int]) -> bool:
        """Take out and put in what differs, so that views keep their place; False when that is too much."""
        gone, new = _runs(self._ids, frozenset(ids)), _runs(ids, frozenset(self._ids))
        if len(gone) + len(new) > MOVES:
            return False
        for run in reversed(gone):
            self.beginRemoveRows(QModelIndex(), run.start, run.stop - 1)
            del self._ids[run.start : run.stop]
            self.endRemoveRows()
        for run in new:
            self.beginInsertRows(QModelIndex(), run.start, run.stop - 1)
            self._ids[run.start : run.start] = ids[run.start : run.stop]
            self.endInsertRows()
        return True

    # Rows

    def _row(self, place: int) -> GalleryRow | None:
        row = self._rows.get(self._ids[place])
        if row is None:
            self._ask(place)
            return None
        self._rows.move_to_end(row.id)
        for near in (place - AHEAD, place + AHEAD):
            if 0 <= near < len(self._ids) and self._ids[near] not in self._rows:
                self._ask(near)
        return row

    def _ask(self, place: int) -> None:
        if place in self._asked:
            return
        start = max(0, place - PAGE // 2)
        self._asked = range(start, min(start + PAGE, len(self._ids)))
        wanted = self._ids[self._asked.start : self._asked.stop]
        # Only the latest: who scrolls fast does not wait for what was passed on the way.
        self._background.run(partial(self._gallery.rows, wanted), self._take_page, replaces="page")

    def _take_page(self, rows: list[GalleryRow]) -> None:
        if len(rows) < len(self._asked):
            self.refresh()  # another process took some away
        self._asked = range(0)
        self._take_rows(rows)

    def _take_rows(self, rows: list[GalleryRow]) -> None:
        for row in rows:
            self._keep(row)
        self._tell_changed(row.id for row in rows)

    def _keep(self, row: GalleryRow) -> None:
        self._rows[row.id] = row
        self._rows.move_to_end(row.id)
        if len(self._rows) > ROWS_KEPT:
            self._rows.popitem(last=False)

    @Slot(object)
    def _on_thumbnails_ready(self, ids: frozenset[int]) -> None:
        self._tell_changed(ids)

    def _tell_changed(self, ids: Iterable[int]) -> None:
        places = [index.row() for picture_id in ids if (index := self.index_of(picture_id)) is not None]
        if places:
            self.dataChanged.emit(self.index(min(places)), self.index(max(places)))

    # Rebuilding

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
            self.refresh()


def _runs(ids: Sequence[int], known: frozenset[int]) -> list[range]:
    """The places in ``ids`` of those that are not ``known``, neighbours together."""
    runs: list[range] = []
    for place, picture_id in enumerate(ids):
        if picture_id in known:
            continue
        if runs and runs[-1].stop == place:
            runs[-1] = range(runs[-1].start, place + 1)
        else:
            runs.append(range(place, place + 1))
    return runs
