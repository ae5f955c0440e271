"""The pictures that lie beside model files, for the cards in sight."""

from __future__ import annotations

import logging
from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.core.errors import AppError
from desktop.state.background import Background
from desktop.state.qimages import to_qimage

SIDE = 112
KEPT = 400
"""At most 20 MB."""
ASKED = 40
"""More cards are never in sight; those that went by are asked for again when they come back."""

_log = logging.getLogger(__name__)


class SidecarPictures(QObject):
    """Images by file, decoded once a card asks for them. GUI thread; files are read beside it."""

    ready = Signal()
    """Pictures that were asked for are there now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[Path, QImage] = OrderedDict()
        self._wanted: OrderedDict[Path, None] = OrderedDict()
        self._stale: set[Path] = set()
        self._reading: Path | None = None
        self._background = Background("sidecar pictures", self)

    def image(self, path: Path) -> QImage | None:
        """At most SIDE pixels wide and high. None: not there yet (now it is asked for), or not readable."""
        image = self._images.get(path)
        if (image is None or path in self._stale) and path != self._reading:
            self._wanted[path] = None
            self._wanted.move_to_end(path)
            if len(self._wanted) > ASKED:
                self._wanted.popitem(last=False)
            self._read_next()
        if image is None:
            return None
        self._images.move_to_end(path)
        return None if image.isNull() else image

    def renew(self) -> None:
        """Files may have changed: read them again when they are asked for; until then they look as before."""
        self._stale = set(self._images)

    def close(self) -> None:
        """End the thread."""
        self._wanted.clear()
        self._background.close(finish=False)

    def _read_next(self) -> None:
        if self._reading is None and self._wanted:
            self._reading = path = self._wanted.popitem()[0]
            self._background.run(lambda: _read(path), self._take)

    def _take(self, image: QImage) -> None:
        assert self._reading is not None
        self._images[self._reading] = image
        self._stale.discard(self._reading)
        if len(self._images) > KEPT:
            self._images.popitem(last=False)
        self._reading = None
        self._read_next()
        self.ready.emit()


def _read(path: Path) -> QImage:
    from desktop.core import pictures

    try:
        return to_qimage(pictures.read_scaled(path, SIDE).pixels)
    except AppError as error:
        _log.info("no picture from %s: %s", path, error)
        return QImage()
