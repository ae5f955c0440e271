"""The outline of the selection, with dashes that march along it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from desktop.core.document.document import Document
from desktop.core.document.outline import outline
from desktop.core.geometry import EMPTY, Rect
from desktop.state.background import Background
from desktop.ui.canvas.navigation import Navigation
from desktop.ui.theme import motion_reduced

_STEP_MS = 90
_DASH = 4.0


class Ants(QObject):
    """Follows a document's selection: the line is found in a thread. They stand when motion is unwanted.

    GUI thread.
    """

    changed = Signal(object)
    """Within this Rect of the document they look different now."""

    def __init__(self, navigation: Navigation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._navigation = navigation
        self._path = QPainterPath()
        self._bounds = EMPTY
        self._phase = 0
        self._background = Background("outline", self)
        self._marching = QTimer(self)
        self._marching.setInterval(_STEP_MS)
        self._marching.timeout.connect(self._march)

    @property
    def marching(self) -> bool:
        return self._marching.isActive()

    def follow(self, document: Document | None) -> None:
        """Go round what is selected in ``document``; None to go away."""
        if document is None or not document.has_selection:
            self._background.run(tuple, self._take, replaces="outline")
            self._take(())
        else:
            work = partial(outline, document.selection, document.rect)
            self._background.run(work, self._take, replaces="outline")

    def paint(self, painter: QPainter) -> None:
        """In the view's coordinates."""
        if self._path.isEmpty():
            return
        origin, scale = self._navigation.to_view(0, 0), self._navigation.scale
        path = QTransform(scale, 0, 0, scale, origin.x(), origin.y()).map(self._path)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # lines between pixels would be grey
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, offset in (QColor(0, 0, 0, 210), self._phase), (QColor("white"), self._phase + _DASH):
            pen = QPen(colour, 1)
            pen.setDashPattern([_DASH, _DASH])
            pen.setDashOffset(offset)
            painter.strokePath(path, pen)
        painter.restore()

    def close(self) -> None:
        self._marching.stop()
        self._background.close(finish=False)

    def _take(self, lines: Sequence[NDArray[np.float64]]) -> None:
        before = self._bounds
        self._path = QPainterPath()
        for line in lines:
            self._path.addPolygon(QPolygonF([QPointF(x, y) for x, y in line.tolist()]))
            self._path.closeSubpath()
        box = self._path.boundingRect().toAlignedRect()
        self._bounds = Rect(box.x(), box.y(), box.width(), box.height()) if lines else EMPTY
        if lines and not motion_reduced():
            self._marching.start()
        else:
            self._marching.stop()
        self.changed.emit(before.united(self._bounds))

    @Slot()
    def _march(self) -> None:
        self._phase = (self._phase + 1) % round(2 * _DASH)
        self.changed.emit(self._bounds)
