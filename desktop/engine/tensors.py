"""Tensors and Pixels, the only place where one becomes the other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from desktop.core.errors import AppError
from desktop.core.pixels import Pixels
from desktop.engine.failures import is_out_of_memory
from desktop.engine.placement import tiled

_log = logging.getLogger(__name__)


def to_pixels(image: torch.Tensor) -> Pixels:
    """Opaque pixels from a float (1, 3, H, W) or (3, H, W) tensor in [-1, 1]; values outside are clipped."""
    rgb = image.reshape(image.shape[-3:]).float() / 2 + 0.5
    array = rgb.clamp(0, 1).permute(1, 2, 0).cpu().numpy()
    return Pixels.from_rgb((array * 255).round().astype(np.uint8))


def from_pixels(pixels: Pixels, device: torch.device, dtype: torch.dtype) -> torch.Tensor:
    """A (1, 3, H, W) tensor in [-1, 1]; alpha is dropped."""
    rgb = torch.from_numpy(pixels.array[..., :3].astype(np.float32)) / 127.5 - 1
    return rgb.permute(2, 0, 1)[None].to(device=device, dtype=dtype)


def from_mask(mask: Pixels, device: torch.device, dtype: torch.dtype) -> torch.Tensor:
    """A (1, 1, H, W) tensor in [0, 1]."""
    values = torch.from_numpy(mask.array.astype(np.float32)) / 255
    return values[None, None].to(device=device, dtype=dtype)


@torch.no_grad()
def encode_latents(vae: Any, image: torch.Tensor) -> torch.Tensor:
    """Diffusion latents (1, C, H/8, W/8) of a picture (1, 3, H, W) in [-1, 1]: the most likely, not drawn.

    Like ``decode_latents`` it runs in float32 when float16 overflows, and raises AppError("not_finite") when
    that does not help.
    """

    def encode(dtype: torch.dtype) -> torch.Tensor:
        latents: torch.Tensor = vae.encode(image.to(dtype)).latent_dist.mode()
        return latents

    latents = _without_overflow(vae, encode)
    if latents is None:
        raise _not_finite("The VAE made latents that are not numbers (NaN or infinite) of the picture.")
    scaled: torch.Tensor = (latents - (vae.config.shift_factor or 0.0)) * vae.config.scaling_factor
    return scaled.to(vae.dtype)


@torch.no_grad()
def decode_latents(vae: Any, latents: torch.Tensor) -> torch.Tensor:
    """The picture (1, 3, H, W) of unscaled diffusion latents (1, C, H/8, W/8).

    A VAE that overflows in float16 (SDXL's own does) runs in float32. Raises AppError("not_finite") rather
    than ever returning NaN or infinite values, which would be saved as black.
    """
    if not bool(torch.isfinite(latents).all()):
        raise _not_finite("The model produced latents that are not numbers (NaN or infinite).")
    scaled = latents / vae.config.scaling_factor + (vae.config.shift_factor or 0.0)
    image = _without_overflow(vae, lambda dtype: _decode(vae, scaled.to(dtype)))
    if image is None:
        raise _not_finite("The VAE produced a picture that is not numbers (NaN or infinite), in float32 too.")
    return image


def _without_overflow(vae: Any, work: Callable[[torch.dtype], torch.Tensor]) -> torch.Tensor | None:
    """What ``work`` makes in the VAE's dtype, or else in float32; None when even that is not finite.

    A VAE whose config says that it overflows (``force_upcast``) is not tried in float16 first. Files don't
    say it, and fixed ones are spread (madebyollin's of 2023): the result decides.
    """
    dtype = vae.dtype
    if not (dtype == torch.float16 and vae.config.force_upcast):
        made = work(dtype)
        if bool(torch.isfinite(made).all()):
            return made
    try:
        vae.to(torch.float32)
        made = work(torch.float32)
    finally:
        vae.to(dtype)
    return made if bool(torch.isfinite(made).all()) else None


def _decode(vae: Any, scaled: torch.Tensor) -> torch.Tensor:
    """In tiles when there is no memory for the whole: only then, since tiles change pixels a little."""
    try:
        image: torch.Tensor = vae.decode(scaled, return_dict=False)[0]
    except RuntimeError as error:
        if vae.use_tiling or not is_out_of_memory(error):
            raise
    else:
        return image
    # The exception and the tensors that its frames held are gone here.
    _log.warning("Not enough memory to decode %s at once: decoding in tiles", tuple(scaled.shape))
    if scaled.device.type == "cuda":
        torch.cuda.empty_cache()
    with tiled(vae):
        in_tiles: torch.Tensor = vae.decode(scaled, return_dict=False)[0]
        return in_tiles


def _not_finite(message: str) -> AppError:
    return AppError(
        "not_finite",
        f"{message} No picture was saved.",
        "Try another sampler or schedule, a lower guidance, or another seed.",
    )
