"""Work that the window must not wait for: files, mostly."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.errors import AppError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class _Errand:
    work: Callable[[], Any]
    done: Callable[[Any], object] | None
    name: str


class Background(QObject):
    """Runs functions one after the other, each in a thread of its own. GUI thread."""

    failed = Signal(object)
    """ErrorInfo of an AppError that was raised there; anything else that is raised reaches the excepthook."""
    _ended = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lock = threading.Lock()
        self._waiting: deque[_Errand] = deque()
        self._latest: dict[str, _Errand] = {}
        self._thread: threading.Thread | None = None
        self.closing = threading.Event()
        """Set by ``close``: long work looks at it between its parts. Any thread."""
        self._ended.connect(self._on_ended)

    def run(
        self, work: Callable[[], T], done: Callable[[T], object] | None = None, *, replaces: str = ""
    ) -> None:
        """Call ``work`` in a thread, then ``done`` with its result in this one. Nothing after ``close``.

        Of those with the same name ``replaces`` only the last one counts: the others that wait are dropped,
        and so is what came of them.
        """
        if self.closing.is_set():
            return
        errand = _Errand(work, done, replaces)
        with self._lock:
            if replaces:
                self._latest[replaces] = errand
                self._waiting = deque(one for one in self._waiting if one.name != replaces)
            self._waiting.append(errand)
            if self._thread is None:
                self._start_next()

    def close(self, *, finish: bool) -> None:
        """Wait for the work under way, and for all that waits if it is to ``finish``; results are dropped."""
        self.closing.set()
        with self._lock:
            if not finish:
                self._waiting.clear()
        while (thread := self._current()) is not None:
            thread.join()

    def _current(self) -> threading.Thread | None:
        with self._lock:  # which a thread that is not started yet is hidden by
            return self._thread

    def _start_next(self) -> None:
        """With the lock held."""
        if not self._waiting:
            self._thread = None
            return
        errand = self._waiting.popleft()
        self._thread = threading.Thread(target=self._work, args=(errand,), name=self._name)
        self._thread.start()

    def _work(self, errand: _Errand) -> None:
        try:
            result = errand.work()
        except AppError as error:
            self.failed.emit(error.info)
        else:
            if errand.done is not None:
                self._ended.emit(errand, result)
        finally:  # after a bug, too, which ends this thread
            with self._lock:
                self._start_next()

    @Slot(object, object)
    def _on_ended(self, errand: _Errand, result: object) -> None:
        superseded = errand.name and self._latest[errand.name] is not errand
        if errand.done is not None and not superseded and not self.closing.is_set():
            errand.done(result)
