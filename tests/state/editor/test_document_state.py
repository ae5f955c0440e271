from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.document.document import Document
from desktop.core.document.plane import Tile
from desktop.core.geometry import Size
from desktop.state.editor.document_state import DocumentState, LeftBehind
from desktop.state.undo_stack import UndoStack
from tests.helpers.scripted import make_pixels

LAKE, PAINTED, HILL = (Document(Size(20, 20)) for _ in range(3))


@pytest.fixture
def stack() -> UndoStack:
    return UndoStack()


@pytest.fixture
def state(qtbot: QtBot, stack: UndoStack) -> Iterator[DocumentState]:
    """Work on a lake that no file holds."""
    state = DocumentState(stack)
    state.open("Open", LAKE, title="Lake")
    state.apply("Paint", PAINTED)
    yield state
    state.close()


def test_work_that_another_document_replaced_is_left_behind(state: DocumentState) -> None:
    assert state.left_behind is None
    state.open("Open", HILL)
    assert state.left_behind == LeftBehind(2, "Lake")


def test_nothing_is_left_behind_once_it_is_back(state: DocumentState, stack: UndoStack) -> None:
    state.open("Open", HILL)
    stack.undo()
    assert state.left_behind is None


def test_what_was_saved_is_not_left_behind(state: DocumentState, stack: UndoStack) -> None:
    state.open("Open", HILL)
    stack.undo()
    state.begin_saving()(Path("lake.darkroom"))
    stack.redo()
    assert state.document is HILL
    assert state.left_behind is None


def test_who_reverts_to_the_file_leaves_nothing_behind(state: DocumentState) -> None:
    state.begin_saving()(Path("lake.darkroom"))
    state.apply("Paint", HILL)
    state.open("Revert", LAKE, Path("lake.darkroom"))
    assert state.left_behind is None


def test_closing_does_not_wait_until_all_that_undo_needs_is_packed(
    state: DocumentState, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[Tile] = []

    def pack(tile: Tile) -> None:
        packed.append(tile)
        state._background.closing.set()

    monkeypatch.setattr(Tile, "pack", pack)
    state.apply("Add", Document.from_pixels(make_pixels(Size(600, 300), 1), "Lake"))
    state.apply("Empty", LAKE)
    state.close()
    assert len(packed) == 1
