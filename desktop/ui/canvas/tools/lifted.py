"""A layer taken off the canvas while it is moved, so that it need not be computed again at each event."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTransform

from desktop.core.document.affine import Affine
from desktop.core.document.compose import compose_layer
from desktop.core.document.document import Document
from desktop.core.document.edits import erased, selected
from desktop.core.document.layers import Layer, LayerId, PixelLayer, layer_bounds
from desktop.core.document.selection import bounds as selected_bounds
from desktop.core.geometry import ORIGIN, Rect
from desktop.state.qimages import premultiplied
from desktop.ui.canvas.levels import Levels
from desktop.ui.canvas.tools.canvas_tool import CanvasMap


@dataclass(frozen=True, slots=True)
class Lifted:
    """``rest`` is the document without it."""

    rest: Document
    bounds: Rect
    opacity: float
    levels: Levels

    def paint(self, painter: QPainter, view: CanvasMap, affine: Affine) -> None:
        """Draw it where ``affine`` brings it, over everything; the view's coordinates."""
        origin, scale = view.to_view(0, 0), view.scale
        place = QTransform(affine.xx, affine.yx, affine.xy, affine.yy, affine.dx, affine.dy)
        to_view = QTransform(scale, 0, 0, scale, origin.x(), origin.y())
        shrunk = abs(affine.determinant) ** 0.5 * scale * painter.device().devicePixelRatio()
        level = self.levels.level_for(shrunk)
        image = self.levels.image(level)
        painter.save()
        painter.setOpacity(self.opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(place * to_view, True)
        target = QRectF(self.bounds.x, self.bounds.y, image.width() * 2**level, image.height() * 2**level)
        painter.drawImage(target, image, QRectF(image.rect()))
        painter.restore()


def lift(document: Document, layer: Layer, bounds: Rect) -> Lifted:
    """Take ``layer``, or what is selected of it, off the canvas. Any thread."""
    if document.has_selection and isinstance(layer, PixelLayer):
        rest = document.with_layer(replace(layer, plane=erased(layer, document.selection)))
        taken: Layer = selected(layer, document.selection)
    else:
        rest, taken = document.with_layer(replace(layer, visible=False)), layer
    levels = Levels(bounds.size, 4)
    levels.write(premultiplied(compose_layer(taken, bounds)), ORIGIN)
    return Lifted(rest, bounds, layer.opacity, levels)


def movable_bounds(document: Document, layer_id: LayerId | None) -> Rect | None:
    """Around what a move of the layer would move; None when that is nothing. Any thread."""
    layer = None if layer_id is None else document.find(layer_id)
    if layer is None:
        return None
    bounds = layer_bounds(layer)
    if document.has_selection and isinstance(layer, PixelLayer):
        bounds = bounds.intersected(selected_bounds(document.selection))
    return None if bounds.empty else bounds
