"""Real diffusers classes at tiny size, saved as model folders."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from diffusers import AutoencoderKL, SD3Transformer2DModel, UNet2DConditionModel
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    T5Config,
    T5EncoderModel,
    T5TokenizerFast,
)

from desktop.core.families import FAMILIES, Defaults, native_size
from desktop.core.geometry import Size
from desktop.core.models import ModelInfo
from desktop.core.paths import resources
from desktop.core.samplers import SamplerName, ScheduleName

STARTER = resources() / "starter"
_WORDS = 2560
_PIECES = ("<pad>", "</s>", "<unk>", *"▁abcdefghijklmnopqrstuvwxyz,.", "▁a", "▁the", "▁red", "▁car", "▁of")


def save_tiny_sd(
    folder: Path, cross_attention_dim: int = 32, prediction_type: str = "epsilon", sees_mask: bool = False
) -> Path:
    """A random StableDiffusionPipeline folder of about 200 kB; its tokenizer is the starter's.

    With ``sees_mask`` it is an inpainting one, of nine channels.
    """
    torch.manual_seed(0)
    parts = {
        "unet": _unet(cross_attention_dim, sees_mask=sees_mask),
        "vae": _vae(),
        "text_encoder": _clip(CLIPTextModel, cross_attention_dim),
    }
    kind = "StableDiffusionInpaintPipeline" if sees_mask else "StableDiffusionPipeline"
    return _save(folder, kind, parts, {"tokenizer": "<|endoftext|>"}, {"prediction_type": prediction_type})


def save_tiny_sdxl(folder: Path, sees_mask: bool = False, prediction_type: str = "epsilon") -> Path:
    """A random StableDiffusionXLPipeline folder with two text encoders of different widths."""
    torch.manual_seed(1)
    parts = {
        "unet": _unet(32 + 40, sees_mask=sees_mask, pooled=40, ids=6),
        "vae": _vae(),
        "text_encoder": _clip(CLIPTextModel, 32),
        "text_encoder_2": _clip(CLIPTextModelWithProjection, 40),
    }
    kind = "StableDiffusionXLInpaintPipeline" if sees_mask else "StableDiffusionXLPipeline"
    options = {"force_zeros_for_empty_prompt": True}
    tokenizers = {"tokenizer": "<|endoftext|>", "tokenizer_2": "!"}
    return _save(folder, kind, parts, tokenizers, {"prediction_type": prediction_type}, options)


def save_tiny_refiner(folder: Path, base: Path) -> Path:
    """A random refiner with the VAE and the second text encoder of ``base``, a tiny SDXL."""
    torch.manual_seed(2)
    parts = {"unet": _unet(40, pooled=40, ids=5)}
    options = {
        "force_zeros_for_empty_prompt": False,
        "requires_aesthetics_score": True,
        "text_encoder": [None, None],
        "tokenizer": [None, None],
        "vae": ["diffusers", "AutoencoderKL"],
        "text_encoder_2": ["transformers", "CLIPTextModelWithProjection"],
    }
    kind = "StableDiffusionXLImg2ImgPipeline"
    _save(folder, kind, parts, {"tokenizer_2": "!"}, {}, options)
    for name in ("vae", "text_encoder_2"):
        shutil.copytree(base / name, folder / name)
    return folder


def save_tiny_sd3(folder: Path, with_t5: bool = True, is_35: bool = False) -> Path:
    """A random StableDiffusion3Pipeline folder: an MMDiT, two CLIP encoders and perhaps T5.

    As SD 3.5 medium its first layer has a second attention, and queries and keys are normed.
    """
    torch.manual_seed(3)
    more = {"dual_attention_layers": (0,), "qk_norm": "rms_norm"} if is_35 else {}
    parts: dict[str, torch.nn.Module] = {
        "transformer": SD3Transformer2DModel(
            sample_size=32,
            patch_size=2,
            in_channels=16,
            num_layers=2,
            attention_head_dim=8,
            num_attention_heads=4,
            joint_attention_dim=80,
            caption_projection_dim=32,
            pooled_projection_dim=32 + 40,
            out_channels=16,
            pos_embed_max_size=48,
            **more,
        ),
        "vae": _vae(
            latent_channels=16,
            scaling_factor=1.5305,
            shift_factor=0.0609,
            use_quant_conv=False,
            use_post_quant_conv=False,
        ),
        "text_encoder": _clip(CLIPTextModelWithProjection, 32),
        "text_encoder_2": _clip(CLIPTextModelWithProjection, 40),
    }
    # The original files hold no projection of CLIP-L: it is the identity.
    parts["text_encoder"].text_projection.weight.data = torch.eye(32)
    if with_t5:
        parts["text_encoder_3"] = T5EncoderModel(
            T5Config(
                vocab_size=len(_PIECES),
                d_model=80,
                d_kv=8,
                d_ff=48,
                num_layers=2,
                num_heads=4,
                feed_forward_proj="gated-gelu",
                tie_word_embeddings=False,
            )
        )
    tokenizers = {"tokenizer": "<|endoftext|>", "tokenizer_2": "!"}
    _save(folder, "StableDiffusion3Pipeline", parts, tokenizers, None)
    index = json.loads((folder / "model_index.json").read_text())
    index["text_encoder_3"] = ["transformers", "T5EncoderModel"] if with_t5 else [None, None]
    index["tokenizer_3"] = ["transformers", "T5TokenizerFast"] if with_t5 else [None, None]
    (folder / "model_index.json").write_text(json.dumps(index))
    if with_t5:
        _save_t5_tokenizer(folder / "tokenizer_3")
    return folder


SAVE: Mapping[str, Callable[[Path], Path]] = MappingProxyType(
    {
        "sd1": functools.partial(save_tiny_sd, cross_attention_dim=32),
        "sd2": functools.partial(save_tiny_sd, cross_attention_dim=48, prediction_type="v_prediction"),
        "sd1-inpaint": functools.partial(save_tiny_sd, sees_mask=True),
        "sdxl": save_tiny_sdxl,
        "sdxl-inpaint": functools.partial(save_tiny_sdxl, sees_mask=True),
        "sdxl-refiner": lambda folder: save_tiny_refiner(
            folder, save_tiny_sdxl(folder.with_name(f"{folder.name}-base"))
        ),
        "sd3": save_tiny_sd3,
        "sd35-medium": functools.partial(save_tiny_sd3, with_t5=False, is_35=True),
    }
)
"""Family key to what saves a tiny model of it into a folder."""
CONFIGS: Mapping[str, str] = MappingProxyType(
    {
        "sd1": "sd15",
        "sd2": "sd2",
        "sdxl": "sdxl",
        "sdxl-refiner": "sdxl-refiner",
        "sd3": "sd3",
        "sd35-medium": "sd35-medium",
    }
)
"""Family key to the folder of ``resources/configs`` that it stands for."""


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


def _unet(
    cross_attention_dim: int, sees_mask: bool = False, pooled: int = 0, ids: int = 0
) -> UNet2DConditionModel:
    """With ``ids`` size and crop conditioning, as SDXL has it."""
    added: dict[str, Any] = {}
    if ids:
        added = {
            "addition_embed_type": "text_time",
            "addition_time_embed_dim": 8,
            "projection_class_embeddings_input_dim": 8 * ids + pooled,
            "use_linear_projection": True,
            "transformer_layers_per_block": (1, 2),
        }
    return UNet2DConditionModel(
        block_out_channels=(16, 32),
        layers_per_block=1,
        sample_size=8,
        in_channels=9 if sees_mask else 4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=cross_attention_dim,
        attention_head_dim=4,
        norm_num_groups=8,
        **added,
    )


def _vae(**options: Any) -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(8, 8, 8, 16),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        norm_num_groups=4,
        **options,
    )


def _clip(cls: type[Any], width: int) -> Any:
    return cls(
        CLIPTextConfig(
            vocab_size=_WORDS,
            hidden_size=width,
            intermediate_size=37,
            projection_dim=width,
            num_hidden_layers=3,
            num_attention_heads=4,
            bos_token_id=_WORDS - 2,
            eos_token_id=_WORDS - 1,
            pad_token_id=_WORDS - 1,
        )
    )


def _save(
    folder: Path,
    kind: str,
    parts: Mapping[str, Any],
    tokenizers: Mapping[str, str],
    scheduler: Mapping[str, Any] | None,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> Path:
    """``tokenizers`` says with what each pads; a ``scheduler`` of None is the flow matching one."""
    index: dict[str, Any] = {"_class_name": kind, "_diffusers_version": "0.42.1", **options}
    for name, part in parts.items():
        part.save_pretrained(folder / name)
        index[name] = [type(part).__module__.split(".")[0], type(part).__name__]
    for name, padding in tokenizers.items():
        shutil.copytree(STARTER / "tokenizer", folder / name)
        index[name] = ["transformers", "CLIPTokenizer"]
        for file in ("tokenizer_config.json", "special_tokens_map.json"):
            path = folder / name / file
            path.write_text(json.dumps(json.loads(path.read_text()) | {"pad_token": padding}))
    config: dict[str, Any] = {"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 3.0}
    if scheduler is not None:
        config = json.loads((STARTER / "scheduler" / "scheduler_config.json").read_text())
        config |= {"prediction_type": "epsilon", "beta_end": 0.012, **scheduler}
    (folder / "scheduler").mkdir()
    (folder / "scheduler" / "scheduler_config.json").write_text(json.dumps(config))
    index["scheduler"] = ["diffusers", config["_class_name"]]
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


def _save_t5_tokenizer(folder: Path) -> None:
    pieces = [(piece, -float(number)) for number, piece in enumerate(_PIECES)]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=2))
    tokenizer.pre_tokenizer = Metaspace()
    T5TokenizerFast(tokenizer_object=tokenizer, extra_ids=0).save_pretrained(folder)
