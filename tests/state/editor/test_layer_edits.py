"""What is done to layers: one step each, which undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QSignalSpy

from desktop.core.document.layers import BlendMode, GroupLayer, LayerId, MaskLayer, walk
from desktop.core.geometry import Rect
from desktop.core.pixels import Pixels
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor.editor import Editor
from desktop.state.editor.layer_edits import LayerEdits
from desktop.state.undo_stack import UndoStack
from tests.state.editor.documents import document, group, pixel_layer

SELECTED = Rect(5, 5, 10, 10)


@pytest.fixture
def stack(qapp: QCoreApplication) -> UndoStack:
    return UndoStack()


@pytest.fixture
def editor(stack: UndoStack) -> Iterator[Editor]:
    """Layers a, group g with b and c, d; c is active and a part is selected."""
    editor = Editor(stack)
    layers = pixel_layer("a"), group("g", pixel_layer("b"), pixel_layer("c")), pixel_layer("d")
    editor.document.open("Open", document(*layers, active="c", selected=SELECTED))
    stack.clear()
    yield editor
    editor.close()


def order(editor: Editor) -> str:
    """All layers' names, lowest first, groups before what is in them."""
    return " ".join(layer.name for layer in walk(editor.document.document.layers))


EDITS: dict[str, Callable[[LayerEdits], object]] = {
    "add pixels": LayerEdits.add_pixels,
    "add a group": LayerEdits.add_group,
    "add a mask": LayerEdits.add_mask,
    "duplicate": LayerEdits.duplicate,
    "delete": LayerEdits.delete,
    "clear": LayerEdits.clear_selected,
    "lower": lambda layers: layers.step(-1),
    "group": LayerEdits.group,
    "rename": lambda layers: layers.rename(LayerId("a"), "sky"),
    "hide": lambda layers: layers.toggle_visible(LayerId("a")),
    "lock": lambda layers: layers.toggle_locked(LayerId("a")),
    "blend": lambda layers: layers.set_blend(BlendMode.SCREEN),
    "opacity": lambda layers: layers.set_opacity(0.5),
    "merge down": LayerEdits.merge_down,
    "merge visible": LayerEdits.merge_visible,
    "flatten": LayerEdits.flatten,
    "move": lambda layers: layers.move_onto(LayerId("d"), LayerId("g"), None),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_is_one_step_that_can_be_taken_back(
    editor: Editor, stack: UndoStack, edit: Callable[[LayerEdits], object]
) -> None:
    before = editor.document.document
    edit(editor.layers)
    assert len(stack) == 1
    assert stack.undo_name
    assert editor.document.document is not before
    stack.undo()
    assert editor.document.document is before


def test_new_layers_get_the_first_name_that_is_free(editor: Editor) -> None:
    editor.layers.add_pixels()
    editor.layers.rename(editor.document.document.active or LayerId(""), "Layer 2")
    editor.layers.add_pixels()
    editor.layers.add_pixels()
    names = [layer.name for layer in walk(editor.document.document.layers)]
    assert sorted(name for name in names if name.startswith("Layer")) == ["Layer 1", "Layer 2", "Layer 3"]


def test_a_new_mask_holds_the_selection_which_is_dropped(editor: Editor) -> None:
    selection = editor.document.document.selection
    editor.layers.add_mask()
    mask = editor.layers.active
    assert isinstance(mask, MaskLayer)
    assert mask.plane is selection
    assert not editor.document.document.has_selection


def test_a_new_mask_without_a_selection_hides_nothing(editor: Editor) -> None:
    editor.selection_edits.nothing()
    editor.layers.add_mask()
    mask = editor.layers.active
    assert isinstance(mask, MaskLayer)
    assert (mask.plane.read(editor.document.document.rect) == 255).all()


@pytest.mark.parametrize(
    ("layer", "target", "below", "result"),
    [
        ("a", None, "g", "g b c a d"),
        ("d", None, None, "d a g b c"),
        ("d", "g", "b", "a g b d c"),
        ("b", None, "d", "a g c d b"),
        ("c", "g", None, "a g c b d"),
    ],
)
def test_a_layer_goes_onto_another(
    editor: Editor, layer: str, target: str | None, below: str | None, result: str
) -> None:
    inside = None if target is None else LayerId(target)
    editor.layers.move_onto(LayerId(layer), inside, None if below is None else LayerId(below))
    assert order(editor) == result


def test_a_layer_that_goes_where_it_is_makes_no_step(editor: Editor, stack: UndoStack) -> None:
    editor.layers.move_onto(LayerId("c"), LayerId("g"), LayerId("b"))
    editor.layers.move_onto(LayerId("c"), LayerId("g"), LayerId("c"))
    assert len(stack) == 0


def test_a_step_up_leaves_a_group_and_goes_on_to_the_top(editor: Editor) -> None:
    editor.layers.step(1)
    assert order(editor) == "a g b c d"
    assert editor.document.document.layers[2].id == "c"
    editor.layers.step(1)
    assert not editor.layers.can_step(1)
    assert order(editor) == "a g b d c"


def test_a_step_down_leaves_a_group_below_it(editor: Editor) -> None:
    editor.layers.step(-1)
    editor.layers.step(-1)
    assert order(editor) == "a c g b d"


def test_opacity_while_the_slider_is_held_is_one_step(editor: Editor, stack: UndoStack) -> None:
    editor.layers.begin_opacity()
    for percent in (90, 80, 70):
        editor.layers.set_opacity(percent / 100)
    assert len(stack) == 1
    editor.layers.begin_opacity()
    editor.layers.set_opacity(0.6)
    assert len(stack) == 2
    stack.undo()
    assert editor.layers.active is not None
    assert editor.layers.active.opacity == 0.7


def test_ungrouping_leaves_the_layers_in_the_groups_place(editor: Editor) -> None:
    editor.document.set_active(LayerId("g"))
    editor.layers.ungroup()
    assert order(editor) == "a b c d"
    assert not any(isinstance(layer, GroupLayer) for layer in editor.document.document.layers)


def test_a_locked_layer_stays_and_that_is_told(editor: Editor, stack: UndoStack) -> None:
    editor.layers.toggle_locked(LayerId("c"))
    told = QSignalSpy(editor.failed)
    editor.layers.delete()
    assert told.count() == 1
    assert told.at(0)[0].code == "layer_locked"
    assert len(stack) == 1


def test_only_a_layer_with_one_below_it_can_be_merged_down(editor: Editor) -> None:
    assert editor.layers.can_merge_down
    editor.document.set_active(LayerId("a"))
    assert not editor.layers.can_merge_down


def test_a_picture_that_lies_over_the_layers_is_put_away_first(editor: Editor) -> None:
    editor.canvas.show(CanvasPicture(Pixels(np.zeros((8, 8, 4), np.uint8))))
    editor.layers.add_pixels()
    assert editor.canvas.picture is None
    assert order(editor).startswith("a g b c")


def test_a_picture_over_an_empty_canvas_becomes_the_document_first(qapp: QCoreApplication) -> None:
    editor = Editor(UndoStack())
    editor.canvas.show(CanvasPicture(Pixels(np.full((8, 8, 4), 255, np.uint8))))
    editor.layers.add_pixels()
    assert len(editor.document.document.layers) == 2
    editor.close()
