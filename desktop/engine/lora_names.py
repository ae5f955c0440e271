"""Which layer of a model a LoRA's tensor belongs to, under the names that trainers give them.

kohya's trainer writes ``lora_unet_down_blocks_0_...`` and for SDXL the names of the original network,
``lora_unet_input_blocks_4_1_...``; PEFT and diffusers write paths with dots. All are compared with ``_`` in
place of the dots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from torch import nn

from desktop.engine.components import LoadedModel

_ENCODER = re.compile(r"(?:lora_te(?P<kohya>[123]?)_|text_encoder_?(?P<peft>[23]?)[._])(?P<rest>.+)\Z")
_DENOISER = re.compile(
    r"(?:model\.diffusion_model\.|diffusion_model\.|lora_unet__?|lora_transformer_|lycoris_|unet\.|transformer\.)"
)
_WRAPPER = "base_model.model."
_CLIP_LEVEL = "text_model_"
# Of a block of the original network, in the order of diffusers' ResnetBlock2D.
_RESNET = (
    ("in_layers_0", "norm1"),
    ("in_layers_2", "conv1"),
    ("emb_layers_1", "time_emb_proj"),
    ("out_layers_0", "norm2"),
    ("out_layers_3", "conv2"),
    ("skip_connection", "conv_shortcut"),
)
_AROUND = (
    ("time_embed_0", "time_embedding_linear_1"),
    ("time_embed_2", "time_embedding_linear_2"),
    ("label_emb_0_0", "add_embedding_linear_1"),
    ("label_emb_0_2", "add_embedding_linear_2"),
    ("input_blocks_0_0", "conv_in"),
    ("out_0", "conv_norm_out"),
    ("out_2", "conv_out"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A layer of a model, by name: what is kept must not keep a model in memory."""

    component: str
    path: str

    def layer(self, loaded: LoadedModel) -> Any:
        """The nn.Linear or nn.Conv2d."""
        return loaded.parts[self.component].get_submodule(self.path)


class LayerNames:
    """The linear and convolutional layers of a model's denoiser and text encoders, by any of their names."""

    def __init__(self, loaded: LoadedModel) -> None:
        family = loaded.info.family
        encoders = [*family.encoders, *([family.long_encoder] if family.long_encoder else [])]
        self._denoiser = family.denoiser
        self._places: dict[tuple[str, str], Place] = {}
        for component in (family.denoiser, *(encoder.name for encoder in encoders)):
            for path in _layers(loaded.parts.get(component)):
                self._places[component, _flat(path).removeprefix(_CLIP_LEVEL)] = Place(component, path)
        self._original = dict(_original_blocks(loaded.denoiser))

    def find(self, name: str) -> Place | None:
        """The layer that a file calls ``name``; None when this model has none like it."""
        name = name.removeprefix(_WRAPPER)
        if encoder := _ENCODER.match(name):
            number = encoder["kohya"] or encoder["peft"] or "1"
            component = "text_encoder" if number == "1" else f"text_encoder_{number}"
            return self._places.get((component, _flat(encoder["rest"]).removeprefix(_CLIP_LEVEL)))
        flat = _flat(_DENOISER.sub("", name, count=1))
        for candidate in (flat, f"{flat}_0", self._in_diffusers(flat)):  # old files leave to_out's 0 out
            if place := self._places.get((self._denoiser, candidate)):
                return place
        return None

    def _in_diffusers(self, name: str) -> str:
        for end in range(len(name), 0, -1):
            if (end == len(name) or name[end] == "_") and (start := self._original.get(name[:end])):
                return start + name[end:]
        return name


def _flat(name: str) -> str:
    return name.replace(".", "_").replace("_processor_", "_")


def _layers(network: Any) -> Iterator[str]:
    for path, module in network.named_modules() if network is not None else ():
        if isinstance(module, nn.Linear | nn.Conv2d):
            yield path


def _original_blocks(unet: Any) -> Iterator[tuple[str, str]]:
    """Original names of a U-Net's layers and blocks (Rombach et al., 2022) to those of diffusers."""
    if not hasattr(unet, "down_blocks"):
        return
    yield from _AROUND
    number = 1
    for index, block in enumerate(unet.down_blocks):
        here = f"down_blocks_{index}"
        for layer in range(len(block.resnets)):
            yield from _resnet(f"input_blocks_{number}_0", f"{here}_resnets_{layer}")
            yield f"input_blocks_{number}_1", f"{here}_attentions_{layer}"
            number += 1
        if block.downsamplers:
            yield f"input_blocks_{number}_0_op", f"{here}_downsamplers_0_conv"
            number += 1
    yield from _resnet("middle_block_0", "mid_block_resnets_0")
    yield "middle_block_1", "mid_block_attentions_0"
    yield from _resnet("middle_block_2", "mid_block_resnets_1")
    number = 0
    for index, block in enumerate(unet.up_blocks):
        here = f"up_blocks_{index}"
        attends = getattr(block, "attentions", None) is not None
        for layer in range(len(block.resnets)):
            yield from _resnet(f"output_blocks_{number}_0", f"{here}_resnets_{layer}")
            if attends:
                yield f"output_blocks_{number}_1", f"{here}_attentions_{layer}"
            number += 1
        if block.upsamplers:
            place = 2 if attends else 1
            yield f"output_blocks_{number - 1}_{place}_conv", f"{here}_upsamplers_0_conv"


def _resnet(original: str, here: str) -> Iterator[tuple[str, str]]:
    for name, named in _RESNET:
        yield f"{original}_{name}", f"{here}_{named}"
