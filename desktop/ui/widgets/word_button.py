"""A button with an icon and words."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui.icons import icon

_SIDE = 15
_GAP = 3
"""Beside the four pixels that Qt leaves between icon and words."""


class WordButton(QPushButton):
    """The icon stands a little off the words, which Qt does not do. ``kind`` is the style sheet's."""

    def __init__(self, icon_name: str, text: str, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(icon(icon_name), text, parent)
        if kind:
            self.setProperty("kind", kind)
        self.setIconSize(QSize(_SIDE + _GAP, _SIDE))
