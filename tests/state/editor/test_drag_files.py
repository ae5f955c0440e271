"""What is dragged out of the window is a PNG file by then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.core import pictures
from desktop.core.document.compose import flatten
from desktop.core.document.layers import LayerId, PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.geometry import Point
from desktop.state.editor.editor import Editor
from desktop.state.undo_stack import UndoStack
from tests.state.editor.documents import document, pixel_layer

SMALL = np.random.default_rng(1).integers(1, 256, (5, 7, 4), np.uint8)


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[Editor]:
    editor = Editor(UndoStack())
    small = PixelLayer(id=LayerId("small"), name="Sun / moon", plane=Plane.of(SMALL), offset=Point(9, 9))
    editor.document.open("Open", document(pixel_layer("a"), small))
    yield editor
    editor.close()


def test_a_layer_is_written_as_large_as_what_is_in_it(qtbot: QtBot, editor: Editor, tmp_path: Path) -> None:
    with qtbot.waitSignal(editor.drag_files.written) as written:
        editor.drag_files.write_layer(LayerId("small"), tmp_path)
    file = written.args[0]
    assert (file.parent, file.suffix) == (tmp_path, ".png")
    assert np.array_equal(pictures.read(file).pixels.array, SMALL)


def test_the_picture_is_written_as_it_looks(qtbot: QtBot, editor: Editor, tmp_path: Path) -> None:
    with qtbot.waitSignal(editor.drag_files.written) as written:
        editor.drag_files.write_picture(tmp_path)
    read = pictures.read(written.args[0]).pixels.array
    assert np.array_equal(read, flatten(editor.document.document).array)


def test_of_two_wishes_only_the_last_is_told(qtbot: QtBot, editor: Editor, tmp_path: Path) -> None:
    told: list[Path] = []
    editor.drag_files.written.connect(told.append)
    editor.drag_files.write_picture(tmp_path)
    editor.drag_files.write_layer(LayerId("small"), tmp_path)
    qtbot.waitUntil(lambda: bool(told))
    assert [file.name for file in told] == ["Sun-moon.png"]


def test_a_folder_that_can_not_be_written_is_told(qtbot: QtBot, editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with qtbot.waitSignal(editor.failed) as failed:
        editor.drag_files.write_picture(tmp_path / "file")
    assert failed.args[0].code == "not_writable"
