"""Real diffusers classes at tiny size, saved as model folders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from desktop.core.families import FAMILIES, Defaults, native_size
from desktop.core.geometry import Size
from desktop.core.models import ModelInfo
from desktop.core.paths import resources
from desktop.core.samplers import SamplerName, ScheduleName

STARTER = resources() / "starter"


def save_tiny_sd(
    folder: Path, cross_attention_dim: int = 32, prediction_type: str = "epsilon", sees_mask: bool = False
) -> Path:
    """A random StableDiffusionPipeline folder of about 200 kB; its tokenizer is the starter's.

    With ``sees_mask`` it is an inpainting one, of nine channels.
    """
    torch.manual_seed(0)
    unet = UNet2DConditionModel(
        block_out_channels=(16, 32),
        layers_per_block=1,
        sample_size=8,
        in_channels=9 if sees_mask else 4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=cross_attention_dim,
        attention_head_dim=4,
        norm_num_groups=8,
    )
    vae = AutoencoderKL(
        block_out_channels=(8, 8, 8, 16),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        norm_num_groups=4,
    )
    text = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=2560,
            hidden_size=cross_attention_dim,
            intermediate_size=37,
            num_hidden_layers=3,
            num_attention_heads=4,
            bos_token_id=2558,
            eos_token_id=2559,
            pad_token_id=2559,
        )
    )
    unet.save_pretrained(folder / "unet")
    vae.save_pretrained(folder / "vae")
    text.save_pretrained(folder / "text_encoder")
    shutil.copytree(STARTER / "tokenizer", folder / "tokenizer")
    (folder / "scheduler").mkdir()
    config = json.loads((STARTER / "scheduler" / "scheduler_config.json").read_text())
    config |= {"prediction_type": prediction_type, "beta_end": 0.012}
    (folder / "scheduler" / "scheduler_config.json").write_text(json.dumps(config))
    index = json.loads((STARTER / "model_index.json").read_text())
    if sees_mask:
        index["_class_name"] = "StableDiffusionInpaintPipeline"
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


def info_for(
    folder: Path,
    family: str = "sd-custom",
    prediction_type: str = "epsilon",
    size: Size | None = None,
    trained_sides: tuple[int, int] | None = None,
) -> ModelInfo:
    """What the library would say about a folder."""
    return ModelInfo(
        name=folder.name,
        title=folder.name,
        path=folder,
        family_key=family,
        problem=None,
        license="Apache-2.0",
        size_bytes=0,
        native_size=size or native_size(8, 8),
        size_range=trained_sides or FAMILIES[family].size_range,
        defaults=Defaults(SamplerName.DPMPP_2M, ScheduleName.AUTOMATIC, 10, 4.5),
        trained_sides=trained_sides,
        prediction_type=prediction_type,
    )


def starter_info() -> ModelInfo:
    return info_for(STARTER, prediction_type="v_prediction", size=Size(256, 256), trained_sides=(128, 320))
