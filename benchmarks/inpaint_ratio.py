"""Inpainting with the engine against plain StableDiffusionInpaintPipeline (its 4-channel mode).

The same picture, mask, steps and area in turn, both saved; median of the pairs' ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import numpy as np
from PIL import Image, ImageDraw
from report import paired_ratio, tell
from rig import PROMPT, STARTER

from desktop.core.events import Finished
from desktop.core.gallery import Gallery
from desktop.core.geometry import Size
from desktop.core.input_store import InputStore
from desktop.core.jobs import CancelToken, Job
from desktop.core.library import Library
from desktop.core.params import GenerateParams, InpaintOptions, ModelRef, SaveOptions, Source, TaskName
from desktop.core.paths import Paths, resources
from desktop.core.pixels import Pixels

SIDE = 256
STEPS = 10


def scene() -> tuple[Image.Image, Image.Image]:
    """A red disc on a gradient, and its mask."""
    ramp = np.linspace(60, 220, SIDE)
    colours = np.dstack(
        [np.broadcast_to(ramp, (SIDE, SIDE)), np.full((SIDE, SIDE), 160), np.full((SIDE, SIDE), 200)]
    )
    picture, mask = Image.fromarray(colours.astype(np.uint8)), Image.new("L", (SIDE, SIDE), 0)
    place = (64, 64, 192, 192)
    ImageDraw.Draw(picture).ellipse(place, fill=(200, 40, 30))
    ImageDraw.Draw(mask).ellipse(place, fill=255)
    return picture, mask


class Plain:
    """What a script of ten lines does."""

    def __init__(self) -> None:
        import torch
        from diffusers import DPMSolverMultistepScheduler, StableDiffusionInpaintPipeline

        self._torch = torch
        self._pipeline: Any = StableDiffusionInpaintPipeline.from_pretrained(
            STARTER, dtype=torch.float32, local_files_only=True
        )
        self._pipeline.set_progress_bar_config(disable=True)
        config = self._pipeline.scheduler.config
        self._pipeline.scheduler = DPMSolverMultistepScheduler.from_config(config)

    def picture(self, seed: int, file: Path) -> None:
        picture, mask = scene()
        image = self._pipeline(
            PROMPT,
            image=picture,
            mask_image=mask,
            height=SIDE,
            width=SIDE,
            strength=1.0,
            num_inference_steps=STEPS,
            guidance_scale=4.5,
            generator=self._torch.Generator("cpu").manual_seed(seed),
        ).images[0]
        image.save(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=12)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as name:
        os.environ["DARKROOM_HOME"] = name
        folder, paths = Path(name), Paths.default()
        from desktop.engine.start import start_engine

        gallery = Gallery(paths.gallery)
        engine = start_engine(paths, Library((), resources() / "starter"), gallery)
        plain = Plain()
        inputs = InputStore(paths.inputs)
        picture, mask = (inputs.put(Pixels.from_pil(image)) for image in scene())
        seconds: dict[bool, list[float]] = {True: [], False: []}

        def ours(seed: int) -> None:
            params = GenerateParams(
                task=TaskName.INPAINT,
                model=ModelRef(name="starter"),
                prompt=PROMPT,
                steps=STEPS,
                guidance_scale=4.5,
                size=Size(SIDE, SIDE),
                seed=seed,
                source=Source(picture=picture, mask=mask),
                inpaint=InpaintOptions(),
            )
            events: list[Any] = []
            engine.run(Job(params, SaveOptions(folder=folder)), events.append, CancelToken())
            assert isinstance(events[-1], Finished), events[-1]

        for index in range(pairs + 2):
            for is_ours in (True, False) if index % 2 else (False, True):
                began = time.perf_counter()
                if is_ours:
                    ours(index)
                else:
                    plain.picture(index, folder / "plain.png")
                if index >= 2:
                    seconds[is_ours].append(time.perf_counter() - began)
        figures = {
            "ratio": paired_ratio(seconds[True], seconds[False]),
            "ours s": statistics.median(seconds[True]),
            "plain s": statistics.median(seconds[False]),
        }
        tell("inpaint_ratio", figures, pairs=pairs, threads=engine.plan.threads)
        engine.close()
        gallery.close()


if __name__ == "__main__":
    main()
