"""How a table of colours reaches Qt.

The theme in use is a property of the QApplication. Painting code asks ``current_tokens()`` each time, so a
change of theme needs no signal beyond the palette change that Qt sends to every widget.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.fonts import interface_font, load_fonts
from desktop.ui.stylesheet import style_sheet
from desktop.ui.tokens import DARK, THEMES, Tokens

_THEME_PROPERTY = "darkroom_theme"
_MOTION_PROPERTY = "darkroom_reduced_motion"


def current_tokens() -> Tokens:
    """The colours in use; dark before any theme was applied. GUI thread."""
    app = QCoreApplication.instance()
    name = app.property(_THEME_PROPERTY) if app is not None else None
    return THEMES.get(str(name), DARK)


def motion_reduced() -> bool:
    """Whether animations are unwanted."""
    app = QCoreApplication.instance()
    return app is not None and bool(app.property(_MOTION_PROPERTY))


def apply_theme(app: QApplication, name: str, *, reduced_motion: bool = False) -> None:
    """Dress the application in the theme ``name``, a key of THEMES (KeyError otherwise). Repeatable.

    ``system`` is light or dark as the desktop has it; dark where the desktop does not say.
    """
    if name == "system":
        light = app.styleHints().colorScheme() == Qt.ColorScheme.Light
        name = "light" if light else "dark"
    tokens = THEMES[name]
    if app.property(_THEME_PROPERTY) is None:
        # Once only: each of these makes every widget measure itself again.
        load_fonts()
        app.setStyle("Fusion")
        app.setFont(interface_font())
    app.setProperty(_THEME_PROPERTY, name)
    app.setProperty(_MOTION_PROPERTY, reduced_motion)
    app.setPalette(palette(tokens))
    app.setStyleSheet(style_sheet(tokens))


def palette(tokens: Tokens) -> QPalette:
    """Every colour role that Qt asks for, so that nothing of the system's own colours shows through."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    colors = {
        role.Window: tokens.panel,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.panel,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text_secondary,
        role.Button: tokens.panel,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.ToolTipBase: tokens.window,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent_text,
        role.LinkVisited: tokens.accent_text,
        role.Light: tokens.hover,
        role.Midlight: tokens.border,
        role.Mid: tokens.border,
        role.Dark: tokens.separator,
        role.Shadow: tokens.separator,
    }
    result = QPalette()
    for key, color in colors.items():
        result.setColor(key, QColor(color))
    for key in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.HighlightedText):
        result.setColor(group.Disabled, key, QColor(tokens.text_disabled))
    for key in (role.Highlight, role.Accent):
        result.setColor(group.Disabled, key, QColor(tokens.track))
    return result
