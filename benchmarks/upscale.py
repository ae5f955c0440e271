"""A picture of 1024x1024 made four times as large, by Lanczos and by a small network with random weights.

Each method runs in a process of its own: seconds of the job with its file saved, and the most memory that the
process held, of which the engine took ``engine MB`` before the job began.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))
from report import tell

METHODS = ("lanczos", "compact")
SIDE, FACTOR = 1024, 4


def measure(method: str, folder: Path) -> dict[str, float]:
    """Run one job in this process."""
    import numpy as np
    from safetensors.numpy import save_file

    from desktop.core.events import Event, Finished
    from desktop.core.gallery import Gallery
    from desktop.core.geometry import Size
    from desktop.core.input_store import InputStore
    from desktop.core.jobs import CancelToken, Job
    from desktop.core.library import Library
    from desktop.core.params import GenerateParams, ModelRef, SaveOptions, Source, TaskName, UpscaleOptions
    from desktop.core.paths import Paths, resources
    from desktop.core.pixels import Pixels
    from desktop.core.upscalers import Network, NetworkKind
    from desktop.engine.start import start_engine

    paths = Paths.default()
    rng = np.random.default_rng(0)
    # The size of realesr-animevideov3, the smallest network of Real-ESRGAN.
    shapes = Network(NetworkKind.COMPACT, scale=FACTOR, colours=3, features=64, blocks=16).shapes()
    weights = {
        name: (rng.standard_normal(shape) / math.sqrt(math.prod(shape[1:]))).astype(np.float32)
        for name, shape in shapes.items()
    }
    save_file(weights, folder / "compact.safetensors")
    gallery = Gallery(paths.gallery)
    engine = start_engine(paths, Library((folder,), resources() / "starter"), gallery)
    picture = Pixels.from_rgb(rng.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8))
    params = GenerateParams(
        task=TaskName.UPSCALE,
        model=ModelRef(name="none"),
        size=Size(SIDE * FACTOR, SIDE * FACTOR),
        source=Source(picture=InputStore(paths.inputs).put(picture)),
        upscale=UpscaleOptions(factor=FACTOR, upscaler="" if method == "lanczos" else method),
    )
    events: list[Event] = []
    before = peak_mb()
    began = time.perf_counter()
    engine.run(Job(params, SaveOptions(folder=folder)), events.append, CancelToken())
    seconds = time.perf_counter() - began
    assert isinstance(events[-1], Finished), events[-1]
    engine.close()
    gallery.close()
    return {"s": seconds, "peak MB": peak_mb(), "engine MB": before}


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=METHODS, help="measure this one and print JSON")
    arguments = parser.parse_args()
    if arguments.only:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DARKROOM_HOME"] = folder
            print(json.dumps(measure(arguments.only, Path(folder))))
        return
    figures: dict[str, float] = {}
    for method in METHODS:
        command = [sys.executable, __file__, "--only", method]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        figures |= {f"{method} {name}": value for name, value in json.loads(told.stdout).items()}
    tell("upscale", figures, side=SIDE, factor=FACTOR)


if __name__ == "__main__":
    main()
