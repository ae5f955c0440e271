"""A canvas with its editor, without a window around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.state.editor.editor import Editor
from desktop.state.undo_stack import UndoStack
from desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.hand import Hand


@pytest.fixture
def undo_stack() -> UndoStack:
    return UndoStack()


@pytest.fixture
def editor(undo_stack: UndoStack) -> Iterator[Editor]:
    editor = Editor(undo_stack)
    yield editor
    editor.close()


@pytest.fixture
def view(qtbot: QtBot, editor: Editor) -> Iterator[CanvasView]:
    view = CanvasView(editor)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    yield view
    view.close_work()


@pytest.fixture
def hand(view: CanvasView) -> Hand:
    return Hand(view)
