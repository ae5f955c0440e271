"""How fast a large library is scanned: headers read for the first time, and again from the index.

    python benchmarks/library_scan.py [--files 10000]

Files are headers of real LoRAs and checkpoints, followed by holes: they take no room for their numbers.
Prints JSON: seconds, and files per second; ``cpu`` is the processor's time, which others that run do not
lengthen much.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from desktop.core.library import Library
from desktop.core.library_index import LibraryIndex
from tests.helpers.header_files import Shapes, ldm_unet, prefixed, write_header

_CHECKPOINT_EVERY = 50
_UNET = "model.diffusion_model."


def lora(rank: int) -> Shapes:
    """What kohya's trainer writes for the attention layers of an SD 1.x U-Net."""
    shapes: Shapes = {}
    for name, shape in ldm_unet().items():
        if len(shape) == 2 and "transformer_blocks" in name:
            layer = f"lora_unet_{name.removesuffix('.weight').replace('.', '_')}"
            shapes[f"{layer}.lora_down.weight"] = (rank, shape[1])
            shapes[f"{layer}.lora_up.weight"] = (shape[0], rank)
            shapes[f"{layer}.alpha"] = ()
    return shapes


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=10_000)
    count = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "models"
        samples = [
            write_header(root / "Lora" / "first.safetensors", lora(16)),
            write_header(
                root / "Stable-diffusion" / "first.safetensors",
                prefixed("model.diffusion_model.", ldm_unet()),
            ),
        ]
        for number in range(count - len(samples)):
            sample = samples[number % _CHECKPOINT_EVERY == 0]
            target = sample.with_name(f"model-{number}.safetensors")
            _copy_header(sample, target)
        index = Path(folder) / "index.json"
        begin = time.process_time()
        cold = _timed(Library((root,), Path(folder) / "none", LibraryIndex(index)))
        cold_cpu = time.process_time() - begin
        library = Library((root,), Path(folder) / "none", LibraryIndex(index))
        started = _timed(library)
        warm = _timed(library)
        print(
            json.dumps(
                {
                    "files": count,
                    "cold_s": round(cold, 2),
                    "cold_files_per_s": round(count / cold),
                    "cold_cpu_files_per_s": round(count / cold_cpu),
                    "warm_after_start_s": round(started, 2),
                    "warm_s": round(warm, 2),
                    "index_mb": round(index.stat().st_size / 1e6, 1),
                    "processors": os.cpu_count(),
                    "load": os.getloadavg()[0],
                },
                indent=2,
            )
        )


def _copy_header(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        start = file.read(8)
        header = file.read(int.from_bytes(start, "little"))
    with target.open("wb") as file:
        file.write(start + header)
        file.truncate(source.stat().st_size)


def _timed(library: Library) -> float:
    begin = time.perf_counter()
    library.scan_all()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
