"""The tool bar in the window, and the keys of the tools."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QToolButton
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.state.editor.tool_state import Tool
from tests.ui.canvas.documents import opened


def button(app: App, name: str) -> QToolButton:
    return next(b for b in app.window.tool_bar.findChildren(QToolButton) if b.accessibleName() == name)


def press(app: App, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    app.window.canvas.setFocus()
    QTest.keyClick(app.window.canvas, key, keys)


def test_a_click_takes_the_tool_and_marks_it(qtbot: QtBot, app: App) -> None:
    qtbot.mouseClick(button(app, "Brush"), Qt.MouseButton.LeftButton)

    assert app.studio.editor.tools.tool is Tool.BRUSH
    assert button(app, "Brush").isChecked()
    assert not button(app, "Hand").isChecked()
    assert QApplication.focusWidget() is app.window.canvas


def test_the_tool_in_hand_stays_marked_when_it_is_clicked_again(qtbot: QtBot, app: App) -> None:
    for _ in range(2):
        qtbot.mouseClick(button(app, "Eraser"), Qt.MouseButton.LeftButton)

    assert button(app, "Eraser").isChecked()


@pytest.mark.parametrize(
    ("key", "tool"),
    [
        (Qt.Key.Key_B, Tool.BRUSH),
        (Qt.Key.Key_E, Tool.ERASER),
        (Qt.Key.Key_M, Tool.MASK),
        (Qt.Key.Key_W, Tool.WAND),
        (Qt.Key.Key_C, Tool.CROP),
        (Qt.Key.Key_V, Tool.MOVE),
    ],
)
def test_a_letter_takes_the_tool_while_the_canvas_has_the_keyboard(app: App, key: Qt.Key, tool: Tool) -> None:
    press(app, key)

    assert app.studio.editor.tools.tool is tool


def test_letters_stay_letters_in_the_prompt(qtbot: QtBot, app: App) -> None:
    app.window.prompt.prompt.edit.setFocus()
    qtbot.keyClicks(app.window.prompt.prompt.edit, "b")

    assert app.studio.editor.tools.tool is Tool.HAND


def test_tools_that_share_a_button_show_the_last_one(app: App) -> None:
    press(app, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)

    assert app.studio.editor.tools.tool is Tool.ELLIPSE
    shared = button(app, "Select an ellipse")
    assert shared.isChecked()
    assert len(shared.menu().actions()) == 2

    press(app, Qt.Key.Key_B)
    assert button(app, "Select an ellipse") is shared


def test_brackets_change_the_size_of_the_brush_in_hand(app: App) -> None:
    tools = app.studio.editor.tools
    press(app, Qt.Key.Key_B)
    before, mask = tools.brush_size, tools.mask_size

    press(app, Qt.Key.Key_BracketRight)
    assert tools.brush_size > before
    press(app, Qt.Key.Key_BracketLeft)
    press(app, Qt.Key.Key_BracketLeft)
    assert tools.brush_size < before
    assert tools.mask_size == mask


def test_shift_and_brackets_change_the_hardness(app: App) -> None:
    tools = app.studio.editor.tools
    press(app, Qt.Key.Key_B)

    press(app, Qt.Key.Key_BraceLeft, Qt.KeyboardModifier.ShiftModifier)

    assert tools.hardness == pytest.approx(0.7)


def test_x_swaps_colours_or_what_the_mask_brush_does(app: App) -> None:
    tools = app.studio.editor.tools
    press(app, Qt.Key.Key_B)
    press(app, Qt.Key.Key_X)
    assert (tools.colour, tools.other_colour) == ((255, 255, 255), (0, 0, 0))

    press(app, Qt.Key.Key_M)
    press(app, Qt.Key.Key_X)
    assert tools.mask_erases
    assert tools.colour == (255, 255, 255)


def test_q_shows_the_outline_in_place_of_the_veil(app: App) -> None:
    press(app, Qt.Key.Key_Q)

    assert not app.studio.editor.tools.shows_mask
    assert not app.window.actions_["selection_veil"].isChecked()


def test_a_colour_is_chosen_beside_the_canvas(qtbot: QtBot, app: App) -> None:
    qtbot.mouseClick(app.window.tool_bar.swatches.colour, Qt.MouseButton.LeftButton)
    dialog = app.window.findChild(QColorDialog)
    assert not dialog.isHidden()

    dialog.setCurrentColor(Qt.GlobalColor.red)
    dialog.accept()

    assert app.studio.editor.tools.colour == (255, 0, 0)


def test_a_colour_that_is_cancelled_is_as_before(qtbot: QtBot, app: App) -> None:
    qtbot.mouseClick(app.window.tool_bar.swatches.other, Qt.MouseButton.LeftButton)
    dialog = app.window.findChild(QColorDialog)
    dialog.setCurrentColor(Qt.GlobalColor.red)

    dialog.reject()

    assert app.studio.editor.tools.other_colour == (255, 255, 255)


def test_the_status_bar_says_what_the_tool_does(app: App) -> None:
    opened(app.studio.editor)
    press(app, Qt.Key.Key_W)

    assert app.window.status.words.text().startswith("Click to select what looks alike")


def test_ctrl_t_takes_the_handles(app: App) -> None:
    app.window.actions_["transform"].trigger()

    assert app.studio.editor.tools.tool is Tool.MOVE


def test_the_bar_fits_a_low_window(app: App) -> None:
    app.window.resize(1100, 700)
    QApplication.processEvents()

    bar = app.window.tool_bar
    assert app.window.centralWidget().rect().contains(bar.geometry())
    assert bar.rect().contains(bar.swatches.geometry())
