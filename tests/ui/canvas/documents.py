"""Small documents, and what they look like."""

from __future__ import annotations

import numpy as np

from desktop.core.document.compose import compose
from desktop.core.document.document import Document
from desktop.core.geometry import Rect
from desktop.core.pixels import Pixels
from desktop.state.editor.editor import Editor

WHITE = (255, 255, 255, 255)
BLACK = (0, 0, 0, 255)
RED = (255, 0, 0, 255)


def opened(editor: Editor, width: int = 96, height: int = 64, colour: tuple[int, ...] = WHITE) -> Document:
    """Put a document with one layer of one colour on the canvas."""
    array = np.full((height, width, 4), colour, np.uint8)
    editor.document.open("Open", Document.from_pixels(Pixels(array), "Layer"))
    return editor.document.document


def colour_at(document: Document, x: int, y: int) -> tuple[int, ...]:
    """Of the whole picture."""
    return tuple(compose(document, Rect(x, y, 1, 1))[0, 0].tolist())


def selected_at(document: Document, x: int, y: int) -> int:
    return int(document.selection.read(Rect(x, y, 1, 1))[0, 0])
