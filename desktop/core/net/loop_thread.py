"""A thread with an asyncio loop, for what comes over the network: its hashing and writing, too.

Not the window's own loop: at 100 MB/s decrypting, hashing and writing would take most of its thread.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Running(Generic[T]):
    """A coroutine that was started there."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._task: asyncio.Task[T] | None = None

    def begin(self, work: Coroutine[Any, Any, T], ended: Callable[[asyncio.Task[T]], object]) -> None:
        """In the loop's thread."""
        self._task = self._loop.create_task(work)
        self._task.add_done_callback(ended)

    def cancel(self) -> None:
        """Ask it to end; ``ended`` tells when it has. Any thread."""
        self._loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()


class LoopThread:
    """Starts with the first work. ``start`` and ``close`` are for one thread."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def start(
        self, make: Callable[[], Coroutine[Any, Any, T]], ended: Callable[[asyncio.Task[T]], object]
    ) -> Running[T]:
        """Run what ``make`` makes; ``ended`` is called there with the done task, cancelled ones included."""
        if self._loop is None:
            ready = threading.Event()
            self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), name=self._name)
            self._thread.start()
            ready.wait()
        assert self._loop is not None
        running: Running[T] = Running(self._loop)
        self._loop.call_soon_threadsafe(lambda: running.begin(make(), ended))
        return running

    def close(self) -> None:
        """Cancel all and wait until it has ended."""
        if self._thread is None or self._loop is None or self._stop is None:
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._thread = self._loop = self._stop = None

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        ready.set()
        await self._stop.wait()  # asyncio.run cancels what is left
