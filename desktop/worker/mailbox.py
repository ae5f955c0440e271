"""A box for one value, where a newer value replaces the older one."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """The latest value from one thread for another. Thread-safe; never waits longer than a few instructions.

    The writer rings only when ``put`` says that the box was empty, so a slow reader never has a line of stale
    values before it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: T | None = None

    def put(self, value: T) -> bool:
        """Keep ``value`` in place of any older one; True when the box was empty."""
        with self._lock:
            was_empty = self._value is None
            self._value = value
            return was_empty

    def take(self) -> T | None:
        """The latest value, which leaves the box; None when the box is empty."""
        with self._lock:
            value, self._value = self._value, None
            return value
