"""The tables of the gallery's file, version by version."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

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
        db.execute(f"PRAGMA user_version={VERSION}")
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """Cut a script at the semicolons that end a statement: executescript would commit on its own."""
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
