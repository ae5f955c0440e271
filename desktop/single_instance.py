"""One running Darkroom for each person and data folder; a second start hands its files over and ends.

A lock file says whether somebody runs, and its stale one is recognised by the process that is gone. Files are
handed over through a local socket (a named pipe on Windows) that only the same person may use; no network
port is opened. The message is a line of JSON, whose size is limited and whose content is checked.
"""

from __future__ import annotations

import getpass
import hashlib
import logging
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, ValidationError
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot

from desktop.core import files
from desktop.core.errors import AppError
from desktop.core.params import Frozen

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

MAX_FILES = 1000
MAX_MESSAGE_BYTES = 1_000_000
_ANSWER = b"ok\n"
_PATIENCE_MS = 2000
_RETRY_S = 0.1
_MAX_CLIENTS = 8

_log = logging.getLogger(__name__)


class Message(Frozen):
    """What the second start says: open these."""

    version: Literal[1] = 1
    files: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=4096)], ...], Field(max_length=MAX_FILES)
    ] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are named by full paths; others mean nothing here, in another folder."""
        return tuple(path for name in self.files if "\0" not in name and (path := Path(name)).is_absolute())


class SingleInstance(QObject):
    """The claim of this process. GUI thread; ``claim`` and ``hand_over`` need no event loop."""

    files_received = Signal(object)
    """Paths (tuple, may be empty) that a second start was given: show the window and open them."""

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._lock = QLockFile(str(data / "running.lock"))
        self._lock.setStaleLockTime(0)  # never by age: only when its process is gone
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Whether nobody else runs; True also where that can't be found out, on a read-only disk."""
        try:
            files.make_folder(self._data)
        except AppError as error:
            _log.warning("no lock: %s", error)
            return True
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def hand_over(self, paths: Sequence[Path], patience_s: float = 6.0) -> bool:
        """Give ``paths`` to the one that runs; False when it ended meanwhile: the claim is ours then.

        It may only just be starting or ending, so this tries again for a while. Raises
        AppError("no_answer") after ``patience_s``.
        """
        names = tuple(os.path.abspath(path) for path in paths[:MAX_FILES])
        deadline = time.monotonic() + patience_s
        while not self.claim():
            if _send(self._name(), Message(files=names)):
                return True
            if time.monotonic() > deadline:
                raise AppError(
                    "no_answer",
                    "Darkroom is running already, but does not answer.",
                    "Wait until it is done with what it does, or end it, then start again.",
                )
            time.sleep(_RETRY_S)
        return False

    def listen(self) -> None:
        """Hear what later starts say. What a killed process left at the socket's place is replaced."""
        from PySide6.QtNetwork import QLocalServer  # 10 ms, which the first paint need not wait for

        if not self._lock.isLocked():
            return
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(_MAX_CLIENTS)
        QLocalServer.removeServer(self._name())
        if not self._server.listen(self._name()):
            _log.warning("later starts can't hand over their files: %s", self._server.errorString())
        self._server.newConnection.connect(self._on_connection)

    def close(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
        for visit in self.findChildren(_Visit):
            visit.send_away()
        self._lock.unlock()

    def _name(self) -> str:
        """Of the socket: the same for the same person and folder, and short, as systems want it."""
        who = f"{getpass.getuser()}\n{os.path.realpath(self._data)}"
        return f"darkroom-{hashlib.sha256(who.encode(errors='surrogateescape')).hexdigest()[:24]}"

    @Slot()
    def _on_connection(self) -> None:
        assert self._server is not None
        while (socket := self._server.nextPendingConnection()) is not None:
            visit = _Visit(socket, self)
            visit.message_received.connect(self._on_message)
            visit.read()

    @Slot(object)
    def _on_message(self, message: Message) -> None:
        self.files_received.emit(message.paths)


class _Visit(QObject):
    """One connection: its line is read, answered, and it ends. One that says nothing is sent away."""

    message_received = Signal(object)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.send_away)
        self._patience.start(_PATIENCE_MS)
        socket.setReadBufferSize(MAX_MESSAGE_BYTES + 1)
        socket.disconnected.connect(self._end)
        socket.readyRead.connect(self.read)

    @Slot()
    def send_away(self) -> None:
        self._socket.abort()

    @Slot()
    def read(self) -> None:
        """Take the line if it is there already."""
        if self._socket.canReadLine():
            self._take(bytes(self._socket.readLine(MAX_MESSAGE_BYTES).data()))
            self._socket.disconnectFromServer()
        elif self._socket.bytesAvailable() > MAX_MESSAGE_BYTES:
            _log.warning("a message that is too long")
            self.send_away()

    def _take(self, line: bytes) -> None:
        try:
            message = Message.model_validate_json(line)
        except ValidationError as error:
            _log.warning("a message that is none: %s", error)
            return
        self._socket.write(_ANSWER)
        self._socket.flush()
        self.message_received.emit(message)

    @Slot()
    def _end(self) -> None:
        self._patience.stop()
        self._socket.deleteLater()
        self.deleteLater()


def _send(name: str, message: Message) -> bool:
    """Whether it was answered."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(message.model_dump_json().encode(errors="ignore") + b"\n")
    answered = socket.waitForReadyRead(_PATIENCE_MS) and bytes(socket.readAll().data()) == _ANSWER
    socket.abort()
    return answered
