"""A picture drawn in the passes of its size plan, each over the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from desktop.core.events import PhaseName
from desktop.core.geometry import Rect, Size
from desktop.core.pixels import Pixels
from desktop.core.sizes import Pass, SizePlan
from desktop.engine.noise import varied
from desktop.engine.prepared import Prepared
from desktop.engine.sampling import PictureSampling
from desktop.engine.soft_mask import Region, to_cells
from desktop.engine.tensors import decode_latents, encode_latents, from_mask, from_pixels, to_pixels
from desktop.engine.tiles import draw_in_tiles
from desktop.engine.workbench import JobRun, Workbench


@dataclass(frozen=True, slots=True)
class Ground:
    """What is drawn over: opaque pixels (H, W, 4), and perhaps a mask (H, W) of how much each may change."""

    pixels: Pixels
    change: Pixels | None = None

    def at(self, size: Size, multiple: int) -> Ground:
        """Brought to a size that is sampled."""
        change = None if self.change is None else _fitted(self.change, size, multiple)
        return Ground(_fitted(self.pixels, size, multiple), change)

    def with_drawn(self, drawn: Pixels) -> Ground:
        """``drawn``, of the same size, where this may change."""
        if self.change is None:
            return Ground(drawn)
        pixels = np.where(self.change.array[..., None] > 0, drawn.array, self.pixels.array)
        return Ground(Pixels(pixels), self.change)


Finish = Callable[[Pixels, torch.Tensor], torch.Tensor]
"""A tile (H, W, 4) and what was drawn over it (1, 3, H, W), to what comes of both."""


def draw_picture(
    bench: Workbench,
    run: JobRun,
    prepared: Prepared,
    index: int,
    plan: SizePlan,
    ground: Ground | None = None,
    place: Rect | None = None,
) -> Pixels:
    """Picture ``index`` of the job, opaque, of exactly ``plan.target``: the phases sample and decode.

    From noise without a ``ground``, which has the target's size. What must not change does so only as far as
    the VAE can't do better. ``place`` is where in a larger picture this is, for previews.
    """
    run.enter(PhaseName.SAMPLE, index)
    stages = plan.stages(prepared.params.steps)
    sampling = PictureSampling(bench, run, prepared, index, stages, place=place)
    multiple = prepared.info.family.size_multiple
    drawn: Pixels | None = None
    for one in plan.passes:
        under = None if ground is None else ground.at(one.size, multiple)
        if drawn is not None:
            drawn = _fitted(drawn, one.size, multiple)
            under = Ground(drawn) if under is None else under.with_drawn(drawn)
        if under is not None and one.tiling is not None:
            into = under.pixels.array.copy()
            draw_over_tiles(sampling, prepared, one, under.pixels.array, into, under.change)
            drawn = Pixels(into)
            continue
        if under is None:
            latents = _from_noise(bench, sampling, prepared, index, alone=len(plan.passes) == 1)
        else:
            latents = _draw_over(sampling, prepared, one, under)
        if one is plan.passes[-1]:
            run.enter(PhaseName.DECODE, index)
        drawn = to_pixels(decode_latents(prepared.loaded.parts["vae"], latents))
    if drawn is None:
        raise ValueError("a plan has at least one pass")
    return _unfitted(drawn, plan.target, multiple)


def _from_noise(
    bench: Workbench, sampling: PictureSampling, prepared: Prepared, index: int, alone: bool
) -> torch.Tensor:
    """Latents from noise. Those of a single pass are kept, so that another VAE can decode the very same.

    Where more passes follow, each begins with what the VAE decoded before.
    """
    if not alone:
        return sampling.from_noise()
    params = prepared.params.for_picture(index)
    vae = "" if params.vae is None else params.vae.model_dump_json()
    models = (prepared.loaded.key, prepared.lora_hashes, prepared.embedding_sha256, prepared.dtype)
    key = f"{models}|{params.model_copy(update={'vae': None}).model_dump_json()}"
    latents = bench.kept.for_another(key, vae)
    if latents is None:
        latents = sampling.from_noise()
    bench.kept.put(key, vae, latents)
    return latents


def draw_over_tiles(
    sampling: PictureSampling,
    prepared: Prepared,
    one: Pass,
    picture: NDArray[np.uint8],
    into: NDArray[np.uint8],
    change: Pixels | None = None,
    finish: Finish | None = None,
) -> None:
    """Draw ``picture`` (H, W, 4) over tile by tile into another array like it, or the same one.

    One noise for all of it, so that neighbours draw the same where they overlap (as in MultiDiffusion,
    Bar-Tal et al., 2023, tiles agree on what they share). ``change`` is as in Ground.
    """
    if one.tiling is None:
        raise ValueError("this pass has no tiles")
    factor, whole = prepared.loaded.latent_factor, Rect.of(one.size)
    noise = varied(sampling.noise(one.size), prepared.params.variation)

    def draw(tile: Pixels, place: Rect) -> torch.Tensor:
        here = None if change is None else Pixels(change.array[place.within(whole)])
        top, left = place.y // factor, place.x // factor
        height, width = place.height // factor, place.width // factor
        part = noise[..., top : top + height, left : left + width]
        latents = _draw_over(sampling, prepared, one, Ground(tile, here), part, place)
        drawn = decode_latents(prepared.loaded.parts["vae"], latents)
        return drawn if finish is None else finish(tile, drawn)

    draw_in_tiles(picture, into, 1, one.tiling, draw, lambda done: None)


def _draw_over(
    sampling: PictureSampling,
    prepared: Prepared,
    one: Pass,
    under: Ground,
    noise: torch.Tensor | None = None,
    tile: Rect | None = None,
) -> torch.Tensor:
    """Latents of ``under`` drawn over."""
    loaded = prepared.loaded
    vae = loaded.parts["vae"]
    image = from_pixels(under.pixels, loaded.device, vae.dtype)
    region = None
    if under.change is not None:
        change = from_mask(under.change, loaded.device, vae.dtype)
        around = encode_latents(vae, image * (change == 0)) if prepared.info.family.sees_mask else None
        region = Region(to_cells(change, loaded.latent_factor), around)
    return sampling.from_latents(encode_latents(vae, image), one.strength, region, noise, tile)


def _fitted(pixels: Pixels, size: Size, multiple: int) -> Pixels:
    """At a size that is sampled: the last pixels repeated to fill up to a multiple, else scaled."""
    if not _is_raised(pixels.size, size, multiple):
        return pixels.resized(size)
    more = [(0, size.height - pixels.size.height), (0, size.width - pixels.size.width), (0, 0)]
    return Pixels(np.pad(pixels.array, more[: pixels.array.ndim], mode="edge"))


def _unfitted(pixels: Pixels, size: Size, multiple: int) -> Pixels:
    """Back at the size wanted: cut off, or scaled."""
    if not _is_raised(size, pixels.size, multiple):
        return pixels.resized(size)
    return Pixels(pixels.array[: size.height, : size.width])


def _is_raised(size: Size, sampled: Size, multiple: int) -> bool:
    return all(0 <= more < multiple for more in (sampled.width - size.width, sampled.height - size.height))
