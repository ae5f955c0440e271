"""Numbers as people type them."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def typed_number(text: str) -> float | None:
    """In the language's own way, or with a point or comma; None for anything else."""
    number, valid = QLocale().toDouble(text)
    if not valid:
        number, valid = QLocale.c().toDouble(text.replace(",", "."))
    return number if valid else None
