"""Hashes of model files, computed while nothing else is to be done."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.core.errors import AppError, JobCancelled
from desktop.core.hashes import HashCache
from desktop.core.identify.identified import Kind
from desktop.core.models import ModelInfo
from desktop.state.background import Background
from desktop.state.job_board import JobBoard
from desktop.state.library_list import LibraryList

IDLE_MS = 10_000
ROUND_S = 120.0
"""What was found so far is told after this time, by a scan: it reads the index only."""
_NICENESS = 19
_POLL_S = 0.1


class IdleHashes(QObject):
    """Fills the cache for files that have no hash yet, then lets the library tell duplicates. GUI thread.

    Begins when no job ran for a while, rests while one runs or waits, and stops at once on ``close``.
    """

    def __init__(
        self, hashes: HashCache | None, library: LibraryList, board: JobBoard, parent: QObject | None = None
    ) -> None:
        """Without a cache it does nothing."""
        super().__init__(parent)
        self._hashes = hashes
        self._library = library
        self._board = board
        self._background = Background("hashes", self)
        self._free = threading.Event()
        self._free.set()
        self._tried: set[tuple[Path, int]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self._begin)
        library.changed.connect(self._timer.start)
        board.counts_changed.connect(self._on_counts_changed)

    def close(self) -> None:
        """Stop within a moment; what was hashed before is kept."""
        self._timer.stop()
        self._background.closing.set()
        self._free.set()
        self._background.close(finish=False)

    @Slot()
    def _on_counts_changed(self) -> None:
        if self._board.running is None and not self._board.waiting_count:
            self._free.set()
        else:
            self._free.clear()

    @Slot()
    def _begin(self) -> None:
        cache = self._hashes
        wanted = [
            info
            for info in _in_order(self._library.everything)
            if (info.path, info.size_bytes) not in self._tried
        ]
        if cache is not None and wanted:
            self._background.run(lambda: self._hash(cache, wanted), self._take, replaces="round")

    def _hash(self, cache: HashCache, wanted: list[ModelInfo]) -> list[ModelInfo]:
        """In the thread: the files that were hashed, or can't be."""
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        tried: list[ModelInfo] = []
        end = time.monotonic() + ROUND_S
        for info in wanted:
            if time.monotonic() > end:
                break
            try:
                if info.kind is Kind.LORA:
                    cache.file_autov3(info.path, self._check)
                else:
                    cache.file_sha256(info.path, self._check)
            except AppError:
                pass  # the library says of it what is wrong
            except JobCancelled:
                break
            tried.append(info)
        return tried

    def _check(self) -> None:
        """In the thread, between pieces of a file: wait while there are jobs; JobCancelled at the end."""
        while not self._free.wait(_POLL_S):
            pass
        if self._background.closing.is_set():
            raise JobCancelled

    def _take(self, tried: list[ModelInfo]) -> None:
        self._tried.update((info.path, info.size_bytes) for info in tried)
        self._library.refresh()


def _in_order(infos: Iterable[ModelInfo]) -> list[ModelInfo]:
    """Files without a hash: those first that may be duplicates, then the small ones."""
    files = [info for info in infos if info.is_one_file]
    sizes = Counter(info.size_bytes for info in files)
    without = (info for info in files if not info.sha256 or (info.kind is Kind.LORA and not info.autov3))
    return sorted(without, key=lambda info: (sizes[info.size_bytes] == 1, info.size_bytes))
