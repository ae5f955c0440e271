"""Files of older versions, as those versions wrote them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from desktop.core import gallery_schema
from desktop.core.gallery import Gallery
from desktop.core.gallery_schema import VERSION
from tests.helpers.records import make_pixels, make_record

VERSION_1 = """
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
    PRAGMA user_version=1;
"""
RECORD = make_record(schedule="Karras", guidance_scale=4.5)


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A gallery of version 1 with a starred picture, and one whose record is not readable."""
    path = tmp_path / "gallery.db"
    db = sqlite3.connect(path)
    db.executescript(VERSION_1)
    add = "INSERT INTO pictures VALUES (?, ?, 1000, 512, 768, 7, 'starter', 'Euler', 20, ?, ?, '', '')"
    db.execute(add, (3, "/pictures/a.png", 1, "a red apple"))
    db.execute(add, (5, "/pictures/b.png", 0, "a blue car"))
    db.execute("INSERT INTO details VALUES (3, ?, x'01')", (RECORD.model_dump_json(),))
    db.execute("INSERT INTO details VALUES (5, '{', x'02')")
    db.commit()
    db.close()
    return path


def test_a_gallery_of_version_1_opens_with_everything_in_it(old_file: Path) -> None:
    gallery = Gallery(old_file)
    assert (gallery.notice, gallery.needs_rebuild, gallery.read_only) == (None, False, False)
    rows = gallery.page(10)
    assert [(row.id, row.starred, row.prompt) for row in rows] == [
        (5, False, "a blue car"),
        (3, True, "a red apple"),
    ]
    assert {(row.rating, row.imported, row.parent_id, row.in_bin) for row in rows} == {
        (0, False, None, False)
    }
    assert gallery.record(3) == RECORD
    assert gallery.thumbnail(5) == b"\x02"
    gallery.close()
    db = sqlite3.connect(old_file)
    assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("INSERT INTO words(words) VALUES ('integrity-check')").fetchall() == []
    db.close()


def test_what_is_new_is_searched_in_old_pictures_too(old_file: Path) -> None:
    gallery = Gallery(old_file)
    assert gallery.ids("schedule:karras") == gallery.ids("guidance:4.5") == [3]
    assert gallery.ids("guidance:0") == [5]
    assert gallery.ids("a") == gallery.ids("source:made") == [5, 3]
    gallery.close()


def test_an_old_gallery_takes_new_pictures_and_changes(old_file: Path) -> None:
    gallery = Gallery(old_file)
    child = gallery.add(Path("/pictures/c.png"), make_pixels(), make_record(prompt="a pear"), parent_id=3)
    assert child > 5
    assert [row.id for row in gallery.children(3)] == gallery.ids("pear") == [child]
    gallery.remove(3)
    assert gallery.ids("apple") == []
    gallery.close()


def test_an_interrupted_migration_changes_nothing(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gallery_schema._MIGRATIONS
    with monkeypatch.context() as broken:
        broken.setattr(gallery_schema, "_MIGRATIONS", (whole[0], f"{whole[1]}; SELECT missing FROM nowhere;"))
        db = sqlite3.connect(old_file, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError):
            gallery_schema.migrate(db)
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        db.close()
    gallery = Gallery(old_file)
    assert gallery.count() == 2
    gallery.close()
