"""Pictures of the document as files, for what is dragged out of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core import files, png
from desktop.core.document.compose import compose, compose_layer
from desktop.core.document.document import Document
from desktop.core.document.layers import Layer, LayerId, layer_bounds
from desktop.core.document.plane import Array
from desktop.core.geometry import Rect
from desktop.state.background import Background
from desktop.state.editor.document_state import DocumentState


class DragFiles(QObject):
    """Writes PNG files, beside the window; the last wish counts. GUI thread."""

    written = Signal(object)
    """The Path of the file that was asked for last."""
    failed = Signal(object)
    """ErrorInfo."""

    def __init__(self, document: DocumentState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._background = Background("drag", self)
        self._background.failed.connect(self.failed)
        self._wish = 0

    def close(self) -> None:
        self._background.close(finish=False)

    def write_layer(self, layer_id: LayerId, folder: Path) -> None:
        """As large as what is in it; nothing when it is not there."""
        if (layer := self._document.document.find(layer_id)) is not None:
            self._write(partial(_write_layer, folder, layer, self._document.document.rect))

    def write_picture(self, folder: Path) -> None:
        """The whole canvas as it looks."""
        name = self.tr("Picture") if self._document.file is None else self._document.file.stem
        self._write(partial(_write_picture, folder, name, self._document.document))

    def _write(self, work: Callable[[], Path]) -> None:
        self._wish += 1
        self._background.run(work, partial(self._tell, self._wish))

    def _tell(self, wish: int, path: Path) -> None:
        if wish == self._wish:
            self.written.emit(path)


def _write_layer(folder: Path, layer: Layer, canvas: Rect) -> Path:
    rect = layer_bounds(layer)
    return _write(folder, layer.name, compose_layer(layer, canvas if rect.empty else rect))


def _write_picture(folder: Path, name: str, document: Document) -> Path:
    return _write(folder, name, compose(document, document.rect))


def _write(folder: Path, name: str, array: Array) -> Path:
    """Over the file of the same name: what was dragged before has been copied by then."""
    path = folder / f"{files.safe_stem(name)}.png"
    files.write_bytes(path, png.encode(array))
    return path
