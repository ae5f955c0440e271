"""The menus Edit, Canvas, Select and Layer in the real window: every entry does its one step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import files, png
from desktop.core.document import selection
from desktop.core.document.compose import flatten
from desktop.core.document.layers import LayerId, PixelLayer, walk
from desktop.core.errors import ErrorInfo
from desktop.core.geometry import Rect
from desktop.state.editor.tool_state import Tool
from tests.helpers.scripted import make_params, make_record
from tests.state.editor.documents import SIZE, document, group, pixel_layer
from tests.ui.canvas.hand import Hand
from tests.ui.jobs import make_picture

PART = Rect(10, 8, 12, 10)
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Bench:
    """A window with layers a, g (with b and c) and d, c active, and PART selected."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.editor = app.studio.editor
        self.stack = app.studio.undo_stack
        layers = pixel_layer("a"), group("g", pixel_layer("b"), pixel_layer("c")), pixel_layer("d")
        self.editor.document.open("Open", document(*layers, active="c", selected=PART))
        self.stack.clear()
        app.window.actions_.refresh()

    def trigger(self, action: str) -> None:
        assert self.app.window.actions_[action].isEnabled()
        self.app.window.actions_[action].trigger()

    def is_enabled(self, action: str) -> bool:
        self.app.window.actions_.refresh()
        return self.app.window.actions_[action].isEnabled()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.app.window.canvas.setFocus()
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    def order(self) -> str:
        return " ".join(layer.name for layer in walk(self.editor.document.document.layers))

    @property
    def selected(self) -> Rect:
        return selection.bounds(self.editor.document.document.selection)


@pytest.fixture
def bench(app: App) -> Bench:
    return Bench(app)


STEPS = (
    "crop_to_selection",
    "rotate_left",
    "rotate_right",
    "rotate_half",
    "flip_across",
    "flip_down",
    "flatten",
    "select_everything",
    "select_nothing",
    "invert_selection",
    "select_layer",
    "new_layer",
    "new_group",
    "new_mask",
    "duplicate_layer",
    "layer_visible",
    "layer_locked",
    "raise_layer",
    "lower_layer",
    "group_layer",
    "merge_down",
    "merge_visible",
    "delete_layer",
    "delete_pixels",
)


@pytest.mark.parametrize("action", STEPS)
def test_an_entry_is_one_step_that_undo_takes_back(bench: Bench, action: str) -> None:
    before = bench.editor.document.document
    bench.trigger(action)
    assert len(bench.stack) == 1
    assert bench.editor.document.document is not before
    bench.trigger("undo")
    assert bench.editor.document.document is before


@pytest.mark.parametrize(
    ("key", "modifiers", "step"),
    [
        (Qt.Key.Key_A, CONTROL, "Select all"),
        (Qt.Key.Key_D, CONTROL, "Select nothing"),
        (Qt.Key.Key_I, CONTROL | SHIFT, "Invert selection"),
        (Qt.Key.Key_J, CONTROL, "Duplicate layer"),
        (Qt.Key.Key_E, CONTROL, "Merge down"),
        (Qt.Key.Key_G, CONTROL, "Group layer"),
        (Qt.Key.Key_BracketRight, CONTROL, "Move layer"),
        (Qt.Key.Key_N, CONTROL | SHIFT, "New layer"),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "Delete pixels"),
    ],
)
def test_on_the_canvas_a_key_does_the_same(
    bench: Bench, key: Qt.Key, modifiers: Qt.KeyboardModifier, step: str
) -> None:
    bench.press(key, modifiers)
    assert bench.stack.names == (step,)


def test_in_the_list_of_layers_delete_takes_the_layer_away(bench: Bench) -> None:
    layers = bench.app.window.layout_.layers.view
    layers.setFocus()
    QTest.keyClick(layers, Qt.Key.Key_Delete)
    assert bench.order() == "a g b d"


def test_undo_and_redo_name_their_step(bench: Bench) -> None:
    actions = bench.app.window.actions_
    assert actions["undo"].text() == "&Undo"
    bench.trigger("select_nothing")
    assert actions["undo"].text() == "&Undo Select nothing"
    bench.trigger("undo")
    assert actions["redo"].text() == "&Redo Select nothing"


def test_undo_forgets_what_waits_on_the_canvas_before_it_takes_a_step_back(bench: Bench) -> None:
    bench.trigger("select_nothing")
    canvas = bench.app.window.canvas
    bench.editor.tools.tool = Tool.POLYGON
    Hand(canvas).click(5, 5)
    assert canvas.tool.open
    bench.press(Qt.Key.Key_Z, CONTROL)
    assert (canvas.tool.open, bench.stack.index) == (False, 1)
    bench.press(Qt.Key.Key_Z, CONTROL)
    assert bench.stack.index == 0


def test_entries_without_anything_to_work_on_are_grey(app: App) -> None:
    actions = app.window.actions_
    names = (*STEPS, "copy", "cut", "scale_canvas", "straighten", "export_canvas", "use_recipe", "reselect")
    always = {"new_layer", "new_group"}
    assert [name for name in names if name not in always and actions[name].isEnabled()] == []


def test_the_selection_that_was_dropped_comes_back(bench: Bench) -> None:
    bench.trigger("select_nothing")
    bench.trigger("reselect")
    assert bench.selected == PART
    assert not bench.is_enabled("reselect")


def test_cut_and_paste_bring_pixels_onto_a_layer_of_their_own(qtbot: QtBot, bench: Bench) -> None:
    with qtbot.waitSignal(bench.editor.clipboard.copied):
        bench.press(Qt.Key.Key_X, CONTROL)
    bench.app.window.canvas.setFocus()
    with qtbot.waitSignal(bench.editor.document.changed):
        bench.press(Qt.Key.Key_V, CONTROL)
    assert bench.stack.names == ("Cut", "Paste")
    pasted = bench.editor.document.document.active_layer
    assert isinstance(pasted, PixelLayer)
    assert pasted.offset == PART.origin


def test_what_is_seen_is_copied_as_a_whole(qtbot: QtBot, bench: Bench) -> None:
    bench.trigger("select_nothing")
    with qtbot.waitSignal(bench.editor.clipboard.copied):
        bench.trigger("copy_merged")
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (SIZE.width, SIZE.height)


def test_a_paste_as_a_new_canvas_has_its_size(qtbot: QtBot, bench: Bench) -> None:
    with qtbot.waitSignal(bench.editor.clipboard.copied):
        bench.trigger("copy")
    with qtbot.waitSignal(bench.editor.document.changed):
        bench.trigger("paste_canvas")
    assert bench.editor.document.document.size == PART.size


def test_text_is_pasted_where_the_cursor_is(bench: Bench) -> None:
    QGuiApplication.clipboard().setText("a green hat")
    edit = bench.app.window.prompt.prompt.edit
    edit.selectAll()
    edit.setFocus()
    bench.trigger("paste")
    assert bench.app.studio.prompt.prompt == "a green hat"
    assert bench.order() == "a g b c d"


def test_a_picture_that_is_looked_at_is_edited_as_the_document(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    app.window.actions_["rotate_right"].trigger()
    made = app.studio.editor.document.document
    assert (made.size.width, made.size.height) == (192, 256)
    assert app.studio.canvas.picture is None


def test_the_recipe_of_a_layer_goes_into_the_prompt_dock(bench: Bench) -> None:
    assert not bench.is_enabled("use_recipe")
    made = replace(pixel_layer("d"), recipe=make_record(make_params(prompt="a violet tree", seed=77)))
    bench.editor.document.apply("Apply", bench.editor.document.document.with_layer(made))
    bench.editor.document.set_active(LayerId("d"))
    bench.app.window.actions_.refresh()
    bench.trigger("use_recipe")
    assert (bench.app.studio.prompt.prompt, bench.app.studio.prompt.seed) == ("a violet tree", 77)


def test_a_selection_is_saved_and_loaded_through_the_file_dialogs(
    qtbot: QtBot, bench: Bench, tmp_path: Path
) -> None:
    file = tmp_path / "mask.png"
    bench.trigger("save_selection")
    bench.app.window.findChild(QFileDialog).fileSelected.emit(str(file))
    qtbot.waitUntil(file.exists)
    files.write_bytes(tmp_path / "other.png", png.encode(np.full((5, 6), 255, np.uint8)))
    bench.trigger("load_selection")
    bench.app.window.findChildren(QFileDialog)[-1].fileSelected.emit(str(tmp_path / "other.png"))
    qtbot.waitUntil(lambda: bench.selected == Rect(0, 0, 6, 5))
    for dialog in bench.app.window.findChildren(QFileDialog):
        dialog.reject()


def test_what_takes_long_is_said_in_the_status_bar(bench: Bench) -> None:
    bench.editor.edits.busy_changed.emit("Scale")
    assert bench.app.window.statusBar().currentMessage().startswith("Scale")
    bench.editor.edits.busy_changed.emit("")
    assert bench.app.window.statusBar().currentMessage() == ""


def test_what_can_not_be_done_becomes_a_notice(bench: Bench) -> None:
    bench.trigger("layer_locked")
    bench.trigger("delete_layer")
    info: ErrorInfo = bench.app.studio.notices.history[-1].info
    assert info.code == "layer_locked"
    assert bench.order() == "a g b c d"


def test_trimming_cuts_the_canvas_to_what_is_seen(bench: Bench) -> None:
    bench.editor.canvas_edits.resize(Rect(-5, -5, 60, 60))
    bench.trigger("trim_canvas")
    assert bench.editor.document.document.size == SIZE
    assert (flatten(bench.editor.document.document).array[..., 3] == 255).all()
