"""A diffusers folder with all parts of a pipeline: what it is, whether it is whole, and how it draws best."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from desktop.core.errors import AppError, ErrorInfo
from desktop.core.families import FAMILIES, Defaults, Family, detect_family, is_known_class, native_size
from desktop.core.geometry import Size
from desktop.core.identify.architectures import TITLES
from desktop.core.identify.folders import identify_folder
from desktop.core.library import INDEX
from desktop.core.library_cards import StudioCard, stated_in, studio_card
from desktop.core.models import ModelInfo
from desktop.core.params import MAX_SIDE, MIN_SIDE
from desktop.core.samplers import SAMPLERS, ScheduleName
from desktop.core.weights import WEIGHTS_STEM, find_weights, missing_file, read_json

_MAX_ENTRIES = 20_000
_UNKNOWN_FAMILY = "sd-custom"
_DEFAULT_SAMPLE_SIZE = 64
_DENOISERS = ("unet", "transformer")
# Parts of published models that this program never loads; their other classes are as suspicious as any.
_NOT_LOADED = {
    "safety_checker": frozenset({"StableDiffusionSafetyChecker"}),
    "feature_extractor": frozenset({"CLIPImageProcessor", "CLIPFeatureExtractor"}),
    "image_encoder": frozenset({"CLIPVisionModelWithProjection"}),
}
_CONFIG_FILES = {"scheduler": "scheduler_config.json", "tokenizer": "tokenizer_config.json"}
"""By what comes before a number in a component's name."""


class _DenoiserConfig(BaseModel):
    in_channels: int = 4
    cross_attention_dim: int | tuple[int, ...] | None = None
    sample_size: int | tuple[int, int] | None = None


class _VaeConfig(BaseModel):
    block_out_channels: Annotated[tuple[int, ...], Field(min_length=1, max_length=10)] = (128, 256, 512, 512)


class _SchedulerConfig(BaseModel):
    prediction_type: str = "epsilon"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a sound folder turned out to be."""

    family: Family
    native_size: Size
    prediction_type: str
    size_bytes: int
    parameters: int


def identify_pipeline(folder: Path, embedded: bool, repository: str = "") -> ModelInfo:
    """The model in ``folder``, with the problem that keeps it from being used. Raises nothing."""
    problem: ErrorInfo | None = None
    found = _Found(FAMILIES[_UNKNOWN_FAMILY], Size(512, 512), "epsilon", 0, 0)
    try:
        _refuse_code(folder)
        found = _examine(folder)
    except AppError as error:
        problem = replace(error.info, message=f"The model {folder.name} can't be used. {error.info.message}")
    except OSError as error:
        problem = ErrorInfo(
            "not_readable",
            f"The model {folder.name} can't be read: {error.strerror or error}.",
            "Check that its disk is there and that you may read it.",
            str(error),
        )
    card = studio_card(folder)
    readme = folder / "README.md"
    stated = stated_in(readme)
    # A name goes into pictures and commands, so it has to be text.
    called = repository.rpartition("/")[2] or folder.name
    name = called.encode(errors="replace").decode()
    # One that can't be run is still named, as far as its headers tell.
    seen = identify_folder(folder) if problem is not None and problem.code == "unsupported_model" else None
    return ModelInfo(
        name=name,
        title=card.title or repository or name,
        path=folder,
        family_key=found.family.key,
        problem=problem,
        license=card.license or stated.get("license", ""),
        size_bytes=found.size_bytes,
        native_size=Size(*card.native_size) if card.native_size else found.native_size,
        size_range=card.size_range or found.family.size_range,
        defaults=_defaults(found.family.defaults, card),
        trained_sides=card.size_range,
        prediction_type=found.prediction_type,
        example_prompts=card.example_prompts,
        card=readme if readme.is_file() else None,
        base_model=stated.get("base_model", ""),
        datasets=stated.get("datasets", ""),
        source=f"https://huggingface.co/{repository}" if repository else "",
        embedded=embedded,
        parameters=found.parameters,
        family_title=TITLES.get(seen.family, "") if seen is not None else "",
        identified=seen,
    )


def _refuse_code(folder: Path) -> None:
    """A model is data. One that brings programs along is not opened at all."""
    entries = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.lower().endswith((".py", ".pyc", ".so", ".dll", ".pyd")):
                raise _unsafe(f"It brings a program along ({name}).", Path(parent) / name)
        entries += len(names)
        if entries > _MAX_ENTRIES:
            raise _unsafe("Its folder holds far too many files.", folder)


def _examine(folder: Path) -> _Found:
    index = read_json(folder / INDEX)
    _refuse_auto_map(index, folder / INDEX)
    pipeline = index.get("_class_name")
    if not isinstance(pipeline, str):
        raise _unsafe("It asks for a pipeline of its own.", folder / INDEX)
    family = _family_of(folder, index, pipeline)
    if family is None:
        raise AppError(
            "unsupported_model",
            f"Darkroom can't run models of the kind {pipeline[:60]} yet.",
            "Choose another model.",
            str(folder),
        )
    configs: dict[str, dict[str, Any]] = {}
    size_bytes = parameters = 0
    for name, allowed in family.components.items():
        if name in family.optional and index.get(name) in (None, [None, None]):
            continue
        library, class_name = _entry(index, name, folder)
        if library is None or f"{library}.{class_name}" not in allowed:
            raise _unsafe(f"Its {name} is a {class_name}, which Darkroom does not know.", folder / INDEX)
        kind = name.split("_")[0]
        path = folder / name / _CONFIG_FILES.get(kind, "config.json")
        configs[name] = read_json(path)
        _refuse_auto_map(configs[name], path)
        if kind == "tokenizer":
            _check_tokenizer(folder / name)
        elif kind != "scheduler":
            weights = find_weights(folder / name, WEIGHTS_STEM[library])
            size_bytes += weights.size_bytes
            parameters += weights.parameters
    for name in index.keys() - family.components.keys():
        if isinstance(index[name], list):
            library, class_name = _entry(index, name, folder)
            if class_name is not None and class_name not in _NOT_LOADED.get(name, frozenset()):
                raise _unsafe(f"Its {name} is a {class_name}, which Darkroom does not know.", folder / INDEX)
    try:
        network = _DenoiserConfig.model_validate(configs[family.denoiser])
        vae = _VaeConfig.model_validate(configs["vae"])
        scheduler = _SchedulerConfig.model_validate(configs["scheduler"])
    except ValidationError as error:
        raise AppError(
            "model_damaged", "One of its config files is damaged.", "Get the model again.", str(error)
        ) from error
    sample_size = network.sample_size if isinstance(network.sample_size, int) else _DEFAULT_SAMPLE_SIZE
    size = native_size(sample_size, 2 ** (len(vae.block_out_channels) - 1))
    return _Found(
        family=family,
        native_size=size if MIN_SIDE <= size.width <= MAX_SIDE else Size(512, 512),
        prediction_type=scheduler.prediction_type if family.shift is None else "flow",
        size_bytes=size_bytes,
        parameters=parameters,
    )


def _family_of(folder: Path, index: dict[str, Any], pipeline: str) -> Family | None:
    denoiser = next((name for name in _DENOISERS if name in index), "")
    if not denoiser or not is_known_class(pipeline):
        return None
    return detect_family(pipeline, {"in_channels": 4, **read_json(folder / denoiser / "config.json")})


def _entry(index: dict[str, Any], name: str, folder: Path) -> tuple[str | None, str | None]:
    """A component's [library, class]; a part that was left out is [null, null]."""
    match index.get(name):
        case [str(library), str(class_name)]:
            return library, class_name
        case [None, None]:
            return None, None
        case None:
            raise missing_file(f"{INDEX}: {name}", folder)
    raise _unsafe(f"Its {name} is described in a way that Darkroom does not know.", folder / INDEX)


def _refuse_auto_map(config: dict[str, Any], path: Path) -> None:
    if "auto_map" in config:
        raise _unsafe(f"{path.parent.name}/{path.name} asks for a program to be loaded (auto_map).", path)


def _check_tokenizer(folder: Path) -> None:
    if not (folder / "tokenizer.json").is_file():
        for name in ("vocab.json", "merges.txt"):
            if not (folder / name).is_file():
                raise missing_file(f"{folder.name}/{name}", folder / name)


def _defaults(row: Defaults, card: StudioCard) -> Defaults:
    sampler = card.sampler or row.sampler
    schedule = card.schedule or row.schedule
    if schedule not in SAMPLERS[sampler].schedules:
        schedule = ScheduleName.AUTOMATIC
    return Defaults(
        sampler=sampler,
        schedule=schedule,
        steps=max(card.steps or row.steps, SAMPLERS[sampler].min_steps),
        guidance_scale=row.guidance_scale if card.guidance_scale is None else card.guidance_scale,
    )


def _unsafe(message: str, path: Path) -> AppError:
    return AppError(
        "unsafe_model",
        message,
        "Models are opened only when they are pure data. Get it from another source.",
        str(path),
    )
