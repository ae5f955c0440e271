"""A queue of 1,000 jobs: added, reordered, listed, cancelled and kept, without a window and in one.

The issue asks for: 1,000 jobs added and reordered in at most 50 ms.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rig import ROOT, job

sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from report import tell

from desktop import app
from desktop.core.jobs import CancelToken
from desktop.core.journal import QueueJournal
from desktop.core.paths import Paths
from desktop.core.queue import JobQueue

JOBS = 1_000
REPEATS = 9


def main() -> None:
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DARKROOM_HOME"] = folder
        measure_core(Path(folder), figures)
        measure_window(Path(folder), figures)
    tell("job_queue", figures, jobs=JOBS)


def measure_core(folder: Path, figures: dict[str, float]) -> None:
    jobs = [job(folder, seed) for seed in range(JOBS)]
    queue = JobQueue()
    figures["queue: 1000 added, ms"] = once_ms(lambda: [queue.put(one, CancelToken()) for one in jobs])
    order = [one.id for one in reversed(jobs)]
    figures["queue: 1000 reordered, ms"] = once_ms(lambda: queue.reorder(order))
    journal = QueueJournal(folder / "journal.json")
    figures["journal: 1000 saved, ms"] = median_ms(lambda: journal.save(jobs))
    figures["journal: 1000 loaded, ms"] = median_ms(journal.load)


def measure_window(folder: Path, figures: dict[str, float]) -> None:
    """The whole window listens, with the queue in front; nothing runs, as the queue is paused."""
    qt = app.make_qapplication(["benchmark"])
    built = app.build(qt, Paths.default())
    window, studio = built.window, built.studio
    window.layout_.queue_dock.raise_()
    desk, rows = studio.queue.desk, studio.queue.list
    desk.pause()
    while not studio.device:  # the engine's import would hold up what is measured
        qt.processEvents()
    params = [job(folder, seed).params for seed in range(JOBS)]

    def shown(work: Callable[[], object]) -> float:
        return once_ms(lambda: (work(), qt.processEvents()))

    figures["window: 1000 added and shown, ms"] = shown(lambda: desk.submit(*params))
    figures["window: one more added and shown, ms"] = shown(lambda: desk.submit(params[0]))
    figures["window: last one moved first, ms"] = shown(lambda: rows.move([JOBS], 0))
    figures["window: 500 moved to the end, ms"] = shown(lambda: rows.move(range(500), JOBS + 1))
    figures["window: one edited, ms"] = shown(lambda: desk.replace(desk.waiting[5]))
    figures["window: total forecast, ms"] = median_ms(studio.queue.forecast.total)
    figures["window: all cancelled, ms"] = shown(studio.cancel_all)
    built.studio.shutdown()


def median_ms(work: Callable[[], object]) -> float:
    return statistics.median(once_ms(work) for _ in range(REPEATS))


def once_ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
