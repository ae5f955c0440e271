"""Two to four pictures under one zoom."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.ui.canvas.backdrop import paint_checkers, paint_mark
from desktop.ui.canvas.pyramid import Pyramid
from desktop.ui.canvas.viewport import Viewport
from desktop.ui.theme import current_tokens

_GAP = 4
_MARGINS = QMarginsF(16, 16, 16, 16)
_NOTCHES_PER_DOUBLING = 4
_DEGREES_PER_NOTCH = 120
_SHARP_ABOVE = 2.0
_STEP = 0.02
_PAN_STEP = 48
_HANDLE = 12
_ARROWS = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}


class CompareMode(StrEnum):
    SLIDER = "slider"
    SIDE_BY_SIDE = "side"
    DIFFERENCE = "difference"


class CompareView(QWidget):
    """Moves and zooms all pictures together. Others are drawn as high as the first. GUI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._pictures: tuple[Pyramid, ...] = ()
        self._difference: Pyramid | None = None
        self._mode = CompareMode.SIDE_BY_SIDE
        self._viewport = Viewport(QSizeF(1, 1), QSizeF(1, 1))
        self._fits = True
        self._divider = 0.5
        self._grabbed: QPointF | None = None
        self._moves_divider = False
        self.setAccessibleName(self.tr("Comparison"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setMinimumSize(200, 160)

    def set_pictures(self, names: Sequence[str], images: Sequence[QImage], difference: QImage | None) -> None:
        """Show two to four pictures; ``names`` are written on them."""
        self._names = tuple(names)
        self._pictures = tuple(Pyramid(image) for image in images)
        self._difference = None if difference is None else Pyramid(difference)
        self._viewport = Viewport(self._viewport.view, QSizeF(images[0].size()))
        self.fit()

    @property
    def mode(self) -> CompareMode:
        return self._mode

    @property
    def divider(self) -> float:
        """Where the slider stands, 0 (left) to 1 (right)."""
        return self._divider

    @property
    def zoom(self) -> float:
        """Screen pixels for each pixel of the first picture."""
        return self._viewport.zoom

    def set_mode(self, mode: CompareMode) -> None:
        if mode is not self._mode:
            self._mode = mode
            self._view_changed()

    @Slot()
    def fit(self) -> None:
        """As large as fits, and so again when the view's size changes."""
        self._fits = True
        self._view_changed()

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_tokens().surround))
        if not self._pictures:
            return
        match self._mode:
            case CompareMode.SLIDER:
                self._paint_slider(painter)
            case CompareMode.DIFFERENCE if self._difference is not None:
                self._paint_one(painter, self._difference, QRectF(self.rect()), "")
            case _:
                for picture, name, cell in zip(self._pictures, self._names, self._cells(), strict=True):
                    self._paint_one(painter, picture, cell, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._view_changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = (event.angleDelta().y() or event.angleDelta().x()) / _DEGREES_PER_NOTCH
        self._zoom(self.zoom * 2 ** (notches / _NOTCHES_PER_DOUBLING), self._in_cell(event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self._moves_divider = self._near_divider(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            near = self._near_divider(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.OpenHandCursor)
        elif self._moves_divider:
            self._move_divider(event.position().x() / max(1, self.width()))
        else:
            self._pan(event.position() - self._grabbed)
            self._grabbed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(self._viewport.step_in(), self._cells()[0].center() - self._cells()[0].topLeft())
        elif key == Qt.Key.Key_Minus:
            self._zoom(self._viewport.step_out(), self._cells()[0].center() - self._cells()[0].topLeft())
        elif key == Qt.Key.Key_0:
            self.fit()
        elif self._mode is CompareMode.SLIDER and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move_divider(self._divider + (_STEP if key == Qt.Key.Key_Right else -_STEP))
        elif key in _ARROWS:
            self._pan(_ARROWS[key] * _PAN_STEP)
        else:
            super().keyPressEvent(event)

    # Inside

    def _cells(self) -> list[QRectF]:
        """Where the pictures are shown: side by side, or four in a square; else all in one place."""
        area, count = QRectF(self.rect()), len(self._pictures)
        if self._mode is not CompareMode.SIDE_BY_SIDE or count < 2:
            return [area]
        columns = 2 if count == 4 else count
        lines = -(-count // columns)
        width = (area.width() - _GAP * (columns - 1)) / columns
        height = (area.height() - _GAP * (lines - 1)) / lines
        places = (divmod(number, columns) for number in range(count))
        return [
            QRectF(column * (width + _GAP), line * (height + _GAP), width, height) for line, column in places
        ]

    def _in_cell(self, position: QPointF) -> QPointF:
        cell = next((cell for cell in self._cells() if cell.contains(position)), self._cells()[0])
        return position - cell.topLeft()

    def _paint_slider(self, painter: QPainter) -> None:
        whole, at = QRectF(self.rect()), self.width() * self._divider
        left, right = QRectF(whole), QRectF(whole)
        left.setRight(at)
        right.setLeft(at)
        for part, picture in zip((left, right), self._pictures, strict=False):
            painter.save()
            painter.setClipRect(part)
            self._paint_one(painter, picture, whole, "")
            painter.restore()
        paint_mark(painter, left, self._names[0], current_tokens())
        paint_mark(painter, right, self._names[1], current_tokens())
        tokens = current_tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.drawLine(QPointF(at, 0), QPointF(at, self.height()))
        painter.setBrush(QColor(tokens.knob))
        painter.drawEllipse(QPointF(at, self.height() / 2), _HANDLE / 2, _HANDLE / 2)

    def _paint_one(self, painter: QPainter, picture: Pyramid, cell: QRectF, name: str) -> None:
        ratio, tokens = self.devicePixelRatioF(), current_tokens()
        target = self._viewport.target
        width = target.height() * picture.size.width() / picture.size.height()
        target = QRectF(target.center().x() - width / 2, target.y(), width, target.height())
        painter.save()
        painter.setClipRect(cell, Qt.ClipOperation.IntersectClip)
        painter.translate(cell.topLeft())
        painter.scale(1 / ratio, 1 / ratio)
        visible = QRectF(QPointF(), cell.size() * ratio)
        if picture.has_alpha:
            paint_checkers(painter, target.intersected(visible), tokens)
        picture.paint(painter, target, visible, smooth=self._fits or self.zoom <= _SHARP_ABOVE)
        painter.restore()
        if name:
            paint_mark(painter, cell, name, tokens)

    def _near_divider(self, position: QPointF) -> bool:
        at = self.width() * self._divider
        return self._mode is CompareMode.SLIDER and abs(position.x() - at) <= _HANDLE

    def _move_divider(self, part: float) -> None:
        self._divider = min(1.0, max(0.0, part))
        self.update()

    def _zoom(self, zoom: float, anchor: QPointF) -> None:
        self._fits = False
        self._viewport = self._viewport.zoomed(zoom, anchor * self.devicePixelRatioF())
        self.update()

    def _pan(self, by: QPointF) -> None:
        self._fits = False
        self._viewport = self._viewport.panned(by * self.devicePixelRatioF())
        self.update()

    def _view_changed(self) -> None:
        ratio = self.devicePixelRatioF()
        moved = self._viewport.resized(self._cells()[0].size() * ratio)
        self._viewport = moved.fitted(_MARGINS * ratio) if self._fits else moved
        self.update()
