"""Pixels to the clipboard and back, with their alpha, for this program and all others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from desktop.core import png
from desktop.core.document import edits
from desktop.core.document.document import Document
from desktop.core.document.limits import check_canvas
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.geometry import ORIGIN, Point, Rect
from desktop.core.pixels import Pixels
from desktop.state.background import Background
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor.document_state import DocumentState
from desktop.state.editor.edits import Edits
from desktop.state.qimages import to_pixels, to_qimage

PNG_MIME = "image/png"
PLACE_MIME = "application/x-darkroom-place"
"""Where the pixels' corner was in the document: pasted, they come back to the same place."""


@dataclass(frozen=True, slots=True, eq=False)
class _Copied:
    image: QImage
    png: bytes
    at: Point


class EditorClipboard(QObject):
    """Cuts out, packs and unpacks beside the window. GUI thread."""

    failed = Signal(object)
    """ErrorInfo."""
    copied = Signal()
    """The clipboard holds what was copied last."""

    def __init__(self, document: DocumentState, steps: Edits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._steps = steps
        self._background = Background("clipboard", self)
        self._background.failed.connect(self.failed)

    def close(self) -> None:
        self._background.close(finish=False)

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture to paste."""
        mime = QGuiApplication.clipboard().mimeData()
        return mime.hasImage() or mime.hasFormat(PNG_MIME)

    def copy(self, *, merged: bool) -> None:
        """What is selected of the active layer, or of all that is seen."""
        document = self._document.document
        merged = merged or document.active_layer is None
        self._background.run(partial(_cut_out, document, merged=merged), self._put)

    def copy_picture(self, picture: CanvasPicture) -> None:
        """A picture that is looked at."""
        self._background.run(partial(_packed, picture.pixels, ORIGIN), self._put)

    def cut(self) -> None:
        """Copy what is selected of the active layer, then delete it there."""
        document = self._document.document
        if (layer := document.active_layer) is not None:
            self._background.run(
                partial(_cut_out, document, merged=False),
                partial(self._put_and_clear, lambda now: edits.clear_selected(now, layer.id)),
            )

    def paste_layer(self) -> None:
        """As a new layer: at its own place when it came from here, else in the middle."""
        self._read(self._add)

    def paste_document(self) -> None:
        """As a canvas of its own size."""
        self._read(self._open)

    def _put(self, copied: _Copied) -> None:
        data = QMimeData()
        data.setData(PNG_MIME, copied.png)
        data.setImageData(copied.image)
        data.setData(PLACE_MIME, f"{copied.at.x} {copied.at.y}".encode())
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit()

    def _put_and_clear(self, clear: Callable[[Document], Document], copied: _Copied) -> None:
        self._put(copied)
        self._steps.run(self.tr("Cut"), clear)

    def _read(self, done: Callable[[tuple[Pixels, Point | None]], None]) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        place = bytes(mime.data(PLACE_MIME).data()).decode(errors="replace")
        if mime.hasFormat(PNG_MIME):
            work: partial[Pixels] = partial(_from_png, bytes(mime.data(PNG_MIME).data()))
        elif isinstance(image := mime.imageData(), QImage) and not image.isNull():
            work = partial(to_pixels, image)
        else:
            info = ErrorInfo(
                "nothing_to_paste",
                self.tr("There is no picture on the clipboard."),
                self.tr("Copy one here or in another program first."),
            )
            self.failed.emit(info)
            return
        self._background.run(partial(_with_place, work, place), done)

    def _add(self, pasted: tuple[Pixels, Point | None]) -> None:
        pixels, at = pasted
        document = self._document.document
        if document.empty:
            self._open(pasted)
            return
        if at is None or Rect.of(pixels.size, at).intersected(document.rect).empty:
            room = document.size
            at = Point((room.width - pixels.size.width) // 2, (room.height - pixels.size.height) // 2)
        layer = edits.layer_of(pixels, self.tr("Pasted"), at)
        self._steps.run(self.tr("Paste"), lambda now: edits.add_layer(now, layer))

    def _open(self, pasted: tuple[Pixels, Point | None]) -> None:
        document = Document.from_pixels(pasted[0], self.tr("Pasted"))
        self._document.open(self.tr("Paste as a new canvas"), document, modified=True)


def _cut_out(document: Document, *, merged: bool) -> _Copied:
    cut = edits.copy_selected(document, merged=merged)
    if cut is None:
        raise AppError(
            "nothing_to_copy",
            "There is nothing but transparency in the selection, so nothing was copied.",
            "Choose another layer, or copy what is seen of all layers.",
        )
    return _packed(*cut)


def _packed(pixels: Pixels, at: Point) -> _Copied:
    return _Copied(to_qimage(pixels), png.encode(pixels.array), at)


def _with_place(read: Callable[[], Pixels], place: str) -> tuple[Pixels, Point | None]:
    numbers = place.split()
    try:
        at = Point(int(numbers[0]), int(numbers[1])) if len(numbers) == 2 else None
    except ValueError:
        at = None
    pixels = read()
    check_canvas(pixels.size, "The picture on the clipboard")
    return pixels, at


def _from_png(data: bytes) -> Pixels:
    image = QImage.fromData(data)
    if image.isNull():
        raise AppError(
            "damaged_picture",
            "The picture on the clipboard is damaged or too large, so nothing was pasted.",
            "Copy it again, or save it as a file and open that.",
        )
    return to_pixels(image)
