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
    words: Callable[[Any], str] | None = None
    """What the entry says now, in place of ``text``."""
    line_above: bool = False
    on_canvas: bool = False
    """Its keys work only while the canvas has the keyboard: Tab, and single letters.

    Of the three marks, those that are set say where; without any, the keys work in the whole window.
    """
    in_layers: bool = False
    """While the list of layers has the keyboard."""
    in_gallery: bool = False
    """While the pictures of the gallery have it."""

    @property
    def everywhere(self) -> bool:
        """Whether its keys work in the whole window."""
        return not (self.on_canvas or self.in_layers or self.in_gallery)

    def meets(self, other: ActionRow) -> bool:
        """Whether there is a place where the keys of both work: then they must have different ones."""
        return (
            self.everywhere
            or other.everywhere
            or (self.on_canvas and other.on_canvas)
            or (self.in_layers and other.in_layers)
            or (self.in_gallery and other.in_gallery)
        )
