"""The interface font: Inter, from the program's own files."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from desktop.core import paths

FAMILY = "Inter"
BASE_PX = 13
SMALL_PX = 12
_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")


def load_fonts() -> None:
    """Make the bundled weights (400 and 600) known to Qt. GUI thread, after the application."""
    if FAMILY in QFontDatabase.families():
        return
    folder = paths.resources() / "fonts"
    for name in _FILES:
        QFontDatabase.addApplicationFont(str(folder / name))


def interface_font(size_px: int = BASE_PX, *, strong: bool = False) -> QFont:
    """Inter with figures of equal width, so that counters and times do not dance."""
    font = QFont([FAMILY, "Noto Sans", "Segoe UI", "sans-serif"])
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
