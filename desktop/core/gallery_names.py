"""Names that people give boards and searches."""

from __future__ import annotations

import sqlite3

from desktop.core.errors import AppError

MAX_NAME = 100


def clean(text: str) -> str:
    """A name as it is kept: one line, and without the quotation mark that ends it in a search.

    Raises AppError("bad_name") for one that is empty or longer than MAX_NAME.
    """
    name = " ".join("".join(c if c.isprintable() else " " for c in text.replace('"', "'")).split())
    if not 0 < len(name) <= MAX_NAME:
        raise AppError(
            "bad_name",
            "This name can't be used." if name else "A name is missing.",
            f"A name has 1 to {MAX_NAME} characters.",
        )
    return name


def check_free(db: sqlite3.Connection, name: str, board_id: int = 0) -> None:
    """Raise AppError("board_exists") when another board than ``board_id`` has this name."""
    if db.execute("SELECT 1 FROM boards WHERE name = ? AND id <> ?", (name, board_id)).fetchone():
        raise AppError("board_exists", f"There is a board {name} already.", "Choose another name.")
