"""How long the window's event loop stands still: during the engine's import, and while loading and sampling.

Also: how fast a cancelled job ends, and gaps while a large picture is edited. The real window with the
starter; a timer of 1 ms tells each gap.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from report import percentile, tell
from rig import job

from desktop import app
from desktop.core import png
from desktop.core.events import Cancelled, PictureDone
from desktop.core.jobs import JobId
from desktop.core.params import PictureRecord, Provenance
from desktop.core.paths import Paths
from desktop.core.pixels import Pixels
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor.tool_state import Tool
from desktop.ui.canvas.view import CanvasView


class Pulse(QObject):
    """Gaps between turns of the event loop, in ms, beyond the timer's own 1 ms."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.busy: list[float] = []
        """Of each gap, what this thread computed in ms: the same whatever else the machine does."""
        self._last, self._last_busy = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now
        busy = time.thread_time()
        self.busy.append((busy - self._last_busy) * 1000)
        self._last_busy = busy

    def take(self) -> list[float]:
        taken, self.gaps, self.busy = self.gaps, [], []
        return taken


async def measure(built: app.App, folder: Path, pictures: int) -> dict[str, float]:
    studio, pulse = built.studio, Pulse()
    while not studio.device:
        await asyncio.sleep(0.01)
    starting = pulse.take()
    await studio.result(studio.submit(job(folder, 0).params))
    first = pulse.take()
    for seed in range(1, pictures):
        await studio.result(studio.submit(job(folder, seed).params))
    sampling = pulse.take()
    cancels, steps = [], []
    for seed in range(10):
        began = time.perf_counter()
        job_id = studio.submit(job(folder, seed, side=320, steps=100).params)
        while (record := studio.board.get(job_id)) is None or record.step < 3:
            await asyncio.sleep(0.001)
        steps.append((time.perf_counter() - began) / 3)
        began = time.perf_counter()
        studio.cancel(job_id)
        assert isinstance(await studio.result(job_id), Cancelled)
        cancels.append(time.perf_counter() - began)
    return {
        "importing the engine, longest gap ms": max(starting),
        "loading and first picture, longest gap ms": max(first),
        "loading and first picture, p99 ms": percentile(first, 0.99),
        "sampling, longest gap ms": max(sampling),
        "sampling, p99 ms": percentile(sampling, 0.99),
        "cancel to Cancelled, median ms": statistics.median(cancels) * 1000,
        "cancel to Cancelled, worst ms": max(cancels) * 1000,
        "one step (at most), median ms": statistics.median(steps) * 1000,
    }


async def edit(built: app.App, folder: Path, side: int) -> dict[str, float]:
    """Longest gaps and 99th percentiles of what a person does with a picture of ``side`` x ``side``."""
    studio, canvas, pulse = built.studio, built.window.canvas, Pulse()
    editor, figures = studio.editor, {}
    file = folder / "large.png"
    first, second, third = (large_picture(side) for _ in range(3))
    file.write_bytes(png.encode(first.array))
    while not studio.device or studio.prompt.model_info is None:
        await asyncio.sleep(0.01)

    async def gaps(name: str, settled: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not settled() or not (canvas.settled or editor.document.document.empty):
                await asyncio.sleep(0.002)
        await asyncio.sleep(0.3)
        figures[f"{name}, longest computing ms"] = max(pulse.busy)
        taken = pulse.take()
        figures[f"{name}, longest gap ms"] = max(taken)
        figures[f"{name}, p99 ms"] = percentile(taken, 0.99)

    await asyncio.sleep(0.5)
    pulse.take()
    studio.opening.open_files([file])
    await gaps("open", lambda: not editor.document.document.empty)
    opened = editor.document.document
    editor.tools.tool, editor.tools.brush_size = Tool.BRUSH, side / 16
    drag(canvas)
    await gaps("paint a stroke", lambda: editor.document.document is not opened)
    studio.undo_stack.undo()
    await gaps("undo the stroke", lambda: editor.document.document is opened)
    editor.selection_edits.everything()
    await gaps("select all", lambda: editor.document.document.has_selection)
    editor.canvas.show(CanvasPicture(second))
    await gaps("look at another picture", lambda: True)
    before = editor.document.document
    editor.adopt_shown()
    await gaps("adopt it", lambda: editor.document.document is not before)
    studio.undo_stack.undo()
    await gaps("undo that", lambda: editor.document.document is before)
    record = PictureRecord(params=job(folder, 0).params, provenance=provenance())
    editor.candidates.take(PictureDone(JobId("bench"), 0, 1, third, record, None))
    await gaps("show a candidate", lambda: editor.candidates.showing)
    editor.candidates.apply()
    await gaps("apply it", lambda: len(editor.document.document.layers) == 2)
    studio.undo_stack.undo()
    await gaps("undo that step", lambda: len(editor.document.document.layers) == 1)
    return figures


def large_picture(side: int) -> Pixels:
    """A smooth picture with a little noise, as photographs have."""
    ramp = np.linspace(0, 200, side, dtype=np.uint8)
    noise = np.random.default_rng(0).integers(0, 16, (side, side, 3), np.uint8)
    return Pixels.from_rgb(ramp[None, :, None] // 2 + ramp[:, None, None] // 2 + noise)


def provenance() -> Provenance:
    return Provenance(
        program="", created="2026-01-01T00:00:00+00:00", device="", dtype="", threads=1, versions={}
    )


def drag(canvas: CanvasView) -> None:
    """A stroke across the middle of the picture."""
    rect = canvas.picture_rect.toRect()
    places = [rect.center() + QPoint(round(x * rect.width() / 100), 0) for x in range(-40, 41, 4)]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=10)
    parser.add_argument("--edit", type=int, metavar="SIDE", help="edit a picture of this size instead")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DARKROOM_HOME"] = folder
        figures: dict[str, float] = {}

        async def session(built: app.App) -> int:
            if arguments.edit:
                figures.update(await edit(built, Path(folder), arguments.edit))
            else:
                figures.update(await measure(built, Path(folder), arguments.pictures))
            return 0

        app.run(app.build(app.make_qapplication(["bench"]), Paths.default()), session)
        tell("window_gaps", figures)


if __name__ == "__main__":
    main()
