"""Editing by hand, done through the real window: a picture is dropped, a part of it masked and drawn anew.

Mouse and keys do it: drop, mask brush, prompt, Generate, flip through the candidates, apply, undo, redo.
Leaves before.png, mask.png, after.png, window.png, project.darkroom and report.json, and fails when a pixel
outside of the mask changed, when nothing changed inside, or when the project file brings back anything else.
"""

from __future__ import annotations

import asyncio
import json
import platform
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL.ImageFilter import MaxFilter
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop import __version__, app
from desktop.core import files
from desktop.core.document.compose import flatten
from desktop.core.events import Finished
from desktop.core.params import InpaintOptions, SaveOptions
from desktop.core.paths import Paths
from desktop.core.pictures import encode
from desktop.core.pixels import Pixels
from desktop.demo import ENGINE_LIMIT_S, FAILED, JOB_LIMIT_S, OK, screenshot, until
from desktop.state.carried import Target
from desktop.state.studio import Studio
from desktop.ui.main_window import MainWindow

PROMPT = "a red mushroom on a yellow background"
SOURCE_PROMPT = "a blue car on a yellow background"
SOURCE_SEED, SEED = 9, 3
CANDIDATES = 3
_BRUSH = 0.28
"""The mask brush, as a share of the canvas' width."""
_PATH = (
    *((0.16, 0.64), (0.26, 0.46), (0.42, 0.36), (0.62, 0.33), (0.8, 0.38), (0.86, 0.52), (0.84, 0.66)),
    *((0.66, 0.74), (0.46, 0.76), (0.26, 0.74), (0.2, 0.62), (0.4, 0.54), (0.6, 0.52), (0.72, 0.56)),
)
"""Where it goes, in shares of the canvas' sides: over the car."""


class EditDemo:
    """One run in a window of its own."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._began = time.monotonic()
        self._seconds: dict[str, float] = {}
        self._checks: dict[str, bool] = {}

    def run(self, paths: Paths) -> int:
        """0 when every check holds, else 10."""
        built = app.build(app.make_qapplication(["darkroom"]), paths, keep_queue=False)
        return app.run(built, self._session)

    async def _session(self, built: app.App) -> int:
        studio, window = built.studio, built.window
        self._say("The window is open; the engine starts.")
        await until(lambda: bool(studio.device), ENGINE_LIMIT_S)
        await until(lambda: studio.prompt.model_info is not None, ENGINE_LIMIT_S)
        self._mark("engine ready")
        source = await self._make_source(studio, window)
        await self._drop(studio, window, source)
        before = flatten(studio.editor.document.document)
        self._write("before.png", before)
        mask = self._paint_mask(studio, window)
        self._write("mask.png", mask)
        if not await self._draw_anew(studio, window):
            return FAILED
        await self._take_one(studio, window)
        after = flatten(studio.editor.document.document)
        self._write("after.png", after)
        self._check_pixels(before, mask, after, studio.prompt.inpaint)
        self._undo_and_redo(studio, window, before, after)
        files.write_bytes(self._out / "window.png", await self._screenshot(window))
        await self._save_and_open(studio, after)
        self._report(studio)
        return OK if all(self._checks.values()) else FAILED

    # The steps, as a person does them

    async def _make_source(self, studio: Studio, window: MainWindow) -> Path:
        """A picture to edit: made here, so that any machine has one."""
        self._say(f"A picture to edit is made: {SOURCE_PROMPT}")
        self._type(window, SOURCE_PROMPT)
        window.prompt.seed.set_value(SOURCE_SEED)
        QTest.mouseClick(window.prompt.action.button, Qt.MouseButton.LeftButton)
        outcome = await asyncio.wait_for(studio.result(studio.board.records[-1].id), JOB_LIMIT_S)
        self._mark("picture made")
        return outcome.pictures[0].path if isinstance(outcome, Finished) else Path()

    async def _drop(self, studio: Studio, window: MainWindow, file: Path) -> None:
        self._say(f"It is dropped on the window: {file.name}")
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        overlay, actions = window.drop_overlay, Qt.DropAction.CopyAction
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(window, QDragEnterEvent(QPoint(), actions, mime, left, none))
        place = overlay.card(Target.OPEN).center()
        QApplication.sendEvent(window, QDropEvent(place, actions, mime, left, none))
        await until(lambda: not studio.editor.document.document.empty, JOB_LIMIT_S)
        await until(lambda: window.canvas.navigation.has_content, JOB_LIMIT_S)
        self._checks["the dropped file is the document"] = studio.canvas.picture is None
        self._mark("dropped")

    def _paint_mask(self, studio: Studio, window: MainWindow) -> Pixels:
        """Over the car, with the mask brush; what is selected then."""
        self._say("The mask brush goes over the car.")
        document = studio.editor.document.document
        window.canvas.setFocus()
        QTest.keyClick(window.canvas, Qt.Key.Key_M)
        studio.editor.tools.mask_size = _BRUSH * document.size.width
        places = [(x * document.size.width, y * document.size.height) for x, y in _PATH]
        self._stroke(window, places)
        selection = studio.editor.document.document.selection
        self._mark("masked")
        return Pixels(selection.read(document.rect))

    async def _draw_anew(self, studio: Studio, window: MainWindow) -> bool:
        self._say(f"What should be there instead: {PROMPT}")
        self._type(window, PROMPT)
        window.prompt.seed.set_value(SEED)
        window.prompt.count.set_value(CANDIDATES)
        known = len(studio.board.records)
        QTest.mouseClick(window.prompt.action.button, Qt.MouseButton.LeftButton)
        await until(lambda: len(studio.board.records) > known, JOB_LIMIT_S)
        outcome = await asyncio.wait_for(studio.result(studio.board.records[-1].id), JOB_LIMIT_S)
        self._mark("drawn anew")
        self._checks["the job ended well"] = isinstance(outcome, Finished)
        return isinstance(outcome, Finished)

    async def _take_one(self, studio: Studio, window: MainWindow) -> None:
        """Flip to the second candidate, and apply it."""
        candidates = studio.editor.candidates
        await until(lambda: len(candidates.items) == CANDIDATES, JOB_LIMIT_S)
        seen = {candidates.index}
        for _ in range(CANDIDATES):
            QTest.keyClick(window.canvas, Qt.Key.Key_Right)
            seen.add(candidates.index)
        self._checks["the arrow keys flip through all candidates"] = len(seen) == CANDIDATES
        while candidates.index != 1:
            QTest.keyClick(window.canvas, Qt.Key.Key_Left)
        layers = len(studio.editor.document.document.layers)
        window.actions_["apply_candidate"].trigger()
        self._checks["applying it adds one layer"] = len(studio.editor.document.document.layers) == layers + 1

    def _undo_and_redo(self, studio: Studio, window: MainWindow, before: Pixels, after: Pixels) -> None:
        window.actions_["undo"].trigger()
        undone = flatten(studio.editor.document.document)
        window.actions_["redo"].trigger()
        redone = flatten(studio.editor.document.document)
        self._checks["undo brings the picture back, redo the change"] = undone == before and redone == after

    async def _save_and_open(self, studio: Studio, after: Pixels) -> None:
        project, state = studio.editor.project, studio.editor.document
        file = self._out / "project.darkroom"
        selection = Pixels(state.document.selection.read(state.document.rect))
        names = [layer.name for layer in state.document.layers]
        project.save(file)
        await until(lambda: not project.modified and project.file == file, JOB_LIMIT_S)
        saved = state.document
        project.open(file)
        await until(lambda: state.document is not saved, JOB_LIMIT_S)
        document = state.document
        self._checks["the project file brings all of it back"] = (
            flatten(document) == after
            and Pixels(document.selection.read(document.rect)) == selection
            and [layer.name for layer in document.layers] == names
        )
        self._mark("saved and opened")

    # Hands and eyes

    def _type(self, window: MainWindow, words: str) -> None:
        edit = window.prompt.prompt.edit
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, words)

    def _stroke(self, window: MainWindow, places: list[tuple[float, float]]) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        self._mouse(window, QEvent.Type.MouseButtonPress, places[0], left, left)
        for place in places[1:]:
            self._mouse(window, QEvent.Type.MouseMove, place, none, left)
        self._mouse(window, QEvent.Type.MouseButtonRelease, places[-1], left, none)

    def _mouse(
        self,
        window: MainWindow,
        kind: QEvent.Type,
        place: tuple[float, float],
        button: Qt.MouseButton,
        held: Qt.MouseButton,
    ) -> None:
        canvas = window.canvas
        local = canvas.navigation.to_view(*place)
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(
            canvas, QMouseEvent(kind, local, QPointF(canvas.mapToGlobal(local)), button, held, none)
        )

    async def _screenshot(self, window: MainWindow) -> bytes:
        await asyncio.sleep(0.3)  # let the window paint the picture and its thumbnail
        return screenshot(window)

    # What came of it

    def _check_pixels(self, before: Pixels, mask: Pixels, after: Pixels, options: InpaintOptions) -> None:
        changed = (before.array != after.array).any(axis=2)
        inside = mask.array > 127
        step = np.abs(after.array[..., :3].astype(int) - before.array[..., :3])
        # The mask's outer edge lies as far out as it is grown and feathered.
        grown = np.array(mask.to_pil().filter(MaxFilter(2 * (options.grow + options.feather + 1) + 1))) > 0
        self._checks["every pixel outside of the mask is the same"] = not bool((changed & ~grown).any())
        self._checks["what is inside of it is another"] = bool(step[inside].mean() > 20)

    def _write(self, name: str, pixels: Pixels) -> None:
        files.write_bytes(self._out / name, encode(pixels, None, SaveOptions(folder=self._out)))

    def _report(self, studio: Studio) -> None:
        report: dict[str, Any] = {
            "darkroom": __version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "device": studio.device,
            "checks": self._checks,
            "seconds_since_start": {name: round(value, 3) for name, value in self._seconds.items()},
        }
        files.write_text(self._out / "report.json", json.dumps(report, indent=2))
        for name, held in self._checks.items():
            self._say(f"{'ok    ' if held else 'FAILED'} {name}")
        self._say(f"See {self._out}")

    def _mark(self, name: str) -> None:
        self._seconds[name] = time.monotonic() - self._began

    def _say(self, text: str) -> None:
        print(text, flush=True)
