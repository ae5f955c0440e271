"""A model in memory and the job's prompts in its words: how every task that draws begins."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from desktop.core.adapters import without_tags
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.events import PhaseName
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams, RefinerOptions, TaskName
from desktop.core.samplers import SAMPLERS
from desktop.engine.components import LoadedModel
from desktop.engine.conditioning import Conditioning
from desktop.engine.fitting import dtype_name, load_fitting, load_vae, place
from desktop.engine.refining import Refining, check_refiner
from desktop.engine.workbench import JobRun, Workbench


@dataclass(frozen=True, slots=True)
class Prepared:
    """What all pictures of a job share. Never change it: models and embeddings are remembered."""

    params: GenerateParams
    """The job's, with the model's hash."""
    info: ModelInfo
    loaded: LoadedModel
    sha256: str
    """Of the model's weights (core.hashes)."""
    lora_hashes: dict[str, str]
    embedding_sha256: dict[str, str]
    """These two as core.params.Provenance has them."""
    conditioning: Conditioning
    dtype: str
    """What the networks computed in."""
    factors: torch.Tensor | None
    """Latents to colours for previews; None when there are none."""
    refining: Refining | None = None
    """What finishes the pictures."""


def prepare(bench: Workbench, run: JobRun) -> Prepared:
    """Load the job's model and encode its prompts: the phases load and encode.

    Raises AppError for settings that this model can't do, JobCancelled and torch's errors.
    """
    params = run.job.params
    run.enter(PhaseName.LOAD, 0)
    info = bench.find_model(params.model)
    _check(params, info)
    if params.refiner is not None:
        check_refiner(params, info, bench.find_model(params.refiner.model))
    chosen = bench.adapters.choose(params, info)
    vae = None if params.vae is None else bench.adapters.vae(params.vae.name, info)
    loaded = load_fitting(bench, run, info)
    _tell_absent(run, loaded)
    sha256 = bench.hashes.model_sha256(info.path, loaded.weights, run.token.check)
    params = params.model_copy(update={"model": params.model.model_copy(update={"hash": sha256[:10]})})
    if params.vae is not None and vae is not None:
        loaded = load_vae(bench, run, vae, loaded)
        vae_hash = _short_hash(bench, run, vae)
        params = params.model_copy(update={"vae": params.vae.model_copy(update={"hash": vae_hash})})
    hashes = bench.adapters.hashes(chosen, bench.hashes, run.token.check)
    run.until_end.enter_context(bench.adapters.drawing(loaded, chosen, run.token))
    place(bench, run, loaded)
    factors = bench.preview_factors(loaded)
    run.enter(PhaseName.ENCODE, 0)
    guided = params.guidance_scale > 1.0
    prompt, negative = without_tags(params.prompt), without_tags(params.negative_prompt)
    with bench.adapters.reading(loaded, chosen, run.token) as reader:
        conditioning = bench.conditioner.encode(reader, prompt, negative, params.clip_skip, guided)
    dtype = dtype_name(run, conditioning.positive.dtype)
    refining = None
    if params.refiner is not None:
        refining, params = _prepare_refiner(bench, run, loaded, params, params.refiner)
    return Prepared(params, info, loaded, sha256, *hashes, conditioning, dtype, factors, refining)


def _short_hash(bench: Workbench, run: JobRun, vae: ModelInfo) -> str:
    """The first ten digits of a VAE's hash: its folder's, too, is that of its weights."""
    files = sorted(vae.path.glob("*.safetensors")) if vae.path.is_dir() else [vae.path]
    return bench.hashes.model_sha256(vae.path, files, run.token.check)[:10]


def _prepare_refiner(
    bench: Workbench, run: JobRun, base: LoadedModel, params: GenerateParams, options: RefinerOptions
) -> tuple[Refining, GenerateParams]:
    """The refiner beside ``base``, and the settings with its hash."""
    run.enter(PhaseName.LOAD, 0)
    info = bench.find_model(options.model)
    loaded = load_fitting(bench, run, info, base)
    sha256 = bench.hashes.model_sha256(info.path, loaded.weights, run.token.check)
    place(bench, run, loaded)
    run.enter(PhaseName.ENCODE, 0)
    prompt, negative = without_tags(params.prompt), without_tags(params.negative_prompt)
    guided = params.guidance_scale > 1.0
    conditioning = bench.conditioner.encode(loaded, prompt, negative, params.clip_skip, guided)
    hashed = options.model_copy(update={"model": options.model.model_copy(update={"hash": sha256[:10]})})
    return Refining(options, loaded, conditioning), params.model_copy(update={"refiner": hashed})


def _check(params: GenerateParams, info: ModelInfo) -> None:
    family = info.family
    if params.sampler not in family.samplers:
        raise AppError(
            "bad_value",
            f"{params.sampler} does not work with {family.title} models.",
            f"Choose one of these: {', '.join(family.samplers)}.",
        )
    if params.schedule not in family.schedules:
        raise AppError(
            "bad_value",
            f"The schedule {params.schedule} does not work with {family.title} models.",
            f"Choose one of these: {', '.join(family.schedules)}.",
        )
    if params.shift is not None and family.shift is None:
        raise AppError("bad_value", f"{family.title} models have no shift.", "Leave the shift out.")
    if params.task is TaskName.TEXT and "text" not in family.tasks:
        raise AppError(
            "bad_value",
            f"{info.title} is made to finish pictures: it can't draw one from text alone.",
            "Choose it as the refiner of another model, or start from a picture.",
        )
    if info.prediction_type == "v_prediction" and not SAMPLERS[params.sampler].v_prediction:
        raise AppError(
            "bad_value",
            f"{params.sampler} gives broken pictures with {info.title} (a v-prediction model).",
            "Choose another sampler, such as DPM++ 2M.",
        )


def _tell_absent(run: JobRun, loaded: LoadedModel) -> None:
    """Say what a model has to do without."""
    long = loaded.info.family.long_encoder
    if long is not None and long.name not in loaded.parts:
        run.notice(
            ErrorInfo(
                "without_t5",
                f"{loaded.info.title} runs without T5: its file holds no third text encoder.",
                "Pictures are fine; long prompts and words in pictures come out less well.",
            )
        )
