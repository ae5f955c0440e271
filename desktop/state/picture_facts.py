"""The settings of a picture in words, for people to read, copy and compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from desktop.core.adapters import loras_of
from desktop.core.gallery import GalleryRow
from desktop.core.params import ModelRef, PictureRecord, RefinerOptions


@dataclass(frozen=True, slots=True)
class Fact:
    """``label`` in the person's language; ``value`` as it is copied, and shown unless ``shown`` is given."""

    key: str
    label: str
    value: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that is not the same in all of some pictures; a value for each, empty where unknown."""

    label: str
    values: tuple[str, ...]


def facts(row: GalleryRow, record: PictureRecord | None) -> tuple[Fact, ...]:
    """What is known of a picture, without its prompts; of one without a record what its row says."""
    size = f"{row.size.width} × {row.size.height}"
    if record is None:
        found = [("size", _tr("Size"), size), ("created", _tr("Date"), _date(row.created))]
        return tuple(Fact(*fact) for fact in found)
    params, made = record.params, record.provenance
    found = [
        ("model", _tr("Model"), _named(params.model)),
        ("seed", _tr("Seed"), str(params.seed)),
        ("size", _tr("Size"), size),
        ("sampler", _tr("Sampler"), str(params.sampler)),
        ("schedule", _tr("Schedule"), str(params.schedule)),
        ("steps", _tr("Steps"), str(params.steps)),
        ("guidance", _tr("Guidance"), f"{params.guidance_scale:g}"),
        ("clip_skip", _tr("Clip skip"), str(params.clip_skip) if params.clip_skip > 1 else ""),
        ("shift", _tr("Shift"), "" if params.shift is None else f"{params.shift:g}"),
        ("loras", _tr("LoRA"), _loras(record)),
        ("vae", _tr("VAE"), "" if params.vae is None else _named(params.vae)),
        ("refiner", _tr("Refiner"), "" if params.refiner is None else _refined(params.refiner)),
        ("template", _tr("Drawn from"), params.prompt_template),
        ("negative_template", _tr("Keep out, drawn from"), params.negative_template),
        ("created", _tr("Date"), _date(row.created)),
        ("program", _tr("Program"), made.program),
        ("device", _tr("Device"), " · ".join(part for part in (made.device, made.dtype) if part)),
        ("time", _tr("Time"), f"{QLocale().toString(made.seconds, 'f', 1)} s" if made.seconds else ""),
        ("versions", _tr("Versions"), ", ".join(f"{name} {v}" for name, v in made.versions.items())),
        ("license", _tr("Model licence"), made.model_license),
    ]
    return tuple(Fact(*fact) for fact in found if fact[2])


def _named(model: ModelRef) -> str:
    return f"{model.name} [{model.hash}]" if model.hash else model.name


def _loras(record: PictureRecord) -> str:
    """Those of settings and tags with their strengths, of the text encoders where that is another one."""
    told = []
    for lora in loras_of(record.params):
        text = "" if lora.text == lora.unet else f" / {lora.text:g}"
        told.append(f"{lora.name} {lora.unet:g}{text}")
    return ", ".join(told)


def _refined(options: RefinerOptions) -> str:
    return f"{_named(options.model)}, {QLocale().toString(100 * options.switch_at, 'f', 0)} %"


def common_facts(rows: Sequence[GalleryRow]) -> tuple[Fact, ...]:
    """What all of these pictures have in common."""
    candidates = [
        ("prompt", _tr("Prompt"), {row.prompt for row in rows}),
        ("model", _tr("Model"), {row.model for row in rows}),
        ("seed", _tr("Seed"), {str(row.seed) for row in rows}),
        ("size", _tr("Size"), {f"{row.size.width} × {row.size.height}" for row in rows}),
        ("sampler", _tr("Sampler"), {row.sampler for row in rows}),
        ("steps", _tr("Steps"), {str(row.steps) for row in rows}),
    ]
    shared = [(key, label, values.pop()) for key, label, values in candidates if len(values) == 1]
    return tuple(Fact(*fact) for fact in shared if fact[2])


def differences(pictures: Sequence[tuple[GalleryRow, PictureRecord | None]]) -> tuple[Difference, ...]:
    """The settings, prompts first, in which these pictures differ; dates and running times left out."""
    told = [_compared(row, record) for row, record in pictures]
    labels = {fact.key: fact.label for found in told for fact in found}
    values = [{fact.key: fact.value for fact in found} for found in told]
    compared = ((label, tuple(one.get(key, "") for one in values)) for key, label in labels.items())
    return tuple(Difference(label, row) for label, row in compared if len(set(row)) > 1)


def _compared(row: GalleryRow, record: PictureRecord | None) -> list[Fact]:
    prompts = []
    if record is not None:
        prompts = [
            Fact("prompt", _tr("Prompt"), record.params.prompt),
            Fact("negative_prompt", _tr("Keep out"), record.params.negative_prompt),
        ]
    return [*prompts, *(fact for fact in facts(row, record) if fact.key not in ("created", "time"))]


def _date(when: datetime) -> str:
    local = when.astimezone()
    at = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
    return QLocale().toString(at, QLocale.FormatType.ShortFormat)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PictureFacts", text)
