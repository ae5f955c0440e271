"""Pictures as other programs save them, made after their published formats."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo

SIZE = (64, 96)

A1111 = """a cat <lora:style_v2:0.8>
on a mat
Negative prompt: blurry,
dark
Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 965400086, Size: 512x768, \
Model hash: 45dee52b8a, Model: dreamshaper_8, Clip skip: 2, RNG: CPU, \
Lora hashes: "style_v2: 4259dc3287f1", Version: v1.10.1"""

COMFYUI: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 5,
            "steps": 25,
            "cfg": 6.5,
            "sampler_name": "dpmpp_2m",
            "scheduler": "karras",
            "denoise": 1.0,
            "model": ["10", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "SD15/dreamshaper_8.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a red fox", "clip": ["11", 0]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["11", 0]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}},
    "10": {
        "class_type": "LoraLoader",
        "inputs": {
            "lora_name": "style_v2.safetensors",
            "strength_model": 0.8,
            "strength_clip": 1.0,
            "model": ["4", 0],
            "clip": ["4", 1],
        },
    },
    "11": {"class_type": "CLIPSetLastLayer", "inputs": {"stop_at_clip_layer": -2, "clip": ["10", 1]}},
}

INVOKEAI: dict[str, Any] = {
    "app_version": "5.4.2",
    "generation_mode": "txt2img",
    "positive_prompt": "a lighthouse at dawn",
    "negative_prompt": "fog",
    "width": 512,
    "height": 768,
    "seed": 356120443,
    "rand_device": "cpu",
    "cfg_scale": 7.5,
    "steps": 30,
    "scheduler": "dpmpp_2m_k",
    "clip_skip": 0,
    "model": {"key": "1f0c", "hash": "blake3:8b3a", "name": "Dreamshaper 8", "base": "sd-1", "type": "main"},
    "controlnets": [],
    "loras": [{"model": {"key": "77aa", "name": "style_v2", "base": "sd-1", "type": "lora"}, "weight": 0.75}],
}

SWARMUI: dict[str, Any] = {
    "sui_image_params": {
        "prompt": "a red fox",
        "negativeprompt": "blurry",
        "model": "SD15/dreamshaper_8",
        "seed": 675311893,
        "steps": 20,
        "cfgscale": 7.0,
        "aspectratio": "2:3",
        "width": 512,
        "height": 768,
        "sampler": "euler_ancestral",
        "scheduler": "normal",
        "loras": ["style_v2"],
        "loraweights": ["0.7"],
        "clipstopatlayer": -2,
        "swarm_version": "0.9.7.4",
    },
    "sui_extra_data": {
        "date": "2026-02-01",
        "original_prompt": "a <random:red|grey> fox",
        "generation_time": "2.72 sec",
    },
    "sui_models": [{"name": "SD15/dreamshaper_8.safetensors", "param": "model", "hash": "0x84fc41ea"}],
}

NOVELAI: dict[str, Any] = {
    "prompt": "{rain}, (umbrella)",
    "steps": 28,
    "height": 768,
    "width": 512,
    "scale": 5.0,
    "uncond_scale": 0.0,
    "cfg_rescale": 0.0,
    "seed": 3071474384,
    "n_samples": 1,
    "noise_schedule": "karras",
    "sampler": "k_dpmpp_2m",
    "uc": "lowres, [bad]",
    "request_type": "PromptGenerateRequest",
    "version": 1,
}

FOOOCUS: dict[str, Any] = {
    "adm_guidance": "(1.5, 0.8, 0.3)",
    "base_model": "juggernautXL_v8Rundiffusion",
    "base_model_hash": "aeb7e9e689",
    "clip_skip": 2,
    "full_prompt": ["a red fox", "cinematic still"],
    "guidance_scale": 4.0,
    "loras": [["offset_lora.safetensors", 0.1, "4852686128"]],
    "metadata_scheme": "fooocus",
    "negative_prompt": "blurry",
    "performance": "Speed",
    "prompt": "a red fox",
    "refiner_model": "None",
    "refiner_switch": 0.5,
    "resolution": "(896, 1152)",
    "sampler": "dpmpp_2m_sde_gpu",
    "scheduler": "karras",
    "seed": "4159895726312427221",
    "sharpness": 2.0,
    "steps": 30,
    "styles": "['Fooocus V2', 'Fooocus Enhance']",
    "vae": "Default (model)",
    "version": "Fooocus v2.5.5",
}


def comfyui_graph(**changes: Any) -> dict[str, Any]:
    """ComfyUI's graph with other inputs of nodes: ``n3={"steps": 5}`` changes node 3."""
    graph = copy.deepcopy(COMFYUI)
    for name, inputs in changes.items():
        graph[name.removeprefix("n")]["inputs"] |= inputs
    return graph


def png(**texts: str) -> bytes:
    """A small PNG with texts, as tEXt where they are Latin-1."""
    info = PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    buffer = io.BytesIO()
    Image.new("RGB", SIZE, "teal").save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def with_exif(form: str, fields: Mapping[int, Any], comment: bytes | None = None) -> bytes:
    """A small JPEG or WEBP with EXIF fields in the main directory and a UserComment where it belongs."""
    exif = Image.Exif()
    for tag, value in fields.items():
        exif[tag] = value
    if comment is not None:
        exif.get_ifd(IFD.Exif)[Base.UserComment] = comment
    buffer = io.BytesIO()
    image = Image.new("RGB", SIZE, "teal")
    if form == "JPEG":
        image.save(buffer, "JPEG", exif=exif)
    else:
        image.save(buffer, "WEBP", exif=exif)
    return buffer.getvalue()


def unicode_comment(text: str, encoding: str = "utf-16-be") -> bytes:
    return b"UNICODE\0" + text.encode(encoding)


def samples() -> dict[str, bytes]:
    """One file of each program and container, by ``program.suffix``."""
    comfyui, invokeai, swarmui = json.dumps(COMFYUI), json.dumps(INVOKEAI), json.dumps(SWARMUI, indent=2)
    novelai, fooocus = json.dumps(NOVELAI), json.dumps(FOOOCUS)
    about = {
        "Title": "NovelAI generated image",
        "Description": NOVELAI["prompt"],
        "Software": "NovelAI",
        "Source": "NovelAI Diffusion V3 37442FCA",
        "Comment": novelai,
    }
    fooocus_fields: dict[int, str] = {
        Base.UserComment: fooocus,
        Base.Software: "Fooocus v2.5.5",
        Base.MakerNote: "fooocus",
    }
    return {
        "a1111.png": png(parameters=A1111),
        "a1111.jpg": with_exif("JPEG", {}, unicode_comment(A1111)),
        "a1111.webp": with_exif("WEBP", {}, unicode_comment(A1111)),
        "comfyui.png": png(prompt=comfyui, workflow='{"nodes": [], "links": []}'),
        "comfyui.webp": with_exif("WEBP", {Base.Model: f"prompt:{comfyui}", Base.Make: "workflow:{}"}),
        "invokeai.png": png(invokeai_metadata=invokeai, invokeai_graph="{}"),
        "swarmui.png": png(parameters=swarmui),
        "swarmui.jpg": with_exif("JPEG", {}, unicode_comment(swarmui, "utf-16-le")),
        "novelai.png": png(**about),
        "novelai.webp": with_exif("WEBP", {}, unicode_comment(json.dumps(about))),
        "fooocus.png": png(parameters=fooocus, fooocus_scheme="fooocus"),
        "fooocus.jpg": with_exif("JPEG", fooocus_fields),
        "fooocus.webp": with_exif("WEBP", fooocus_fields),
    }


def write_samples(folder: Path) -> dict[str, Path]:
    """The samples as files in ``folder``, by name."""
    paths = {name: folder / name for name in samples()}
    for name, data in samples().items():
        paths[name].write_bytes(data)
    return paths
