"""Every picture made or imported, newest first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QWidget

from desktop.state.gallery_list import GalleryRole
from desktop.state.studio import Studio
from desktop.ui.docks.board_list import BoardList
from desktop.ui.docks.gallery_header import GalleryHeader
from desktop.ui.widgets.thumbnail_delegate import THUMBNAIL, TILE, MarkRoles, ThumbnailDelegate
from desktop.ui.widgets.thumbnails import ThumbnailView

_ROLES = MarkRoles(starred=GalleryRole.STARRED, rating=GalleryRole.RATING)


class GalleryDock(QWidget):
    """A strip, or a grid where there is room for one. The current picture is shown on the canvas.

    ``header`` is for the dock's title row.
    """

    wrapping_changed = Signal(bool)

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._collection = studio.collection
        self._list = studio.collection.list
        self._awaited: int | None = None
        delegate = ThumbnailDelegate(_ROLES, self)
        self.strip = ThumbnailView(self.tr("Pictures, newest first"), delegate, self)
        self.strip.setModel(self._list)
        self.header = GalleryHeader(studio.collection)
        self.search = self.header.search
        self.boards = BoardList(studio.collection, self)
        self.boards.hide()
        self._hint = QLabel()
        self._hint.setProperty("kind", "readable")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._connect()
        self._show_hint()

    def _lay_out(self) -> None:
        self._stack = QStackedLayout()
        self._stack.addWidget(self.strip)
        self._stack.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.boards)
        row.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self.header.boards.toggled.connect(self.boards.setVisible)
        self.boards.search_requested.connect(self.header.set_text)
        self.search.search_changed.connect(self.boards.show_search)
        self.strip.selectionModel().currentChanged.connect(self._on_current_changed)
        self.strip.selection_changed.connect(self._tell_selection)
        self.strip.activated.connect(self._show)
        self._list.listed.connect(self._on_listed)
        self._list.modelReset.connect(self._select_shown)
        self._studio.canvas.picture_changed.connect(self._follow_candidate)

    def reveal(self, picture_id: int) -> None:
        """Select a picture and show it, also one that the search leaves out."""
        if (index := self._list.index_of(picture_id)) is not None:
            self.strip.setCurrentIndex(index)
        else:
            self._collection.selection.set((picture_id,))
            self._studio.show_picture(picture_id)

    def step(self, by: int) -> None:
        """Go to the picture ``by`` places further on (older) or back (newer)."""
        place = self.strip.currentIndex().row() + by
        if 0 <= place < self._list.rowCount():
            self.strip.setCurrentIndex(self._list.index(place))

    @property
    def grid_height(self) -> int:
        """From this height on pictures stand in a grid."""
        return 2 * TILE

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wraps = self.height() >= self.grid_height
        if wraps != self.strip.wraps:
            self.strip.set_wrapping(wraps)
            self.header.set_grid(wraps)
            self.wrapping_changed.emit(wraps)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_resolution()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._set_resolution()
        return super().event(event)

    def _set_resolution(self) -> None:
        self._collection.thumbnails.set_side(round(THUMBNAIL * self.devicePixelRatioF()))

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._show(current)

    @Slot(QModelIndex)
    def _show(self, index: QModelIndex) -> None:
        if index.isValid():
            self._studio.show_picture(index.data(GalleryRole.ID))

    @Slot()
    def _tell_selection(self) -> None:
        ids = self._list.ids
        parts = self.strip.selected_places()
        self._collection.selection.set([one for part in parts for one in ids[part.start : part.stop]])

    @Slot()
    def _select_shown(self) -> None:
        """After a search: the picture on the canvas is still the selected one, if it was found."""
        picture = self._studio.canvas.picture
        saved = None if picture is None else picture.saved
        index = None if saved is None else self._list.index_of(saved.gallery_id)
        if index is not None:
            self._select(index)
        self._tell_selection()

    @Slot()
    def _follow_candidate(self) -> None:
        """Mark the result that the canvas shows; a new one when it is in the list."""
        picture, showing = self._studio.canvas.picture, self._studio.editor.candidates.showing
        saved = None if picture is None or not showing else picture.saved
        self._awaited = None if saved is None else saved.gallery_id
        self._select_awaited()

    @Slot()
    def _on_listed(self) -> None:
        self._show_hint()
        self._select_awaited()

    def _select_awaited(self) -> None:
        index = None if self._awaited is None else self._list.index_of(self._awaited)
        if index is None:
            return
        self._awaited = None
        if len(self._collection.selection.ids) > 1:
            return  # somebody is at work with several pictures
        self._select(index)

    def _select(self, index: QModelIndex) -> None:
        """Without showing it: the canvas does already."""
        selection = self.strip.selectionModel()
        selection.currentChanged.disconnect(self._on_current_changed)
        self.strip.setCurrentIndex(index)
        selection.currentChanged.connect(self._on_current_changed)

    def _show_hint(self) -> None:
        empty = self._list.rowCount() == 0
        if self._list.search_text:
            self._hint.setText(self.tr("No picture matches this search."))
        else:
            self._hint.setText(self.tr("Finished pictures gather here, with all their settings."))
        self._stack.setCurrentWidget(self._hint if empty else self.strip)
