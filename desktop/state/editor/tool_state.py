"""Which tool is in hand, and how it is set."""

from __future__ import annotations

from enum import StrEnum

from desktop.core.document.selection import Combine
from desktop.state.properties import Observable, Property


class Tool(StrEnum):
    """The canvas' tools, in the order of the tool bar."""

    HAND = "hand"
    MOVE = "move"
    BRUSH = "brush"
    ERASER = "eraser"
    FILL = "fill"
    PICKER = "picker"
    MASK = "mask"
    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    LASSO = "lasso"
    POLYGON = "polygon"
    WAND = "wand"
    CROP = "crop"
    EXTEND = "extend"
    ZOOM = "zoom"


class ToolState(Observable):
    """GUI thread only. Sizes in pixels of the document, shares from 0 to 1."""

    tool = Property(Tool.HAND, Tool)
    colour = Property((0, 0, 0))
    """sRGB, 0 to 255, of brush and fill."""
    other_colour = Property((255, 255, 255))
    """What X swaps it with."""
    brush_size = Property(40.0)
    eraser_size = Property(40.0)
    mask_size = Property(64.0)
    hardness = Property(0.8)
    """Of brush, eraser and mask brush: the part of the radius that is full."""
    opacity = Property(1.0)
    """The most that one stroke covers."""
    flow = Property(1.0)
    """What one dab covers."""
    spacing = Property(0.1)
    """Between dabs, as a share of the size."""
    pressure_to_size = Property(True)
    pressure_to_opacity = Property(False)
    mask_erases = Property(False)
    """X: the mask brush takes away from the selection."""
    shows_mask = Property(True)
    """Q: the selection is shown as a coloured veil (else as an outline)."""
    combine = Property(Combine.REPLACE, Combine)
    tolerance = Property(32)
    """Wand and fill: the largest difference of a channel, 0 to 255."""
    contiguous = Property(True)
    """Wand and fill: only what hangs together with the place that was clicked."""
    all_layers = Property(True)
    """Wand, fill and picker look at the whole picture, not at the active layer."""
