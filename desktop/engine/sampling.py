"""The one place that runs diffusers pipelines: tells steps, previews and time left, stops when cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from desktop.core.events import Preview, Step
from desktop.core.geometry import Rect, Size
from desktop.core.params import GenerateParams
from desktop.core.sizes import Stage, steps_to_plan
from desktop.engine.components import LoadedModel
from desktop.engine.conditioning import Conditioning
from desktop.engine.noise import StartNoise, draw_noise, varied
from desktop.engine.pipelines import build_pipeline
from desktop.engine.prepared import Prepared
from desktop.engine.previews import CleanSample, to_preview
from desktop.engine.samplers import build_flow_scheduler, build_scheduler
from desktop.engine.soft_mask import Region
from desktop.engine.tensors import encode_latents
from desktop.engine.workbench import JobRun, Workbench

PREVIEW_INTERVAL_S = 0.08


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a stage starts from."""

    original: torch.Tensor | None
    """The latents that are drawn over."""
    region: Region | None
    strength: float
    noise: torch.Tensor | None


@dataclass(frozen=True, slots=True)
class _Run:
    """A part of a stage's steps, made by one network."""

    loaded: LoadedModel
    conditioning: Conditioning
    task: str
    steps: int
    """What its pipeline is told."""
    told: range
    """Which of the stage's steps these are."""
    begins: int | None = None
    """Which of its scheduler's timesteps is the first; None when all to the last are made."""


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
        loaded = self._prepared.loaded
        vae = loaded.parts["vae"]
        nothing = torch.zeros(1, 3, size.height, size.width, device=loaded.device, dtype=vae.dtype)
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
        """One run through the network of ``task``; its last steps through the refiner's, if there is one."""
        prepared = self._prepared
        drawn = _Drawn(inputs.get("image"), region, inputs.get("strength", 1.0), noise)
        base = _Run(prepared.loaded, prepared.conditioning, task, steps, range(self._stage.steps))
        refining = prepared.refining
        taken = 0 if refining is None else refining.steps_before(drawn.strength, self._stage.steps)
        if refining is None or not 0 < taken < self._stage.steps:
            return self._run_through(base, inputs, drawn)[0]
        first = replace(base, told=range(taken), begins=_first_timestep(steps, drawn.strength))
        latents, noise = self._run_through(
            first, {**inputs, "denoising_end": refining.options.switch_at}, drawn
        )
        last = _Run(refining.loaded, refining.conditioning, "image", steps, range(taken, self._stage.steps))
        inputs = {"image": latents, "denoising_start": refining.options.switch_at}
        return self._run_through(last, inputs, replace(drawn, noise=noise))[0]

    def _run_through(
        self, part: _Run, inputs: Mapping[str, Any], drawn: _Drawn
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """The latents after a part of the stage's steps, and the noise that was added at its start."""
        params, region, original = self._params, drawn.region, drawn.original
        scheduler = _scheduler(params, self._prepared.loaded, part.loaded)
        starts = "denoising_start" not in inputs
        alone = region.change > 0 if region is not None and starts and drawn.strength == 1.0 else None
        start = StartNoise(scheduler, params.variation, drawn.noise, alone)
        self._clean = CleanSample(scheduler)

        def on_step(
            pipeline: Any, call: int, timestep: Any, tensors: Mapping[str, torch.Tensor]
        ) -> Mapping[str, torch.Tensor]:
            self._on_step(pipeline, call, part.told)
            if region is None or original is None:
                return tensors
            calls = pipeline.num_timesteps
            begins = len(scheduler.timesteps) - calls if part.begins is None else part.begins
            done = _share_done(part.told, self._stage.steps, call, calls)
            latents, following = tensors["latents"], begins + call + 1
            return {"latents": region.blend(scheduler, latents, original, start, done, following)}

        latents: torch.Tensor = build_pipeline(part.loaded, part.task, scheduler)(
            **part.conditioning.inputs(),
            num_inference_steps=part.steps,
            guidance_scale=params.guidance_scale,
            generator=self._generator,
            output_type="latent",
            callback_on_step_end=on_step,
            **inputs,
        ).images
        return latents, start.noise

    def _on_step(self, pipeline: Any, call: int, told: range) -> None:
        # Raising passes through every diffusers pipeline; pipeline._interrupt would still return a picture.
        self._run.token.check()
        # Second-order samplers evaluate 2N - 1 times for N steps, PNDM N + 1 times.
        self._tell_step(told.start + (call + 1) * len(told) // pipeline.num_timesteps)
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


def _scheduler(params: GenerateParams, drawing: LoadedModel, running: LoadedModel) -> Any:
    """For the network of ``running``; its steps are those of the model that begins the picture."""
    usual, config = drawing.info.family.shift, drawing.scheduler_config
    if usual is None:
        predicts = running.scheduler_config.get("prediction_type", "epsilon")
        return build_scheduler(params.sampler, params.schedule, {**config, "prediction_type": predicts})
    return build_flow_scheduler(params.sampler, params.shift or config.get("shift", usual))


def _share_done(told: range, steps: int, call: int, calls: int) -> float:
    """Of a stage's ``steps``, after call ``call`` (from 0) of those that make the steps ``told``."""
    if call + 1 == calls:
        return told.stop / steps
    return told.start / steps + len(told) / steps * (call + 1) / calls


def _first_timestep(steps: int, strength: float) -> int:
    """At which of its timesteps an image pipeline begins; refiners run with samplers of the first order."""
    return steps - min(int(steps * strength), steps)
