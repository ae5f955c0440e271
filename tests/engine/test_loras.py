from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from desktop.core.adapters import LoraStrength
from desktop.core.errors import AppError, JobCancelled
from desktop.core.jobs import CancelToken
from desktop.engine import device
from desktop.engine.components import Components, LoadedModel
from desktop.engine.lora_names import LayerNames
from desktop.engine.loras import ChosenLora, Loras
from tests.helpers.adapter_files import Pair, listed, random_pair, save, save_kohya, save_peft
from tests.helpers.tiny import info_for

ATTENTION = "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k"
CONV = "down_blocks.0.resnets.0.conv1"
WORDS = "encoder.layers.0.self_attn.q_proj"


@pytest.fixture(scope="module")
def model(tiny_sd: Path) -> LoadedModel:
    return Components(device.plan(device.probe())).load(info_for(tiny_sd), CancelToken())


@pytest.fixture(autouse=True)
def without_a_trace(model: LoadedModel) -> Iterator[None]:
    """Every test leaves the model's weights, layers and hooks as they were."""
    networks = {name: part for name, part in model.parts.items() if isinstance(part, torch.nn.Module)}
    before = {name: part.state_dict() for name, part in networks.items()}
    copies = {name: {key: t.clone() for key, t in state.items()} for name, state in before.items()}
    layers = {name: list(part.modules()) for name, part in networks.items()}
    yield
    for name, part in networks.items():
        assert list(part.modules()) == layers[name]
        assert not any(module._forward_hooks or module._forward_pre_hooks for module in part.modules())
        assert all(torch.equal(tensor, copies[name][key]) for key, tensor in part.state_dict().items())


def layer_of(model: LoadedModel, path: str) -> Any:
    component = "text_encoder" if path.startswith("encoder.") else "unet"
    return model.parts[component].get_submodule(path)


def output_of(layer: Any, seed: int = 5) -> torch.Tensor:
    noise = torch.Generator().manual_seed(seed)
    width = layer.weight.shape[1]
    shape = (1, width, 6, 6) if layer.weight.ndim == 4 else (1, 7, width)
    result: torch.Tensor = layer(torch.randn(shape, generator=noise))
    return result


def output_with(layer: Any, weight: torch.Tensor) -> torch.Tensor:
    """What the layer would give if this were its weight."""
    kept = layer.weight.data
    layer.weight.data = weight
    try:
        return output_of(layer)
    finally:
        layer.weight.data = kept


def chosen(path: Path, unet: float = 1.0, text: float = 1.0) -> ChosenLora:
    (info,) = listed(path)
    return ChosenLora(info, LoraStrength(info.name, unet, text))


def applied(model: LoadedModel, *loras: ChosenLora, loaded: Loras | None = None) -> Any:
    return (loaded or Loras()).applied(model, model.parts.keys(), loras, CancelToken())


@pytest.mark.parametrize("path", [ATTENTION, CONV, "conv_in", WORDS, "mid_block.attentions.0.proj_in"])
@pytest.mark.parametrize("layout", ["kohya", "peft"])
def test_the_weight_is_w_plus_strength_alpha_by_rank_b_a(
    model: LoadedModel, tmp_path: Path, path: str, layout: str
) -> None:
    layer = layer_of(model, path)
    words = path.startswith("encoder.")
    pair = random_pair(layer.weight, rank=3, alpha=1.5 if layout == "kohya" else 3.0)
    if layout == "kohya":
        prefix = "lora_te_text_model_" if words else "lora_unet_"
        file = save_kohya(tmp_path / "x.safetensors", {prefix + path.replace(".", "_"): pair})
    else:
        prefix = "text_encoder.text_model." if words else "unet."
        file = save_peft(tmp_path / "x.safetensors", {prefix + path: pair})
    strengths = {"unet": 0.25, "text": -0.7}
    with applied(model, chosen(file, **strengths)):
        made = output_of(layer)
    strength = strengths["text" if words else "unet"]
    expected = output_with(layer, layer.weight + strength * pair.delta)
    torch.testing.assert_close(made, expected, rtol=1e-5, atol=1e-5)
    assert not torch.allclose(made, output_of(layer), atol=1e-3)


def test_alpha_comes_from_the_config_that_peft_keeps(model: LoadedModel, tmp_path: Path) -> None:
    layer = layer_of(model, ATTENTION)
    pair = random_pair(layer.weight, rank=2, alpha=16.0)
    config = {"unet.lora_alpha": 4, "unet.r": 2, "unet.alpha_pattern": {"attn2.to_k": 16}}
    metadata = {"lora_adapter_metadata": json.dumps(config)}
    file = save_peft(tmp_path / "x.safetensors", {f"unet.{ATTENTION}": pair}, metadata)
    with applied(model, chosen(file)):
        made = output_of(layer)
    torch.testing.assert_close(made, output_with(layer, layer.weight + pair.delta), rtol=1e-5, atol=1e-5)


def test_several_loras_add_up_on_one_layer(model: LoadedModel, tmp_path: Path) -> None:
    layer = layer_of(model, CONV)
    one, other = (random_pair(layer.weight, rank=rank, seed=rank) for rank in (1, 4))
    name = "lora_unet_" + CONV.replace(".", "_")
    files = [
        save_kohya(tmp_path / "one.safetensors", {name: one}),
        save_kohya(tmp_path / "other.safetensors", {name: other}),
    ]
    with applied(model, chosen(files[0], unet=1.5), chosen(files[1], unet=-0.5)):
        made = output_of(layer)
    expected = output_with(layer, layer.weight + 1.5 * one.delta - 0.5 * other.delta)
    torch.testing.assert_close(made, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("path", [ATTENTION, CONV])
@pytest.mark.parametrize("axis", ["rows", "columns"])
def test_dora_gives_the_changed_weight_its_stored_lengths(
    model: LoadedModel, tmp_path: Path, path: str, axis: str
) -> None:
    layer = layer_of(model, path)
    weight = layer.weight
    pair = random_pair(weight, rank=2)
    changed = weight + pair.delta
    if axis == "rows":
        shape = (-1, *[1] * (weight.ndim - 1))
        lengths = changed.flatten(1).norm(dim=1).reshape(shape)
        stored = torch.linspace(0.5, 2.0, weight.shape[0]).reshape(shape)
    else:
        shape = (1, -1, *[1] * (weight.ndim - 2))
        lengths = changed.transpose(0, 1).flatten(1).norm(dim=1).reshape(shape)
        stored = torch.linspace(0.5, 2.0, weight.shape[1]).reshape(shape)
    name = "lora_unet_" + path.replace(".", "_")
    file = save_kohya(tmp_path / "x.safetensors", {name: pair}, {f"{name}.dora_scale": stored})
    with applied(model, chosen(file, unet=0.6)):
        made = output_of(layer)
    expected = output_with(layer, weight + 0.6 * (changed * stored / lengths - weight))
    torch.testing.assert_close(made, expected, rtol=1e-4, atol=1e-4)


def test_a_bias_of_peft_is_added(model: LoadedModel, tmp_path: Path) -> None:
    layer = layer_of(model, ATTENTION)
    pair = random_pair(layer.weight, rank=2, alpha=2.0)
    bias = torch.linspace(-1, 1, layer.weight.shape[0])
    name = f"unet.{ATTENTION}"
    tensors = {
        f"{name}.lora_A.weight": pair.down,
        f"{name}.lora_B.weight": pair.up,
        f"{name}.lora_B.bias": bias,
    }
    with applied(model, chosen(save(tmp_path / "x.safetensors", tensors), unet=0.5)):
        made = output_of(layer)
    expected = output_with(layer, layer.weight + 0.5 * pair.delta) + 0.5 * bias
    torch.testing.assert_close(made, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("original", "path"),
    [
        ("input_blocks_0_0", "conv_in"),
        ("input_blocks_1_0_in_layers_2", "down_blocks.0.resnets.0.conv1"),
        ("input_blocks_1_0_emb_layers_1", "down_blocks.0.resnets.0.time_emb_proj"),
        ("input_blocks_2_0_op", "down_blocks.0.downsamplers.0.conv"),
        ("input_blocks_3_1_transformer_blocks_0_attn2_to_k", ATTENTION),
        ("middle_block_1_proj_in", "mid_block.attentions.0.proj_in"),
        ("middle_block_2_out_layers_3", "mid_block.resnets.1.conv2"),
        ("output_blocks_0_1_proj_out", "up_blocks.0.attentions.0.proj_out"),
        ("output_blocks_1_2_conv", "up_blocks.0.upsamplers.0.conv"),
        ("output_blocks_3_0_skip_connection", "up_blocks.1.resnets.1.conv_shortcut"),
        ("time_embed_2", "time_embedding.linear_2"),
        ("out_2", "conv_out"),
    ],
)
def test_layers_are_found_by_the_names_of_the_original_network(
    model: LoadedModel, original: str, path: str
) -> None:
    place = LayerNames(model).find(f"lora_unet_{original}")
    assert place is not None
    assert (place.component, place.path) == ("unet", path)


@pytest.mark.parametrize(
    "name",
    [
        f"base_model.model.{ATTENTION}",
        f"unet.{ATTENTION}",
        f"diffusion_model.{ATTENTION}",
        f"unet.{ATTENTION.replace('.to_k', '.processor.to_k')}",
        "lora_unet_" + ATTENTION.replace(".", "_"),
    ],
)
def test_a_layer_is_found_by_each_of_its_names(model: LoadedModel, name: str) -> None:
    place = LayerNames(model).find(name)
    assert place is not None
    assert place.path == ATTENTION


def test_old_files_leave_the_number_of_the_last_projection_out(model: LoadedModel) -> None:
    place = LayerNames(model).find("unet." + ATTENTION.replace("to_k", "processor.to_out"))
    assert place is not None
    assert place.path == ATTENTION.replace("to_k", "to_out.0")


def test_another_strength_reads_no_file(model: LoadedModel, tmp_path: Path) -> None:
    layer = layer_of(model, ATTENTION)
    pair = random_pair(layer.weight, alpha=2.0)
    file = save_peft(tmp_path / "x.safetensors", {f"unet.{ATTENTION}": pair})
    kept, lora = Loras(), chosen(file)
    with applied(model, lora, loaded=kept):
        pass
    status = file.stat()
    file.write_bytes(b"\0" * status.st_size)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    weaker = ChosenLora(lora.info, LoraStrength("x", 0.5, 1.0))
    with applied(model, weaker, loaded=kept):
        made = output_of(layer)
    expected = output_with(layer, layer.weight + 0.5 * pair.delta)
    torch.testing.assert_close(made, expected, rtol=1e-5, atol=1e-5)


def test_components_that_were_not_asked_for_stay_as_they_are(model: LoadedModel, tmp_path: Path) -> None:
    layer, words = layer_of(model, ATTENTION), layer_of(model, WORDS)
    pairs = {
        f"unet.{ATTENTION}": random_pair(layer.weight),
        f"text_encoder.{WORDS}": random_pair(words.weight),
    }
    lora = chosen(save_peft(tmp_path / "x.safetensors", pairs))
    before, plain = output_of(words), output_of(layer)
    with Loras().applied(model, {"unet"}, [lora], CancelToken()):
        assert torch.equal(output_of(words), before)
        assert not torch.equal(output_of(layer), plain)


def test_a_layer_that_the_model_lacks_is_a_wrong_base(model: LoadedModel, tmp_path: Path) -> None:
    pair = random_pair(torch.zeros(8, 8))
    file = save_peft(tmp_path / "x.safetensors", {"unet.down_blocks.7.attentions.0.proj_in": pair})
    with pytest.raises(AppError, match="lacks 1 of the 1 layers"), applied(model, chosen(file)):
        pass


def test_a_layer_of_another_size_is_a_wrong_base(model: LoadedModel, tmp_path: Path) -> None:
    file = save_peft(tmp_path / "x.safetensors", {f"unet.{ATTENTION}": random_pair(torch.zeros(16, 768))})
    with pytest.raises(AppError) as caught, applied(model, chosen(file)):
        pass
    assert caught.value.code == "wrong_base"


def test_half_a_pair_is_refused(model: LoadedModel, tmp_path: Path) -> None:
    pair = random_pair(layer_of(model, ATTENTION).weight)
    whole = {f"unet.{ATTENTION}.lora_A.weight": pair.down, f"unet.{ATTENTION}.lora_B.weight": pair.up}
    lora = chosen(save(tmp_path / "x.safetensors", whole))
    del whole[f"unet.{ATTENTION}.lora_B.weight"]
    save(tmp_path / "x.safetensors", whole)
    with pytest.raises(AppError, match="half a pair"), applied(model, lora):
        pass


def test_cancelling_leaves_no_hook(model: LoadedModel, tmp_path: Path) -> None:
    layer = layer_of(model, ATTENTION)
    pairs = {
        f"unet.{ATTENTION}": random_pair(layer.weight),
        f"unet.{CONV}": random_pair(layer_of(model, CONV).weight),
    }
    lora = chosen(save_peft(tmp_path / "x.safetensors", pairs))
    calls = itertools.count()

    class Third(CancelToken):
        def check(self) -> None:
            if next(calls) == 2:
                raise JobCancelled

    with pytest.raises(JobCancelled), Loras().applied(model, model.parts.keys(), [lora], Third()):
        pass
    assert next(calls) == 3


def test_an_error_inside_leaves_no_hook(model: LoadedModel, tmp_path: Path) -> None:
    layer = layer_of(model, ATTENTION)
    before = output_of(layer)
    lora = chosen(save_peft(tmp_path / "x.safetensors", {f"unet.{ATTENTION}": random_pair(layer.weight)}))
    with pytest.raises(RuntimeError, match="out of memory"), applied(model, lora):
        raise RuntimeError("out of memory")
    assert torch.equal(output_of(layer), before)


def test_a_pair_of_the_helpers_says_what_it_adds() -> None:
    pair = Pair(torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0], [4.0]]), alpha=0.5)
    assert torch.equal(pair.delta, torch.tensor([[1.5, 3.0], [2.0, 4.0]]))
