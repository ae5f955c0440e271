"""A diffusers folder written as the single file that its model would first have been published as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

Tensors = dict[str, torch.Tensor]
_LEVELS, _LAYERS = 2, 1
"""Of the tiny U-Nets; their VAEs have four levels."""
_VAE_LEVELS = 4

_RESIDUAL = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "time_emb_proj": "emb_layers.1",
    "conv_shortcut": "skip_connection",
}
_UNET_ENDS = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
_VAE_ATTENTION = {
    "group_norm": "norm",
    "to_q": "q",
    "to_k": "k",
    "to_v": "v",
    "to_out.0": "proj_out",
}
_OPEN_CLIP = {
    "encoder.layers.": "transformer.resblocks.",
    ".layer_norm1.": ".ln_1.",
    ".layer_norm2.": ".ln_2.",
    ".mlp.fc1.": ".mlp.c_fc.",
    ".mlp.fc2.": ".mlp.c_proj.",
    ".self_attn.out_proj.": ".attn.out_proj.",
    "embeddings.token_embedding.": "token_embedding.",
    "final_layer_norm.": "ln_final.",
}


def save_original(folder: Path, file: Path, family: str, without: tuple[str, ...] = ()) -> Path:
    """The folder's weights in one file, but for the components ``without``."""
    parts = {
        path.parent.name: load_file(path)
        for path in folder.glob("*/*.safetensors")
        if path.parent.name not in without
    }
    tensors: Tensors = {}
    for name, part in parts.items():
        prefix, convert = _LAYOUTS[family][name]
        tensors |= {prefix + key: tensor.contiguous() for key, tensor in convert(part).items()}
    save_file(tensors, file)
    return file


def _same(part: Tensors) -> Tensors:
    return part


def _with_level(part: Tensors) -> Tensors:
    """CLIP's names as transformers had them before its version 5."""
    if any(name.startswith("text_model.") for name in part):
        return part
    return {f"text_model.{name}": tensor for name, tensor in part.items()}


def _without_projection(part: Tensors) -> Tensors:
    return {name: tensor for name, tensor in _with_level(part).items() if name != "text_projection.weight"}


def _unet(part: Tensors) -> Tensors:
    return {_unet_name(name): tensor for name, tensor in part.items()}


def _unet_name(name: str) -> str:
    for ours, theirs in _UNET_ENDS.items():
        if name.startswith(f"{ours}."):
            return theirs + name.removeprefix(ours)
    side, *rest = name.split(".")
    if side == "mid_block":
        kind, number, *inner = rest
        place = f"middle_block.{2 * int(number) if kind == 'resnets' else 1}"
        return _inside(place, kind, inner)
    level, kind, number, *inner = rest
    per_level = _LAYERS + 1
    if side == "down_blocks":
        if kind == "downsamplers":
            return f"input_blocks.{per_level * (int(level) + 1)}.0.op.{inner[-1]}"
        block = per_level * int(level) + int(number) + 1
        return _inside(f"input_blocks.{block}.{int(kind == 'attentions')}", kind, inner)
    if kind == "upsamplers":
        # The level below has attention, so the enlarging comes third.
        return f"output_blocks.{per_level * int(level) + _LAYERS}.2.conv.{inner[-1]}"
    block = per_level * int(level) + int(number)
    return _inside(f"output_blocks.{block}.{int(kind == 'attentions')}", kind, inner)


def _inside(place: str, kind: str, inner: list[str]) -> str:
    if kind == "resnets":
        inner[0] = _RESIDUAL[inner[0]]
    return ".".join([place, *inner])


def vae_tensors(part: Tensors) -> Tensors:
    """A VAE's tensors by the names of its first publication, without prefix."""
    named = {}
    for name, tensor in part.items():
        new = _vae_name(name)
        if ".attn_1." in new and name.endswith(".weight") and tensor.ndim == 2:
            tensor = tensor[..., None, None]  # convolutions of one pixel
        named[new] = tensor
    return named


def _vae_name(name: str) -> str:
    name = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
    for number in range(2):
        name = name.replace(f"mid_block.resnets.{number}", f"mid.block_{number + 1}")
    if "mid_block.attentions.0" in name:
        for ours, theirs in _VAE_ATTENTION.items():
            name = name.replace(f".{ours}.", f".{theirs}.")
        return name.replace("mid_block.attentions.0", "mid.attn_1")
    for level in range(_VAE_LEVELS):
        mirrored = _VAE_LEVELS - 1 - level
        name = name.replace(f"encoder.down_blocks.{level}.resnets", f"encoder.down.{level}.block")
        name = name.replace(f"encoder.down_blocks.{level}.downsamplers.0", f"encoder.down.{level}.downsample")
        name = name.replace(f"decoder.up_blocks.{level}.resnets", f"decoder.up.{mirrored}.block")
        name = name.replace(f"decoder.up_blocks.{level}.upsamplers.0", f"decoder.up.{mirrored}.upsample")
    return name


def _open_clip(part: Tensors) -> Tensors:
    bare = {name.removeprefix("text_model."): tensor for name, tensor in part.items()}
    named: Tensors = {}
    for name, tensor in bare.items():
        if ".self_attn.q_proj." in name:
            rows = [bare[name.replace("q_proj", f"{letter}_proj")] for letter in "qkv"]
            named[_renamed(name.replace(".self_attn.q_proj.", ".attn.in_proj_"))] = torch.cat(rows)
        elif name == "text_projection.weight":
            named["text_projection"] = tensor.T
        elif name == "embeddings.position_embedding.weight":
            named["positional_embedding"] = tensor
        elif "k_proj" not in name and "v_proj" not in name:
            named[_renamed(name)] = tensor
    return named


def _renamed(name: str) -> str:
    for ours, theirs in _OPEN_CLIP.items():
        name = name.replace(ours, theirs)
    return name


_SD3_ENDS = {
    "pos_embed.pos_embed": "pos_embed",
    "pos_embed.proj": "x_embedder.proj",
    "time_text_embed.timestep_embedder.linear_1": "t_embedder.mlp.0",
    "time_text_embed.timestep_embedder.linear_2": "t_embedder.mlp.2",
    "time_text_embed.text_embedder.linear_1": "y_embedder.mlp.0",
    "time_text_embed.text_embedder.linear_2": "y_embedder.mlp.2",
    "context_embedder": "context_embedder",
    "proj_out": "final_layer.linear",
    "norm_out.linear": "final_layer.adaLN_modulation.1",
}
_SD3_BLOCK = {
    "attn.to_q": "x_block.attn.qkv",
    "attn.norm_q": "x_block.attn.ln_q",
    "attn.norm_k": "x_block.attn.ln_k",
    "attn.norm_added_q": "context_block.attn.ln_q",
    "attn.norm_added_k": "context_block.attn.ln_k",
    "attn2.to_q": "x_block.attn2.qkv",
    "attn2.norm_q": "x_block.attn2.ln_q",
    "attn2.norm_k": "x_block.attn2.ln_k",
    "attn2.to_out.0": "x_block.attn2.proj",
    "attn.add_q_proj": "context_block.attn.qkv",
    "attn.to_out.0": "x_block.attn.proj",
    "attn.to_add_out": "context_block.attn.proj",
    "norm1.linear": "x_block.adaLN_modulation.1",
    "norm1_context.linear": "context_block.adaLN_modulation.1",
    "ff.net.0.proj": "x_block.mlp.fc1",
    "ff.net.2": "x_block.mlp.fc2",
    "ff_context.net.0.proj": "context_block.mlp.fc1",
    "ff_context.net.2": "context_block.mlp.fc2",
}
_SD3_LAYERS = 2


def _sd3(part: Tensors) -> Tensors:
    named: Tensors = {}
    for name, tensor in part.items():
        stem, _, kind = name.rpartition(".")
        if name == "pos_embed.pos_embed":
            named["pos_embed"] = tensor
        elif stem in _SD3_ENDS:
            swapped = _halves_swapped(tensor) if stem == "norm_out.linear" else tensor
            named[f"{_SD3_ENDS[stem]}.{kind}"] = swapped
        else:
            _, block, rest = stem.split(".", 2)
            if rest not in _SD3_BLOCK:
                continue  # keys and values, which go with their queries
            for ours, others in (("to_q", ("to_k", "to_v")), ("add_q_proj", ("add_k_proj", "add_v_proj"))):
                if rest in (f"attn.{ours}", f"attn2.{ours}"):
                    tensor = torch.cat([tensor, *(part[name.replace(ours, other)] for other in others)])
            if rest == "norm1_context.linear" and int(block) == _SD3_LAYERS - 1:
                tensor = _halves_swapped(tensor)
            named[f"joint_blocks.{block}.{_SD3_BLOCK[rest]}.{kind}"] = tensor
    return named


def _halves_swapped(tensor: torch.Tensor) -> torch.Tensor:
    """Shift and scale change places."""
    return torch.cat(tensor.chunk(2)[::-1])


_SD = {
    "unet": ("model.diffusion_model.", _unet),
    "vae": ("first_stage_model.", vae_tensors),
    "text_encoder": ("cond_stage_model.transformer.", _with_level),
}
_SDXL = {
    **_SD,
    "text_encoder": ("conditioner.embedders.0.transformer.", _with_level),
    "text_encoder_2": ("conditioner.embedders.1.model.", _open_clip),
}
_SD3 = {
    "transformer": ("model.diffusion_model.", _sd3),
    "vae": ("first_stage_model.", vae_tensors),
    "text_encoder": ("text_encoders.clip_l.transformer.", _without_projection),
    "text_encoder_2": ("text_encoders.clip_g.transformer.", _with_level),
    "text_encoder_3": ("text_encoders.t5xxl.transformer.", _same),
}
_LAYOUTS: Mapping[str, Mapping[str, tuple[str, Callable[[Tensors], Tensors]]]] = {
    "sd1": _SD,
    "sd1-inpaint": _SD,
    "sd2": {**_SD, "text_encoder": ("cond_stage_model.model.", _open_clip)},
    "sdxl": _SDXL,
    "sdxl-inpaint": _SDXL,
    "sdxl-refiner": {**_SDXL, "text_encoder_2": ("conditioner.embedders.0.model.", _open_clip)},
    **dict.fromkeys(("sd3", "sd35-medium"), _SD3),
}
