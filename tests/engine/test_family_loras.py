"""LoRAs on the families with several text encoders, or with a transformer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from desktop.core.adapters import LoraStrength
from desktop.core.events import Finished
from desktop.core.geometry import Size
from desktop.core.jobs import CancelToken
from desktop.core.params import LoraUse
from desktop.engine import device
from desktop.engine.components import Components, LoadedModel
from desktop.engine.lora_names import LayerNames
from desktop.engine.loras import ChosenLora, Loras
from tests.engine.conftest import Rig
from tests.helpers.adapter_files import listed, random_pair, save_kohya, save_peft
from tests.helpers.model_infos import adapter_info
from tests.helpers.tiny import info_for

# As kohya's trainer writes SDXL: the original network's names, and an encoder's number.
SDXL = {
    "lora_unet_input_blocks_3_1_transformer_blocks_1_attn2_to_k": (
        "unet",
        "down_blocks.1.attentions.0.transformer_blocks.1.attn2.to_k",
    ),
    "lora_unet_output_blocks_0_0_in_layers_2": ("unet", "up_blocks.0.resnets.0.conv1"),
    "lora_unet_label_emb_0_0": ("unet", "add_embedding.linear_1"),
    "lora_te1_text_model_encoder_layers_0_mlp_fc1": ("text_encoder", "encoder.layers.0.mlp.fc1"),
    "lora_te2_text_model_encoder_layers_1_mlp_fc2": ("text_encoder_2", "encoder.layers.1.mlp.fc2"),
}
SD3 = {
    "transformer.transformer_blocks.0.attn.to_q": ("transformer", "transformer_blocks.0.attn.to_q"),
    "transformer.transformer_blocks.0.ff.net.0.proj": ("transformer", "transformer_blocks.0.ff.net.0.proj"),
    "text_encoder_2.text_model.encoder.layers.0.self_attn.k_proj": (
        "text_encoder_2",
        "encoder.layers.0.self_attn.k_proj",
    ),
}


@pytest.fixture(scope="module")
def components() -> Components:
    return Components(device.plan(device.probe()))


def load(components: Components, families: dict[str, Path], family: str) -> LoadedModel:
    return components.load(info_for(families[family], family), CancelToken())


def layer_of(loaded: LoadedModel, component: str, path: str) -> Any:
    network = loaded.parts[component]
    paths = {name.removeprefix("text_model."): module for name, module in network.named_modules()}
    return paths[path]


@pytest.mark.parametrize(("family", "names"), [("sdxl", SDXL), ("sd3", SD3)])
def test_each_layer_gets_what_was_made_for_it(
    components: Components,
    families: dict[str, Path],
    tmp_path: Path,
    family: str,
    names: dict[str, tuple[str, str]],
) -> None:
    loaded = load(components, families, family)
    layers = {name: layer_of(loaded, *place) for name, place in names.items()}
    pairs = {
        name: random_pair(layer.weight, rank=2, alpha=2.0, seed=seed)
        for seed, (name, layer) in enumerate(layers.items())
    }
    file = tmp_path / "x.safetensors"
    (info,) = listed((save_kohya if family == "sdxl" else save_peft)(file, pairs))
    with Loras().applied(
        loaded,
        loaded.parts.keys(),
        [ChosenLora(info, LoraStrength("x", 0.5, -0.5))],
        CancelToken(),
    ):
        made = {name: output_of(layer) for name, layer in layers.items()}
    for name, layer in layers.items():
        strength = 0.5 if names[name][0] == loaded.info.family.denoiser else -0.5
        plain = layer.weight.data
        layer.weight.data = plain + strength * pairs[name].delta
        expected = output_of(layer)
        layer.weight.data = plain
        torch.testing.assert_close(made[name], expected, rtol=1e-4, atol=1e-4)


def output_of(layer: Any) -> torch.Tensor:
    width = layer.weight.shape[1]
    shape = (1, width, 4, 4) if layer.weight.ndim == 4 else (1, 3, width)
    result: torch.Tensor = layer(torch.randn(shape, generator=torch.Generator().manual_seed(1)))
    return result


def test_a_number_that_a_model_has_no_encoder_for_is_not_found(
    components: Components, families: dict[str, Path]
) -> None:
    names = LayerNames(load(components, families, "sdxl-refiner"))
    assert names.find("lora_te1_text_model_encoder_layers_0_mlp_fc1") is None
    assert names.find("lora_te2_text_model_encoder_layers_0_mlp_fc1") is not None


def test_pictures_of_sdxl_before_and_after_are_equal_to_the_last_bit(
    rig: Rig, families: dict[str, Path], tmp_path: Path
) -> None:
    rig.models["sdxl"] = info_for(families["sdxl"], "sdxl")
    pairs = {
        "lora_te2_text_model_encoder_layers_1_mlp_fc2": random_pair(torch.zeros(40, 37), alpha=8.0),
    }
    file = save_kohya(tmp_path / "words.safetensors", pairs)
    rig.adapters[:] = [replace(adapter_info("words", "sdxl"), path=file)]

    def draw(*loras: LoraUse) -> np.ndarray[Any, Any]:
        events = rig.run(prompt="a car", steps=2, model="sdxl", size=Size(64, 64), loras=loras)
        assert isinstance(events[-1], Finished), events[-1]
        return rig.pictures()[-1].pixels.array

    try:
        before = draw()
        changed = draw(LoraUse(name="words", unet=2.0, text=2.0))
        after = draw()
    finally:
        rig.adapters.clear()
    assert not np.array_equal(before, changed)
    assert np.array_equal(before, after)
