"""An action as lists of all actions show it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAction


@dataclass(frozen=True, slots=True)
class Command:
    """``id`` is the table's, ``path`` the title of its menu."""

    id: str
    action: QAction
    path: str

    @property
    def text(self) -> str:
        """What it does, without the marks of a menu entry."""
        return self.action.text().replace("&", "").removesuffix("…")
