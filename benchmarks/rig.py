"""The starter through the engine and through plain diffusers, with the same settings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from desktop.core.geometry import Size  # noqa: E402
from desktop.core.jobs import Job  # noqa: E402
from desktop.core.params import GenerateParams, ModelRef, SaveOptions  # noqa: E402

PROMPT = "a blue car on a yellow background"
STARTER = ROOT / "resources" / "starter"


def job(
    folder: Path, seed: int, prompt: str = PROMPT, side: int = 256, steps: int = 10, count: int = 1
) -> Job:
    """The starter's default settings: DPM++ 2M, 10 steps, guidance 4.5, 256 pixels."""
    params = GenerateParams(
        model=ModelRef(name="starter"),
        prompt=prompt,
        steps=steps,
        guidance_scale=4.5,
        size=Size(side, side),
        seed=seed,
        count=count,
    )
    return Job(params, SaveOptions(folder=folder))


class PlainDiffusers:
    """What a script of ten lines does: StableDiffusionPipeline called with a prompt, the picture saved."""

    def __init__(self) -> None:
        import torch
        from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline

        self._torch = torch
        self._pipeline: Any = StableDiffusionPipeline.from_pretrained(
            STARTER, dtype=torch.float32, local_files_only=True
        )
        self._pipeline.set_progress_bar_config(disable=True)
        config = self._pipeline.scheduler.config
        self._pipeline.scheduler = DPMSolverMultistepScheduler.from_config(config)

    def picture(self, seed: int, file: Path, prompt: str = PROMPT) -> None:
        image = self._pipeline(
            prompt,
            height=256,
            width=256,
            num_inference_steps=10,
            guidance_scale=4.5,
            generator=self._torch.Generator("cpu").manual_seed(seed),
        ).images[0]
        image.save(file)
