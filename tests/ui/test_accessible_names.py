"""Every control says what it is to a screen reader."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui.canvas.view import CanvasView
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.notice_bar import NoticeBar
from desktop.ui.widgets.primary_action import PrimaryAction
from desktop.ui.widgets.prompt_field import PromptField
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.seed_field import SeedField
from desktop.ui.widgets.size_field import SizeField
from desktop.ui.widgets.slider_field import SliderField
from desktop.ui.widgets.stepper import Stepper
from desktop.ui.widgets.thumbnails import ThumbnailStrip

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit, QSlider, CanvasView)


def notice() -> NoticeBar:
    bar = NoticeBar()
    bar.show_notice("error", "No", "Do", "Why")
    return bar


def busy_canvas() -> CanvasView:
    view = CanvasView()
    view.set_progress("Step", 1, 2, 3.0)
    return view


@pytest.mark.parametrize(
    "build",
    [
        lambda: Field("Sampler", ChoiceField([Choice("Euler", 1)])),
        lambda: SliderField("Steps", 1, 50, default=20),
        lambda: SizeField("Size"),
        lambda: SeedField("Seed"),
        lambda: Stepper("Pictures", 1, 9),
        lambda: PrimaryAction("sparkles", "Generate"),
        lambda: SearchField("Search models"),
        lambda: PromptField("Prompt"),
        lambda: ThumbnailStrip("Newest pictures", 256),
        notice,
        busy_canvas,
    ],
)
def test_every_control_has_a_name(qtbot: QtBot, build: Callable[[], QWidget]) -> None:
    root = build()
    qtbot.addWidget(root)
    root.show()
    controls = [w for w in (root, *root.findChildren(QWidget)) if isinstance(w, CONTROLS) and w.isVisible()]
    assert controls

    nameless = []
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        if not interface.text(QAccessible.Text.Name):
            nameless.append(control)
    assert not nameless


def test_a_field_hands_its_label_and_tooltip_to_its_control(qtbot: QtBot) -> None:
    choice = ChoiceField([Choice("Euler", 1)])
    field = Field("Sampler", choice, tooltip="How noise becomes a picture")
    qtbot.addWidget(field)

    assert choice.accessibleName() == "Sampler"
    assert choice.toolTip() == field.label.toolTip() == "How noise becomes a picture"
