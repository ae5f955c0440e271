"""A finished picture: its record, its file, and the event that tells of it."""

from __future__ import annotations

import datetime

from desktop import __version__
from desktop.core.errors import AppError
from desktop.core.events import Patch, PictureDone
from desktop.core.params import GenerateParams, PictureRecord, Provenance
from desktop.core.pixels import Pixels
from desktop.engine.prepared import Prepared
from desktop.engine.workbench import JobRun, Workbench, library_versions


def record_of(
    bench: Workbench, params: GenerateParams, prepared: Prepared | None, seconds: float
) -> PictureRecord:
    """What the file of a picture made with ``params`` says; without ``prepared`` no model drew it."""
    return PictureRecord(
        params=params,
        provenance=Provenance(
            program=f"Darkroom {__version__}",
            created=datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
            device=bench.plan.title,
            dtype=bench.plan.dtype_name if prepared is None else prepared.dtype,
            threads=bench.plan.threads,
            versions=library_versions(),
            model_sha256="" if prepared is None else prepared.sha256,
            lora_hashes={} if prepared is None else prepared.lora_hashes,
            embedding_sha256={} if prepared is None else prepared.embedding_sha256,
            model_license="" if prepared is None else prepared.info.license,
            seconds=round(seconds, 3),
        ),
    )


def save_picture(
    bench: Workbench,
    run: JobRun,
    pixels: Pixels,
    record: PictureRecord,
    index: int,
    patch: Patch | None = None,
) -> None:
    """Save, then tell. When saving fails the picture is told all the same, so that it is not lost."""
    count = run.job.params.count
    try:
        saved = bench.sink.save(pixels, record, run.job.save, index, run.job.parent_id)
    except AppError:
        run.emit(PictureDone(run.job.id, index, count, pixels, record, None, patch))
        raise
    run.saved.append(saved)
    run.emit(PictureDone(run.job.id, index, count, pixels, record, saved, patch))
