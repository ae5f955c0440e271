"""One action, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QKeySequence

Key = QKeySequence.StandardKey


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text of a table for translation in ``context``: lupdate looks for this name."""
    return text


@dataclass(frozen=True, slots=True)
class ActionRow:
    """``do``, ``can`` and ``checked`` are methods of the command set that the row stands beside.

    Without ``can`` it can always be done; ``checked`` makes it a switch that shows this state. The first of
    ``keys`` is shown in menus. Texts are marked with QT_TRANSLATE_NOOP("Actions", …).
    """

    id: str
    menu: str
    text: str
    tip: str
    do: Callable[[Any], object]
    icon: str = ""
    keys: tuple[Key | str, ...] = ()
    can: Callable[[Any], bool] | None = None
    checked: Callable[[Any], bool] | None = None
    line_above: bool = False
