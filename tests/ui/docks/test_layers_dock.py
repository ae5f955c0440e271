"""The layers dock: choosing, showing, renaming, dragging, with mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.document.layers import BlendMode, LayerId, walk
from desktop.core.geometry import Rect
from desktop.ui.docks.drag_out import DragHandle
from desktop.ui.docks.layer_delegate import Part, part_at
from desktop.ui.docks.layers_dock import LayersDock
from tests.state.editor.documents import document, group, pixel_layer

LEFT, NONE, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


class Bench:
    """A window with layers a, g (with b and c) and d, lowest first; d is active."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.editor = app.studio.editor
        self.stack = app.studio.undo_stack
        self.dock: LayersDock = app.window.layout_.layers
        self.view = self.dock.view
        layers = pixel_layer("a"), group("g", pixel_layer("b"), pixel_layer("c")), pixel_layer("d")
        self.editor.document.open("Open", document(*layers))
        self.stack.clear()
        app.window.layout_.layers_dock.raise_()
        self.view.resize(280, 400)
        self.view.setFocus()

    def index(self, name: str) -> QModelIndex:
        rows = self.editor.rows
        return next(rows.index(n) for n in range(rows.rowCount()) if rows.index(n).data() == name)

    def place(self, name: str, part: Part = Part.ROW) -> QPoint:
        """A point on a part of a row."""
        area, row = (
            self.view.visualRect(self.index(name)),
            self.view.row_at(self.view.visualRect(self.index(name)).center()),
        )
        assert row is not None
        points = (QPoint(x, area.center().y()) for x in range(area.right(), area.left(), -1))
        if part is Part.ROW:
            return QPoint(area.center().x(), area.center().y())
        return next(point for point in points if part_at(area, row, point) is part)

    def click(self, name: str, part: Part = Part.ROW) -> None:
        QTest.mouseClick(self.view.viewport(), LEFT, NONE, self.place(name, part))

    def mouse(self, kind: QMouseEvent.Type, at: QPoint) -> None:
        up = kind == QMouseEvent.Type.MouseButtonRelease
        port = self.view.viewport()
        event = QMouseEvent(
            kind,
            QPointF(at),
            QPointF(port.mapToGlobal(at)),
            LEFT,
            Qt.MouseButton.NoButton if up else LEFT,
            NONE,
        )
        QApplication.sendEvent(port, event)

    def drag(self, name: str, to: QPoint) -> None:
        self.mouse(QMouseEvent.Type.MouseButtonPress, self.place(name))
        self.mouse(QMouseEvent.Type.MouseMove, self.place(name) + QPoint(0, 30))
        self.mouse(QMouseEvent.Type.MouseMove, to)
        self.mouse(QMouseEvent.Type.MouseButtonRelease, to)

    def order(self) -> str:
        return " ".join(layer.name for layer in walk(self.editor.document.document.layers))

    @property
    def active(self) -> str | None:
        return self.editor.document.document.active

    def layer(self, name: str) -> object:
        return self.editor.document.document.find(LayerId(name))


@pytest.fixture
def bench(app: App) -> Bench:
    return Bench(app)


# Choosing


def test_the_active_layer_is_the_chosen_row(bench: Bench) -> None:
    assert bench.view.currentIndex().data() == "d"
    bench.editor.document.set_active(LayerId("b"))
    assert bench.view.currentIndex().data() == "b"


def test_a_click_or_an_arrow_key_makes_a_layer_active(bench: Bench) -> None:
    bench.click("a")
    assert bench.active == "a"
    QTest.keyClick(bench.view, Qt.Key.Key_Up)
    assert bench.active == "b"
    assert len(bench.stack) == 0, "choosing is not a step"


def test_a_layer_that_becomes_active_inside_a_folded_group_is_unfolded(bench: Bench) -> None:
    bench.click("g", Part.FOLD)
    assert bench.editor.rows.rowCount() == 3
    bench.editor.document.set_active(LayerId("c"))
    assert bench.view.currentIndex().data() == "c"


# Parts of a row


def test_the_eye_hides_a_layer_and_space_does_so_too(bench: Bench) -> None:
    bench.click("a", Part.EYE)
    assert not bench.layer("a").visible
    assert bench.active == "d", "the eye chooses nothing"
    QTest.keyClick(bench.view, Qt.Key.Key_Space)
    assert not bench.layer("d").visible
    assert bench.stack.names == ("Hide layer", "Hide layer")


def test_the_lock_protects_a_layer(bench: Bench) -> None:
    bench.click("a", Part.LOCK)
    assert bench.layer("a").locked


def test_arrows_fold_and_unfold_a_group(bench: Bench) -> None:
    bench.click("g")
    QTest.keyClick(bench.view, Qt.Key.Key_Left)
    assert bench.editor.rows.rowCount() == 3
    QTest.keyClick(bench.view, Qt.Key.Key_Right)
    assert bench.editor.rows.rowCount() == 5


def test_the_eye_of_the_selection_switches_the_veil(bench: Bench) -> None:
    bench.editor.selection_edits.everything()
    bench.click("Selection", Part.EYE)
    assert not bench.editor.tools.shows_mask
    bench.click("Selection", Part.EYE)
    assert bench.editor.tools.shows_mask


def test_a_double_click_edits_the_name(qtbot: QtBot, bench: Bench) -> None:
    QTest.mouseDClick(bench.view.viewport(), LEFT, NONE, bench.place("a"))
    type_name(bench, "Sky")
    qtbot.waitUntil(lambda: bench.order() == "Sky g b c d")
    assert bench.stack.names == ("Rename layer",)


def test_f2_edits_the_name(qtbot: QtBot, bench: Bench) -> None:
    QTest.keyClick(bench.view, Qt.Key.Key_F2)
    type_name(bench, "Sun")
    qtbot.waitUntil(lambda: bench.order() == "a g b c Sun")


def test_a_thumbnail_that_comes_meanwhile_leaves_what_is_typed(qtbot: QtBot, bench: Bench) -> None:
    bench.view.edit(bench.index("d"))
    edit = bench.view.findChild(QLineEdit)
    assert edit is not None
    edit.setText("Su")
    bench.editor.thumbnails.made.emit("d")
    assert edit.text() == "Su"


def type_name(bench: Bench, name: str) -> None:
    edit = bench.view.findChild(QLineEdit)
    assert edit is not None
    edit.setText(name)
    QTest.keyClick(edit, Qt.Key.Key_Return)


# Order


@pytest.mark.parametrize(
    ("dragged", "target", "offset", "result"),
    [
        ("d", "a", 14, "d a g b c"),
        ("a", "d", -14, "g b c d a"),
        ("d", "g", 0, "a g b c d"),
        ("d", "b", -14, "a g b d c"),
        ("g", "d", -14, "a d g b c"),
    ],
)
def test_a_dragged_row_goes_where_it_is_dropped(
    bench: Bench, dragged: str, target: str, offset: int, result: str
) -> None:
    bench.drag(dragged, bench.place(target) + QPoint(0, offset))
    assert bench.order() == result
    assert bench.stack.names == ("Move layer",)


def test_a_group_does_not_go_into_itself(bench: Bench) -> None:
    bench.drag("g", bench.place("b"))
    assert bench.order() == "a g b c d"
    assert len(bench.stack) == 0


def test_esc_ends_a_drag(bench: Bench) -> None:
    bench.mouse(QMouseEvent.Type.MouseButtonPress, bench.place("d"))
    bench.mouse(QMouseEvent.Type.MouseMove, bench.place("a"))
    QTest.keyClick(bench.view, Qt.Key.Key_Escape)
    bench.mouse(QMouseEvent.Type.MouseButtonRelease, bench.place("a"))
    assert bench.order() == "a g b c d"


def test_alt_and_an_arrow_moves_the_chosen_layer(bench: Bench) -> None:
    prompt = bench.app.studio.prompt.prompt
    bench.click("a")
    QTest.keyClick(bench.view, Qt.Key.Key_Up, ALT)
    assert bench.order() == "g b c a d"
    QTest.keyClick(bench.view, Qt.Key.Key_Down, ALT)
    assert bench.order() == "a g b c d"
    assert bench.app.studio.prompt.prompt == prompt, "the prompt's history has the same keys"


# Dragging out


@pytest.fixture
def dragged_out(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Files that were handed to the system's drag and drop."""
    files: list[Path] = []

    def take(drag: QDrag, *_: object) -> Qt.DropAction:
        files.extend(Path(url.toLocalFile()) for url in drag.mimeData().urls())
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", take)
    monkeypatch.setattr(QApplication, "mouseButtons", staticmethod(lambda: LEFT))
    return files


def test_a_row_that_is_dragged_out_becomes_a_file(
    qtbot: QtBot, bench: Bench, dragged_out: list[Path]
) -> None:
    bench.mouse(QMouseEvent.Type.MouseButtonPress, bench.place("a"))
    bench.mouse(QMouseEvent.Type.MouseMove, bench.place("a") + QPoint(0, 20))
    bench.mouse(QMouseEvent.Type.MouseMove, QPoint(-80, 20))
    qtbot.waitUntil(lambda: bool(dragged_out))
    assert [file.name for file in dragged_out] == ["a.png"]
    assert dragged_out[0].is_file()
    assert bench.order() == "a g b c d"


def test_the_handle_gives_the_whole_picture(qtbot: QtBot, bench: Bench, dragged_out: list[Path]) -> None:
    handle = bench.dock.findChild(DragHandle)
    assert handle is not None
    QTest.mousePress(handle, LEFT, NONE, QPoint(8, 8))
    QTest.mouseMove(handle, QPoint(8, 60))
    qtbot.waitUntil(lambda: bool(dragged_out))
    assert dragged_out[0].is_file()
    QTest.mouseRelease(handle, LEFT, NONE, QPoint(8, 60))


def test_a_click_on_the_handle_copies_the_picture(qtbot: QtBot, bench: Bench) -> None:
    handle = bench.dock.findChild(DragHandle)
    assert handle is not None
    with qtbot.waitSignal(bench.editor.clipboard.copied):
        handle.click()


# Below the list


def test_the_slider_is_one_step_for_each_drag(bench: Bench) -> None:
    slider = bench.dock.opacity.slider
    for target in (40, 60):
        QTest.mousePress(slider, LEFT, NONE, QPoint(slider.width() - 10, 8))
        for x in range(slider.width() - 12, target, -9):
            bench.dock.opacity.slider.setSliderPosition(x)
        QTest.mouseRelease(slider, LEFT, NONE, QPoint(target, 8))
    assert bench.stack.names == ("Opacity", "Opacity")
    bench.stack.undo()
    bench.stack.undo()
    assert bench.dock.opacity.value == 100


def test_the_blend_mode_is_the_layers(bench: Bench) -> None:
    bench.dock.blend.set_value(BlendMode.MULTIPLY)
    assert bench.layer("d").blend is BlendMode.MULTIPLY
    bench.click("a")
    assert bench.dock.blend.value is BlendMode.NORMAL
    bench.click("d")
    assert bench.dock.blend.value is BlendMode.MULTIPLY
    assert bench.stack.names == ("Blend mode",)


def test_without_layers_the_dock_says_how_to_begin(bench: Bench) -> None:
    assert bench.view.isVisible()
    bench.editor.document.open("Close", document())
    assert not bench.view.isVisible()
    assert not bench.dock.controls.isEnabled()


def test_the_context_menu_has_all_of_the_layer_menu(qtbot: QtBot, bench: Bench) -> None:
    bench.view.customContextMenuRequested.emit(bench.place("a"))
    menu = bench.dock.findChild(QMenu)
    assert menu is not None
    assert {"use_recipe", "merge_down", "ungroup_layer"} <= {a.objectName() for a in menu.actions()}
    menu.close()


def test_a_key_opens_the_menu_of_the_chosen_layer(qtbot: QtBot, bench: Bench) -> None:
    bench.view.customContextMenuRequested.emit(QPoint(20, 390))
    menu = bench.dock.findChild(QMenu)
    assert menu is not None
    menu.close()


# Many


def test_two_hundred_layers_make_only_the_pictures_in_sight(qtbot: QtBot, bench: Bench) -> None:
    layers = [pixel_layer(f"layer {number}") for number in range(200)]
    asked: list[str] = []
    image = bench.editor.thumbnails.image

    def count(layer: object, canvas: Rect) -> object:
        asked.append(layer.id)
        return image(layer, canvas)

    bench.editor.thumbnails.image = count
    bench.editor.document.open("Open", document(*layers))
    bench.view.grab()
    assert "layer 199" in asked
    assert len(set(asked)) < 20
    bench.view.scrollToBottom()
    bench.view.grab()
    assert "layer 0" in asked
    assert len(set(asked)) < 40


@pytest.mark.parametrize(
    "step",
    [lambda b: b.editor.layers.add_pixels(), lambda b: b.editor.layers.delete()],
    ids=["add", "delete"],
)
def test_the_scroll_bar_stays_when_a_layer_comes_or_goes(bench: Bench, step: Callable[[Bench], None]) -> None:
    bench.editor.document.open(
        "Open", document(*(pixel_layer(f"layer {n}") for n in range(60)), active="layer 30")
    )
    bench.view.scrollTo(bench.index("layer 30"))
    bar = bench.view.verticalScrollBar()
    before = bar.value()
    step(bench)
    assert abs(bar.value() - before) <= 2 * bench.view.sizeHintForRow(0)
    assert before > 0
