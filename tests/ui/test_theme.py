"""Colours, fonts and the style sheet."""

from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.theme import apply_theme, current_tokens, motion_reduced, palette
from desktop.ui.tokens import DARK, LIGHT, THEMES, Tokens

TEXT_PAIRS = [
    ("text", "window"),
    ("text", "panel"),
    ("text", "field"),
    ("text", "hover"),
    ("text", "selection"),
    ("text_readable", "window"),
    ("text_readable", "panel"),
    ("text_readable", "field"),
    ("text_secondary", "window"),
    ("text_secondary", "panel"),
    ("text_secondary", "field"),
    ("on_surround", "surround"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("accent_text", "panel"),
    ("accent_text", "field"),
    ("accent_text", "accent_tint"),
    ("good", "panel"),
    ("warning", "panel"),
    ("bad", "panel"),
]


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (value / 255 for value in QColor(color).toTuple()[:3])
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    colors = asdict(THEMES[theme])

    assert contrast(colors[ink], colors[ground]) >= 4.5


def test_high_contrast_is_higher() -> None:
    tokens = THEMES["high-contrast"]

    assert contrast(tokens.text_secondary, tokens.panel) >= 12
    assert contrast(tokens.border, tokens.panel) >= 12


@pytest.mark.parametrize("tokens", [DARK, LIGHT])
def test_the_surround_of_the_picture_is_neutral(tokens: Tokens) -> None:
    red, green, blue, _ = QColor(tokens.surround).toTuple()

    assert max(red, green, blue) - min(red, green, blue) <= 4


def test_a_theme_reaches_palette_font_and_painting_code(qapp: QApplication) -> None:
    apply_theme(qapp, "light")

    assert current_tokens() is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(LIGHT.field)
    assert QFontInfo(qapp.font()).family() == "Inter"


def test_motion_is_reduced_only_on_request(qapp: QApplication) -> None:
    apply_theme(qapp, "dark", reduced_motion=True)
    assert motion_reduced()

    apply_theme(qapp, "dark")
    assert not motion_reduced()


def test_an_unknown_theme_changes_nothing(qapp: QApplication) -> None:
    apply_theme(qapp, "light")

    with pytest.raises(KeyError):
        apply_theme(qapp, "neon")

    assert current_tokens() is LIGHT


def test_the_style_sheet_leaves_no_token_unfilled(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark")

    assert "$" not in qapp.styleSheet()


def test_every_palette_group_is_explicit() -> None:
    ours = palette(DARK)

    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Text, QPalette.ColorRole.Highlight):
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            assert ours.isBrushSet(group, role)
