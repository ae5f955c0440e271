"""How every benchmark tells its figures: a short table on the terminal and JSON in benchmarks/out/."""

from __future__ import annotations

import json
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent / "out"


def tell(name: str, figures: dict[str, float], **context: Any) -> None:
    """Print ``figures`` (name with unit -> number) and write them with the machine's description."""
    machine = {"python": platform.python_version(), "platform": platform.platform()}
    OUT.mkdir(exist_ok=True)
    report = {"benchmark": name, "figures": figures, "machine": machine, **context}
    (OUT / f"{name}.json").write_text(json.dumps(report, indent=2))
    width = max(len(label) for label in figures)
    print(f"== {name}")
    for label, value in figures.items():
        print(f"{label:{width}}  {value:10.3f}")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def paired_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Median of ours[i] / theirs[i]: what one costs against the other when both were measured in turn."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
