"""Durations in words."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def duration(seconds: float) -> str:
    """``0.8 s``, ``12 s``, ``3 min``, ``1.5 h``: no more figures than are known."""
    if seconds < 10:
        return f"{_number(seconds, 1)} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{_number(seconds / 3600, 1)} h"


def _number(value: float, decimals: int) -> str:
    """With the decimal sign of the person's language."""
    return QLocale().toString(value, "f", decimals)
