"""The colours of the look: one table for each theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of a theme as ``#rrggbb``. Darker means deeper; the picture is the brightest thing."""

    window: str
    panel: str
    field: str
    surround: str
    """Around the picture: neutral, so that colours can be judged."""
    on_surround: str
    border: str
    separator: str
    hover: str
    selection: str
    """Behind the chosen row of a list."""
    track: str
    """The part of a slider or bar that is not filled."""
    knob: str
    text: str
    text_readable: str
    """Second-rank text that a person must read."""
    text_secondary: str
    """Labels and hints."""
    text_disabled: str
    accent: str
    """One primary action, selection, progress, mask: nothing else."""
    accent_hover: str
    accent_pressed: str
    accent_tint: str
    accent_text: str
    """Accent as text: readable on panels, fields and the tint."""
    on_accent: str
    good: str
    warning: str
    bad: str
    star: str
    """On pictures, over a dark spot."""
    checker_light: str
    checker_dark: str


DARK = Tokens(
    window="#1b1c1f",
    panel="#222428",
    field="#18191c",
    surround="#141517",
    on_surround="#aeb3bb",
    border="#34373d",
    separator="#131417",
    hover="#2b2e33",
    selection="#2e3136",
    track="#3a3d43",
    knob="#f2f3f5",
    text="#e3e5e8",
    text_readable="#aeb3bb",
    text_secondary="#8d939c",
    text_disabled="#5d626a",
    accent="#ff6b4a",
    accent_hover="#ff7d60",
    accent_pressed="#ec5836",
    accent_tint="#3a2a27",
    accent_text="#ff8468",
    on_accent="#1b0d09",
    good="#8fd0a4",
    warning="#ffd27a",
    bad="#ff7a7a",
    star="#ffd27a",
    checker_light="#4a4c50",
    checker_dark="#3a3c40",
)
LIGHT = Tokens(
    window="#eceef0",
    panel="#f7f8f9",
    field="#ffffff",
    surround="#767676",
    on_surround="#ffffff",
    border="#cdd1d6",
    separator="#d9dce0",
    hover="#e7e9ec",
    selection="#e3e6ea",
    track="#cdd1d6",
    knob="#ffffff",
    text="#1c1e21",
    text_readable="#41464d",
    text_secondary="#5c626b",
    text_disabled="#9aa0a8",
    accent="#f25f3d",
    accent_hover="#f77252",
    accent_pressed="#e05330",
    accent_tint="#fde6e0",
    accent_text="#b03517",
    on_accent="#1b0d09",
    good="#1f6b3b",
    warning="#7d5200",
    bad="#b3261e",
    star="#ffd27a",
    checker_light="#ffffff",
    checker_dark="#d9d9d9",
)
HIGH_CONTRAST = Tokens(
    window="#000000",
    panel="#000000",
    field="#000000",
    surround="#1a1a1a",
    on_surround="#ffffff",
    border="#ffffff",
    separator="#ffffff",
    hover="#333333",
    selection="#3d3d3d",
    track="#8c8c8c",
    knob="#ffffff",
    text="#ffffff",
    text_readable="#ffffff",
    text_secondary="#f0f0f0",
    text_disabled="#a6a6a6",
    accent="#ff8a6e",
    accent_hover="#ffa48e",
    accent_pressed="#ff7857",
    accent_tint="#40170c",
    accent_text="#ffa48e",
    on_accent="#000000",
    good="#9df5b8",
    warning="#ffe08a",
    bad="#ff9c9c",
    star="#ffd27a",
    checker_light="#808080",
    checker_dark="#4d4d4d",
)
THEMES: Mapping[str, Tokens] = MappingProxyType(
    {"dark": DARK, "light": LIGHT, "high-contrast": HIGH_CONTRAST}
)
