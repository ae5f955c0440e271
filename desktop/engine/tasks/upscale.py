"""Upscaling: a picture two or four times as large, then drawn over in tiles if that is wanted."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from desktop.core.errors import AppError
from desktop.core.events import PhaseName, Step
from desktop.core.geometry import Rect, Size
from desktop.core.params import GenerateParams, PictureRecord, StoredPicture, UpscaleOptions
from desktop.core.pixels import Pixels
from desktop.core.sizes import Pass
from desktop.core.tiling import Tiling
from desktop.engine.drawing import draw_over_tiles
from desktop.engine.prepared import Prepared, prepare
from desktop.engine.results import record_of, save_picture
from desktop.engine.sampling import PictureSampling
from desktop.engine.tensors import from_pixels
from desktop.engine.tiles import draw_in_tiles
from desktop.engine.upscalers import Upscaler, load_upscaler
from desktop.engine.workbench import JobRun, Workbench

_LONGEST_TILE = 256
_LARGEST_MAPS = 768
"""Sides of a tile as it goes into a network, and of the largest maps there: about 0.5 GB for 64 channels."""
_HOLE = 17
"""How far colours go into transparent parts: a network would else draw a rim of what is hidden there."""
_COLOUR_SIGMA = 16.0
"""What is coarser than this many pixels keeps the source's colours."""


def upscale(bench: Workbench, run: JobRun) -> None:
    """Make and save the job's picture. A diffusion model is looked for and loaded only to refine.

    Steps are the upscaler's tiles and then the steps of all tiles that are refined. Emits every event between
    Started and the terminal one. Raises AppError, JobCancelled and torch's errors.
    """
    options, stored = _checked(run.job.params)
    info = bench.find_upscaler(options.upscaler) if options.upscaler else None
    prepared = prepare(bench, run) if options.refine else None
    params = run.job.params if prepared is None else prepared.params
    run.enter(PhaseName.LOAD, 0)
    source = bench.inputs.get(stored)
    upscaler = None if info is None else load_upscaler(info, bench.plan.device, bench.plan.dtype)
    sha256 = "" if info is None else bench.hashes.file_sha256(info.path, run.token.check)
    for index in run.left:
        began = run.clock()
        run.enter(PhaseName.SAMPLE, index)
        multiple = 1 if prepared is None else prepared.info.family.size_multiple
        larger = _canvas(params.size, multiple)
        pass_over = None if prepared is None else _pass_over(prepared, larger)
        steps = 0 if pass_over is None else sum(stage.steps for stage in pass_over.stages(params.steps))
        tiles = _enlarge(bench, run, index, source, options.factor, upscaler, larger, steps)
        if prepared is not None and pass_over is not None:
            _continue_edges(larger, params.size)
            _refine(bench, run, prepared, index, pass_over, larger, tiles)
        run.enter(PhaseName.SAVE, index)
        pixels = Pixels(_cut(larger, params.size))
        record = record_of(bench, params.for_picture(index), prepared, run.clock() - began)
        save_picture(bench, run, pixels, _with_upscaler(record, sha256), index)
    run.leave()


def _checked(params: GenerateParams) -> tuple[UpscaleOptions, StoredPicture]:
    """What is made larger and how. Raises AppError("bad_value") when the size is not that of the result."""
    if params.upscale is None or params.source is None:
        raise ValueError(f"a job of the task {params.task} has no picture to make larger")
    stored, factor = params.source.picture, params.upscale.factor
    size = Size(stored.size.width * factor, stored.size.height * factor)
    if params.size != size:
        raise AppError(
            "bad_value",
            f"A picture of {stored.size} pixels made {factor} times as large has {size}, not {params.size}.",
            "Set the size to that, or choose another factor.",
        )
    return params.upscale, stored


def _canvas(size: Size, multiple: int) -> NDArray[np.uint8]:
    """Room for a picture (H, W, 4), its sides raised to multiples of ``multiple``."""
    return np.zeros(
        (-(-size.height // multiple) * multiple, -(-size.width // multiple) * multiple, 4), np.uint8
    )


def _cut(canvas: NDArray[np.uint8], size: Size) -> NDArray[np.uint8]:
    """The picture in the canvas' upper left; the canvas itself, not a part of it, when that is all."""
    whole = canvas.shape[:2] == (size.height, size.width)
    return canvas if whole else canvas[: size.height, : size.width]


def _enlarge(
    bench: Workbench,
    run: JobRun,
    index: int,
    source: Pixels,
    factor: int,
    upscaler: Upscaler | None,
    larger: NDArray[np.uint8],
    steps_after: int,
) -> int:
    """Draw the larger picture into the upper left of ``larger``; returns how many steps were told."""
    size = source.size
    enlarged = Size(size.width * factor, size.height * factor)
    into = larger[: enlarged.height, : enlarged.width]
    if upscaler is None:
        into[:] = source.resized(enlarged).array
        return 0
    # The network knows no alpha.
    into[..., 3] = Pixels(source.array[..., 3]).resized(enlarged).array
    side = min(_LONGEST_TILE, _LARGEST_MAPS // upscaler.reach(factor))
    tiling = Tiling(side, margin=12, feather=8)
    tiles, pictures = tiling.count(size), run.job.params.count
    began = run.clock()

    def draw(tile: Pixels, place: Rect) -> Tensor:
        return upscaler.enlarge(_without_holes(tile, bench.plan.device), factor)

    def done(count: int) -> None:
        left = (run.clock() - began) / count * (tiles * (pictures - index) - count)
        seconds = None if steps_after else left
        run.emit(Step(run.job.id, index, pictures, count, tiles + steps_after, seconds))
        run.token.check()

    draw_in_tiles(source.array, into, factor, tiling, draw, done)
    return tiles


def _pass_over(prepared: Prepared, picture: NDArray[np.uint8]) -> Pass:
    """Once over the picture, in tiles of the size that the model was trained for."""
    multiple = prepared.info.family.size_multiple
    native = prepared.info.native_size
    side = max(8, min(native.width, native.height) // multiple) * multiple
    tiling = Tiling(side, margin=side // 16, feather=side // 8, multiple=multiple)
    return Pass(Size(picture.shape[1], picture.shape[0]), prepared.params.strength, tiling)


def _refine(
    bench: Workbench,
    run: JobRun,
    prepared: Prepared,
    index: int,
    pass_over: Pass,
    picture: NDArray[np.uint8],
    steps_before: int,
) -> None:
    """Draw over ``picture`` in place, tile by tile, with the prompt; its coarse colours stay.

    Without previews, which would hide the picture that is made larger.
    """
    stages = pass_over.stages(prepared.params.steps)
    silent = replace(prepared, factors=None)
    sampling = PictureSampling(bench, run, silent, index, stages, steps_before)
    draw_over_tiles(sampling, silent, pass_over, picture, picture, finish=_with_colours_of_tile)


def _with_colours_of_tile(tile: Pixels, drawn: Tensor) -> Tensor:
    return with_colours_of(from_pixels(tile, drawn.device, torch.float32), drawn)


def with_colours_of(source: Tensor, drawn: Tensor) -> Tensor:
    """``drawn`` with the coarse colours of ``source``, both (1, 3, H, W): only detail is its own."""
    difference = source.float() - drawn.float()
    radius = math.ceil(3 * _COLOUR_SIGMA)
    places = torch.arange(-radius, radius + 1, device=difference.device, dtype=torch.float32)
    bell = torch.exp(-((places / _COLOUR_SIGMA) ** 2) / 2)
    kernel = bell.expand(3, 1, 1, -1)
    inside = torch.ones_like(difference)
    for weights, padding in ((kernel, (0, radius)), (kernel.mT, (radius, 0))):
        difference = functional.conv2d(difference, weights, padding=padding, groups=3)
        inside = functional.conv2d(inside, weights, padding=padding, groups=3)
    # What lies beyond the edges counts for nothing.
    return drawn.float() + difference / inside


def _continue_edges(canvas: NDArray[np.uint8], size: Size) -> None:
    """Repeat the last row and column of the picture in the canvas' upper left to its edges."""
    canvas[:, size.width :] = canvas[:, size.width - 1 : size.width]
    canvas[size.height :] = canvas[size.height - 1]


def _without_holes(tile: Pixels, device: torch.device) -> Tensor:
    """The tile's colours (1, 3, H, W) in [-1, 1]; where it is transparent, those of its surroundings."""
    image = from_pixels(tile, device, torch.float32)
    if bool((tile.array[..., 3] > 0).all()):
        return image
    seen = torch.from_numpy(tile.array[..., 3] > 0).to(image)[None, None]
    weight = functional.avg_pool2d(seen, _HOLE, stride=1, padding=_HOLE // 2)
    around = functional.avg_pool2d(image * seen, _HOLE, stride=1, padding=_HOLE // 2)
    near = (seen == 0) & (weight > 0)
    return torch.where(near, around / weight.clamp(min=1e-6), image)


def _with_upscaler(record: PictureRecord, sha256: str) -> PictureRecord:
    provenance = record.provenance.model_copy(update={"upscaler_sha256": sha256})
    return record.model_copy(update={"provenance": provenance})
