"""Every picture made or imported, in one SQLite file that can be built again from the pictures.

The pictures' files are the truth; this is their index. Rows are narrow so that pages stay fast at any count:
the full record and the thumbnail are in a table beside them.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from desktop.core import gallery_names, search
from desktop.core.errors import AppError
from desktop.core.gallery_file import GalleryFile
from desktop.core.gallery_schema import Entry, insert, mark_complete, sources
from desktop.core.geometry import Size
from desktop.core.params import PictureRecord
from desktop.core.pixels import Pixels

MAX_RATING = 5
_REBUILD_BATCH = 50

_ROW = (
    "id, path, created, width, height, seed, model, sampler, steps, starred, prompt,"
    " rating, source, parent_id, deleted"
)
# A list of any length as one value.
_IDS = "(SELECT value FROM json_each(?))"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class GalleryRow:
    """One picture, as lists show it. An imported one without known settings has empty texts and zeros."""

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
    rating: int = 0
    """0 (none) to 5."""
    imported: bool = False
    """It lies where the person put it; else this program made it."""
    parent_id: int | None = None
    """The picture that this one's settings or pixels came from."""
    in_bin: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """A named collection; a picture may be on several. ``count`` leaves out what is in the bin."""

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A text for ``search`` under a name."""

    name: str
    text: str


class Gallery:
    """The index of pictures. Any thread may call any method, and other processes may use the file.

    Methods raise AppError("gallery_failed") when the file can't be read or written, ("gallery_damaged") when
    it turns out to be damaged while in use (it is then rebuilt at the next start), and those that change it
    ("gallery_read_only") when it is from a newer version. What they change is on the disk when they return.
    Unknown ids are passed over. It has many methods because it is the one door to the file; each is a
    statement or two.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file. A damaged one is set aside, never fatal: see ``notice``.

        Raises AppError when the folder itself can't be used.
        """
        self._file = GalleryFile(path)
        self.path = path
        self.notice = self._file.notice
        """What to tell the person about opening, once."""
        self.needs_rebuild = not self._file.is_complete
        """It is new, or its first rebuild was interrupted: call ``rebuild`` with the pictures' folder."""
        self.read_only = self._file.read_only
        """The file is from a newer version, and only looked at."""

    def close(self) -> None:
        """Close the file; a call that is at work in another thread ends first."""
        self._file.close()

    def add(self, path: Path, pixels: Pixels, record: PictureRecord, parent_id: int | None = None) -> int:
        """List a picture that is on disk, with its thumbnail; returns its id when that is on disk too.

        An older entry for the same file is replaced.
        """
        from desktop.core import gallery_import

        entry = gallery_import.made(path, pixels, record, parent_id)
        with self._file.writing() as db:
            return insert(db, entry)

    def import_file(self, path: Path) -> int:
        """List a picture where it lies, with what its own metadata says; returns its id.

        One that is in the bin comes back instead. Raises AppError("already_listed"), and as pictures.read.
        """
        path = Path(os.path.abspath(path))
        from desktop.core import gallery_import

        gallery_import.check_name(path)
        with self._file.reading() as db:
            known = _listed(db, path)
        if known is None:
            entry = gallery_import.imported(path)
            with self._file.writing() as db:
                known = _listed(db, path)  # again: another thread may have been faster
                if known is None:
                    return insert(db, entry)
        if not self.restore([known]):
            raise AppError("already_listed", f"{path.name} is in the gallery already.", details=str(path))
        return known

    def page(self, limit: int, before_id: int | None = None) -> list[GalleryRow]:
        """The newest ``limit`` pictures, or those that follow the one with id ``before_id``; newest first."""
        return self.search("", limit, before_id)

    def search(self, text: str, limit: int, before_id: int | None = None) -> list[GalleryRow]:
        """Like ``page``, only what ``text`` asks for (see core.search); all for a text that asks nothing."""
        before = search.LAST_ID if before_id is None else before_id
        ids, values = search.parse(text).ids(before, limit)
        with self._file.reading() as db:
            query = f"SELECT {_ROW} FROM pictures WHERE id IN ({ids}) ORDER BY id DESC"
            return [_row(row) for row in db.execute(query, values)]

    def count(self, text: str = "") -> int:
        """How many pictures ``search`` would find."""
        ids, values = search.parse(text).ids()
        with self._file.reading() as db:
            return int(db.execute(f"SELECT count(*) FROM ({ids})", values).fetchone()[0])

    def ids(self, text: str = "") -> list[int]:
        """The ids of all pictures that ``search`` would find, newest first."""
        ids, values = search.parse(text).ids()
        with self._file.reading() as db:
            # As one value: a row each would take half as long again, and hold up other threads each time.
            query = f"SELECT json_group_array(id) FROM ({ids})"
            found: list[int] = json.loads(db.execute(query, values).fetchone()[0])
        found.sort(reverse=True)  # SQL promises no order here
        return found

    def rows(self, ids: Iterable[int]) -> list[GalleryRow]:
        """These pictures in this order, those in the bin too."""
        wanted = list(ids)
        with self._file.reading() as db:
            query = f"SELECT {_ROW} FROM pictures WHERE id IN {_IDS}"
            found = {row[0]: _row(row) for row in db.execute(query, (json.dumps(wanted),))}
        return [found[picture_id] for picture_id in wanted if picture_id in found]

    def get(self, picture_id: int) -> GalleryRow | None:
        return next(iter(self.rows([picture_id])), None)

    def record(self, picture_id: int) -> PictureRecord | None:
        """Everything the picture was made with; None when that is unknown or written by a newer version."""
        with self._file.reading() as db:
            row = db.execute("SELECT record FROM details WHERE id = ?", (picture_id,)).fetchone()
        try:
            return PictureRecord.model_validate_json(row[0]) if row else None
        except ValidationError:
            return None

    def sources(self) -> set[str]:
        """The SHA-256 of all pictures and masks that its pictures were made from (params.StoredPicture)."""
        with self._file.reading() as db:
            return sources(db)

    def thumbnail(self, picture_id: int) -> bytes | None:
        """A WebP file's bytes, longest side 256 pixels at most; None when the picture is not listed."""
        with self._file.reading() as db:
            row = db.execute("SELECT thumbnail FROM details WHERE id = ?", (picture_id,)).fetchone()
            return bytes(row[0]) if row else None

    def children(self, picture_id: int) -> list[GalleryRow]:
        """The pictures that came from this one and are not in the bin; newest first."""
        with self._file.reading() as db:
            query = f"SELECT {_ROW} FROM pictures WHERE parent_id = ? AND deleted = 0 ORDER BY id DESC"
            return [_row(row) for row in db.execute(query, (picture_id,))]

    def parent(self, picture_id: int) -> GalleryRow | None:
        """The picture that this one came from, even when it is in the bin; None without one."""
        with self._file.reading() as db:
            query = f"SELECT {_ROW} FROM pictures WHERE id = (SELECT parent_id FROM pictures WHERE id = ?)"
            row = db.execute(query, (picture_id,)).fetchone()
            return _row(row) if row else None

    def set_starred(self, ids: Iterable[int], starred: bool) -> tuple[int, ...]:
        """Give or take the star; returns the ids of those that it changed."""
        return tuple(self._set("starred", int(starred), ids, unless="starred = ?"))

    def set_rating(self, ids: Iterable[int], rating: int) -> dict[int, int]:
        """Rate from 0 (no rating) to 5; returns the ids that it changed and the rating each had."""
        if not 0 <= rating <= MAX_RATING:
            raise ValueError(f"a rating is 0 to {MAX_RATING}, not {rating}")
        return self._set("rating", rating, ids, unless="rating = ?")

    def move_to_bin(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Hide pictures until ``restore``; returns the ids of those that were not in the bin yet."""
        return tuple(self._set("deleted", max(1, int(time.time())), ids, unless="deleted > 0 AND ?"))

    def restore(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Take pictures out of the bin, as they were; returns the ids of those that were in it."""
        return tuple(self._set("deleted", 0, ids, unless="deleted = ?"))

    def empty_bin(self, older_than: datetime | None = None) -> list[Path]:
        """Take off the list what is in the bin, or has been since before ``older_than``, for good.

        Returns the files of those that this program made, for the caller to trash. Imported files are the
        person's own, and stay.
        """
        latest = search.LAST_ID if older_than is None else int(older_than.timestamp())
        with self._file.writing() as db:
            where = "WHERE deleted > 0 AND deleted < ?"
            found = db.execute(f"SELECT path, source FROM pictures {where}", (latest,)).fetchall()
            db.execute(f"DELETE FROM pictures {where}", (latest,))
        return [Path(path) for path, source in found if source == "made"]

    def remove(self, picture_id: int) -> None:
        """Take the picture off the list. Its file stays: deleting that is the caller's."""
        with self._file.writing() as db:
            db.execute("DELETE FROM pictures WHERE id = ?", (picture_id,))

    def boards(self) -> list[Board]:
        """All boards by name."""
        with self._file.reading() as db:
            query = """
                SELECT boards.id, name, count(pictures.id) FROM boards
                LEFT JOIN picture_boards ON board_id = boards.id
                LEFT JOIN pictures ON pictures.id = picture_id AND deleted = 0
                GROUP BY boards.id ORDER BY name"""
            return [Board(*row) for row in db.execute(query)]

    def create_board(self, name: str) -> Board:
        """Make an empty board. Raises AppError("bad_name") and, for a name in use, ("board_exists")."""
        name = gallery_names.clean(name)
        with self._file.writing() as db:
            gallery_names.check_free(db, name)
            board_id = db.execute("INSERT INTO boards(name) VALUES (?)", (name,)).lastrowid
            assert board_id is not None
            return Board(board_id, name, 0)

    def rename_board(self, board_id: int, name: str) -> str | None:
        """Returns the name it had; None when there is no such board. Raises as create_board does."""
        name = gallery_names.clean(name)
        with self._file.writing() as db:
            gallery_names.check_free(db, name, board_id)
            before = db.execute("SELECT name FROM boards WHERE id = ?", (board_id,)).fetchone()
            db.execute("UPDATE boards SET name = ? WHERE id = ?", (name, board_id))
            return before[0] if before else None

    def delete_board(self, board_id: int) -> tuple[int, ...]:
        """Returns the ids of the pictures that were on it; they stay in the gallery."""
        with self._file.writing() as db:
            query = "SELECT picture_id FROM picture_boards WHERE board_id = ?"
            held = tuple(row[0] for row in db.execute(query, (board_id,)))
            db.execute("DELETE FROM boards WHERE id = ?", (board_id,))
            return held

    def add_to_board(self, ids: Iterable[int], board_id: int) -> tuple[int, ...]:
        """Returns the ids of those that were not on it yet."""
        with self._file.writing() as db:
            query = f"""
                SELECT pictures.id FROM pictures JOIN boards ON boards.id = ? WHERE pictures.id IN {_IDS}
                AND pictures.id NOT IN (SELECT picture_id FROM picture_boards WHERE board_id = boards.id)"""
            new = tuple(row[0] for row in db.execute(query, (board_id, json.dumps(list(ids)))))
            db.executemany("INSERT INTO picture_boards VALUES (?, ?)", ((board_id, new_id) for new_id in new))
            return new

    def remove_from_board(self, ids: Iterable[int], board_id: int) -> tuple[int, ...]:
        """Returns the ids of those that were on it."""
        with self._file.writing() as db:
            where = f"FROM picture_boards WHERE board_id = ? AND picture_id IN {_IDS}"
            values = (board_id, json.dumps(list(ids)))
            held = tuple(row[0] for row in db.execute(f"SELECT picture_id {where}", values))
            db.execute(f"DELETE {where}", values)
            return held

    def saved_searches(self) -> list[SavedSearch]:
        """All saved searches by name."""
        with self._file.reading() as db:
            return [SavedSearch(*row) for row in db.execute("SELECT name, text FROM searches ORDER BY name")]

    def save_search(self, name: str, text: str) -> SavedSearch | None:
        """Keep a search under a name; returns the one that it replaces. Raises AppError("bad_name")."""
        name, text = gallery_names.clean(name), search.clean(text)
        with self._file.writing() as db:
            before = _take_search(db, name)
            db.execute("INSERT INTO searches(name, text) VALUES (?, ?)", (name, text))
            return before

    def delete_search(self, name: str) -> SavedSearch | None:
        """Returns what it was; None when there is none of this name."""
        with self._file.writing() as db:
            return _take_search(db, name)

    def rebuild(self, folder: Path, progress: Progress = lambda done, total: None) -> int:
        """List the pictures below ``folder`` that hold a record and are not listed; returns how many.

        Oldest first. ``progress(done, total)`` is called in this thread before each picture, and may raise to
        stop: what was added stays, and the next start goes on. While looking, ``total`` is what was found so
        far and ``done`` 0. Files that can't be opened are passed over and logged.
        """
        with self._file.reading() as db:
            listed = {row[0] for row in db.execute("SELECT path FROM pictures")}
        from desktop.core import gallery_import

        found = gallery_import.unlisted(folder, listed, lambda count: progress(0, count))
        added = 0
        for start in range(0, len(found), _REBUILD_BATCH):
            entries: list[Entry] = []
            for index, path in enumerate(found[start : start + _REBUILD_BATCH], start):
                progress(index, len(found))
                entries += gallery_import.found_again(path)
            with self._file.writing() as db:
                for entry in entries:
                    insert(db, entry)
            added += len(entries)
        progress(len(found), len(found))
        with self._file.writing() as db:
            mark_complete(db)
        self.needs_rebuild = False
        return added

    def _set(self, column: str, value: int, ids: Iterable[int], unless: str) -> dict[int, int]:
        """Put ``value`` where ``unless`` (one ``?`` for it) does not hold; returns what was there by id."""
        wanted = json.dumps(list(ids))
        with self._file.writing() as db:
            query = f"SELECT id, {column} FROM pictures WHERE id IN {_IDS} AND NOT ({unless})"
            before: dict[int, int] = dict(db.execute(query, (wanted, value)).fetchall())
            query = f"UPDATE pictures SET {column} = ? WHERE id IN {_IDS}"
            db.execute(query, (value, json.dumps(list(before))))
            return before


def _row(values: tuple[Any, ...]) -> GalleryRow:
    picture_id, path, created, width, height, seed, model, sampler, steps, starred, prompt, *new = values
    rating, source, parent_id, deleted = new
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
        rating=rating,
        imported=source == "imported",
        parent_id=parent_id,
        in_bin=deleted > 0,
    )


def _listed(db: sqlite3.Connection, path: Path) -> int | None:
    row = db.execute("SELECT id FROM pictures WHERE path = ?", (str(path),)).fetchone()
    return row[0] if row else None


def _take_search(db: sqlite3.Connection, name: str) -> SavedSearch | None:
    row = db.execute("SELECT name, text FROM searches WHERE name = ?", (name,)).fetchone()
    db.execute("DELETE FROM searches WHERE name = ?", (name,))
    return SavedSearch(*row) if row else None
