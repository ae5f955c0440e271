"""One action, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QKeySequence

from desktop.core.texts import QT_TRANSLATE_NOOP as QT_TRANSLATE_NOOP

Key = QKeySequence.StandardKey


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
    on_canvas: bool = False
    """Its keys work only while the canvas has the keyboard: Tab, and single letters."""
