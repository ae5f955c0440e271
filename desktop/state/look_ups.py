"""Questions about addresses: what is there, how large, under which licence. Nothing of it is fetched."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.downloads import free_bytes
from desktop.core.errors import ErrorInfo
from desktop.core.net.addresses import split_token
from desktop.core.net.loop_thread import Running
from desktop.state.background import Background
from desktop.state.network_access import NetworkAccess, outcome

if TYPE_CHECKING:
    from desktop.core.net.look_up import Look


class LookUps(QObject):
    """One question at a time: a new one takes the place of the one before. GUI thread."""

    looked = Signal(object)
    """The Look that ``ask`` was for."""
    failed = Signal(object)
    """ErrorInfo."""
    busy_changed = Signal(bool)
    token_kept = Signal(str, bool)
    """The host, and whether its token will be there after a restart."""
    free_known = Signal(object, object)
    """A folder, and the free bytes of its disk; None when that can't be told."""
    _ended = Signal(int, object)

    def __init__(self, access: NetworkAccess, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._access = access
        self._background = background
        self._number = 0
        self._running: Running[Look] | None = None
        self._ended.connect(self._on_ended)

    @property
    def is_busy(self) -> bool:
        return self._running is not None

    def ask(self, address: str) -> None:
        """Look under an address or owner/name; ``looked`` or ``failed`` tells.

        A token in the address is taken out of it, and kept as its host's.
        """
        self.stop()
        number, access = self._number, self._access
        address, token = split_token(address.strip())

        async def look() -> Look:
            from desktop.core.net.look_up import host_of, look_up

            host = host_of(access.network, address)
            if token:
                await asyncio.to_thread(access.tokens.set, host, token)
            return await look_up(access.network, address, await asyncio.to_thread(access.tokens.get, host))

        self._running = access.thread.start(look, lambda task: self._ended.emit(number, outcome(task)))
        self.busy_changed.emit(True)

    def stop(self) -> None:
        """Forget a question that is not answered yet."""
        self._number += 1
        if self._running is not None:
            self._running.cancel()
            self._running = None
            self.busy_changed.emit(False)

    def set_token(self, host: str, token: str) -> None:
        """Keep a host's token in the system's keyring, or in memory where there is none; empty forgets it."""
        tokens = self._access.tokens
        self._background.run(
            lambda: tokens.set(host, token), lambda is_kept: self.token_kept.emit(host, is_kept)
        )

    def ask_free(self, folder: Path) -> None:
        """Find out how much room a folder's disk has; ``free_known`` tells."""
        self._background.run(
            lambda: _free(folder), lambda free: self.free_known.emit(folder, free), replaces="free"
        )

    @Slot(int, object)
    def _on_ended(self, number: int, came: Look | ErrorInfo | None) -> None:
        if number != self._number or self._running is None:
            return
        self._running = None
        self.busy_changed.emit(False)
        if isinstance(came, ErrorInfo):
            self.failed.emit(came)
        elif came is not None:
            self.looked.emit(came)


def _free(folder: Path) -> int | None:
    try:
        return free_bytes(folder)
    except OSError:
        return None
