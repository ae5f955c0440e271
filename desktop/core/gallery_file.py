"""The gallery's SQLite file: its connections, and what happens when it is damaged or from a newer version."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from desktop.core import files
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.gallery_schema import VERSION, is_complete, migrate

_BUSY_TIMEOUT_S = 10.0


class GalleryFile:
    """Connections to the file, for any thread; other processes may use it, too.

    Each call takes an idle connection or opens one, so readers never wait for a writer.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file. A damaged one is set aside, never fatal: see ``notice``.

        Raises AppError when the folder itself can't be used.
        """
        self.path = path
        self.notice: ErrorInfo | None = None
        """What to tell the person about opening, once."""
        self.is_complete = False
        """It was rebuilt once: pictures of an earlier, lost file are listed."""
        self.read_only = False
        """The file is from a newer version, and only looked at."""
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            self._discard_connections()
            # An operational error is the disk's; only a missing table says something of the content.
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise _failed(error) from error
            self._start_again(str(error))

    def close(self) -> None:
        """Close every connection; one that is in use closes when its call ends."""
        with self._lock:
            self._closed = True
        self._discard_connections()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection. What SQLite raises becomes AppError, see Gallery."""
        try:
            with self._connected() as db:
                yield db
        except sqlite3.OperationalError as error:
            raise _failed(error) from error
        except sqlite3.DatabaseError as error:
            with contextlib.suppress(AppError):
                files.write_bytes(self._mark, b"")
            raise AppError(
                "gallery_damaged",
                "The gallery's file is damaged. Your pictures are safe.",
                "Start Darkroom again: it builds the gallery from your pictures.",
                f"{self.path}: {error}",
            ) from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on the disk when it ends."""
        if self.read_only:
            raise AppError(
                "gallery_read_only",
                "The gallery is from a newer version of Darkroom and can't be changed.",
                "Install the newer version; your pictures are saved in any case.",
                str(self.path),
            )
        with self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise

    def _open(self) -> None:
        files.make_folder(self.path.parent)
        checks = self._checks()
        with self._connected() as db:
            newer = db.execute("PRAGMA user_version").fetchone()[0] > VERSION
            if not newer:
                for check in checks:
                    if db.execute(check).fetchone()[0] != "ok":
                        raise sqlite3.DatabaseError(f"{check} found damage")
                db.execute("PRAGMA journal_mode=WAL")
                migrate(db)
                db.execute("SELECT * FROM pictures ORDER BY id DESC LIMIT 1").fetchone()
            self.is_complete = newer or is_complete(db)
        if newer:
            self._discard_connections()
            self.read_only = True
            self.notice = ErrorInfo(
                "gallery_newer",
                "The gallery is from a newer version of Darkroom: it is shown, and nothing is added.",
                "Install the newer version; your pictures are saved in any case.",
                str(self.path),
            )
        self._mark.unlink(missing_ok=True)

    def _checks(self) -> tuple[str, ...]:
        """How closely to look at the file. Every page takes seconds: only where damage was met before.

        A log left behind means that the last run did not end well, or that another process is at work: then
        look at what lists and searches read.
        """
        if self._mark.exists():
            return ("PRAGMA quick_check",)
        if self._log_file.exists():
            return "PRAGMA quick_check(pictures)", "PRAGMA quick_check(words_data)"
        return ()

    def _start_again(self, reason: str) -> None:
        kept = files.set_aside(self.path, reason).name
        for beside in (self._log_file, self.path.with_name(self.path.name + "-shm"), self._mark):
            if beside.exists():
                files.set_aside(beside, reason)
        self.notice = ErrorInfo(
            "gallery_rebuilt",
            f"The gallery's file was damaged and is kept as {kept}. It is built again from your pictures.",
            "Nothing to do: your pictures are safe.",
            reason,
        )
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            raise _failed(error) from error

    @property
    def _log_file(self) -> Path:
        return self.path.with_name(self.path.name + "-wal")

    @property
    def _mark(self) -> Path:
        """Its presence asks the next start to look at every page."""
        return self.path.with_name(self.path.name + ".check")

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise AppError("gallery_closed", "The gallery is closed.")
            db = self._idle.pop() if self._idle else None
        db = db or self._connect()
        try:
            yield db
        finally:
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(db)
            if not keep:
                db.close()

    def _connect(self) -> sqlite3.Connection:
        mode = "ro" if self.read_only else "rwc"
        db = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=_BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,  # handed on between calls, never shared by two
        )
        try:
            db.execute("PRAGMA foreign_keys=ON")
            db.execute("PRAGMA synchronous=FULL")  # a picture that was told as finished survives a power cut
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _discard_connections(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()


def _failed(error: sqlite3.Error) -> AppError:
    return AppError(
        "gallery_failed",
        f"The gallery's file can't be used: {error}.",
        "Check that its disk is there and has free space. Pictures already saved are safe.",
        str(error),
    )
