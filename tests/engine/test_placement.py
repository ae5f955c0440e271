"""Every mode of the memory plan with real networks, a processor standing in for the card."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from desktop.core.jobs import CancelToken
from desktop.core.memory_plan import MemoryPlan, Mode
from desktop.core.samplers import SamplerName, ScheduleName
from desktop.engine.components import Components, LoadedModel
from desktop.engine.conditioning import Conditioner
from desktop.engine.device import Machine, plan
from desktop.engine.pipelines import build_pipeline
from desktop.engine.placement import Placement, tiled
from desktop.engine.samplers import build_scheduler
from desktop.engine.tensors import decode_latents, encode_latents
from tests.helpers.tiny import info_for

CPU = torch.device("cpu")
EXACT = [mode for mode in Mode if mode is not Mode.FLOAT8]


def memory(mode: Mode, in_tiles: bool = False) -> MemoryPlan:
    return MemoryPlan(mode, frozenset({"unet", "text_encoder"}), in_tiles, False, 0, 0, 0, 1.0, False)


@pytest.fixture(scope="module")
def loaded(tiny_sd: Path) -> LoadedModel:
    return Components(plan(Machine(2, 2, 8 * 2**30))).load(info_for(tiny_sd), CancelToken())


@contextmanager
def placed(loaded: LoadedModel, mode: Mode, in_tiles: bool = False) -> Iterator[None]:
    with Placement(CPU) as placement:
        placement.place(loaded.parts, "unet", memory(mode, in_tiles))
        yield


def picture(loaded: LoadedModel, side: int = 64) -> torch.Tensor:
    """Encoded, drawn in two steps, encoded and decoded: every way in which a job uses the networks."""
    read = Conditioner().encode(loaded, "a red apple", "blue", 1, True)
    scheduler = build_scheduler(SamplerName.DPMPP_2M, ScheduleName.KARRAS, loaded.scheduler_config)
    latents = build_pipeline(loaded, "text", scheduler)(
        prompt_embeds=read.positive,
        negative_prompt_embeds=read.negative,
        num_inference_steps=2,
        width=side,
        height=side,
        generator=torch.Generator("cpu").manual_seed(1),
        output_type="latent",
    ).images
    vae = loaded.parts["vae"]
    return decode_latents(vae, encode_latents(vae, decode_latents(vae, latents)))


def networks(loaded: LoadedModel) -> list[nn.Module]:
    return [part for part in loaded.parts.values() if isinstance(part, nn.Module)]


def weights(loaded: LoadedModel) -> list[torch.Tensor]:
    return [tensor.clone() for network in networks(loaded) for tensor in network.state_dict().values()]


@pytest.mark.parametrize("mode", EXACT)
def test_pictures_are_the_same_bit_for_bit_wherever_parts_lie(loaded: LoadedModel, mode: Mode) -> None:
    expected = picture(loaded)
    with placed(loaded, mode):
        assert torch.equal(picture(loaded), expected)
    assert torch.equal(picture(loaded), expected)


@pytest.mark.parametrize("mode", Mode)
def test_nothing_is_left_on_parts_that_models_share(loaded: LoadedModel, mode: Mode) -> None:
    before = weights(loaded)
    with placed(loaded, mode, in_tiles=True):
        picture(loaded)
    assert all(torch.equal(one, other) for one, other in zip(before, weights(loaded), strict=True))
    for network in networks(loaded):
        for module in network.modules():
            assert not hasattr(module, "_hf_hook")
            assert not module._forward_hooks
            assert not module._forward_pre_hooks
            registry = getattr(module, "_diffusers_hook", None)
            assert registry is None or not registry.hooks
    assert not loaded.parts["vae"].use_tiling


@pytest.mark.parametrize("mode", Mode)
def test_a_job_that_fails_leaves_nothing_either(loaded: LoadedModel, mode: Mode) -> None:
    before = weights(loaded)
    with pytest.raises(torch.OutOfMemoryError), placed(loaded, mode):
        raise torch.OutOfMemoryError
    assert all(torch.equal(one, other) for one, other in zip(before, weights(loaded), strict=True))


def test_weights_in_eight_bits_take_about_half_and_draw_about_the_same(loaded: LoadedModel) -> None:
    unet, expected = loaded.parts["unet"], picture(loaded)
    with placed(loaded, Mode.FLOAT8):
        stored = {parameter.dtype for parameter in unet.parameters()}
        drawn = picture(loaded)
        assert {parameter.dtype for parameter in unet.parameters()} == stored
    assert stored == {torch.float8_e4m3fn, torch.float32}
    assert not torch.equal(drawn, expected)
    assert (drawn - expected).abs().mean() < 0.2 * expected.std()


def test_parts_that_two_models_share_are_placed_once(loaded: LoadedModel) -> None:
    expected = picture(loaded)
    with Placement(CPU) as placement:
        placement.place(loaded.parts, "unet", memory(Mode.STREAM))
        placement.place(loaded.parts, "unet", memory(Mode.STREAM))
        assert torch.equal(picture(loaded), expected)


def test_a_vae_in_tiles_decodes_nearly_the_same(loaded: LoadedModel) -> None:
    vae = loaded.parts["vae"]
    latents = torch.randn(1, 4, 8, 96, generator=torch.Generator().manual_seed(0))
    whole = decode_latents(vae, latents)
    sizes = vae.tile_sample_min_size, vae.tile_latent_min_size
    with tiled(vae):
        in_tiles = decode_latents(vae, latents)
    assert in_tiles.shape == whole.shape
    assert not torch.equal(in_tiles, whole)
    assert (in_tiles - whole).abs().mean() < 0.2 * whole.std()
    assert (vae.tile_sample_min_size, vae.tile_latent_min_size) == sizes


def test_a_decoder_that_runs_out_of_memory_is_tried_in_tiles(
    loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    vae = loaded.parts["vae"]
    decode = vae.decode

    def short_of_memory(latents: torch.Tensor, **options: Any) -> Any:
        if not vae.use_tiling:
            raise RuntimeError(
                "[enforce fail at alloc_cpu.cpp:121] DefaultCPUAllocator: can't allocate memory"
            )
        return decode(latents, **options)

    monkeypatch.setattr(vae, "decode", short_of_memory)
    assert decode_latents(vae, torch.zeros(1, 4, 8, 8)).shape == (1, 3, 64, 64)
    assert not vae.use_tiling
