"""Save and open a project of 4096 x 4096 pixels and five layers: three photographs, a drawing and a mask."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from rig import ROOT

sys.path.insert(0, str(ROOT))

from report import tell

from desktop.core import openraster, project_file
from desktop.core.document.document import Document
from desktop.core.document.layers import Layer, MaskLayer, PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.geometry import Size
from desktop.core.pixels import Pixels

SIDE = 4096
REPEATS = 3


def main() -> None:
    document = five_layers()
    project = project_file.Project(document)
    with tempfile.TemporaryDirectory() as folder:
        path, raster = Path(folder) / "a.darkroom", Path(folder) / "a.ora"
        figures = {
            "project: saved, s": median_s(lambda: project_file.save(path, project)),
            "project: opened, s": median_s(lambda: project_file.load(path)),
            "project: file, MB": path.stat().st_size / 1e6,
            "pixels in memory, MB": sum(plane.size_bytes for plane in document.planes()) / 1e6,
            "OpenRaster: saved, s": median_s(lambda: openraster.save(raster, document)),
            "OpenRaster: opened, s": median_s(lambda: openraster.load(raster)),
            "OpenRaster: file, MB": raster.stat().st_size / 1e6,
        }
    tell("project", figures, side=SIDE, layers=len(document.layers))


def five_layers() -> Document:
    layers: list[Layer] = [
        PixelLayer(name=f"Photo {seed}", plane=Plane.of(photograph(seed).array)) for seed in range(3)
    ]
    layers.append(PixelLayer(name="Drawing", plane=Plane.of(drawing())))
    layers.append(MaskLayer(name="Mask", plane=Plane.of(drawing()[..., 3])))
    return Document(Size(SIDE, SIDE), tuple(layers))


def photograph(seed: int) -> Pixels:
    """Detail of all sizes, with the grain of a sensor."""
    random = np.random.default_rng(seed)
    picture = random.normal(0.0, 1.5, (SIDE, SIDE, 3)).astype(np.float32)
    for side in (8, 64, 512):
        patch = Image.fromarray(random.integers(0, 256, (side, side, 3), np.uint8))
        picture += np.asarray(patch.resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float32) / 3
    return Pixels.from_rgb(picture.clip(0, 255).astype(np.uint8))


def drawing() -> np.ndarray:
    """A soft disc on nothing."""
    y, x = np.ogrid[:SIDE, :SIDE]
    distance = np.hypot(x - SIDE / 2, y - SIDE / 2)
    array = np.zeros((SIDE, SIDE, 4), np.uint8)
    array[..., 3] = ((SIDE / 3 - distance) * 4).clip(0, 255)
    array[array[..., 3] > 0, :3] = (200, 120, 40)
    return array


def median_s(work: Callable[[], object]) -> float:
    return statistics.median(once_s(work) for _ in range(REPEATS))


def once_s(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
