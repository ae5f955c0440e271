"""Composing a 4096 x 4096 document of ten full layers, mixed modes, partly transparent.

The issue asks for: after a change of 200 x 200 pixels at most 8 ms.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from report import percentile, tell

from desktop.core.document.compose import compose, layer_thumbnail, thumbnail
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.geometry import Rect, Size

SIDE = 4096
DIRTY = 200
LAYERS = 10
MOMENTS = 300


def main() -> None:
    layered, single = _document(LAYERS), _document(1)
    figures: dict[str, float] = {}
    for label, document in (("ten layers", layered), ("one layer", single)):
        times = [once_ms(lambda place=place: compose(document, place)) for place in _places()]  # noqa: B023
        figures[f"{label}, dirty 200 px p50, ms"] = percentile(times, 0.5)
        figures[f"{label}, dirty 200 px p95, ms"] = percentile(times, 0.95)
        figures[f"{label}, whole canvas, ms"] = once_ms(lambda: compose(document, document.rect))  # noqa: B023
    figures["ten layers, whole canvas, two threads, ms"] = once_ms(lambda: _in_threads(layered))
    figures["ten layers, thumbnail, ms"] = once_ms(lambda: thumbnail(layered, 256))
    figures["layer, thumbnail, ms"] = once_ms(lambda: layer_thumbnail(layered.layers[3], layered.rect, 64))
    plane = layered.layers[0].plane  # type: ignore[attr-defined]
    figures["read a plane, ms"] = statistics.median(
        once_ms(lambda: plane.read(layered.rect)) for _ in range(5)
    )
    figures["all tiles, MB"] = sum(tile.size_bytes for tile in layered.tiles()) / 1e6
    figures["composing the dirty part, peak MB"] = peak_mb(
        lambda: compose(layered, Rect(100, 100, DIRTY, DIRTY))
    )
    figures["composing the canvas, peak MB"] = peak_mb(lambda: compose(layered, layered.rect))
    tell("compose", figures, side=SIDE, layers=LAYERS)


def once_ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def peak_mb(work: Callable[[], object]) -> float:
    """What it allocates at most, its result as well."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _document(layers: int) -> Document:
    """The lowest layer opaque, the others anything; every mode, some opacities."""
    draw = np.random.default_rng(0)
    modes = list(BlendMode)
    made = []
    for number in range(layers):
        array = draw.integers(0, 256, (SIDE, SIDE, 4), dtype=np.uint8)
        if number == 0:
            array[..., 3] = 255
        made.append(
            PixelLayer(
                name=str(number),
                plane=Plane.of(array),
                blend=modes[number % len(modes)],
                opacity=0.7 if number % 3 == 1 else 1.0,
            )
        )
    return Document(Size(SIDE, SIDE), tuple(made))


def _places() -> list[Rect]:
    """As strokes go: a few dozen rectangles near each other, then somewhere else."""
    draw = random.Random(0)
    places: list[Rect] = []
    while len(places) < MOMENTS:
        x, y = draw.randrange(SIDE - 2 * DIRTY), draw.randrange(SIDE - 2 * DIRTY)
        places += [Rect(x + 6 * step, y + 3 * step, DIRTY, DIRTY) for step in range(30)]
    return places


def _in_threads(document: Document) -> None:
    bands = [Rect(0, top, SIDE, 256) for top in range(0, SIDE, 256)]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda band: compose(document, band), bands))


if __name__ == "__main__":
    main()
