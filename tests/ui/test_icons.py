"""Icons in the colours of the theme."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desktop.core import paths
from desktop.ui.icons import application_icon, icon, icon_pixmap
from desktop.ui.theme import apply_theme
from desktop.ui.tokens import DARK, LIGHT

NAMES = sorted(path.stem for path in (paths.resources() / "icons" / "lucide").glob("*.svg"))


def strongest(
    shown: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
) -> QColor:
    """The colour of the most opaque pixel."""
    image = shown.pixmap(QSize(32, 32), 1.0, mode, state).toImage()
    pixels = (image.pixelColor(x, y) for x in range(32) for y in range(32))
    return max(pixels, key=lambda color: color.alpha())


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_can_be_drawn(qapp: QApplication, name: str) -> None:
    assert strongest(icon(name)).alpha() > 100


def test_an_icon_follows_a_change_of_theme(qapp: QApplication) -> None:
    brush = icon("brush")
    before = strongest(brush)

    apply_theme(qapp, "light")

    assert before == QColor(DARK.text_readable)
    assert strongest(brush) == QColor(LIGHT.text_readable)


def test_checked_disabled_and_named_colours_differ(qapp: QApplication) -> None:
    assert strongest(icon("box"), state=QIcon.State.On) == QColor(DARK.accent_text)
    assert strongest(icon("box"), QIcon.Mode.Disabled) == QColor(DARK.text_disabled)
    assert strongest(icon("box", "warning")) == QColor(DARK.warning)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_an_icon_has_a_pixel_for_each_of_the_screen(qapp: QApplication, ratio: float) -> None:
    assert icon("brush").pixmap(QSize(16, 16), ratio).width() == 16 * ratio
    assert icon_pixmap("brush", "text", 16, ratio).width() == 16 * ratio


def test_an_unknown_colour_is_a_bug(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="pinkish"):
        icon("brush", "pinkish")


def test_an_icon_outlives_its_python_reference(qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("brush"))

    assert not button.grab().isNull()


def test_the_application_icon_has_the_usual_sizes(qapp: QApplication) -> None:
    assert {size.width() for size in application_icon().availableSizes()} >= {16, 32, 48, 256}


def test_no_icon_reaches_out_of_its_file() -> None:
    for name in NAMES:
        text = (paths.resources() / "icons" / "lucide" / f"{name}.svg").read_text()
        assert not re.search(r"href|<script|<image|<style|url\(", text), name
