"""SIGTERM and Ctrl+C close the window as a person would, so that the session is kept."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Slot

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Termination(QObject):
    """Calls ``close`` in the GUI thread at the first signal; the second one ends the process at once.

    Python runs its signal handlers only between two of its own instructions, and while the event loop waits
    there are none. So the interpreter writes a byte to a socket, and the event loop wakes for it.
    """

    def __init__(self, close: Callable[[], object]) -> None:
        super().__init__()
        self._close = close
        self._theirs, self._ours = socket.socketpair()
        for end in (self._theirs, self._ours):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def install(self) -> None:
        """Main thread only."""
        self._before = {number: signal.signal(number, self._on_signal) for number in SIGNALS}
        self._wakeup_before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)

    def remove(self) -> None:
        """Give the handlers back that were there before."""
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._theirs.close()
        self._ours.close()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        self._close()

    @Slot()
    def _on_woken(self) -> None:
        self._ours.recv(64)  # the handler itself runs as soon as Python code does, which is now
