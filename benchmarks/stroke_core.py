"""What a stroke costs for each event, without a window: 40 px a time across an opaque 4096 x 4096 plane."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
import numpy as np
from report import percentile, tell

from desktop.core.document import selection
from desktop.core.document.brush import Brush
from desktop.core.document.plane import Plane
from desktop.core.document.stroke import Stroke
from desktop.core.geometry import Rect

SIDE = 4096
CANVAS = Rect(0, 0, SIDE, SIDE)
STEP = 40


def milliseconds(plane: Plane, brush: Brush, limit: Plane | None = None) -> list[float]:
    """Of each event of a stroke over the canvas and back, with the plane that would be shown after it."""
    stroke = Stroke(plane, brush, limit=limit, canvas=CANVAS)
    stroke.begin(100.0, 100.0, 0.5)
    taken = []
    for nth in range(1, 2 * SIDE // STEP):
        way = nth * STEP
        x = 100.0 + (way if way < SIDE else 2 * SIDE - way)
        began = time.perf_counter()
        stroke.extend_to(x, 100.0 + way / 3, 0.5 + 0.5 * (nth % 20) / 20)
        stroke.plane()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def main() -> None:
    array = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 4), np.uint8)
    array[..., 3] = 255
    opaque = Plane.of(array)
    soft = Brush(200, hardness=0.5, opacity=0.8, flow=0.5, colour=(200, 30, 30))
    ellipse = selection.ellipse(CANVAS, CANVAS)
    cases = {
        "200 px": milliseconds(opaque, soft),
        "200 px, transparent": milliseconds(Plane(4), soft),
        "200 px, in a selection": milliseconds(opaque, soft, ellipse),
        "200 px, pressure to size": milliseconds(opaque, Brush(200, hardness=0.5, pressure_to_size=True)),
        "200 px, eraser": milliseconds(opaque, Brush(200, erase=True)),
        "200 px, mask": milliseconds(ellipse, soft),
        "200 px, spacing 2 %": milliseconds(opaque, Brush(200, spacing=0.02)),
        "1 px": milliseconds(opaque, Brush(1)),
        "1000 px": milliseconds(opaque, Brush(1000)),
    }
    figures = {}
    for name, taken in cases.items():
        figures[f"{name}, p50 ms"] = percentile(taken, 0.5)
        figures[f"{name}, p95 ms"] = percentile(taken, 0.95)
    tell("stroke_core", figures, side=SIDE, step=STEP)


if __name__ == "__main__":
    main()
