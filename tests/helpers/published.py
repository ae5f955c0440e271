"""Tensor names and shapes of published models, from the real classes at their published configs.

The models are made on torch's meta device: no numbers, no memory.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import diffusers
import torch
import transformers

from desktop.core.paths import resources
from desktop.core.weights import read_json
from tests.helpers.header_files import Shapes

CONFIGS = resources() / "configs"

_SDXL_UNET = read_json(CONFIGS / "sdxl/unet/config.json")
_SD1_UNET = read_json(CONFIGS / "sd15/unet/config.json")
_SD3 = read_json(CONFIGS / "sd3/transformer/config.json")
_FLUX = read_json(CONFIGS / "flux/transformer/config.json")
_SD2_UNET = {
    **_SD1_UNET,
    "cross_attention_dim": 1024,
    "attention_head_dim": [5, 10, 20, 20],
    "use_linear_projection": True,
}

DENOISERS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "sd1": ("UNet2DConditionModel", _SD1_UNET, "sd1", ""),
    "sd1-inpaint": ("UNet2DConditionModel", {**_SD1_UNET, "in_channels": 9}, "sd1", "inpaint"),
    "sd1-8": ("UNet2DConditionModel", {**_SD1_UNET, "in_channels": 8}, "sd1", "sees-picture"),
    "sd2": ("UNet2DConditionModel", _SD2_UNET, "sd2", ""),
    "sd2-depth": ("UNet2DConditionModel", {**_SD2_UNET, "in_channels": 5}, "sd2", "depth"),
    "sd2-inpaint": ("UNet2DConditionModel", {**_SD2_UNET, "in_channels": 9}, "sd2", "inpaint"),
    "x4-upscaler": (
        "UNet2DConditionModel",
        {
            "in_channels": 7,
            "block_out_channels": [256, 512, 512, 1024],
            "down_block_types": ["DownBlock2D", *["CrossAttnDownBlock2D"] * 3],
            "up_block_types": [*["CrossAttnUpBlock2D"] * 3, "UpBlock2D"],
            "only_cross_attention": [True, True, True, False],
            "cross_attention_dim": 1024,
            "num_class_embeds": 1000,
            "use_linear_projection": True,
        },
        "x4-upscaler",
        "",
    ),
    "sdxl": ("UNet2DConditionModel", _SDXL_UNET, "sdxl", ""),
    "sdxl-inpaint": ("UNet2DConditionModel", {**_SDXL_UNET, "in_channels": 9}, "sdxl", "inpaint"),
    "sdxl-lcm": ("UNet2DConditionModel", {**_SDXL_UNET, "time_cond_proj_dim": 256}, "sdxl", ""),
    "sdxl-refiner": (
        "UNet2DConditionModel",
        read_json(CONFIGS / "sdxl-refiner/unet/config.json"),
        "sdxl-refiner",
        "",
    ),
    "kolors": (
        "UNet2DConditionModel",
        {
            **_SDXL_UNET,
            "projection_class_embeddings_input_dim": 5632,
            "encoder_hid_dim": 4096,
            "encoder_hid_dim_type": "text_proj",
        },
        "kolors",
        "",
    ),
    "ssd-1b": (
        "UNet2DConditionModel",
        {
            **_SDXL_UNET,
            "mid_block_type": None,
            "transformer_layers_per_block": [1, 2, 4],
            "reverse_transformer_layers_per_block": [[4, 4, 10], [2, 1, 1], 1],
        },
        "ssd-1b",
        "",
    ),
    "sd3": ("SD3Transformer2DModel", _SD3, "sd3", ""),
    "sd35-medium": (
        "SD3Transformer2DModel",
        {**_SD3, "pos_embed_max_size": 384, "dual_attention_layers": tuple(range(13)), "qk_norm": "rms_norm"},
        "sd35-medium",
        "",
    ),
    "sd35-large": (
        "SD3Transformer2DModel",
        {
            **_SD3,
            "num_layers": 38,
            "num_attention_heads": 38,
            "caption_projection_dim": 2432,
            "qk_norm": "rms_norm",
        },
        "sd35-large",
        "",
    ),
    "flux1-dev": ("FluxTransformer2DModel", {**_FLUX, "guidance_embeds": True}, "flux1", "dev"),
    "flux1-schnell": ("FluxTransformer2DModel", {**_FLUX, "guidance_embeds": False}, "flux1", "schnell"),
    "flux1-fill": (
        "FluxTransformer2DModel",
        {**_FLUX, "guidance_embeds": True, "in_channels": 384, "out_channels": 64},
        "flux1",
        "fill",
    ),
    "flux1-depth": (
        "FluxTransformer2DModel",
        {**_FLUX, "guidance_embeds": True, "in_channels": 128, "out_channels": 64},
        "flux1",
        "control",
    ),
    "chroma": ("ChromaTransformer2DModel", {}, "chroma", ""),
    "flux2-dev": ("Flux2Transformer2DModel", {}, "flux2", "dev"),
    "flux2-klein-4b": (
        "Flux2Transformer2DModel",
        {
            "num_layers": 5,
            "num_single_layers": 20,
            "num_attention_heads": 24,
            "joint_attention_dim": 7680,
            "guidance_embeds": False,
        },
        "flux2",
        "klein-4b",
    ),
    "z-image": ("ZImageTransformer2DModel", {}, "z-image", ""),
    "qwen-image": ("QwenImageTransformer2DModel", {}, "qwen-image", ""),
    "auraflow": (
        "AuraFlowTransformer2DModel",
        {"num_mmdit_layers": 4, "num_single_dit_layers": 32},
        "auraflow",
        "",
    ),
    "pixart-alpha": ("PixArtTransformer2DModel", {"caption_channels": 4096}, "pixart", "alpha"),
    "pixart-sigma": (
        "PixArtTransformer2DModel",
        {"caption_channels": 4096, "use_additional_conditions": False},
        "pixart",
        "",
    ),
    "hunyuan-dit": (
        "HunyuanDiT2DModel",
        {
            "in_channels": 4,
            "patch_size": 2,
            "sample_size": 128,
            "num_layers": 40,
            "hidden_size": 1408,
            "mlp_ratio": 4.3637,
            "learn_sigma": True,
            "text_len": 77,
            "text_len_t5": 256,
        },
        "hunyuan-dit",
        "",
    ),
    "lumina2": ("Lumina2Transformer2DModel", {"cap_feat_dim": 2304}, "lumina2", ""),
    "sana": ("SanaTransformer2DModel", {}, "sana", "1.6b"),
    "hidream": (
        "HiDreamImageTransformer2DModel",
        {
            "patch_size": 2,
            "in_channels": 16,
            "num_layers": 16,
            "num_single_layers": 32,
            "attention_head_dim": 128,
            "num_attention_heads": 20,
            "caption_channels": [4096, 4096],
            "text_emb_dim": 2048,
            "num_routed_experts": 4,
            "num_activated_experts": 2,
            "llama_layers": list(range(48)),
            "axes_dims_rope": (64, 32, 32),
            "max_resolution": (128, 128),
        },
        "hidream",
        "",
    ),
    "cascade-c": (
        "StableCascadeUNet",
        {
            "in_channels": 16,
            "out_channels": 16,
            "conditioning_dim": 2048,
            "block_out_channels": [2048, 2048],
            "num_attention_heads": [32, 32],
            "down_num_layers_per_block": [8, 24],
            "up_num_layers_per_block": [24, 8],
            "clip_image_in_channels": 768,
            "clip_text_in_channels": 1280,
            "clip_text_pooled_in_channels": 1280,
            "patch_size": 1,
        },
        "cascade",
        "stage-c",
    ),
    "cascade-b": (
        "StableCascadeUNet",
        {
            "in_channels": 4,
            "out_channels": 4,
            "conditioning_dim": 1280,
            "block_out_channels": [320, 640, 1280, 1280],
            "num_attention_heads": [0, 0, 20, 20],
            "dropout": [0.0, 0.0, 0.1, 0.1],
            "down_num_layers_per_block": [2, 6, 28, 6],
            "up_num_layers_per_block": [6, 28, 6, 2],
            "down_blocks_repeat_mappers": [1, 1, 1, 1],
            "up_blocks_repeat_mappers": [3, 3, 2, 2],
            "block_types_per_layer": [
                ["SDCascadeResBlock", "SDCascadeTimestepBlock"],
                ["SDCascadeResBlock", "SDCascadeTimestepBlock"],
                ["SDCascadeResBlock", "SDCascadeTimestepBlock", "SDCascadeAttnBlock"],
                ["SDCascadeResBlock", "SDCascadeTimestepBlock", "SDCascadeAttnBlock"],
            ],
            "clip_text_pooled_in_channels": 1280,
            "effnet_in_channels": 16,
            "pixel_mapper_in_channels": 3,
            "patch_size": 2,
            "switch_level": None,
        },
        "cascade",
        "stage-b",
    ),
    "svd": (
        "UNetSpatioTemporalConditionModel",
        {"num_attention_heads": (5, 10, 20, 20), "num_frames": 14},
        "svd",
        "",
    ),
    "wan-t2v-14b": ("WanTransformer3DModel", {}, "wan", "t2v-14b"),
    "wan-t2v-1.3b": (
        "WanTransformer3DModel",
        {"num_attention_heads": 12, "num_layers": 30, "ffn_dim": 8960},
        "wan",
        "t2v-1.3b",
    ),
    "wan-i2v-14b": ("WanTransformer3DModel", {"in_channels": 36, "image_dim": 1280}, "wan", "i2v-14b"),
    "ltx-2b": ("LTXVideoTransformer3DModel", {}, "ltx", "2b"),
    "hunyuan-video": ("HunyuanVideoTransformer3DModel", {}, "hunyuan-video", ""),
    "cogvideox-2b": ("CogVideoXTransformer3DModel", {}, "cogvideox", "2b"),
}
"""Name to class, what its config says, and the family and variant that it is."""


@cache
def shapes_of(name: str) -> Shapes:
    """A published denoiser's tensors, in diffusers' names."""
    class_name, config, _, _ = DENOISERS[name]
    return model_shapes(class_name, config)


def model_shapes(class_name: str, config: dict[str, Any]) -> Shapes:
    """The tensors of a diffusers model."""
    kind = getattr(diffusers, class_name)
    clean = {key: value for key, value in config.items() if not key.startswith("_")}
    with torch.device("meta"):
        return _shapes(kind(**clean))


def encoder_shapes(kind: type[transformers.PreTrainedModel], config: transformers.PretrainedConfig) -> Shapes:
    """The tensors of a transformers model."""
    with torch.device("meta"):
        return _shapes(kind(config))


def _shapes(model: torch.nn.Module) -> Shapes:
    return {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
