"""Text to image: latent diffusion with guidance (Rombach et al., 2022; Ho and Salimans, 2022)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import torch

from desktop import __version__
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.events import PhaseName, PictureDone, Preview, Step
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams, PictureRecord, Provenance
from desktop.core.pixels import Pixels
from desktop.core.samplers import SAMPLERS
from desktop.engine.components import LoadedModel
from desktop.engine.conditioning import Conditioning
from desktop.engine.pipelines import build_pipeline
from desktop.engine.previews import CleanSample, to_preview
from desktop.engine.samplers import build_scheduler
from desktop.engine.tensors import decode_latents, to_pixels
from desktop.engine.workbench import JobRun, Workbench, library_versions

PREVIEW_INTERVAL_S = 0.08


def text_to_image(bench: Workbench, run: JobRun) -> None:
    """Make and save the job's pictures one by one: a batch would not be bit-equal to single pictures.

    Emits every event between Started and the terminal one. Raises AppError, JobCancelled and torch's errors.
    """
    params = run.job.params
    run.enter(PhaseName.LOAD, 0)
    info = bench.find_model(params.model)
    params = settle(params, info, run)
    loaded = bench.components.load(info, run.token)
    factors = bench.preview_factors(loaded)
    sha256 = bench.hashes.model_sha256(info.path, loaded.weights, run.token.check)
    params = params.model_copy(update={"model": params.model.model_copy(update={"hash": sha256[:10]})})

    run.enter(PhaseName.ENCODE, 0)
    guided = params.guidance_scale > 1.0
    conditioning = bench.conditioner.encode(
        loaded, params.prompt, params.negative_prompt, params.clip_skip, guided
    )
    for index in range(params.count):
        picture = params.for_picture(index)
        began = run.clock()
        run.enter(PhaseName.SAMPLE, index)
        latents = _Sampling(bench, run, params, index, factors).latents(loaded, conditioning)
        run.enter(PhaseName.DECODE, index)
        pixels = to_pixels(decode_latents(loaded.parts["vae"], latents))
        run.enter(PhaseName.SAVE, index)
        record = PictureRecord(
            params=picture, provenance=_provenance(bench, info, sha256, run.clock() - began)
        )
        _save(bench, run, pixels, record, index)
    run.leave()


def settle(params: GenerateParams, info: ModelInfo, run: JobRun) -> GenerateParams:
    """What this model can do with these settings: the size snapped (and told), the sampler checked."""
    if params.sampler not in info.family.samplers:
        raise AppError("bad_value", f"{params.sampler} does not work with {info.family.title} models.")
    if info.prediction_type == "v_prediction" and not SAMPLERS[params.sampler].v_prediction:
        raise AppError(
            "bad_value",
            f"{params.sampler} gives broken pictures with {info.title} (a v-prediction model).",
            "Choose another sampler, such as DPM++ 2M.",
        )
    multiple = info.family.size_multiple
    size = params.size.snapped(multiple)
    if size != params.size:
        run.notice(
            ErrorInfo(
                "size_snapped",
                f"The size {params.size} became {size}: sides are multiples of {multiple} pixels.",
            )
        )
        params = params.model_copy(update={"size": size})
    return params


class _Sampling:
    """The sampling of one picture: tells steps, previews and time left, and stops when the token says so."""

    def __init__(
        self, bench: Workbench, run: JobRun, params: GenerateParams, index: int, factors: torch.Tensor | None
    ) -> None:
        self._bench = bench
        self._run = run
        self._params = params
        self._index = index
        self._factors = factors
        self._forecast = bench.estimates.forecast(params, bench.plan.title)
        self._began = self._previewed = run.clock()
        self._done = 0

    def latents(self, loaded: LoadedModel, conditioning: Conditioning) -> torch.Tensor:
        """Diffusion latents (1, C, H/8, W/8) from noise of the picture's own seed, drawn on the CPU."""
        params = self._params
        scheduler = build_scheduler(params.sampler, params.schedule, loaded.scheduler_config)
        self._clean = CleanSample(scheduler)
        pipeline = build_pipeline(loaded, params.task, scheduler)
        latents: torch.Tensor = pipeline(
            prompt_embeds=conditioning.positive,
            negative_prompt_embeds=conditioning.negative,
            height=params.size.height,
            width=params.size.width,
            num_inference_steps=params.steps,
            guidance_scale=params.guidance_scale,
            generator=torch.Generator("cpu").manual_seed(params.seed + self._index),
            output_type="latent",
            callback_on_step_end=self._on_step,
        ).images
        return latents

    def _on_step(
        self, pipeline: Any, call: int, timestep: Any, tensors: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        # Raising passes through every diffusers pipeline; pipeline._interrupt would still return a picture.
        self._run.token.check()
        params = self._params
        # Second-order samplers evaluate 2N - 1 times for N steps, PNDM N + 1 times.
        done = (call + 1) * params.steps // pipeline.num_timesteps
        if done > self._done:
            self._done = done
            self._run.emit(
                Step(self._run.job.id, self._index, params.count, done, params.steps, self._seconds_left())
            )
        now = self._run.clock()
        if self._factors is not None and (
            now - self._previewed >= PREVIEW_INTERVAL_S or call == pipeline.num_timesteps - 1
        ):
            self._previewed = now
            self._emit_preview(self._factors)
        return tensors

    def _emit_preview(self, factors: torch.Tensor) -> None:
        clean = self._clean.predict()
        if clean is not None:
            self._run.emit(Preview(self._run.job.id, self._index, self._done, to_preview(clean, factors)))

    def _seconds_left(self) -> float:
        """For the whole job: this picture's own speed, and what decoding took on earlier runs."""
        step = (self._run.clock() - self._began) / self._done
        decode = self._forecast.decode if self._forecast is not None else 2 * step
        after = self._params.count - self._index - 1
        return (self._params.steps * (after + 1) - self._done) * step + (after + 1) * decode


def _provenance(bench: Workbench, info: ModelInfo, sha256: str, seconds: float) -> Provenance:
    return Provenance(
        program=f"Darkroom {__version__}",
        created=datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        device=bench.plan.title,
        dtype=bench.plan.dtype_name,
        threads=bench.plan.threads,
        versions=library_versions(),
        model_sha256=sha256,
        model_license=info.license,
        seconds=round(seconds, 3),
    )


def _save(bench: Workbench, run: JobRun, pixels: Pixels, record: PictureRecord, index: int) -> None:
    """Save, then tell. When saving fails the picture is told all the same, so that it is not lost."""
    count = run.job.params.count
    try:
        saved = bench.sink.save(pixels, record, run.job.save, index, run.job.parent_id)
    except AppError:
        run.emit(PictureDone(run.job.id, index, count, pixels, record, None))
        raise
    run.saved.append(saved)
    run.emit(PictureDone(run.job.id, index, count, pixels, record, saved))
