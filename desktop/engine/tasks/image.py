"""Image to image: a picture, noised up to a strength, is denoised anew (Meng et al., 2021, SDEdit)."""

from __future__ import annotations

from desktop.core.errors import AppError
from desktop.core.events import PhaseName
from desktop.core.geometry import Size
from desktop.core.pixels import Pixels
from desktop.core.sizes import DrawingRange, plan_sizes
from desktop.engine.drawing import Ground, draw_picture
from desktop.engine.filling import without_holes
from desktop.engine.prepared import prepare
from desktop.engine.results import record_of, save_picture
from desktop.engine.workbench import JobRun, Workbench


def image_to_image(bench: Workbench, run: JobRun) -> None:
    """Draw over the job's source; the result is opaque and has exactly the job's size.

    A source of another aspect is cut to the job's around its middle. What is transparent in it is filled from
    around. Events and errors as text_to_image; AppError("input_missing"), too.
    """
    params = run.job.params
    if params.source is None:
        raise AppError("bad_value", "Image to image needs a picture to start from.")
    source = bench.inputs.get(params.source.picture)
    ground = Ground(without_holes(cut_to(source, params.size)))
    prepared = prepare(bench, run)
    params = prepared.params
    plan = plan_sizes(params.size, DrawingRange.of(prepared.info), params.strength)
    for index in run.left:
        began = run.clock()
        pixels = draw_picture(bench, run, prepared, index, plan, ground)
        run.enter(PhaseName.SAVE, index)
        record = record_of(bench, params.for_picture(index), prepared, run.clock() - began)
        save_picture(bench, run, pixels, record, index)
    run.leave()


def cut_to(pixels: Pixels, size: Size) -> Pixels:
    """The middle of ``pixels`` at ``size``: as much of it as its aspect allows."""
    part = size.fitted(pixels.size)
    left, top = (pixels.size.width - part.width) // 2, (pixels.size.height - part.height) // 2
    cut = Pixels(pixels.array[top : top + part.height, left : left + part.width])
    return cut.resized(size)
