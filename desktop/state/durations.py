"""Durations in words."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """``0.8 s``, ``12 s``, ``3 min``, ``1.5 h``: no more figures than are known."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
