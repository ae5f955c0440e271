"""The part of the prompt dock that belongs to the canvas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.document.document import Document
from desktop.core.document.plane import Plane
from desktop.core.geometry import Size
from desktop.core.params import FillMode, TaskName
from desktop.state.canvas_state import CanvasPicture
from tests.helpers.scripted import make_pixels
from tests.ui.conftest import OpenApp
from tests.ui.jobs import held_script, wait_until_running

SIZE = Size(80, 60)
PICTURE = Document.from_pixels(make_pixels(SIZE), "Lake")
SELECTED = replace(PICTURE, selection=Plane.of(np.full((30, 30), 255, np.uint8)))


def show(qtbot: QtBot, app: App, document: Document) -> None:
    app.studio.editor.document.open("Open", document)
    qtbot.waitUntil(lambda: app.studio.editor.facts.settled)


def enabled(app: App) -> dict[str, bool]:
    """The entries of the switch, and whether each can be chosen."""
    return {action.text(): action.isEnabled() for action in app.window.prompt.task.choices.values()}


def test_on_an_empty_canvas_there_is_nothing_to_decide(app: App) -> None:
    dock = app.window.prompt
    assert not dock.task.isVisible()
    assert not dock.strength.isVisible()
    assert dock.size_field.isVisible()


@pytest.mark.parametrize(
    ("document", "words", "strength"),
    [
        (PICTURE, "Redraw the picture", "image_strength"),
        (SELECTED, "Inpaint the selection", "inpaint_strength"),
        (replace(PICTURE, size=Size(120, 60)), "Fill the empty edges", "inpaint_strength"),
    ],
)
def test_the_button_says_what_happens_and_the_strength_that_matters_is_there(
    qtbot: QtBot, app: App, document: Document, words: str, strength: str
) -> None:
    show(qtbot, app, document)
    assert app.window.prompt.action.button.text() == words
    dock = app.window.prompt
    assert dock.strength.image.isVisible() == (strength == "image_strength")
    assert dock.strength.inpaint.isVisible() == (strength == "inpaint_strength")
    assert dock.more.isVisible()
    dock.more.click()
    assert dock.inpaint.isVisible() == (strength == "inpaint_strength")
    assert dock.clip_skip.isVisible()


def test_only_what_is_possible_can_be_chosen_and_the_rest_says_why(qtbot: QtBot, app: App) -> None:
    show(qtbot, app, PICTURE)
    assert enabled(app) == {
        "Automatic": True,
        "Text to image": True,
        "Image to image": True,
        "Inpaint": False,
    }
    reason = app.window.prompt.task.choices[TaskName.INPAINT].toolTip()
    assert reason.startswith("Nothing is selected")
    show(qtbot, app, SELECTED)
    assert enabled(app)["Inpaint"]


def test_the_switch_overrides_the_canvas(qtbot: QtBot, app: App) -> None:
    show(qtbot, app, SELECTED)
    dock = app.window.prompt
    dock.task.click()
    menu = dock.task.findChild(QMenu)
    assert menu.isVisible()
    menu.close()
    dock.task.choices[TaskName.TEXT].trigger()
    assert app.studio.prompt.task is TaskName.TEXT
    assert dock.action.button.text() == "Generate"
    assert not dock.strength.isVisible()
    app.studio.prompt.task = None
    assert dock.task.choices[None].isChecked()


def test_the_canvas_decides_the_size(qtbot: QtBot, app: App) -> None:
    dock = app.window.prompt
    show(qtbot, app, PICTURE)
    assert (dock.size_field.isVisible(), dock.canvas_size.isVisible()) == (False, True)
    assert (dock.canvas_size.edit.text(), dock.canvas_size.edit.isEnabled()) == ("80 × 60", False)
    app.studio.undo_stack.undo()
    assert dock.size_field.isVisible()


def test_inpaint_options_are_folded_and_reach_the_state(qtbot: QtBot, app: App) -> None:
    show(qtbot, app, SELECTED)
    options = app.window.prompt.inpaint
    assert not options.fill.isVisible()
    assert not app.window.prompt.clip_skip.isVisible()
    app.window.prompt.more.click()
    assert options.fill.isVisible()
    options.fill.set_value(FillMode.NOISE)
    options.grow.set_value(12)
    options.feather.set_value(3)
    options.padding.set_value(96)
    options.soft.click()
    options.match_colours.click()
    inpaint = app.studio.prompt.inpaint
    assert (inpaint.fill, inpaint.grow, inpaint.feather, inpaint.padding) == (FillMode.NOISE, 12, 3, 96)
    assert (inpaint.soft, inpaint.match_colours) == (False, False)


def test_while_a_job_runs_the_button_still_says_what_it_does_and_that_it_waits(
    qtbot: QtBot, open_app: OpenApp
) -> None:
    app = open_app(held_script())
    app.studio.generate()
    wait_until_running(qtbot, app)
    show(qtbot, app, PICTURE)
    assert app.window.prompt.action.button.text() == "Redraw the picture"
    assert app.window.prompt.action.button.accessibleDescription().startswith("goes to the queue")
    app.studio.cancel_all()
    qtbot.waitUntil(lambda: not app.studio.busy)


def test_a_picture_that_is_looked_at_can_be_redrawn_when_that_is_chosen(qtbot: QtBot, app: App) -> None:
    app.studio.canvas.show(CanvasPicture(make_pixels(SIZE)))
    assert app.window.prompt.task.isVisible()
    assert enabled(app)["Image to image"]
    assert app.window.prompt.action.button.text() == "Generate"
    app.window.prompt.task.choices[TaskName.IMAGE].trigger()
    assert app.window.prompt.action.button.text() == "Redraw the picture"
