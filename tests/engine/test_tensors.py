from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from desktop.core.errors import AppError
from desktop.core.jobs import CancelToken
from desktop.core.pixels import Pixels
from desktop.engine.components import Components
from desktop.engine.device import Machine, plan
from desktop.engine.tensors import decode_latents, from_pixels, to_pixels
from tests.helpers.tiny import starter_info


@pytest.fixture
def vae() -> Any:
    components = Components(plan(Machine(2, 2, 8 * 2**30)))
    return components.load(starter_info(), CancelToken()).parts["vae"]


def test_pixels_survive_the_way_there_and_back() -> None:
    rng = np.random.default_rng(0)
    pixels = Pixels.from_rgb(rng.integers(0, 256, (5, 7, 3), dtype=np.uint8))
    assert to_pixels(from_pixels(pixels, torch.device("cpu"), torch.float32)) == pixels


def test_values_outside_the_range_are_clipped() -> None:
    assert to_pixels(torch.full((1, 3, 1, 1), 9.0)).array.max() == 255
    assert to_pixels(torch.full((1, 3, 1, 1), -9.0)).array[..., :3].max() == 0


def test_a_decoder_that_overflows_runs_again_in_float32(vae: Any) -> None:
    vae.to(torch.bfloat16)
    seen: list[torch.dtype] = []

    def overflow(module: torch.nn.Module, inputs: Any, output: torch.Tensor) -> torch.Tensor:
        seen.append(output.dtype)
        return output if output.dtype == torch.float32 else output * float("inf")

    vae.decoder.register_forward_hook(overflow)
    image = decode_latents(vae, torch.zeros(1, 4, 4, 4, dtype=torch.bfloat16))
    assert bool(torch.isfinite(image).all())
    assert seen == [torch.bfloat16, torch.float32]
    assert vae.dtype == torch.bfloat16


def test_a_decoder_that_always_fails_is_an_error_never_a_black_picture(vae: Any) -> None:
    vae.decoder.register_forward_hook(lambda module, inputs, output: output * float("nan"))
    with pytest.raises(AppError, match="NaN") as caught:
        decode_latents(vae, torch.zeros(1, 4, 4, 4))
    assert caught.value.code == "not_finite"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_latents_that_are_not_numbers_are_an_error(vae: Any, value: float) -> None:
    with pytest.raises(AppError, match="latents"):
        decode_latents(vae, torch.full((1, 4, 4, 4), value))
