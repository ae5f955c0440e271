"""Many pictures in one process: does memory stay flat, does anything pile up?"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import numpy as np
import psutil
from report import tell
from rig import job

from desktop.core.events import Finished
from desktop.core.gallery import Gallery
from desktop.core.jobs import CancelToken
from desktop.core.library import Library
from desktop.core.paths import Paths, resources
from desktop.engine.start import start_engine

WARM_UP = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=500)
    arguments = parser.parse_args()
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DARKROOM_HOME"] = folder
        paths = Paths.default()
        gallery = Gallery(paths.gallery)
        engine = start_engine(paths, Library((), resources() / "starter"), gallery)
        resident, handles, threads = [], [], []
        for index in range(arguments.pictures):
            events: list[Any] = []
            engine.run(
                job(Path(folder), index, f"a car {index}", side=128, steps=4), events.append, CancelToken()
            )
            assert isinstance(events[-1], Finished), events[-1]
            resident.append(process.memory_info().rss / 1024)
            handles.append(process.num_fds() if hasattr(process, "num_fds") else process.num_handles())
            threads.append(threading.active_count())
        engine.close()
        gallery.close()
    after = np.array(resident[WARM_UP:])
    slope = float(np.polyfit(np.arange(len(after)), after, 1)[0])
    tell(
        "soak",
        {
            "slope after 50, kB a picture": slope,
            "resident after 50, MB": resident[WARM_UP] / 1024,
            "resident at the end, MB": resident[-1] / 1024,
            "handles grown": handles[-1] - handles[WARM_UP],
            "threads grown": threads[-1] - threads[WARM_UP],
        },
        pictures=arguments.pictures,
    )


if __name__ == "__main__":
    main()
