"""The one place that runs diffusers pipelines: tells steps, previews and time left, stops when cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from desktop.core.events import Preview, Step
from desktop.core.geometry import Rect, Size
from desktop.core.params import GenerateParams
from desktop.core.sizes import Stage, steps_to_plan
from desktop.engine.components import LoadedModel
from desktop.engine.noise import StartNoise, draw_noise, varied
from desktop.engine.pipelines import build_pipeline
from desktop.engine.prepared import Prepared
from desktop.engine.previews import CleanSample, to_preview
from desktop.engine.samplers import build_flow_scheduler, build_scheduler
from desktop.engine.soft_mask import Region
from desktop.engine.tensors import encode_latents
from desktop.engine.workbench import JobRun, Workbench

PREVIEW_INTERVAL_S = 0.08


class PictureSampling:
    """All runs through the network of one picture, told as one count of steps.

    ``stages`` are the runs that will be made, in order: each ``from_noise`` or ``from_latents`` is the
    next one. One generator, of the picture's seed, gives the noise of them all. ``steps_before`` are those
    of the picture that were told already, by what was done with it first. ``place`` is the part of the
    picture that is drawn, for previews; None for all of it.
    """

    def __init__(
        self,
        bench: Workbench,
        run: JobRun,
        prepared: Prepared,
        index: int,
        stages: Sequence[Stage],
        steps_before: int = 0,
        place: Rect | None = None,
    ) -> None:
        self._run = run
        self._prepared = prepared
        self._index = index
        self._params = prepared.params.for_picture(index)
        self._place = place
        self._tile: Rect | None = None
        self._pictures = prepared.params.count
        self._stages = iter(stages)
        self._steps = steps_before + sum(stage.steps for stage in stages)
        self._work = sum(stage.work for stage in stages)
        self._generator = torch.Generator("cpu").manual_seed(self._params.seed)
        self._forecast = bench.estimates.forecast(prepared.params, bench.plan.title)
        self._began = self._previewed = run.clock()
        self._told = self._steps_before = steps_before
        self._work_before = 0
        self._stage = Stage(self._params.size, 0)

    def from_noise(self) -> torch.Tensor:
        """Draw from noise alone: diffusion latents (1, C, H/8, W/8), H and W of the stage."""
        self._begin_stage()
        size = self._stage.size
        noise = varied(self.noise(size), self._params.variation)
        inputs: dict[str, Any] = {"latents": noise, "width": size.width, "height": size.height}
        if self._prepared.info.family.sees_mask:
            inputs |= {"image": noise} | self._sight(size, None)
        return self._sample("text", inputs, self._params.steps)

    def from_latents(
        self,
        latents: torch.Tensor,
        strength: float,
        region: Region | None = None,
        noise: torch.Tensor | None = None,
        tile: Rect | None = None,
    ) -> torch.Tensor:
        """Draw over ``latents`` (1, C, H/8, W/8) at ``strength`` (above 0, up to 1); the same shape.

        Only ``region`` changes when there is one. ``noise`` stands in for what the picture's generator and
        variation would give. ``tile`` says which part of what is drawn this is.
        """
        self._begin_stage()
        self._tile = tile
        size = self._stage.size
        inputs: dict[str, Any] = {"image": latents, "strength": strength}
        if self._prepared.info.family.sees_mask:
            inputs |= {"width": size.width, "height": size.height} | self._sight(size, region)
            if strength == 1.0:  # then the pipeline adds no noise, it takes some
                noise = varied(self.noise(size), self._params.variation) if noise is None else noise
                inputs["latents"] = noise
        steps = steps_to_plan(self._params.steps, strength)
        return self._sample("image", inputs, steps, region, noise)

    def noise(self, size: Size) -> torch.Tensor:
        """The generator's next noise (1, C, H/8, W/8) for a picture of ``size``."""
        loaded = self._prepared.loaded
        shape = (
            1,
            loaded.latent_channels,
            size.height // loaded.latent_factor,
            size.width // loaded.latent_factor,
        )
        like = self._prepared.conditioning.positive
        return draw_noise(shape, self._generator, like.device, like.dtype)

    def _sight(self, size: Size, region: Region | None) -> dict[str, torch.Tensor | None]:
        """What a network that sees the mask is shown: ``region``, or that all is new and nothing around."""
        if region is not None:
            return {
                "mask_image": (region.change > 0).float(),
                "masked_image_latents": region.surroundings,
            }
        vae = self._prepared.loaded.parts["vae"]
        nothing = torch.zeros(1, 3, size.height, size.width, device=vae.device, dtype=vae.dtype)
        return {
            "mask_image": torch.ones(1, 1, size.height, size.width),
            "masked_image_latents": encode_latents(vae, nothing),
        }

    def _begin_stage(self) -> None:
        self._steps_before += self._stage.steps
        self._work_before += self._stage.work
        self._stage = next(self._stages)

    def _sample(
        self,
        task: str,
        inputs: Mapping[str, Any],
        steps: int,
        region: Region | None = None,
        noise: torch.Tensor | None = None,
    ) -> torch.Tensor:
        params, loaded = self._params, self._prepared.loaded
        scheduler = _scheduler(params, loaded)
        alone = region.change > 0 if region is not None and inputs.get("strength") == 1.0 else None
        start = StartNoise(scheduler, params.variation, noise, alone)
        self._clean = CleanSample(scheduler)

        def on_step(
            pipeline: Any, call: int, timestep: Any, tensors: Mapping[str, torch.Tensor]
        ) -> Mapping[str, torch.Tensor]:
            self._on_step(pipeline, call)
            if region is None:
                return tensors
            blended = region.blend(pipeline, call, tensors["latents"], inputs["image"], start)
            return {"latents": blended}

        latents: torch.Tensor = build_pipeline(loaded, task, scheduler)(
            **self._prepared.conditioning.inputs(),
            num_inference_steps=steps,
            guidance_scale=params.guidance_scale,
            generator=self._generator,
            output_type="latent",
            callback_on_step_end=on_step,
            **inputs,
        ).images
        return latents

    def _on_step(self, pipeline: Any, call: int) -> None:
        # Raising passes through every diffusers pipeline; pipeline._interrupt would still return a picture.
        self._run.token.check()
        # Second-order samplers evaluate 2N - 1 times for N steps, PNDM N + 1 times.
        self._tell_step((call + 1) * self._stage.steps // pipeline.num_timesteps)
        now = self._run.clock()
        if now - self._previewed >= PREVIEW_INTERVAL_S or call == pipeline.num_timesteps - 1:
            self._previewed = now
            self._tell_preview()

    def _tell_step(self, done: int) -> None:
        """``done`` steps of this stage."""
        step = self._steps_before + done
        if step > self._told:
            self._told = step
            left = self._seconds_left(self._work_before + done * self._stage.size.area)
            self._run.emit(Step(self._run.job.id, self._index, self._pictures, step, self._steps, left))

    def _tell_preview(self) -> None:
        clean = self._clean.predict()
        if clean is not None and self._prepared.factors is not None:
            pixels = to_preview(clean, self._prepared.factors)
            place = self._place
            if self._tile is not None:
                place = self._tile if place is None else self._tile.moved(place.origin)
            self._run.emit(Preview(self._run.job.id, self._index, self._told, pixels, place))

    def _seconds_left(self, work_done: int) -> float:
        """For the whole job: this picture's own speed, and what decoding took on earlier runs."""
        pace = (self._run.clock() - self._began) / work_done
        decode = self._forecast.decode if self._forecast is not None else 2 * pace * self._work / self._steps
        after = self._pictures - self._index - 1
        return (self._work * (after + 1) - work_done) * pace + (after + 1) * decode


def _scheduler(params: GenerateParams, loaded: LoadedModel) -> Any:
    usual = loaded.info.family.shift
    if usual is None:
        return build_scheduler(params.sampler, params.schedule, loaded.scheduler_config)
    shift = params.shift if params.shift is not None else loaded.scheduler_config.get("shift", usual)
    return build_flow_scheduler(params.sampler, shift)
