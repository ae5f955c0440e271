"""The dialogs of the canvas: what they say, what they do, and that cancelling does nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import openraster, pictures
from desktop.core.document import selection
from desktop.core.document.compose import flatten
from desktop.core.geometry import Rect, Size
from desktop.core.settings import ExportKind
from desktop.state.editor.selection_edits import EdgeChange
from desktop.ui.dialogs.amount import AmountDialog
from desktop.ui.dialogs.canvas_dialog import CanvasDialog
from desktop.ui.dialogs.canvas_size import CanvasSizeDialog
from desktop.ui.dialogs.export_canvas import ExportCanvasDialog
from desktop.ui.dialogs.new_canvas import NewCanvasDialog
from desktop.ui.dialogs.scale_canvas import ScaleCanvasDialog
from desktop.ui.dialogs.straighten import StraightenDialog
from tests.helpers.scripted import make_params, make_record
from tests.state.editor.documents import SIZE, document, pixel_layer

PART = Rect(10, 8, 12, 10)


class Bench:
    """A window with two layers of 40 x 30 pixels, of which PART is selected."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.editor = app.studio.editor
        self.editor.document.open("Open", document(pixel_layer("a"), pixel_layer("b"), selected=PART))
        app.studio.undo_stack.clear()

    def open(self, action: str) -> CanvasDialog:
        """The dialog that an action opens."""
        self.app.window.actions_[action].trigger()
        return next(d for d in self.app.window.findChildren(CanvasDialog) if d.isVisible())

    @property
    def size(self) -> Size:
        return self.editor.document.document.size

    @property
    def steps(self) -> tuple[str, ...]:
        return self.app.studio.undo_stack.names


@pytest.fixture
def bench(app: App) -> Bench:
    return Bench(app)


@pytest.mark.parametrize(
    "action",
    ["new_canvas", "canvas_size", "scale_canvas", "straighten", "grow_selection", "export_canvas"],
)
def test_esc_closes_a_dialog_and_nothing_has_changed(bench: Bench, action: str) -> None:
    before = bench.editor.document.document
    dialog = bench.open(action)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert bench.editor.document.shown is before
    assert bench.steps == ()


@pytest.mark.parametrize(
    "action", ["new_canvas", "canvas_size", "scale_canvas", "straighten", "export_canvas"]
)
def test_the_keyboard_begins_in_the_dialogs_first_field(bench: Bench, action: str) -> None:
    dialog = bench.open(action)
    assert not isinstance(dialog.focusWidget(), QPushButton)
    dialog.reject()


# Canvas size


def canvas_size(bench: Bench) -> CanvasSizeDialog:
    dialog = bench.open("canvas_size")
    assert isinstance(dialog, CanvasSizeDialog)
    return dialog


@pytest.mark.parametrize(
    ("anchor", "rect"),
    [
        ((1, 1), Rect(-10, -5, 60, 40)),
        ((0, 0), Rect(0, 0, 60, 40)),
        ((2, 2), Rect(-20, -10, 60, 40)),
        ((1, 0), Rect(-10, 0, 60, 40)),
    ],
)
def test_the_anchor_says_where_room_is_added(bench: Bench, anchor: tuple[int, int], rect: Rect) -> None:
    dialog = canvas_size(bench)
    dialog.anchor.set_value(anchor)
    dialog.size_field.set_value(Size(60, 40))
    assert dialog.canvas == rect
    dialog.act.click()
    assert bench.size == rect.size
    assert bench.steps == ("Canvas size",)


def test_margins_and_size_follow_each_other(bench: Bench) -> None:
    dialog = canvas_size(bench)
    dialog.margins["left"].setValue(8)
    dialog.margins["bottom"].setValue(-6)
    assert dialog.size_field.value == Size(48, 24)
    assert dialog.canvas == Rect(-8, 0, 48, 24)
    assert "no longer seen" in dialog.message
    dialog.percent.set_value(200)
    assert dialog.size_field.value == Size(80, 60)
    assert [margin.value() for margin in dialog.margins.values()] == [20, 15, 20, 15]
    dialog.reject()


def test_a_canvas_without_area_is_refused(bench: Bench) -> None:
    dialog = canvas_size(bench)
    dialog.margins["left"].setValue(-40)
    assert not dialog.act.isEnabled()
    assert "Nothing would be left" in dialog.message
    dialog.reject()


def test_arrow_keys_move_the_anchor(bench: Bench) -> None:
    dialog = canvas_size(bench)
    dialog.anchor.setFocus()
    cell = dialog.focusWidget()
    assert isinstance(cell, QToolButton)
    QTest.keyClick(cell, Qt.Key.Key_Left)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Up)
    assert dialog.anchor.value == (0, 0)
    dialog.reject()


# Scale


def test_scaling_keeps_proportions(bench: Bench) -> None:
    dialog = bench.open("scale_canvas")
    assert isinstance(dialog, ScaleCanvasDialog)
    assert not dialog.act.isEnabled(), "it has this size"
    edit = dialog.size_field.findChild(QLineEdit)
    assert edit is not None
    edit.setText("80 × 30")
    edit.editingFinished.emit()
    assert dialog.size_field.value == Size(80, 60)
    assert dialog.percent.value == 200
    dialog.percent.set_value(50)
    dialog.act.click()
    assert bench.size == Size(20, 15)
    assert bench.steps == ("Scale",)


# Straighten


def test_straightening_crops_unless_it_is_switched_off(bench: Bench) -> None:
    for crop, smaller in ((True, True), (False, False)):
        dialog = bench.open("straighten")
        assert isinstance(dialog, StraightenDialog)
        dialog.angle.set_value(6.5)
        dialog.crop.setChecked(crop)
        before = bench.size
        dialog.act.click()
        assert (bench.size.area < before.area) is smaller
    assert bench.steps == ("Straighten", "Straighten")


def test_the_picture_turns_in_the_dialog(qtbot: QtBot, bench: Bench) -> None:
    with qtbot.waitSignal(bench.editor.thumbnails.pictured):
        dialog = bench.open("straighten")
    assert isinstance(dialog, StraightenDialog)
    straight = dialog.grab().toImage()
    dialog.angle.set_value(10)
    assert dialog.grab().toImage() != straight
    dialog.reject()


# Amount


def test_the_canvas_shows_the_selection_while_the_slider_moves(qtbot: QtBot, bench: Bench) -> None:
    dialog = AmountDialog(bench.editor.selection_edits, EdgeChange.GROW, bench.app.window)
    dialog.open()
    state = bench.editor.document

    def shown() -> Rect:
        return selection.bounds(state.shown.selection)

    for amount in (3, 5):
        dialog.amount.set_value(amount)
        qtbot.waitUntil(lambda amount=amount: shown() == PART.grown(amount))
    assert selection.bounds(state.document.selection) == PART
    dialog.act.click()
    assert selection.bounds(state.document.selection) == PART.grown(5)
    assert bench.steps == ("Grow selection",)
    dialog.deleteLater()


# New canvas


@pytest.mark.parametrize(
    ("background", "pixel"),
    [("none", [0, 0, 0, 0]), ("white", [255, 255, 255, 255]), ("colour", [9, 8, 7, 255])],
)
def test_a_new_canvas_begins_as_was_chosen(bench: Bench, background: str, pixel: list[int]) -> None:
    dialog = bench.open("new_canvas")
    assert isinstance(dialog, NewCanvasDialog)
    assert dialog.size_field.value == SIZE
    dialog.size_field.set_value(Size(33, 21))
    dialog.background.set_value(background)
    dialog._take_colour(QColor(9, 8, 7))
    dialog.act.click()
    made = bench.editor.document.document
    assert made.size == Size(33, 21)
    assert flatten(made).array[5, 5].tolist() == pixel
    assert bench.steps == ("New canvas",)


# Export


def export_dialog(bench: Bench) -> ExportCanvasDialog:
    dialog = bench.open("export_canvas")
    assert isinstance(dialog, ExportCanvasDialog)
    return dialog


def test_the_exported_file_is_what_was_chosen(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    dialog = export_dialog(bench)
    dialog.format.set_value("webp")
    dialog.lossless.setChecked(True)
    dialog.percent.set_value(200)
    assert dialog.options.size == Size(80, 60)
    assert "WebP" in dialog.message
    assert "80 × 60" in dialog.message
    with qtbot.waitSignal(bench.editor.export.written):
        dialog.write(str(tmp_path / "out.webp"))
    read = pictures.read(tmp_path / "out.webp").pixels
    assert read.size == Size(80, 60)
    assert read.array[20, 20].tolist() == [200, 100, 50, 255]


def test_the_file_is_asked_for_and_offered_in_its_folder(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    dialog = export_dialog(bench)
    dialog.act.click()
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    assert chooser.selectedFiles()[0].endswith("picture.png")
    assert not bench.app.window.actions_["show_export"].isEnabled()
    with qtbot.waitSignal(bench.editor.export.written):
        chooser.fileSelected.emit(str(tmp_path / "out.png"))
    assert bench.app.studio.notices.history[-1].action == "show_export"
    assert bench.app.window.actions_["show_export"].isEnabled()


def test_choices_are_there_again_the_next_time(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = export_dialog(bench)
    dialog.format.set_value("jpeg")
    dialog.quality.set_value(71)
    dialog.background.set_value("black")
    dialog.percent.set_value(50)
    dialog.settings.setChecked(False)
    dialog.act.click()
    dialog.findChild(QFileDialog).reject()
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    again = ExportCanvasDialog(bench.app.studio, bench.app.window)
    chosen = again.options
    assert (chosen.format, chosen.quality, chosen.background) == ("jpeg", 71, (0, 0, 0))
    assert (chosen.settings, chosen.size) == (False, None)
    again.deleteLater()


def test_each_layer_goes_into_a_file_of_its_own(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    with qtbot.waitSignal(bench.editor.export.written):
        bench.editor.export.write_layers(tmp_path, export_dialog(bench).options)
    assert sorted(file.name for file in tmp_path.glob("*.png")) == ["01-a.png", "02-b.png"]


def test_openraster_keeps_the_layers(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    dialog = export_dialog(bench)
    dialog.kind.set_value(ExportKind.OPENRASTER)
    assert not dialog.format.isVisible()
    with qtbot.waitSignal(bench.editor.export.written):
        dialog.write(str(tmp_path / "out.ora"))
    layers = openraster.load(tmp_path / "out.ora").document.layers
    assert [layer.name for layer in layers] == ["a", "b"]


def test_the_dialog_lists_what_the_file_tells(bench: Bench) -> None:
    dialog = export_dialog(bench)
    assert dialog.told.toPlainText() == "Nothing but the picture."
    dialog.reject()
    made = replace(pixel_layer("b"), recipe=make_record(make_params(prompt="a violet tree")))
    bench.editor.document.apply("Apply", bench.editor.document.document.with_layer(made))
    dialog = export_dialog(bench)
    assert "a violet tree" in dialog.told.toPlainText()
    dialog.settings.setChecked(False)
    assert "a violet tree" not in dialog.told.toPlainText()
    assert "Mark of pictures made by AI" in dialog.told.toPlainText()
    dialog.reject()


def test_a_folder_that_can_not_be_written_is_told(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with qtbot.waitSignal(bench.editor.failed) as failed:
        export_dialog(bench).write(str(tmp_path / "file" / "out.png"))
    assert failed.args[0].code == "not_writable"
    assert np.array_equal(flatten(bench.editor.document.document).array[0, 0], [200, 100, 50, 255])
