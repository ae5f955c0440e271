"""Thumbnails for views: read and decoded in a thread of their own, what was asked for last comes first."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage

from desktop.core.errors import AppError

KEPT_BYTES = 64 * 2**20
WAITING = 256
"""More than one screen of tiles: what was scrolled past is asked for again when it comes back."""
QUIET_S = 0.008
PATIENCE_S = 0.1
AT_ONCE = 8
"""So many are made in any case each time, also for a view that never comes to rest."""

log = logging.getLogger(__name__)


class Thumbnails(QObject):
    """Square images by picture id, ``side`` pixels wide, ready to paint. Methods are for the GUI thread.

    The images cross the thread once, complete and never changed afterwards.
    """

    ready = Signal(object)
    """frozenset of the ids whose images are there now."""
    _made = Signal()

    def __init__(self, read: Callable[[int], bytes | None], side: int, parent: QObject | None = None) -> None:
        """``read`` gives a picture file's bytes; it is called in the thread, and may raise AppError."""
        super().__init__(parent)
        self._read = read
        self._side = side
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._bytes = 0
        self._wanted: deque[int] = deque(maxlen=WAITING)
        self._wake = threading.Event()
        self._finished: deque[tuple[int, QImage]] = deque()
        self._closing = False
        self._thread: threading.Thread | None = None
        self._made.connect(self._take)

    def image(self, picture_id: int) -> QImage | None:
        """The picture's thumbnail; None when it is not there yet (it is then asked for) or can't be had."""
        if (image := self._images.get(picture_id)) is not None:
            self._images.move_to_end(picture_id)
            return None if image.isNull() else image
        self._ask(picture_id)
        return None

    def set_side(self, side: int) -> None:
        """From now on in this size, in device pixels."""
        if side != self._side:
            self._side = side
            self._images.clear()
            self._bytes = 0

    def close(self) -> None:
        """End the thread."""
        self._closing = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _ask(self, picture_id: int) -> None:
        # Without a lock, for that would make painting wait; what stands there twice is made once.
        self._wanted.append(picture_id)
        if not self._wake.is_set():
            self._wake.set()
        if not self._closing and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=self._run, name="thumbnails")
            self._thread.start()

    def _run(self) -> None:
        while not self._closing:
            self._wake.wait()
            self._let_the_view_settle()
            made: set[int] = set()
            while self._wanted and not (self._wake.is_set() and len(made) >= AT_ONCE):
                picture_id, side = self._wanted.pop(), self._side
                if self._closing or picture_id in made or picture_id in self._images:
                    continue
                made.add(picture_id)
                self._finished.append((picture_id, self._make(picture_id, side)))
                if len(self._finished) == 1:  # one signal for all that come before the window looks
                    self._made.emit()

    def _let_the_view_settle(self) -> None:
        """Wait until nothing more is asked for: Python's threads slow each other, and frames come first."""
        until = time.monotonic() + PATIENCE_S
        self._wake.clear()
        while not self._closing and self._wake.wait(QUIET_S) and time.monotonic() < until:
            self._wake.clear()
        self._wake.clear()

    def _make(self, picture_id: int, side: int) -> QImage:
        try:
            data = self._read(picture_id)
        except AppError as error:
            log.warning("no thumbnail of picture %s: %s", picture_id, error)
            data = None
        return _square(QImage.fromData(data or b""), side)

    @Slot()
    def _take(self) -> None:
        ready: set[int] = set()
        while self._finished:
            picture_id, image = self._finished.popleft()
            # One of another size was under way when the size changed: it is asked for again.
            if image.width() in (0, self._side):
                self._keep(picture_id, image)
                ready.add(picture_id)
        self.ready.emit(frozenset(ready))

    def _keep(self, picture_id: int, image: QImage) -> None:
        if (before := self._images.pop(picture_id, None)) is not None:
            self._bytes -= before.sizeInBytes()
        self._images[picture_id] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > KEPT_BYTES:
            _, oldest = self._images.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()


def _square(image: QImage, side: int) -> QImage:
    """The middle of ``image``, ``side`` pixels wide, in the format that paints fastest; null stays null."""
    if image.isNull():
        return image
    wide = min(image.width(), image.height())
    middle = QRect((image.width() - wide) // 2, (image.height() - wide) // 2, wide, wide)
    alpha = image.hasAlphaChannel()
    fastest = QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32
    smooth = Qt.TransformationMode.SmoothTransformation
    return (
        image.copy(middle)
        .convertToFormat(fastest)
        .scaled(QSize(side, side), Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    )
