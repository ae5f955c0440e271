"""Text to image: latent diffusion with guidance (Rombach et al., 2022; Ho and Salimans, 2022)."""

from __future__ import annotations

from desktop.core.errors import ErrorInfo
from desktop.core.events import PhaseName
from desktop.core.sizes import Stage
from desktop.engine.prepared import prepare
from desktop.engine.results import record_of, save_picture
from desktop.engine.sampling import PictureSampling
from desktop.engine.tensors import decode_latents, to_pixels
from desktop.engine.workbench import JobRun, Workbench


def text_to_image(bench: Workbench, run: JobRun) -> None:
    """Make and save the job's pictures one by one: a batch would not be bit-equal to single pictures.

    Emits every event between Started and the terminal one. Raises AppError, JobCancelled and torch's errors.
    """
    prepared = prepare(bench, run)
    params = prepared.params
    multiple = prepared.info.family.size_multiple
    size = params.size.snapped(multiple)
    if size != params.size:
        run.notice(
            ErrorInfo(
                "size_snapped",
                f"The size {params.size} became {size}: sides are multiples of {multiple} pixels.",
            )
        )
    for index in range(params.count):
        picture = params.for_picture(index).model_copy(update={"size": size})
        began = run.clock()
        run.enter(PhaseName.SAMPLE, index)
        latents = PictureSampling(bench, run, prepared, index, [Stage(size, params.steps)]).from_noise()
        run.enter(PhaseName.DECODE, index)
        pixels = to_pixels(decode_latents(prepared.loaded.parts["vae"], latents))
        run.enter(PhaseName.SAVE, index)
        save_picture(bench, run, pixels, record_of(bench, picture, prepared, run.clock() - began), index)
    run.leave()
