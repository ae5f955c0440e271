"""The main job, done through the real window: a prompt is typed, Generate is pressed, a picture appears.

Leaves image.png, window.png and report.json, and fails when the picture is flat or its settings are lost.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop import __version__, app
from desktop.core import files, log
from desktop.core.events import Finished
from desktop.core.paths import Paths
from desktop.core.pictures import read
from desktop.state.canvas_state import CanvasPicture

PROMPT = "a blue car on a yellow background"
SEED = 8
ENGINE_LIMIT_S, JOB_LIMIT_S = 180, 120
OK, FAILED = 0, 10


def main(argv: Sequence[str]) -> int:
    """Run the demo; 0 when every check holds, 10 otherwise."""
    parser = argparse.ArgumentParser(
        prog="main.py demo", description="Make a picture with the embedded model in the real window."
    )
    parser.add_argument("out", nargs="?", default="demo-out", type=Path, metavar="OUT")
    parser.add_argument(
        "--edit", action="store_true", help="edit a picture by hand instead: see demo_edit.py"
    )
    parser.add_argument("--prompt", default=PROMPT)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="darkroom-demo-") as home:
        os.environ["DARKROOM_HOME"] = home  # the person's own gallery and settings stay as they are
        paths = Paths.default()
        log.setup(paths.logs)
        if arguments.edit:
            from desktop.demo_edit import EditDemo

            return EditDemo(arguments.out.absolute()).run(paths)
        return _Demo(arguments.out.absolute(), arguments.prompt, arguments.seed).run(paths)


class _Demo:
    def __init__(self, out: Path, prompt: str, seed: int) -> None:
        self._out = out
        self._prompt = prompt
        self._seed = seed
        self._began = time.monotonic()
        self._seconds: dict[str, float] = {}

    def run(self, paths: Paths) -> int:
        built = app.build(app.make_qapplication(["darkroom"]), paths, keep_queue=False)
        self._mark("window")
        return app.run(built, self._session)

    async def _session(self, built: app.App) -> int:
        studio, window = built.studio, built.window
        self._say("The window is open; the engine starts.")
        await until(lambda: bool(studio.device), ENGINE_LIMIT_S)
        await until(lambda: studio.prompt.model_info is not None, ENGINE_LIMIT_S)
        self._mark("engine ready")
        self._say(f"Pictures are made on: {studio.device}. Typing: {self._prompt}")
        edit = window.prompt.prompt.edit
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, self._prompt)
        window.prompt.seed.set_value(self._seed)
        QTest.mouseClick(window.prompt.action.button, Qt.MouseButton.LeftButton)
        job = studio.board.records[-1]
        outcome = await asyncio.wait_for(studio.result(job.id), JOB_LIMIT_S)
        self._mark("picture")
        await asyncio.sleep(0.3)  # let the window paint the picture and its thumbnail
        shown = studio.canvas.picture
        checks = _check(shown, self._prompt, self._seed)
        files.write_bytes(self._out / "window.png", screenshot(window))
        self._mark("screenshot")
        self._report(built, shown, checks, isinstance(outcome, Finished))
        return OK if isinstance(outcome, Finished) and all(checks.values()) else FAILED

    def _report(
        self, built: app.App, shown: CanvasPicture | None, checks: dict[str, bool], finished: bool
    ) -> None:
        report: dict[str, Any] = {
            "darkroom": __version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "device": built.studio.device,
            "finished": finished,
            "checks": checks,
            "seconds_since_start": {name: round(value, 3) for name, value in self._seconds.items()},
        }
        if shown is not None and shown.saved is not None and shown.record is not None:
            files.write_bytes(self._out / "image.png", shown.saved.path.read_bytes())
            report["record"] = shown.record.model_dump(mode="json")
        files.write_text(self._out / "report.json", json.dumps(report, indent=2))
        for name, held in checks.items():
            self._say(f"{'ok    ' if held else 'FAILED'} {name}")
        picture = self._seconds["picture"] - self._seconds["engine ready"]
        self._say(f"A picture in {picture:.1f} s, the first one with loading the model. See {self._out}")

    def _mark(self, name: str) -> None:
        self._seconds[name] = time.monotonic() - self._began

    def _say(self, text: str) -> None:
        print(text, flush=True)


def _check(shown: CanvasPicture | None, prompt: str, seed: int) -> dict[str, bool]:
    """Everything that must hold of a first picture."""
    if shown is None or shown.saved is None or shown.record is None:
        return {"the picture is on disk and on the canvas": False}
    opened = read(shown.saved.path)
    rgb = opened.pixels.array[..., :3].astype(float)
    return {
        "the picture is on disk and on the canvas": opened.pixels == shown.pixels,
        "the picture is not flat": bool(rgb.std() > 10 and np.ptp(rgb) > 60),
        "its file holds the settings it was made with": opened.record == shown.record,
        "the prompt and the seed are the ones that were typed": (
            shown.record.params.prompt == prompt and shown.record.params.seed == seed
        ),
    }


def screenshot(window: QWidget) -> bytes:
    """The window as it is now, PNG."""
    data = QByteArray()  # the buffer does not own it
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return bytes(data.data())


async def until(condition: Callable[[], bool], limit_s: float) -> None:
    """Wait for a condition of the window's state; raises TimeoutError."""
    async with asyncio.timeout(limit_s):
        while not condition():  # noqa: ASYNC110 - it stands for many signals
            await asyncio.sleep(0.02)
