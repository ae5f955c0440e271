"""The newest pictures, in a strip."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.events import PictureDone
from desktop.state.gallery_list import GalleryRole
from desktop.state.studio import Studio
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.thumbnails import ThumbnailStrip


class GalleryDock(QWidget):
    """Choosing a thumbnail shows its picture on the canvas."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.strip = ThumbnailStrip(self.tr("Pictures, newest first"), GalleryRole.STARRED, self)
        self.strip.setModel(studio.gallery)
        self.search = SearchField(self.tr("Search prompts and models"))
        self.search.setToolTip(self.tr("Find pictures by words of their prompt or by their model"))
        self.search.setFixedWidth(288)
        self._hint = QLabel(self.tr("Finished pictures gather here, with all their settings."))
        self._hint.setProperty("kind", "readable")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setFixedHeight(self.strip.height())  # the canvas keeps its size when pictures come

        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 4)
        column.setSpacing(6)
        column.addWidget(self.strip)
        column.addWidget(self._hint)
        column.addStretch(1)

        self.search.search_changed.connect(studio.gallery.set_search)
        self.strip.selectionModel().currentChanged.connect(self._on_current_changed)
        self.strip.activated.connect(self._show)
        for signal in (studio.gallery.modelReset, studio.gallery.rowsInserted, studio.gallery.rowsRemoved):
            signal.connect(self._show_hint)
        studio.board.picture_done.connect(self._on_picture_done)
        self._show_hint()

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._show(current)

    @Slot(QModelIndex)
    def _show(self, index: QModelIndex) -> None:
        if index.isValid():
            self._studio.show_picture(index.data(GalleryRole.ID))

    @Slot(object)
    def _on_picture_done(self, done: PictureDone) -> None:
        """Mark the new picture, which the canvas shows already."""
        if done.saved is None:
            return
        index = self._studio.gallery.index_of(done.saved.gallery_id)
        if index is not None:
            selection = self.strip.selectionModel()
            selection.blockSignals(True)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            selection.blockSignals(False)
            self.strip.scrollTo(index)
            self.strip.viewport().update()

    @Slot()
    def _show_hint(self) -> None:
        empty = self._studio.gallery.rowCount() == 0
        if self._studio.gallery.search_text:
            self._hint.setText(self.tr("No picture matches this search."))
        else:
            self._hint.setText(self.tr("Finished pictures gather here, with all their settings."))
        self._hint.setVisible(empty)
        self.strip.setVisible(not empty)
