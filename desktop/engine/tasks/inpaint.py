"""Inpainting and outpainting: a masked part of a picture is drawn new, the rest stays bit for bit.

The part is cut out with some surroundings, brought to a size that the model draws well, filled, drawn over
where the mask says so (engine/soft_mask.py), matched in colour, and put back through a soft edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.errors import AppError
from desktop.core.events import Patch, PhaseName
from desktop.core.geometry import Rect
from desktop.core.params import InpaintOptions
from desktop.core.pixels import Pixels
from desktop.core.regions import region_around
from desktop.core.sizes import DrawingRange, plan_sizes
from desktop.engine.blending import bounds, colours_matched, paste_weights, softened
from desktop.engine.drawing import Ground, draw_picture
from desktop.engine.filling import filled, without_holes
from desktop.engine.prepared import prepare
from desktop.engine.results import record_of, save_picture
from desktop.engine.workbench import JobRun, Workbench


@dataclass(frozen=True, slots=True)
class Cutout:
    """The part of the source that the model sees, all of one size."""

    place: Rect
    original: NDArray[np.uint8]
    """(H, W, 4), as in the source."""
    whole: Pixels
    """The same without transparent holes."""
    soft: NDArray[np.uint8]
    """(H, W): the mask, grown and feathered; nothing is pasted where it is 0."""
    weights: NDArray[np.float32]
    """(H, W), 0 to 1: how much of the drawing is pasted."""

    @property
    def holes(self) -> NDArray[np.bool_]:
        shows_nothing: NDArray[np.bool_] = self.original[..., 3] == 0
        return shows_nothing


def inpaint(bench: Workbench, run: JobRun) -> None:
    """Make the job's masked part new, ``count`` times; each result is the whole picture, told with its patch.

    Events and errors as image_to_image; AppError("empty_mask") when nothing would change.
    """
    params, options = run.job.params, run.job.params.inpaint
    if params.source is None or params.source.mask is None or options is None:
        raise ValueError(f"a job of the task {params.task} has a picture, a mask and options")
    source, mask = bench.inputs.get(params.source.picture), bench.inputs.get(params.source.mask)
    if not bool(mask.array.any()):
        raise _empty()
    prepared = prepare(bench, run)
    params = prepared.params.model_copy(update={"size": source.size})
    cutout = cut_out(source.array, mask.array, options, round(prepared.info.native_size.area**0.5))
    change = np.where(cutout.holes, np.uint8(255), cutout.soft)
    if not options.soft:
        change = np.where(change > 0, np.uint8(255), np.uint8(0))
    plan = plan_sizes(cutout.place.size, DrawingRange.of(prepared.info), params.strength)
    for index in run.left:
        picture = params.for_picture(index)
        began = run.clock()
        start = filled(cutout.whole, Pixels(change), options.fill, picture.seed)
        ground = Ground(start, Pixels(change))
        drawn = draw_picture(bench, run, prepared, index, plan, ground, cutout.place)
        patch = patch_of(cutout, drawn, options)
        run.enter(PhaseName.SAVE, index)
        record = record_of(bench, picture, prepared, run.clock() - began)
        save_picture(bench, run, _with_patch(source, patch), record, index, patch)
    run.leave()


def cut_out(
    source: NDArray[np.uint8], mask: NDArray[np.uint8], options: InpaintOptions, native_side: int
) -> Cutout:
    """The masked part of ``source`` (H, W, 4) with its surroundings; ``mask`` is (H, W), not empty."""
    whole = Rect(0, 0, mask.shape[1], mask.shape[0])
    reach = bounds(mask).grown(options.grow + options.feather + 1).intersected(whole)
    soft = np.zeros_like(mask)
    soft[reach.within(whole)] = softened(mask[reach.within(whole)], options.grow, options.feather)
    place = region_around(bounds(soft), whole.size, options.padding, native_side)
    here = place.within(whole)
    weights = paste_weights(soft[here], options.feather)
    if not bool(weights.any()):
        raise _empty()
    original = source[here]
    return Cutout(place, original, without_holes(Pixels(original)), soft[here], weights)


def patch_of(cutout: Cutout, drawn: Pixels, options: InpaintOptions) -> Patch:
    """What of ``drawn``, which covers the cutout, goes into the picture: opaque where anything may differ."""
    colours = drawn.array[..., :3]
    whole = cutout.whole.array[..., :3]
    matched = (
        colours_matched(colours, whole, cutout.soft, ~cutout.holes)
        if options.match_colours
        else colours.astype(np.float32)
    )
    share = cutout.weights[..., None]
    mixed = np.round(matched * share + whole * (1 - share)).clip(0, 255).astype(np.uint8)
    changed = cutout.weights > 0
    pixels = np.dstack([mixed, np.full(changed.shape, 255, np.uint8)])
    pixels[~changed] = 0
    part = bounds(changed.astype(np.uint8))
    rows, columns = part.within(Rect(0, 0, cutout.place.width, cutout.place.height))
    return Patch(Pixels(pixels[rows, columns]), part.origin + cutout.place.origin)


def _with_patch(source: Pixels, patch: Patch) -> Pixels:
    result = source.array.copy()
    rows, columns = Rect.of(patch.pixels.size, patch.at).within(Rect.of(source.size))
    opaque = patch.pixels.array[..., 3] > 0
    result[rows, columns][opaque] = patch.pixels.array[opaque]
    return Pixels(result)


def _empty() -> AppError:
    return AppError(
        "empty_mask",
        "Nothing is masked, so nothing would change.",
        "Paint over the part that is to become new, or select it.",
    )
