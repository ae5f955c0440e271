"""How long the window's event loop stands still: during the engine's import, and while loading and sampling.

Also: how fast a cancelled job ends. The real window with the starter; a timer of 1 ms tells each gap.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from report import percentile, tell
from rig import job

from desktop import app
from desktop.core.events import Cancelled
from desktop.core.paths import Paths


class Pulse(QObject):
    """Gaps between turns of the event loop, in ms, beyond the timer's own 1 ms."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def take(self) -> list[float]:
        taken, self.gaps = self.gaps, []
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DARKROOM_HOME"] = folder
        figures: dict[str, float] = {}

        async def session(built: app.App) -> int:
            figures.update(await measure(built, Path(folder), arguments.pictures))
            return 0

        app.run(app.build(app.make_qapplication(["bench"]), Paths.default()), session)
        tell("window_gaps", figures)


if __name__ == "__main__":
    main()
