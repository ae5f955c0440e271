"""The engine against plain diffusers: the same picture in turn, both saved; median of the pairs' ratios.

`--window` measures the same through the real window, with previews, in its worker thread.
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
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from report import paired_ratio, tell
from rig import PROMPT, PlainDiffusers, job

from desktop.core.events import Emit, Finished
from desktop.core.gallery import Gallery
from desktop.core.jobs import CancelToken, Job
from desktop.core.library import Library
from desktop.core.paths import Paths, resources


def compare(
    run_ours: Any, plain: PlainDiffusers, folder: Path, pairs: int, fresh_prompts: bool
) -> dict[str, float]:
    """Seconds of both, in turn; the order changes with every pair. Fresh prompts defeat the prompt cache."""
    ours, theirs = [], []
    for index in range(pairs + 2):
        prompt = f"{PROMPT} {index}" if fresh_prompts else PROMPT
        for is_ours in (True, False) if index % 2 else (False, True):
            began = time.perf_counter()
            if is_ours:
                run_ours(job(folder, index, prompt))
            else:
                plain.picture(index, folder / "plain.png", prompt)
            (ours if is_ours else theirs).append(time.perf_counter() - began)
    ours, theirs = ours[2:], theirs[2:]
    return {
        "ratio": paired_ratio(ours, theirs),
        "ours s": statistics.median(ours),
        "plain s": statistics.median(theirs),
    }


def in_process(folder: Path, pairs: int) -> None:
    from desktop.engine.start import start_engine

    paths = Paths.default()
    gallery = Gallery(paths.gallery)
    engine = start_engine(paths, Library((), resources() / "starter"), gallery)
    plain = PlainDiffusers()

    def run(one: Job) -> None:
        events: list[Any] = []
        engine.run(one, events.append, CancelToken())
        assert isinstance(events[-1], Finished), events[-1]

    fresh = compare(run, plain, folder, pairs, fresh_prompts=True)
    repeated = compare(run, plain, folder, pairs, fresh_prompts=False)
    tell(
        "engine_ratio",
        {f"fresh prompt, {k}": v for k, v in fresh.items()}
        | {f"repeated prompt, {k}": v for k, v in repeated.items()},
        pairs=pairs,
        threads=engine.plan.threads,
    )
    engine.close()
    gallery.close()


def in_window(folder: Path, pairs: int) -> None:
    from desktop import app
    from desktop.worker.runner import LocalRunner

    seconds: dict[str, list[float]] = {"ours": [], "plain": []}
    plain: list[PlainDiffusers] = []
    run = LocalRunner.run

    def paired(self: LocalRunner, one: Job, emit: Emit, token: CancelToken) -> None:
        """In the worker's thread: the job as always, and the same picture with plain diffusers."""
        if not plain:
            plain.append(PlainDiffusers())
        index = one.params.seed

        def ours() -> None:
            began = time.perf_counter()
            run(self, one, emit, token)
            seconds["ours"].append(time.perf_counter() - began)

        def theirs() -> None:
            began = time.perf_counter()
            plain[0].picture(index, folder / "plain.png", one.params.prompt)
            seconds["plain"].append(time.perf_counter() - began)

        for each in (ours, theirs) if index % 2 else (theirs, ours):
            each()

    LocalRunner.run = paired  # type: ignore[method-assign]

    async def session(built: app.App) -> int:
        while not built.studio.device:
            await asyncio.sleep(0.05)
        for index in range(pairs + 2):
            params = job(folder, index, f"{PROMPT} {index}").params
            await built.studio.result(built.studio.submit(params))
        return 0

    app.run(app.build(app.make_qapplication(["bench"]), Paths.default()), session)
    ours, theirs = seconds["ours"][2:], seconds["plain"][2:]
    tell(
        "window_ratio",
        {
            "ratio": paired_ratio(ours, theirs),
            "ours s": statistics.median(ours),
            "plain s": statistics.median(theirs),
        },
        pairs=pairs,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--window", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DARKROOM_HOME"] = folder
        (in_window if arguments.window else in_process)(Path(folder), arguments.pairs)


if __name__ == "__main__":
    main()
