"""Removing pictures that jobs started from and that nothing needs any more."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.core.document.layers import PixelLayer, walk
from desktop.core.gallery import Gallery
from desktop.core.input_store import InputStore
from desktop.core.params import GenerateParams
from desktop.state.background import Background
from desktop.state.editor.editor import Editor
from desktop.state.job_board import JobBoard

IDLE_MS = 30_000
UNUSED_DAYS = 30
_SHA256 = re.compile(rb'"sha256":"([0-9a-f]{64})"')


class InputSweep(QObject):
    """Once in a run, when no job waits. What the gallery, jobs or the canvas point at stays. GUI thread."""

    def __init__(
        self,
        inputs: InputStore,
        gallery: Gallery,
        journal: Path,
        board: JobBoard,
        editor: Editor,
        parent: QObject | None = None,
        *,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        """``journal`` holds jobs of another run that may not be in the queue yet."""
        super().__init__(parent)
        self._inputs = inputs
        self._gallery = gallery
        self._journal = journal
        self._board = board
        self._editor = editor
        self._now_s = now_s
        self._background = Background("input sweep", self)
        self._timer = QTimer(self)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Sweep in a while. Not to be called while a canvas of another run could still be brought back."""
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        self._background.close(finish=False)

    def sweep(self, done: Callable[[int], object] | None = None) -> None:
        """Look and remove in a thread; ``done`` is told how many."""
        wanted = set(_sources(self._params()))
        self._background.run(lambda: self._sweep(wanted), done)

    @Slot()
    def _on_timeout(self) -> None:
        if self._board.running is None and not self._board.waiting_count:
            self._timer.stop()
            self.sweep()

    def _params(self) -> Iterable[GenerateParams]:
        """Of all that could be made again or brought back from here."""
        yield from (record.job.params for record in self._board.records)
        for candidate in self._editor.candidates.items:
            if candidate.picture.record is not None:
                yield candidate.picture.record.params
        for layer in walk(self._editor.document.document.layers):
            if isinstance(layer, PixelLayer) and layer.recipe is not None:
                yield layer.recipe.params

    def _sweep(self, wanted: set[str]) -> int:
        """Any thread. Raises AppError when the gallery can't say what it needs: then all stays."""
        try:
            wanted |= {found.decode() for found in _SHA256.findall(self._journal.read_bytes())}
        except FileNotFoundError:
            pass
        except OSError:
            return 0
        wanted |= self._gallery.sources()
        return self._inputs.sweep(wanted, UNUSED_DAYS * 86_400, self._now_s())


def _sources(params: Iterable[GenerateParams]) -> Iterable[str]:
    for one in params:
        if one.source is not None:
            yield one.source.picture.sha256
            if one.source.mask is not None:
                yield one.source.mask.sha256
