"""Text to image: latent diffusion with guidance (Rombach et al., 2022; Ho and Salimans, 2022)."""

from __future__ import annotations

from desktop.core.events import PhaseName
from desktop.core.sizes import DrawingRange, plan_sizes
from desktop.engine.drawing import draw_picture
from desktop.engine.prepared import prepare
from desktop.engine.results import record_of, save_picture
from desktop.engine.workbench import JobRun, Workbench


def text_to_image(bench: Workbench, run: JobRun) -> None:
    """Make and save the job's pictures one by one: a batch would not be bit-equal to single pictures.

    Emits every event between Started and the terminal one. Raises AppError, JobCancelled and torch's errors.
    """
    prepared = prepare(bench, run)
    params = prepared.params
    plan = plan_sizes(params.size, DrawingRange.of(prepared.info))
    for index in run.left:
        began = run.clock()
        pixels = draw_picture(bench, run, prepared, index, plan)
        run.enter(PhaseName.SAVE, index)
        record = record_of(bench, params.for_picture(index), prepared, run.clock() - began)
        save_picture(bench, run, pixels, record, index)
    run.leave()
