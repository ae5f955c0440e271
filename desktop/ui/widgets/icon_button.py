"""A small button that shows only an icon, and says its name to screen readers and in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.ui.icons import icon


class IconButton(QToolButton):
    """``name`` says in a few words what it does; ``tooltip`` defaults to it. ``inline`` is for fields."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        *,
        tooltip: str = "",
        checkable: bool = False,
        inline: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if inline:
            self.setProperty("kind", "inline")
        self.setIcon(icon(icon_name))
        side = 15 if inline else 17
        self.setIconSize(QSize(side, side))
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setToolTip(tooltip or name)
