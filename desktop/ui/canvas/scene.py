"""All that is painted on the canvas below the chips, in its order."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from desktop.core.document.document import Document
from desktop.core.geometry import Rect, Size
from desktop.state.editor.document_state import DocumentChange
from desktop.state.editor.editor import Editor
from desktop.ui.canvas.backdrop import Shadow, paint_checkers, paint_mark
from desktop.ui.canvas.differences import picture_tiles
from desktop.ui.canvas.navigation import Navigation
from desktop.ui.canvas.over_document import OverDocument
from desktop.ui.canvas.selection_layer import SelectionLayer
from desktop.ui.canvas.surface import Surface, draw_document
from desktop.ui.canvas.tools.canvas_tool import CanvasTool
from desktop.ui.theme import current_tokens

_SHARP_ABOVE = 2.0
_MIXED = 3.0
"""So far, in logical pixels, a changed pixel shows in its neighbours when it is scaled."""


class Scene(QObject):
    """The document with its selection, or what lies over it. GUI thread.

    Above 200 % chosen by a person pixels are sharp; a fitted canvas stays smooth.
    """

    content_changed = Signal()
    """Something else is to be seen: perhaps of another size, perhaps nothing."""
    painted_anew = Signal(object)
    """Within this QRectF of the view it looks different."""

    def __init__(self, editor: Editor, navigation: Navigation, parent: QObject) -> None:
        super().__init__(parent)
        self._document = editor.document
        self._navigation = navigation
        self._shadow = Shadow()
        self._over = OverDocument()
        self._surface = Surface(draw_document, picture_tiles, 4, self)
        self._selection = SelectionLayer(editor, navigation, self)
        editor.document.changed.connect(self._on_document_changed)
        self._surface.drawn.connect(self._tell)
        self._selection.changed.connect(self._tell)
        navigation.moved.connect(self._look_at_middle)
        shown = self._document.shown
        self._was_empty = shown.empty
        self._surface.show(shown, shown.rect)

    @property
    def size(self) -> QSizeF | None:
        """Of what is to be seen; None when that is nothing."""
        if self._over.covers_all:
            return self._over.size
        shown = self._document.shown
        return None if shown.empty else QSizeF(shown.size.width, shown.size.height)

    @property
    def hides_document(self) -> bool:
        """Whether a preview is seen in the document's stead: there is nothing to work on then."""
        return self._over.covers_all and self._over.is_preview

    @property
    def settled(self) -> bool:
        """Whether all of the document is drawn as it is now."""
        return self._surface.settled

    def set_picture(self, image: QImage, place: Rect | None) -> None:
        self._over.set_picture(image, place)
        self.content_changed.emit()

    def set_preview(self, image: QImage, full_size: Size, place: Rect | None) -> None:
        if self._over.set_preview(image, full_size, place):
            self.painted_anew.emit(self._over_rect())
        else:
            self.content_changed.emit()

    def clear_preview(self) -> None:
        if self._over.clear_preview():
            self.content_changed.emit()

    @Slot(object)
    def expect(self, document: Document) -> None:
        """``document``, which will be applied next, looks like what is shown now."""
        self._surface.expect(document)
        self._selection.expect(document)

    def close(self) -> None:
        """End the work beside the window."""
        self._surface.close()
        self._selection.close()

    def paint(self, painter: QPainter, exposed: QRectF, tool: CanvasTool) -> None:
        """Paint what is ``exposed`` of the view (logical pixels), and what the tool in hand shows."""
        navigation = self._navigation
        ratio = navigation.ratio
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        self._paint_pictures(painter, QRectF(exposed.topLeft() * ratio, exposed.size() * ratio))
        painter.restore()
        if not self._over.there:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._selection.paint_outline(painter)
            tool.paint(painter, navigation)
        elif self._over.is_preview:
            place = self._over_rect().intersected(navigation.logical(navigation.bounds))
            paint_mark(painter, place, self.tr("preview"), current_tokens())

    def _paint_pictures(self, painter: QPainter, exposed: QRectF) -> None:
        """Device pixels."""
        navigation, over, tokens = self._navigation, self._over, current_tokens()
        target, visible = navigation.target, navigation.bounds
        smooth = navigation.fits or navigation.zoom <= _SHARP_ABOVE
        self._shadow.paint(painter, target, exposed, visible)
        if not over.covers_all or over.has_alpha:
            paint_checkers(painter, target.intersected(visible), tokens, exposed)
        if over.covers_all:
            over.paint(painter, target, visible, smooth=smooth)
            return
        self._surface.refresh()
        self._surface.paint(painter, target, visible, smooth=smooth)
        if over.there:
            place = self._over_rect()
            on_screen = QRectF(place.topLeft() * navigation.ratio, place.size() * navigation.ratio)
            over.paint(painter, on_screen, target.intersected(visible), smooth=smooth)
        else:
            self._selection.paint_veil(painter, target, visible, exposed)

    def _over_rect(self) -> QRectF:
        """Where what lies over the document is, in the view."""
        place = self._over.place
        return self._navigation.rect if place is None else self._navigation.rect_to_view(place)

    @Slot(object)
    def _on_document_changed(self, change: DocumentChange) -> None:
        shown = self._document.shown
        self._surface.show(shown, change.picture)
        was_empty, self._was_empty = self._was_empty, shown.empty
        if change.shift is not None and not self._over.covers_all and (size := self.size) is not None:
            self._navigation.reframe(size, QPointF(change.shift.x, change.shift.y))
        if change.resized or was_empty != shown.empty:
            self.content_changed.emit()
        elif not change.picture.empty:
            self._tell(change.picture)

    @Slot(object)
    def _tell(self, rect: Rect) -> None:
        """A rectangle of the document, with the pixels around that are mixed with it."""
        if not self._over.covers_all:
            place = self._navigation.rect_to_view(rect)
            self.painted_anew.emit(place.adjusted(-_MIXED, -_MIXED, _MIXED, _MIXED))

    @Slot()
    def _look_at_middle(self) -> None:
        navigation = self._navigation
        middle = navigation.to_document(navigation.logical(navigation.bounds).center())
        self._surface.look_at(middle.toPoint())
