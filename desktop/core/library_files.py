"""Model files as the library lists them: what they are, and why they can't be used."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.errors import ErrorInfo
from desktop.core.families import FAMILIES
from desktop.core.geometry import Size
from desktop.core.hashes import HashCache, Hashes
from desktop.core.identify.architectures import TITLES, titles
from desktop.core.identify.checkpoints import missing_parts
from desktop.core.identify.folders import SHARD_INDEX, identify_folder, identify_shards
from desktop.core.identify.identified import Container, Identified, Kind, Prediction
from desktop.core.identify.identify import identify_file
from desktop.core.library_index import IndexRow
from desktop.core.library_layouts import expected_kinds
from desktop.core.library_sidecars import read_sidecars
from desktop.core.library_walk import Found
from desktop.core.models import ModelInfo

_UNKNOWN_FAMILY = "sd-custom"


def look(found: Found, known: IndexRow | None) -> IndexRow:
    """What a file is, from the index when it did not change since."""
    same = known is not None and (known.size_bytes, known.mtime_ns) == (found.size_bytes, found.mtime_ns)
    if known is not None and same and not found.is_folder and known.sidecars == found.sidecars:
        return known
    identified = known.identified if known is not None and same and not found.is_folder else _look_into(found)
    sidecar = read_sidecars(found.path.parent, (name for name, _ in found.sidecars))
    return IndexRow(
        size_bytes=found.size_bytes,
        mtime_ns=found.mtime_ns,
        sidecars=found.sidecars,
        identified=identified,
        sidecar=sidecar,
    )


def _look_into(found: Found) -> Identified:
    if found.is_folder:
        return identify_folder(found.path)
    if found.path.name.endswith(SHARD_INDEX):
        return identify_shards(found.path)
    return identify_file(found.path)


def describe(found: Found, row: IndexRow) -> ModelInfo:
    """A file as it is listed, with the reason where it can't be used."""
    seen, said = row.identified, row.sidecar
    key = f"{seen.family}-{seen.variant}" if seen.variant else seen.family
    row_key = key if key in FAMILIES else seen.family if seen.family in FAMILIES else _UNKNOWN_FAMILY
    family = FAMILIES[row_key]
    name = found.path.name if found.is_folder else found.path.name.removesuffix(SHARD_INDEX)
    name = name if found.is_folder or name != found.path.name else found.path.stem
    name = name.encode(errors="replace").decode()
    title = TITLES.get(seen.family, "") or titles(seen.fits)
    return ModelInfo(
        name=name,
        title=seen.title or said.title or found.repository or name,
        path=found.path,
        family_key=row_key,
        problem=_why_not(name, seen, key),
        license=seen.license or said.license,
        size_bytes=seen.size_bytes or found.size_bytes,
        native_size=Size(family.native_side, family.native_side),
        size_range=family.size_range,
        defaults=family.defaults,
        prediction_type=(seen.prediction_type or Prediction.EPSILON).value,
        parameters=seen.parameters,
        kind=seen.kind,
        container="folder" if found.is_folder else "single-file",
        family_title=f"{title} {seen.variant}".strip() if title else "",
        identified=seen,
        misplaced=_misplaced(found, seen),
        preview=found.path.parent / said.preview if said.preview else None,
        trigger_words=seen.trigger_words or said.trigger_words,
        source=said.source,
        base_model=seen.base_model or said.base_model,
        author=seen.author or said.author,
        description=seen.description or said.description,
    )


def _why_not(name: str, seen: Identified, row_key: str) -> ErrorInfo | None:
    if seen.problem is not None:
        return seen.problem
    if seen.kind is Kind.UNKNOWN:
        return ErrorInfo(
            "unsupported_model",
            f"Darkroom does not know what {name} is. {seen.reason}",
            "Look at the page that it came from.",
        )
    if seen.missing_feature:
        return ErrorInfo(
            "unsupported_model",
            f"Darkroom can't use {name} yet: it needs {seen.missing_feature}.",
            "Get it as a plain LoRA, if there is one.",
        )
    missing = missing_parts(seen)
    if seen.kind is Kind.CHECKPOINT and missing:
        return ErrorInfo(
            "missing_part",
            f"{name} comes without {' and '.join(_PART_WORDS[part] for part in missing)}.",
            "Get the whole model.",
        )
    if seen.kind is Kind.CHECKPOINT and not seen.family:
        return ErrorInfo(
            "unsupported_model",
            f"{name} is a model of a kind that Darkroom does not know. {seen.reason}",
            "Choose another model.",
        )
    if _runs(seen, row_key):
        return None
    if seen.kind in (Kind.LORA, Kind.EMBEDDING) and seen.container is Container.SAFETENSORS:
        return None  # core.adapters.misfit says with which models
    containers = (Container.SAFETENSORS, Container.FOLDER)
    if seen.kind is Kind.VAE and seen.container in containers and FAMILIES.keys() & set(seen.fits):
        return None
    known = titles((seen.family,)) if seen.family else titles(seen.fits)
    made_for = f" for {known}" if known else ""
    return ErrorInfo(
        "unsupported_model",
        f"Darkroom can't use {name} yet. It is of the kind {_KIND_WORDS[seen.kind]}{made_for}.",
        "It stays in the list.",
    )


def _runs(seen: Identified, row_key: str) -> bool:
    """Whether the engine makes pictures with this file: a whole checkpoint of a family that has configs."""
    family = FAMILIES.get(row_key)
    return (
        seen.kind is Kind.CHECKPOINT
        and seen.container is Container.SAFETENSORS
        and seen.layout in ("ldm", "original")
        and seen.precision in _PRECISIONS
        and seen.prediction_type in _PREDICTIONS
        and family is not None
        and bool(family.configs)
    )


_PRECISIONS = ("F16", "BF16", "F32", "F8_E4M3", "F8_E5M2")
_PREDICTIONS = (None, Prediction.EPSILON, Prediction.V, Prediction.FLOW)
_PART_WORDS = {
    "vae": "its VAE",
    "clip_l": "its text encoder CLIP-L",
    "clip_g": "its text encoder CLIP-G",
    "clip_h": "its text encoder CLIP-H",
}
_KIND_WORDS = {
    Kind.CHECKPOINT: "single-file model",
    Kind.DENOISER: "denoiser without text encoders and VAE",
    Kind.VIDEO: "part of a video model",
    Kind.VAE: "VAE",
    Kind.TINY_VAE: "VAE for previews",
    Kind.LORA: "LoRA",
    Kind.EMBEDDING: "textual inversion",
    Kind.CONTROLNET: "ControlNet",
    Kind.T2I_ADAPTER: "T2I-Adapter",
    Kind.IP_ADAPTER: "IP-Adapter",
    Kind.UPSCALER: "upscaler",
    Kind.TEXT_ENCODER: "text encoder",
    Kind.IMAGE_ENCODER: "image encoder",
    Kind.HYPERNETWORK: "hypernetwork",
}


def _misplaced(found: Found, seen: Identified) -> str:
    expected = expected_kinds(found.within)
    if not expected or seen.kind in expected or seen.kind is Kind.UNKNOWN:
        return ""
    return f"It lies in {found.path.parent.name}, where no {_KIND_WORDS[seen.kind]} belongs."


def with_twins(infos: tuple[ModelInfo, ...], hashes: HashCache | None) -> tuple[ModelInfo, ...]:
    """Tell files of equal content, as far as their hashes are known."""
    if hashes is None:
        return infos
    first: dict[str, str] = {}
    told = []
    for info in infos:
        known = hashes.known(info.path) if info.is_one_file else Hashes()
        twin = first.setdefault(known.sha256, info.name) if known.sha256 else ""
        twin = twin if twin != info.name else ""
        told.append(replace(info, sha256=known.sha256, autov3=known.autov3, twin=twin))
    return tuple(told)
