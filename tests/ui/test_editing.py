"""From a photograph to an edited, saved and opened project, by keys, in the window that plays a script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.document.compose import flatten
from desktop.core.document.plane import Plane
from desktop.core.geometry import Point, Size
from desktop.core.params import SaveOptions
from desktop.core.pictures import encode
from tests.helpers.scripted import make_pixels


def looks(app: App) -> np.ndarray:
    return flatten(app.studio.editor.document.document).array


def test_a_part_of_a_photograph_is_made_new_applied_taken_back_saved_and_opened_again(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    studio, canvas = app.studio, app.window.canvas
    editor, candidates = studio.editor, studio.editor.candidates
    photograph = make_pixels(Size(120, 90), 180)
    (tmp_path / "lake.png").write_bytes(encode(photograph, None, SaveOptions(folder=tmp_path)))

    def press(keys: str) -> None:
        QTest.keySequence(canvas, QKeySequence(keys))

    with qtbot.waitSignal(editor.document.changed):
        app.window.receive_files((tmp_path / "lake.png",))
    hole = Plane.of(np.full((30, 40), 255, np.uint8), Point(20, 25))
    editor.document.apply("Select", replace(editor.document.document, selection=hole))
    qtbot.waitUntil(lambda: app.window.prompt.action.button.text() == "Inpaint the selection")

    studio.prompt.count = 3
    canvas.setFocus()
    with qtbot.waitSignal(studio.board.job_ended):
        press("Ctrl+Return")
    assert (len(candidates.items), candidates.index) == (3, 2)
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    press("Shift+Return")
    expected = photograph.array.copy()
    expected[25:55, 20:60, :3] = 1  # the second one's shade
    assert np.array_equal(looks(app), expected)

    press("Ctrl+Z")
    assert np.array_equal(looks(app), photograph.array)
    press("Ctrl+Shift+Z")
    assert np.array_equal(looks(app), expected)

    press("Ctrl+S")
    with qtbot.waitSignal(editor.project.saved):
        app.window.findChild(QFileDialog).fileSelected.emit(str(tmp_path / "lake.darkroom"))
    app.window.findChild(QFileDialog).close()
    assert app.window.windowTitle() == "lake - Darkroom"

    editor.canvas_edits.new(Size(64, 64), None)
    with qtbot.waitSignal(editor.document.replaced):
        app.window.receive_files((tmp_path / "lake.darkroom",))
    assert np.array_equal(looks(app), expected)
    document = editor.document.document
    assert [layer.name for layer in document.layers] == ["lake", "a red apple, candidate 2"]
    assert document.selection.content_bounds().origin == Point(20, 25)
    assert len(candidates.items) == 3
