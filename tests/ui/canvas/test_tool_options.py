"""The chip with the options of the tool in hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.document.selection import Combine
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.ui.canvas.chips import ZoomChip
from desktop.ui.canvas.tool_options import ToolOptions
from desktop.ui.canvas.tools.framing import CropTool
from desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.documents import opened
from tests.ui.canvas.hand import Hand


@pytest.fixture
def chip(editor: Editor, view: CanvasView) -> ToolOptions:
    opened(editor)
    return view.findChild(ToolOptions)


def field(chip: ToolOptions, name: str) -> QLineEdit:
    return next(
        edit for edit in chip.findChildren(QLineEdit) if edit.accessibleName() == name and edit.isVisible()
    )


def button(parent: QWidget, name: str) -> QAbstractButton:
    named = [b for b in parent.findChildren(QAbstractButton) if b.accessibleName() == name and b.isVisible()]
    return named[0]


def type_value(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_there_is_none_without_a_picture_or_options(editor: Editor, view: CanvasView) -> None:
    chip = view.findChild(ToolOptions)
    editor.tools.tool = Tool.BRUSH
    assert not chip.isVisible()

    opened(editor)
    assert chip.isVisible()
    editor.tools.tool = Tool.HAND
    assert not chip.isVisible()


@pytest.mark.parametrize("tool", list(Tool))
def test_it_lies_within_the_canvas_for_every_tool(chip: ToolOptions, editor: Editor, tool: Tool) -> None:
    editor.tools.tool = tool

    view = chip.parentWidget()
    assert view.rect().contains(chip.geometry()) or chip.isHidden()
    assert chip.isHidden() or not chip.geometry().intersects(view.findChild(ZoomChip).geometry())


def test_typed_figures_reach_the_tool(qtbot: QtBot, chip: ToolOptions, editor: Editor) -> None:
    editor.tools.tool = Tool.BRUSH

    type_value(qtbot, field(chip, "size"), "120")
    type_value(qtbot, field(chip, "opacity"), "35")

    assert editor.tools.brush_size == 120
    assert editor.tools.opacity == pytest.approx(0.35)


def test_it_shows_what_keys_have_changed(chip: ToolOptions, editor: Editor) -> None:
    editor.tools.tool = Tool.BRUSH

    editor.tools.brush_size = 77.0

    assert field(chip, "size").text() == "77"


def test_each_brush_has_its_own_size(chip: ToolOptions, editor: Editor) -> None:
    editor.tools.brush_size, editor.tools.mask_size = 11.0, 99.0

    editor.tools.tool = Tool.BRUSH
    assert field(chip, "size").text() == "11"
    editor.tools.tool = Tool.MASK
    assert field(chip, "size").text() == "99"


def test_a_button_says_how_to_combine(qtbot: QtBot, chip: ToolOptions, editor: Editor) -> None:
    editor.tools.tool = Tool.LASSO

    qtbot.mouseClick(button(chip, "Add to the selection (Shift)"), Qt.MouseButton.LeftButton)

    assert editor.tools.combine is Combine.ADD


def test_more_about_the_brush_opens_and_holds_the_flow(
    qtbot: QtBot, chip: ToolOptions, editor: Editor
) -> None:
    editor.tools.tool = Tool.BRUSH
    more = button(chip, "More about the brush")

    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)

    panel = next(child for child in more.findChildren(QWidget) if child.isWindow())
    flow = next(e for e in panel.findChildren(QLineEdit) if e.accessibleName().startswith("Flow"))
    type_value(qtbot, flow, "40")
    assert editor.tools.flow == pytest.approx(0.4)
    panel.close()


def test_figures_of_the_crop_are_typed(
    qtbot: QtBot, chip: ToolOptions, editor: Editor, view: CanvasView, hand: Hand
) -> None:
    editor.tools.tool = Tool.CROP
    crop = view.tool
    assert isinstance(crop, CropTool)

    type_value(qtbot, field(chip, "Width"), "40")
    assert crop.rect.width == 40
    hand.drag((40, 64), (40, 30))
    assert field(chip, "Height").text() == "30"
    qtbot.mouseClick(button(chip, "Apply"), Qt.MouseButton.LeftButton)

    assert (editor.document.document.size.width, editor.document.document.size.height) == (40, 30)


def test_apply_waits_for_something_to_apply(chip: ToolOptions, editor: Editor) -> None:
    editor.tools.tool = Tool.CROP

    assert not button(chip, "Apply").isEnabled()


def test_sides_of_the_extension_are_typed(
    qtbot: QtBot, chip: ToolOptions, editor: Editor, view: CanvasView
) -> None:
    editor.tools.tool = Tool.EXTEND

    type_value(qtbot, field(chip, "Left"), "64")
    qtbot.mouseClick(button(chip, "Apply"), Qt.MouseButton.LeftButton)

    assert editor.document.document.size.width == 96 + 64


def test_figures_of_the_layer_are_typed(
    qtbot: QtBot, chip: ToolOptions, editor: Editor, view: CanvasView
) -> None:
    editor.tools.tool = Tool.MOVE
    qtbot.waitUntil(lambda: field(chip, "Width").text() == "96")

    type_value(qtbot, field(chip, "Left"), "20")

    assert field(chip, "Left").text() == "20"
    assert view.tool.open


def narrowed(qtbot: QtBot, chip: ToolOptions, width: int) -> None:
    chip.parentWidget().resize(width, 400)
    qtbot.waitUntil(lambda: chip.width() <= width)


@pytest.mark.parametrize("tool", list(Tool))
@pytest.mark.parametrize("width", [460, 340])
def test_no_word_of_it_is_cut_where_there_is_little_room(
    qtbot: QtBot, chip: ToolOptions, editor: Editor, tool: Tool, width: int
) -> None:
    narrowed(qtbot, chip, width)
    editor.tools.tool = tool
    if chip.isHidden():
        return

    qtbot.waitUntil(lambda: chip.layout().sizeHint().width() == chip.width())
    for label in chip.findChildren(QLabel):
        assert not label.isVisible() or label.width() >= label.sizeHint().width()


def test_what_it_has_no_room_for_is_found_behind_more(
    qtbot: QtBot, chip: ToolOptions, editor: Editor
) -> None:
    editor.tools.tool = Tool.MASK
    narrowed(qtbot, chip, 460)
    more = button(chip, "More about the brush")

    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)

    panel = next(child for child in more.findChildren(QWidget) if child.isWindow())
    opacity = next(e for e in panel.findChildren(QLineEdit) if e.accessibleName().startswith("Opacity"))
    type_value(qtbot, opacity, "40")
    assert editor.tools.opacity == pytest.approx(0.4)
    panel.close()


def test_it_takes_the_room_back(qtbot: QtBot, chip: ToolOptions, editor: Editor) -> None:
    editor.tools.tool = Tool.MASK
    narrowed(qtbot, chip, 340)
    assert "opacity" not in {e.accessibleName() for e in chip.findChildren(QLineEdit) if e.isVisible()}

    chip.parentWidget().resize(900, 400)

    qtbot.waitUntil(lambda: field(chip, "opacity").isVisible())
