"""The tables of the gallery's file, version by version, and what goes into them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

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
)
VERSION = len(_MIGRATIONS)
# Year 9892: a forged date may not be one that no clock can show.
_LATEST_S = 250_000_000_000


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
        db.execute(f"PRAGMA user_version={max(version, VERSION)}")
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise


def insert(db: sqlite3.Connection, path: Path, size: Size, record: PictureRecord, thumbnail: bytes) -> int:
    """Add a picture to an open transaction, in place of an older one of the same path; returns its id."""
    params = record.params
    db.execute("DELETE FROM pictures WHERE path = ?", (str(path),))
    cursor = db.execute(
        """
        INSERT INTO pictures(
            path, created, width, height, seed, model, sampler, steps, prompt, negative_prompt, facts
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            str(path),
            created_s(record),
            size.width,
            size.height,
            params.seed,
            params.model.name,
            params.sampler.value,
            params.steps,
            params.prompt,
            params.negative_prompt,
            f"{params.sampler} {params.seed} {size}",
        ),
    )
    picture_id = cursor.lastrowid
    assert picture_id is not None
    db.execute("INSERT INTO details VALUES (?, ?, ?)", (picture_id, record.model_dump_json(), thumbnail))
    return picture_id


def created_s(record: PictureRecord) -> int:
    """When the picture was made, in Unix seconds; 0 when its record does not say so properly."""
    try:
        seconds = int(datetime.fromisoformat(record.provenance.created).timestamp())
    except (ValueError, OverflowError):
        return 0
    return min(max(seconds, 0), _LATEST_S)


def words_query(text: str) -> str:
    """An FTS5 query in which nothing the person types is syntax; empty without a word."""
    words = ("".join(c for c in word if c.isprintable() and c != '"') for word in text.split())
    return " ".join(f'"{word}"*' for word in words if any(c.isalnum() for c in word))


def _statements(script: str) -> Iterator[str]:
    """Cut a script at the semicolons that end a statement: executescript would commit on its own."""
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
