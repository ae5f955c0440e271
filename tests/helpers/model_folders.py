"""Model folders made of configs and safetensors headers: nothing in them can be run, or needs to be."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

INDEX = {
    "_class_name": "StableDiffusionPipeline",
    "_diffusers_version": "0.42.1",
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}


def write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def safetensors(header: dict[str, Any] | None = None, body: bytes = b"\0" * 8) -> bytes:
    """A file with one float32 tensor of two numbers, or with the header given."""
    if header is None:
        header = {"__metadata__": {"format": "pt"}, "x": tensor([2], 0, 8)}
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def tensor(shape: list[int], start: int, end: int, dtype: str = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


def make_model(
    folder: Path, width: int = 768, sample_size: int = 64, index: dict[str, Any] | None = None
) -> Path:
    """A sound folder of the Stable Diffusion 1.x kind; returns it."""
    write_json(folder / "model_index.json", INDEX | (index or {}))
    write_json(folder / "unet/config.json", {"cross_attention_dim": width, "sample_size": sample_size})
    write_json(folder / "vae/config.json", {"block_out_channels": [128, 256, 512, 512]})
    write_json(folder / "text_encoder/config.json", {"hidden_size": width})
    write_json(folder / "scheduler/scheduler_config.json", {"prediction_type": "v_prediction"})
    write_json(folder / "tokenizer/tokenizer_config.json", {})
    write_json(folder / "tokenizer/tokenizer.json", {})
    for name in ("unet/diffusion_pytorch_model", "vae/diffusion_pytorch_model", "text_encoder/model"):
        (folder / f"{name}.safetensors").write_bytes(safetensors())
    return folder
