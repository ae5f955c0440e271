"""The tables of the gallery's file, version by version, and what goes into them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop.core.geometry import Size
from desktop.core.params import PictureRecord

# One script for each version of the schema, applied in order; PRAGMA user_version counts those applied.
_MIGRATIONS = (
    """
    CREATE TABLE pictures(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path TEXT NOT NULL UNIQUE,
        created INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        model TEXT NOT NULL,
        sampler TEXT NOT NULL,
        steps INTEGER NOT NULL,
        starred INTEGER NOT NULL DEFAULT 0,
        prompt TEXT NOT NULL,
        negative_prompt TEXT NOT NULL,
        facts TEXT NOT NULL
    );
    CREATE TABLE details(
        id INTEGER PRIMARY KEY REFERENCES pictures(id) ON DELETE CASCADE,
        record TEXT NOT NULL,
        thumbnail BLOB NOT NULL
    );
    CREATE VIRTUAL TABLE words USING fts5(
        prompt, negative_prompt, model, facts,
        content='pictures', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
    );
    CREATE TRIGGER pictures_added AFTER INSERT ON pictures BEGIN
        INSERT INTO words(rowid, prompt, negative_prompt, model, facts)
        VALUES (new.id, new.prompt, new.negative_prompt, new.model, new.facts);
    END;
    CREATE TRIGGER pictures_removed AFTER DELETE ON pictures BEGIN
        INSERT INTO words(words, rowid, prompt, negative_prompt, model, facts)
        VALUES ('delete', old.id, old.prompt, old.negative_prompt, old.model, old.facts);
    END;
    """,
    # pictures_found holds all that a search asks for, in the order of the ids (core.search): whatever it
    # combines, no search reads the wide rows. The words get a prefix of one letter, too: what is typed first.
    """
    ALTER TABLE pictures ADD COLUMN schedule TEXT NOT NULL DEFAULT '';
    ALTER TABLE pictures ADD COLUMN guidance REAL NOT NULL DEFAULT 0;
    ALTER TABLE pictures ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE pictures ADD COLUMN source TEXT NOT NULL DEFAULT 'made';
    ALTER TABLE pictures ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE pictures ADD COLUMN parent_id INTEGER REFERENCES pictures(id) ON DELETE SET NULL;
    UPDATE pictures SET
        schedule = coalesce((SELECT json_extract(record, '$.params.schedule') FROM details
            WHERE details.id = pictures.id AND json_valid(record)), ''),
        guidance = coalesce((SELECT json_extract(record, '$.params.guidance_scale') FROM details
            WHERE details.id = pictures.id AND json_valid(record)), 0);
    CREATE INDEX pictures_found ON pictures(
        deleted, id, created, width, height, seed, steps, guidance, starred, rating, source,
        sampler, schedule, model
    );
    DROP TABLE words;
    CREATE VIRTUAL TABLE words USING fts5(
        prompt, negative_prompt, model, facts,
        content='pictures', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'
    );
    INSERT INTO words(words) VALUES ('rebuild');
    CREATE INDEX pictures_parent ON pictures(parent_id) WHERE parent_id IS NOT NULL;
    CREATE TABLE boards(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE
    );
    CREATE TABLE picture_boards(
        board_id INTEGER NOT NULL REFERENCES boards(id) ON DELETE CASCADE,
        picture_id INTEGER NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
        PRIMARY KEY(board_id, picture_id)
    ) WITHOUT ROWID;
    CREATE INDEX picture_boards_picture ON picture_boards(picture_id);
    CREATE TABLE searches(
        name TEXT PRIMARY KEY COLLATE NOCASE,
        text TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
)
VERSION = len(_MIGRATIONS)


# Marks a file that lists every picture there was when it was made; a new one does so only after its rebuild.
_COMPLETE = 0x4472_6B72


def is_complete(db: sqlite3.Connection) -> bool:
    """Whether the file's first rebuild has ended."""
    return bool(db.execute("PRAGMA application_id").fetchone()[0] == _COMPLETE)


def mark_complete(db: sqlite3.Connection) -> None:
    """Remember in the file itself that its first rebuild has ended."""
    db.execute(f"PRAGMA application_id={_COMPLETE}")


def migrate(db: sqlite3.Connection) -> None:
    """Bring an open file to VERSION, in one transaction. Raises sqlite3.Error."""
    if db.execute("PRAGMA user_version").fetchone()[0] == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        # Again under the lock: another process may have been faster.
        version = db.execute("PRAGMA user_version").fetchone()[0]
        for script in _MIGRATIONS[version:]:
            for statement in _statements(script):
                db.execute(statement)
        if version > 0:
            mark_complete(db)  # such files were rebuilt before the mark existed
        db.execute(f"PRAGMA user_version={max(version, VERSION)}")
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise


@dataclass(frozen=True, slots=True)
class Entry:
    """A picture to be listed."""

    path: Path
    size: Size
    created_s: int
    thumbnail: bytes
    record: PictureRecord | None
    source: Literal["made", "imported"] = "made"
    parent_id: int | None = None


def insert(db: sqlite3.Connection, entry: Entry) -> int:
    """Add a picture to an open transaction, in place of an older one of the same path; returns its id.

    Without a record all settings are empty or 0. A parent that is not listed (any more) is left out.
    """
    params = None if entry.record is None else entry.record.params
    values = {
        "path": str(entry.path),
        "created": entry.created_s,
        "width": entry.size.width,
        "height": entry.size.height,
        "seed": params.seed if params else 0,
        "model": params.model.name if params else "",
        "sampler": params.sampler.value if params else "",
        "schedule": params.schedule.value if params else "",
        "steps": params.steps if params else 0,
        "guidance": params.guidance_scale if params else 0.0,
        "prompt": params.prompt if params else "",
        "negative_prompt": params.negative_prompt if params else "",
        "facts": _facts(entry),
        "source": entry.source,
        "parent_id": entry.parent_id,
    }
    db.execute("DELETE FROM pictures WHERE path = ?", (values["path"],))
    cursor = db.execute(
        """
        INSERT INTO pictures(
            path, created, width, height, seed, model, sampler, schedule, steps, guidance,
            prompt, negative_prompt, facts, source, parent_id
        ) VALUES (
            :path, :created, :width, :height, :seed, :model, :sampler, :schedule, :steps, :guidance,
            :prompt, :negative_prompt, :facts, :source, (SELECT id FROM pictures WHERE id = :parent_id)
        )
        """,
        values,
    )
    picture_id = cursor.lastrowid
    assert picture_id is not None
    record = entry.record.model_dump_json() if entry.record else ""
    db.execute("INSERT INTO details VALUES (?, ?, ?)", (picture_id, record, entry.thumbnail))
    return picture_id


def _facts(entry: Entry) -> str:
    """Words to be found by, beside the prompts and the model."""
    if entry.record is None:
        return str(entry.size)
    params, kind = entry.record.params, entry.record.provenance.kind
    facts = f"{params.sampler} {params.seed} {entry.size}"
    return facts if kind == "picture" else f"{facts} {kind}"


def _statements(script: str) -> Iterator[str]:
    """Cut a script at the semicolons that end a statement: executescript would commit on its own."""
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def sources(db: sqlite3.Connection) -> set[str]:
    """The SHA-256 of all pictures and masks that pictures were made from, also of those in the bin."""
    part = "json_extract(record, '$.params.source.{}.sha256')"
    columns = ", ".join(part.format(name) for name in ("picture", "mask"))
    query = f"SELECT {columns} FROM details WHERE json_valid(record)"
    return {sha256 for row in db.execute(query) for sha256 in row if sha256 is not None}
