from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.core.document import compose as compose_module
from desktop.core.document.document import Document
from desktop.core.document.layers import MaskLayer, PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.geometry import Point, Rect, Size
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor import canvas_facts
from desktop.state.editor.canvas_facts import CanvasReader
from desktop.state.editor.editor import Editor
from desktop.state.editor.meaning import CanvasFacts
from desktop.state.undo_stack import UndoStack
from tests.helpers.scripted import make_pixels

SIZE = Size(40, 30)
PICTURE = Document.from_pixels(make_pixels(SIZE), "Picture")


def selected(document: Document, rect: Rect) -> Document:
    white = np.full((rect.height, rect.width), 255, np.uint8)
    return replace(document, selection=Plane.of(white, rect.origin))


def extended(by: int) -> Document:
    return replace(PICTURE, size=Size(SIZE.width + by, SIZE.height))


@pytest.mark.parametrize(
    ("document", "facts"),
    [
        (Document(SIZE), CanvasFacts(empty_parts=True)),
        (Document(SIZE, (PixelLayer(name="", plane=Plane(4)),)), CanvasFacts(True, empty_parts=True)),
        (PICTURE, CanvasFacts(True, picture=True)),
        (extended(1), CanvasFacts(True, picture=True)),
        (extended(3), CanvasFacts(True, picture=True, empty_parts=True)),
        (
            selected(PICTURE, Rect(30, 20, 60, 60)),
            CanvasFacts(True, picture=True, selected=True, selected_inside=True),
        ),
        (selected(PICTURE, Rect(300, 20, 6, 6)), CanvasFacts(True, picture=True, selected=True)),
        (
            selected(extended(20), Rect(30, 0, 15, 30)),
            CanvasFacts(
                True,
                picture=True,
                empty_parts=True,
                selected=True,
                selected_inside=True,
                selected_empty=True,
            ),
        ),
    ],
)
def test_what_is_on_a_canvas(document: Document, facts: CanvasFacts) -> None:
    assert CanvasReader().read(document) == facts


def test_only_what_changed_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[Rect] = []

    def compose(document: Document, rect: Rect) -> np.ndarray:
        looked_at.append(rect)
        return compose_module.compose(document, rect)

    monkeypatch.setattr(canvas_facts, "compose", compose)
    whole = Document.from_pixels(make_pixels(Size(800, 600)), "Picture")
    reader = CanvasReader()
    reader.read(whole)
    looked_at.clear()
    (layer,) = whole.layers
    assert isinstance(layer, PixelLayer)
    hole = layer.plane.with_pixels(np.zeros((20, 20, 4), np.uint8), Point(300, 300))
    facts = reader.read(whole.with_layer(replace(layer, plane=hole)))
    assert facts == CanvasFacts(True, picture=True, empty_parts=True)
    assert looked_at == [Rect(256, 256, 256, 256)]


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[Editor]:
    editor = Editor(UndoStack())
    yield editor
    editor.close()


def test_the_facts_follow_the_document_a_moment_later(qtbot: QtBot, editor: Editor) -> None:
    assert editor.facts.settled
    with qtbot.waitSignal(editor.facts.changed):
        editor.document.open("Open", PICTURE)
        assert not editor.facts.settled
    assert editor.facts.current == CanvasFacts(True, picture=True)
    assert editor.facts.settled


def test_who_must_not_be_wrong_can_wait_for_them(qtbot: QtBot, editor: Editor) -> None:
    heard: list[CanvasFacts] = []
    editor.document.open("Open", PICTURE)
    editor.facts.settle(lambda: heard.append(editor.facts.current))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [CanvasFacts(True, picture=True)]


def test_a_picture_over_an_empty_canvas_is_looked_at(qtbot: QtBot, editor: Editor) -> None:
    with qtbot.waitSignal(editor.facts.changed):
        editor.canvas.show(CanvasPicture(make_pixels(SIZE)))
    assert editor.facts.current.looked_at


def test_a_mask_over_an_opaque_layer_leaves_empty_parts() -> None:
    layer = PixelLayer(name="Layer", plane=Plane.of(np.full((64, 64, 4), 255, np.uint8)))
    mask = MaskLayer(name="Mask", plane=Plane.of(np.full((64, 32), 255, np.uint8)))
    reader = CanvasReader()

    assert not reader.read(Document(Size(64, 64), (layer,))).empty_parts
    assert reader.read(Document(Size(64, 64), (layer, mask))).empty_parts


@pytest.mark.parametrize("change", [{"visible": False}, {"opacity": 0.2}])
def test_an_opaque_layer_that_is_hidden_or_faint_covers_nothing(change: dict[str, Any]) -> None:
    layer = PixelLayer(name="Layer", plane=Plane.of(np.full((64, 64, 4), 255, np.uint8)), **change)

    assert CanvasReader().read(Document(Size(64, 64), (layer,))).empty_parts
