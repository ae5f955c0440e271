"""Small documents, and an editor that holds one."""

from __future__ import annotations

import numpy as np

from desktop.core.document.document import Document
from desktop.core.document.layers import GroupLayer, Layer, LayerId, PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.geometry import Rect, Size

SIZE = Size(40, 30)


def pixel_layer(name: str, colour: tuple[int, int, int, int] = (200, 100, 50, 255)) -> PixelLayer:
    """As large as SIZE; its id is its name."""
    array = np.empty((SIZE.height, SIZE.width, 4), np.uint8)
    array[:] = colour
    return PixelLayer(id=LayerId(name), name=name, plane=Plane.of(array))


def group(name: str, *children: Layer) -> GroupLayer:
    return GroupLayer(id=LayerId(name), name=name, children=children)


def document(*layers: Layer, active: str | None = None, selected: Rect | None = None) -> Document:
    """Lowest layer first; the topmost one is active unless another is named."""
    top = layers[-1].id if layers else None
    selection = Plane(1)
    if selected is not None:
        selection = Plane.of(np.full((selected.height, selected.width), 255, np.uint8), selected.origin)
    return Document(SIZE, layers, selection, LayerId(active) if active else top)
