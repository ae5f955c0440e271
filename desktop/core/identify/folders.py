"""Diffusers and transformers folders, and weights in several files: their headers put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop.core.errors import AppError, ErrorInfo
from desktop.core.identify.identified import Container, Identified, Kind, Prediction
from desktop.core.identify.identify import identify_header
from desktop.core.weights import Header, find_weights, read_header, read_json, read_shards

PIPELINE_INDEX = "model_index.json"
SHARD_INDEX = ".safetensors.index.json"
_DENOISERS = ("unet", "transformer", "prior", "decoder")
_PARTS = {"vae": "vae", "movq": "vae", "vqgan": "vae"}
_STEMS = ("diffusion_pytorch_model", "model", "pytorch_lora_weights", "adapter_model")
_SCALING = {0.18215: ("sd1", "sd2"), 0.13025: ("sdxl", "sdxl-refiner")}
"""What latents are multiplied by, which tells VAEs of equal shapes apart."""
_FLOWS = "FlowMatch"
_PREDICTIONS = {
    "epsilon": Prediction.EPSILON,
    "v_prediction": Prediction.V,
    "sample": Prediction.SAMPLE,
    "flow_prediction": Prediction.FLOW,
}


def identify_folder(folder: Path) -> Identified:
    """What a folder with a pipeline or with one component holds. Any thread; never raises."""
    try:
        if (folder / PIPELINE_INDEX).is_file():
            return _pipeline(folder)
        return _component(folder)
    except AppError as error:
        problem = error.info
    except OSError as error:
        problem = ErrorInfo(
            "not_readable",
            f"{folder.name} can't be read: {error.strerror or error}.",
            "Check that its disk is there and that you may read it.",
            str(error),
        )
    return Identified(container=Container.FOLDER, problem=problem, reason=problem.message)


def identify_shards(index: Path) -> Identified:
    """What the files hold together that ``x.safetensors.index.json`` lists. Any thread; never raises."""
    try:
        files = read_shards(index)
        found = identify_header(_together([read_header(path) for path in files]))
        size = sum(path.stat().st_size for path in files)
    except AppError as error:
        return Identified(container=Container.SHARDS, problem=error.info, reason=error.info.message)
    except OSError as error:
        info = ErrorInfo("not_readable", f"{index.name} can't be read.", "Check its disk.", str(error))
        return Identified(container=Container.SHARDS, problem=info, reason=info.message)
    return found.model_copy(update={"container": Container.SHARDS, "size_bytes": size})


def _pipeline(folder: Path) -> Identified:
    index = read_json(folder / PIPELINE_INDEX)
    pipeline = str(index.get("_class_name"))[:100]
    part = next((name for name in _DENOISERS if (folder / name).is_dir()), None)
    if part is None:
        reason = f"It is a {pipeline} without a denoiser."
        return Identified(container=Container.FOLDER, reason=reason)
    found = _component(folder / part)
    others = [
        _PARTS.get(name, name)
        for name in index
        if name != part and (name in _PARTS or name.startswith("text_encoder")) and (folder / name).is_dir()
    ]
    update: dict[str, Any] = {
        "container": Container.FOLDER,
        "parts": (*found.parts, *others),
        "kind": Kind.CHECKPOINT if found.kind in (Kind.DENOISER, Kind.UNKNOWN) else found.kind,
    }
    if found.variant == "sees-picture" and "InstructPix2Pix" in pipeline:
        update |= {"variant": "instruct", "reason": ""}
    if not found.family:
        update["reason"] = f"It is a {pipeline}. {found.reason}".strip()
    scheduler = folder / "scheduler" / "scheduler_config.json"
    if scheduler.is_file():
        update |= _scheduler(read_json(scheduler))
    return found.model_copy(update=update)


def _component(folder: Path) -> Identified:
    config = read_json(folder / "config.json") if (folder / "config.json").is_file() else {}
    header, size = _weights(folder)
    found = identify_header(header)
    update: dict[str, Any] = {"container": Container.FOLDER, "size_bytes": size}
    if found.kind is Kind.VAE and not found.family:
        scaling = config.get("scaling_factor")
        fits = _SCALING.get(scaling, ()) if isinstance(scaling, float) else ()
        if fits and set(fits) <= set(found.fits):
            update |= {"fits": fits, "family": fits[0] if len(fits) == 1 else ""}
    if found.kind is Kind.UNKNOWN and isinstance(name := config.get("_class_name"), str):
        update["reason"] = f"It is a {name[:100]}. {found.reason}"
    return found.model_copy(update=update)


def _weights(folder: Path) -> tuple[Header, int]:
    problem: AppError | None = None
    for stem in _STEMS:
        try:
            files = find_weights(folder, stem).files
        except AppError as error:
            # A missing file matters only when no other name is there; a damaged one always.
            if error.code not in ("missing_file", "unsafe_model"):
                raise
            problem = problem or error
            continue
        return _together([read_header(path) for path in files]), sum(path.stat().st_size for path in files)
    assert problem is not None
    raise problem


def _together(headers: Sequence[Header]) -> Header:
    shapes: dict[str, tuple[int, ...]] = {}
    dtypes: dict[str, str] = {}
    metadata: dict[str, str] = {}
    for header in headers:
        shapes |= header.shapes
        dtypes |= header.dtypes
        metadata |= header.metadata
    return Header(shapes, dtypes, metadata)


def _scheduler(config: Mapping[str, Any]) -> dict[str, Any]:
    """The prediction type, for schedulers that name it."""
    fields: dict[str, Any] = {}
    if (found := _PREDICTIONS.get(str(config.get("prediction_type")))) is not None:
        fields["prediction_type"] = found
    elif _FLOWS in str(config.get("_class_name")):
        fields["prediction_type"] = Prediction.FLOW
    if config.get("rescale_betas_zero_snr") is True:
        fields["zero_snr"] = True
    return fields
