"""Dragging a layer or the whole picture out of the window, as a PNG file for any other program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.document.layers import LayerId
from desktop.state.editor.drag_files import DragFiles
from desktop.ui.widgets.icon_button import IconButton


class PictureDrag(QObject):
    """The file is written while the pointer still moves; the drag begins once it is there. GUI thread."""

    def __init__(self, files: DragFiles, folder: Path, source: QWidget) -> None:
        """The files go to ``folder``, over those of the same name."""
        super().__init__(source)
        self._files = files
        self._folder = folder
        self._source = source
        self._file: Path | None = None
        self._wanted = False
        files.written.connect(self._take)

    @Slot(str)
    def prepare_layer(self, layer_id: str) -> None:
        self._file, self._wanted = None, False
        self._files.write_layer(LayerId(layer_id), self._folder)

    @Slot()
    def prepare_picture(self) -> None:
        self._file, self._wanted = None, False
        self._files.write_picture(self._folder)

    @Slot()
    def start(self) -> None:
        """Hand what was prepared to the system, as soon as it is written, if the button is still held."""
        self._wanted = True
        if self._file is not None:
            self._run(self._file)

    @Slot(object)
    def _take(self, file: Path) -> None:
        self._file = file
        if self._wanted and QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._run(file)

    def _run(self, file: Path) -> None:
        self._wanted = False
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        drag = QDrag(self._source)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


class DragHandle(IconButton):
    """Held and dragged, it gives the whole picture; ``clicked`` is for those who don't drag."""

    dragged = Signal()
    """A drag began: the picture's file will be needed."""
    left = Signal()
    """The pointer left the handle."""

    def __init__(self, name: str, tooltip: str) -> None:
        super().__init__("grip-vertical", name, tooltip=tooltip)
        self._pressed: QPoint | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self.dragged.emit()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        way = QPoint() if self._pressed is None else event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.setDown(False)
            self.left.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)
