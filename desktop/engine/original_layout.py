"""Names of tensors in original checkpoints (CompVis' ldm, Stability's sgm, SD3), as diffusers' own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import torch
from diffusers.loaders.single_file_utils import (
    convert_ldm_unet_checkpoint,
    convert_ldm_vae_checkpoint,
    convert_sd3_transformer_checkpoint_to_diffusers,
)

from desktop.engine.modules import Tensors

Config = Mapping[str, Any]
_UNET = "model.diffusion_model."
VAE_PREFIXES = ("first_stage_model.", "vae.")
_FIRST = "input_blocks.0.0.weight"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file a part may be, and how its tensors get diffusers' names."""

    prefix: str
    convert: Callable[[Tensors, Config], Tensors]
    """Takes names without ``prefix``."""

    def fit(self, config: Config, tensors: Tensors) -> Config:
        """``config`` with what tells variants of one family apart: how many channels a U-Net reads."""
        if _FIRST in tensors:
            return {**config, "in_channels": tensors[_FIRST].shape[1]}
        return config


def find_place(component: str, names: Iterable[str]) -> Place | None:
    """Where ``component`` is in a file that has tensors of these names; None when it is not."""
    places = _PLACES.get(component, ())
    return next((place for place in places if any(name.startswith(place.prefix) for name in names)), None)


def _as_they_are(tensors: Tensors, config: Config) -> Tensors:
    return tensors


def _unprojected(tensors: Tensors, config: Config) -> Tensors:
    """SD3 takes CLIP-L's summary before its projection; diffusers' class has one all the same."""
    return {**tensors, "text_projection.weight": torch.eye(config["projection_dim"])}


def _unet(tensors: Tensors, config: Config) -> Tensors:
    named: Tensors = convert_ldm_unet_checkpoint(
        {_UNET + name: tensor for name, tensor in tensors.items()}, config
    )
    return named


def _sd3(tensors: Tensors, config: Config) -> Tensors:
    named: Tensors = convert_sd3_transformer_checkpoint_to_diffusers(dict(tensors))
    return named


def vae(tensors: Tensors, config: Config) -> Tensors:
    """A VAE by either's names, without prefix."""
    if any(name.startswith("decoder.mid_block.") for name in tensors):
        return tensors
    named: Tensors = convert_ldm_vae_checkpoint(dict(tensors), config)
    return named


_OPEN_CLIP = (
    ("transformer.resblocks.", "encoder.layers."),
    (".ln_1.", ".layer_norm1."),
    (".ln_2.", ".layer_norm2."),
    (".mlp.c_fc.", ".mlp.fc1."),
    (".mlp.c_proj.", ".mlp.fc2."),
    (".attn.out_proj.", ".self_attn.out_proj."),
    ("token_embedding.", "embeddings.token_embedding."),
    ("ln_final.", "final_layer_norm."),
)


def _open_clip(tensors: Tensors, config: Config) -> Tensors:
    """OpenCLIP's text encoder (Ilharco et al., 2021): query, key and value lie in one matrix."""
    named: dict[str, torch.Tensor] = {}
    for name, tensor in tensors.items():
        for old, new in _OPEN_CLIP:
            name = name.replace(old, new)
        layer, found, kind = name.partition(".attn.in_proj_")
        if found:
            for part, piece in zip("qkv", tensor.chunk(3), strict=True):
                named[f"{layer}.self_attn.{part}_proj.{kind}"] = piece
        else:
            named[name] = tensor
    if "positional_embedding" in named:
        named["embeddings.position_embedding.weight"] = named.pop("positional_embedding")
    if "text_projection" in named:
        named["text_projection.weight"] = named.pop("text_projection").T
    return named


_PLACES: Mapping[str, tuple[Place, ...]] = MappingProxyType(
    {
        "unet": (Place(_UNET, _unet),),
        "transformer": (Place(_UNET, _sd3),),
        "vae": tuple(Place(prefix, vae) for prefix in VAE_PREFIXES),
        "text_encoder": (
            Place("cond_stage_model.transformer.", _as_they_are),
            Place("cond_stage_model.model.", _open_clip),
            Place("conditioner.embedders.0.transformer.", _as_they_are),
            Place("text_encoders.clip_l.transformer.", _unprojected),
        ),
        "text_encoder_2": (
            Place("conditioner.embedders.1.model.", _open_clip),
            Place("conditioner.embedders.0.model.", _open_clip),
            Place("text_encoders.clip_g.transformer.", _as_they_are),
        ),
        "text_encoder_3": (Place("text_encoders.t5xxl.transformer.", _as_they_are),),
    }
)
"""No two families put different things at one place."""
