from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from desktop.core.errors import AppError
from desktop.core.upscalers import Network, UpscalerInfo, identify
from desktop.engine.upscalers import Upscaler, load_upscaler
from tests.helpers.upscaler_files import (
    COMPACT_X2,
    COMPACT_X4,
    ESRGAN_X1,
    ESRGAN_X2,
    ESRGAN_X2_PLUS,
    ESRGAN_X4,
    ESRGAN_X8,
    GREY_X2,
    LAYOUTS,
    random_weights,
    weights_file,
)

CPU = torch.device("cpu")
Weights = dict[str, NDArray[np.float32]]


def load(path: Path) -> Upscaler:
    return load_upscaler(UpscalerInfo("x", path, identify(path)[0]), CPU, torch.float32)


def picture(width: int = 10, height: int = 7, seed: int = 0) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(seed)) * 2 - 1


def conv(x: Tensor, w: Weights, name: str) -> Tensor:
    """A 3x3 convolution as the sum of nine shifted products."""
    weight, bias = torch.from_numpy(w[f"{name}.weight"]), torch.from_numpy(w[f"{name}.bias"])
    padded = F.pad(x, (1, 1, 1, 1))
    height, width = x.shape[-2:]
    out = bias[None, :, None, None].expand(x.shape[0], -1, height, width)
    for dy in range(3):
        for dx in range(3):
            shifted = padded[:, :, dy : dy + height, dx : dx + width]
            out = out + torch.einsum("oi,nihw->nohw", weight[:, :, dy, dx], shifted)
    return out


def leaky(x: Tensor) -> Tensor:
    return torch.where(x > 0, x, 0.2 * x)


def larger(x: Tensor, times: int) -> Tensor:
    return x.repeat_interleave(times, 2).repeat_interleave(times, 3)


def plain_rrdb(x: Tensor, w: Weights, network: Network) -> Tensor:
    """RRDBNet as the papers' figures draw it, written down step by step."""
    n, colours, height, width = x.shape
    u = network.unshuffle
    x = x.reshape(n, colours, height // u, u, width // u, u).permute(0, 1, 3, 5, 2, 4)
    first = conv(x.reshape(n, colours * u * u, height // u, width // u), w, "conv_first")
    maps = first
    for block in range(network.blocks):
        before_block = maps
        for dense in (1, 2, 3):
            name = f"body.{block}.rdb{dense}.conv"
            x0 = maps
            x1 = leaky(conv(x0, w, f"{name}1"))
            x2 = leaky(conv(torch.cat([x0, x1], 1), w, f"{name}2"))
            x3 = leaky(conv(torch.cat([x0, x1, x2], 1), w, f"{name}3"))
            x4 = leaky(conv(torch.cat([x0, x1, x2, x3], 1), w, f"{name}4"))
            x5 = conv(torch.cat([x0, x1, x2, x3, x4], 1), w, f"{name}5")
            maps = x0 + 0.2 * x5
        maps = before_block + 0.2 * maps
    maps = first + conv(maps, w, "conv_body")
    ups = {1: 0, 2: 1, 4: 2, 8: 3}[network.scale * u]
    for number in range(ups):
        maps = leaky(conv(larger(maps, 2), w, f"conv_up{number + 1}"))
    return conv(leaky(conv(maps, w, "conv_hr")), w, "conv_last")


def plain_compact(x: Tensor, w: Weights, network: Network) -> Tensor:
    maps = x
    for block in range(network.blocks + 1):
        maps = conv(maps, w, f"body.{2 * block}")
        slope = torch.from_numpy(w[f"body.{2 * block + 1}.weight"])[None, :, None, None]
        maps = torch.where(maps > 0, maps, slope * maps)
    maps = conv(maps, w, f"body.{2 * network.blocks + 2}")
    n, _, height, width = x.shape
    s = network.scale
    parts = maps.reshape(n, network.colours, s, s, height, width).permute(0, 1, 4, 2, 5, 3)
    return parts.reshape(n, network.colours, height * s, width * s) + larger(x, s)


@pytest.mark.parametrize(
    ("network", "plain"),
    [
        (ESRGAN_X1, plain_rrdb),
        (ESRGAN_X2, plain_rrdb),
        (ESRGAN_X4, plain_rrdb),
        (ESRGAN_X8, plain_rrdb),
        (ESRGAN_X2_PLUS, plain_rrdb),
        (COMPACT_X2, plain_compact),
        (COMPACT_X4, plain_compact),
    ],
)
def test_networks_do_what_their_papers_say(
    tmp_path: Path, network: Network, plain: Callable[[Tensor, Weights, Network], Tensor]
) -> None:
    image = picture(10, 8)
    enlarged = load(weights_file(tmp_path / "x.safetensors", network)).enlarge(image, network.scale)
    expected = plain(image / 2 + 0.5, random_weights(network), network).clamp(0, 1) * 2 - 1
    assert enlarged.std() > 0.05
    torch.testing.assert_close(enlarged, expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_picture(tmp_path: Path, layout: str) -> None:
    one = load(weights_file(tmp_path / "one.safetensors", ESRGAN_X4))
    other = load(weights_file(tmp_path / "other.safetensors", ESRGAN_X4, layout))
    assert torch.equal(one.enlarge(picture(), 4), other.enlarge(picture(), 4))


@pytest.mark.parametrize("factor", [2, 4])
@pytest.mark.parametrize("network", [ESRGAN_X1, COMPACT_X2, ESRGAN_X2_PLUS, COMPACT_X4, ESRGAN_X8])
def test_any_network_reaches_the_factor_exactly(tmp_path: Path, network: Network, factor: int) -> None:
    upscaler = load(weights_file(tmp_path / "x.safetensors", network))
    enlarged = upscaler.enlarge(picture(5, 3), factor)
    assert enlarged.shape == (1, 3, 3 * factor, 5 * factor)
    assert enlarged.dtype == torch.float32
    assert -1 <= float(enlarged.min()) < float(enlarged.max()) <= 1


def test_a_network_of_2_runs_twice_for_4(tmp_path: Path) -> None:
    upscaler = load(weights_file(tmp_path / "x.safetensors", COMPACT_X2))
    twice = upscaler.enlarge(upscaler.enlarge(picture(), 2), 2)
    torch.testing.assert_close(upscaler.enlarge(picture(), 4), twice, atol=1e-6, rtol=0)
    assert (upscaler.reach(2), upscaler.reach(4)) == (2, 4)


def test_what_is_made_too_large_is_reduced(tmp_path: Path) -> None:
    upscaler = load(weights_file(tmp_path / "x.safetensors", COMPACT_X4))
    small, large = upscaler.enlarge(picture(), 2), upscaler.enlarge(picture(), 4)
    assert upscaler.reach(2) == 4
    for channel in range(3):
        reduced = Image.fromarray(large[0, channel].numpy()).resize((20, 14), Image.Resampling.BICUBIC)
        np.testing.assert_allclose(small[0, channel].numpy(), np.array(reduced).clip(-1, 1), atol=1e-4)


def test_a_grey_network_draws_each_colour(tmp_path: Path) -> None:
    upscaler = load(weights_file(tmp_path / "x.safetensors", GREY_X2))
    image = picture()
    swapped = upscaler.enlarge(image.flip(1), 2).flip(1)
    torch.testing.assert_close(upscaler.enlarge(image, 2), swapped, atol=1e-6, rtol=0)


def test_sides_that_an_unshuffle_does_not_divide_are_kept(tmp_path: Path) -> None:
    upscaler = load(weights_file(tmp_path / "x.safetensors", ESRGAN_X2_PLUS))
    odd = picture(5, 1)
    continued = F.pad(odd, (0, 1, 0, 1), mode="replicate")
    assert torch.equal(upscaler.enlarge(odd, 2), upscaler.enlarge(continued, 2)[..., :2, :10])


def test_a_file_that_went_away_is_told(tmp_path: Path) -> None:
    info = UpscalerInfo("photo", tmp_path / "photo.safetensors", COMPACT_X2)
    with pytest.raises(AppError) as caught:
        load_upscaler(info, CPU, torch.float32)
    assert caught.value.code == "upscaler_missing"


def test_weights_that_are_not_numbers_give_no_picture(tmp_path: Path) -> None:
    network = replace(COMPACT_X2, blocks=0)
    upscaler = load(weights_file(tmp_path / "x.safetensors", network))
    upscaler._module.get_parameter("body.0.weight").fill_(float("nan"))
    with pytest.raises(AppError) as caught:
        upscaler.enlarge(picture(), 2)
    assert caught.value.code == "not_finite"
