"""Every picture made, in one SQLite file that can always be built again from the pictures.

The pictures' files are the truth; this is their index. Rows are narrow so that pages stay fast at any count:
the full record and the thumbnail are in a table beside them.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from desktop.core import files, pictures
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.gallery_schema import VERSION, created_s, insert, migrate, words_query
from desktop.core.geometry import Size
from desktop.core.params import PictureRecord
from desktop.core.pixels import Pixels

THUMBNAIL_SIDE = 256
_BUSY_TIMEOUT_S = 10.0
_REBUILD_BATCH = 50
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})

_ROW = "id, path, created, width, height, seed, model, sampler, steps, starred, prompt"

Progress = Callable[[int, int], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GalleryRow:
    """One picture, as lists show it."""

    id: int
    path: Path
    created: datetime
    """Local time with offset."""
    size: Size
    seed: int
    model: str
    sampler: str
    steps: int
    starred: bool
    prompt: str


class Gallery:
    """The index of pictures. Any thread may call any method, and other processes may use the file.

    Each call takes an idle connection or opens one, so readers never wait for a writer. Methods raise
    AppError("gallery_failed") when the file can't be read or written, ("gallery_damaged") when it turns out
    to be damaged while in use: it is then rebuilt at the next start.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file. A damaged one is set aside, never fatal: see ``notice``.

        Raises AppError when the folder itself can't be used.
        """
        self.path = path
        self.notice: ErrorInfo | None = None
        """What to tell the person about opening, once."""
        self.needs_rebuild = not path.exists()
        """The gallery is new and empty: call ``rebuild`` with the pictures' folder."""
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

    def add(self, path: Path, pixels: Pixels, record: PictureRecord) -> int:
        """List a picture that is on disk, with its thumbnail; returns its id when that is on disk too.

        An older entry for the same file is replaced.
        """
        _check_name(path)
        thumbnail = pictures.thumbnail_bytes(pixels, THUMBNAIL_SIDE)
        with self._writing() as db:
            return insert(db, path, pixels.size, record, thumbnail)

    def page(self, limit: int, before_id: int | None = None) -> list[GalleryRow]:
        """The newest ``limit`` pictures, or those that follow the one with id ``before_id``; newest first."""
        with self._connection() as db:
            query = f"SELECT {_ROW} FROM pictures WHERE id < ? ORDER BY id DESC LIMIT ?"
            return [_row(row) for row in db.execute(query, (_before(before_id), limit))]

    def search(self, text: str, limit: int, before_id: int | None = None) -> list[GalleryRow]:
        """Like ``page``, only pictures that have each word of ``text``, or a word that starts with it.

        Looked for in prompts, model, sampler, seed and size (``512x768``). Text without a word finds all.
        """
        words = words_query(text)
        if not words:
            return self.page(limit, before_id)
        with self._connection() as db:
            query = f"""
                SELECT {_ROW} FROM pictures WHERE id IN (
                    SELECT rowid FROM words WHERE words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?
                ) ORDER BY id DESC"""
            return [_row(row) for row in db.execute(query, (words, _before(before_id), limit))]

    def count(self, text: str = "") -> int:
        """How many pictures there are, or how many ``search`` would find."""
        words = words_query(text)
        with self._connection() as db:
            if words:
                cursor = db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (words,))
            else:
                cursor = db.execute("SELECT count(*) FROM pictures")
            return int(cursor.fetchone()[0])

    def get(self, picture_id: int) -> GalleryRow | None:
        with self._connection() as db:
            row = db.execute(f"SELECT {_ROW} FROM pictures WHERE id = ?", (picture_id,)).fetchone()
            return _row(row) if row else None

    def record(self, picture_id: int) -> PictureRecord | None:
        """Everything the picture was made with; None when it is not listed or from a newer version."""
        with self._connection() as db:
            row = db.execute("SELECT record FROM details WHERE id = ?", (picture_id,)).fetchone()
        try:
            return PictureRecord.model_validate_json(row[0]) if row else None
        except ValidationError:
            return None

    def thumbnail(self, picture_id: int) -> bytes | None:
        """A WebP file's bytes, longest side 256 pixels at most; None when the picture is not listed."""
        with self._connection() as db:
            row = db.execute("SELECT thumbnail FROM details WHERE id = ?", (picture_id,)).fetchone()
            return bytes(row[0]) if row else None

    def set_starred(self, picture_id: int, starred: bool) -> None:
        with self._writing() as db:
            db.execute("UPDATE pictures SET starred = ? WHERE id = ?", (starred, picture_id))

    def remove(self, picture_id: int) -> None:
        """Take the picture off the list. Its file stays: deleting that is the caller's."""
        with self._writing() as db:
            db.execute("DELETE FROM pictures WHERE id = ?", (picture_id,))

    def rebuild(self, folder: Path, progress: Progress = lambda done, total: None) -> int:
        """List the pictures below ``folder`` that hold a record and are not listed; returns how many.

        Oldest first. ``progress(done, total)`` is called in this thread before each picture, and may raise to
        stop: what was added stays. Files that can't be opened are passed over and logged.
        """
        found = sorted(self._unlisted(folder))
        added = 0
        for start in range(0, len(found), _REBUILD_BATCH):
            opened = []
            for index, (_, path) in enumerate(found[start : start + _REBUILD_BATCH], start):
                progress(index, len(found))
                with _passed_over(path):
                    _check_name(path)
                    picture = pictures.read(path)
                    assert picture.record is not None
                    thumbnail = pictures.thumbnail_bytes(picture.pixels, THUMBNAIL_SIDE)
                    opened.append((path, picture.pixels.size, picture.record, thumbnail))
            with self._writing() as db:
                for row in opened:
                    insert(db, *row)
            added += len(opened)
        progress(len(found), len(found))
        self.needs_rebuild = False
        return added

    def _unlisted(self, folder: Path) -> Iterator[tuple[int, Path]]:
        """Pictures with a record, as (Unix seconds, path)."""
        with self._connection() as db:
            listed = {row[0] for row in db.execute("SELECT path FROM pictures")}
        for path in folder.rglob("*"):
            if path.suffix.lower() in _SUFFIXES and str(path) not in listed:
                with _passed_over(path):
                    if record := pictures.read_record(path):
                        yield created_s(record), path

    def _open(self) -> None:
        files.make_folder(self.path.parent)
        # A log left behind means that the last run did not end well: then look at every page.
        doubtful = self._log_file.exists() or self._mark.exists()
        with self._connected() as db:
            newer = db.execute("PRAGMA user_version").fetchone()[0] > VERSION
            if not newer:
                if doubtful and db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                    raise sqlite3.DatabaseError("quick_check found damage")
                db.execute("PRAGMA journal_mode=WAL")
                migrate(db)
                db.execute(f"SELECT {_ROW} FROM pictures ORDER BY id DESC LIMIT 1").fetchone()
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

    def _start_again(self, reason: str) -> None:
        kept = files.set_aside(self.path, reason).name
        for beside in (self._log_file, self.path.with_name(self.path.name + "-shm"), self._mark):
            if beside.exists():
                files.set_aside(beside, reason)
        self.needs_rebuild = True
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
    def _connection(self) -> Iterator[sqlite3.Connection]:
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
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on the disk when it ends."""
        if self.read_only:
            raise AppError(
                "gallery_read_only",
                "The gallery is from a newer version of Darkroom and can't be changed.",
                "Install the newer version; your pictures are saved in any case.",
                str(self.path),
            )
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise

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


def _row(values: tuple[int, str, int, int, int, int, str, str, int, int, str]) -> GalleryRow:
    picture_id, path, created, width, height, seed, model, sampler, steps, starred, prompt = values
    return GalleryRow(
        id=picture_id,
        path=Path(path),
        created=datetime.fromtimestamp(created).astimezone(),
        size=Size(width, height),
        seed=seed,
        model=model,
        sampler=sampler,
        steps=steps,
        starred=bool(starred),
        prompt=prompt,
    )


def _before(picture_id: int | None) -> int:
    return 2**63 - 1 if picture_id is None else picture_id


@contextlib.contextmanager
def _passed_over(path: Path) -> Iterator[None]:
    try:
        yield
    except AppError as error:
        _log.info("Not in the gallery: %s: %s", path, error)


def _check_name(path: Path) -> None:
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise AppError(
            "gallery_failed",
            "The picture's folder has a name that is not UTF-8, and can't be listed in the gallery.",
            "Rename the folder or choose another one.",
            ascii(str(path)),
        ) from error


def _failed(error: sqlite3.Error) -> AppError:
    return AppError(
        "gallery_failed",
        f"The gallery's file can't be used: {error}.",
        "Check that its disk is there and has free space. Pictures already saved are safe.",
        str(error),
    )
