from __future__ import annotations

from typing import Any

import diffusers
import pytest
import torch
import transformers
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint

from desktop.core.identify.checkpoints import missing_parts
from desktop.core.identify.identified import Kind, Prediction
from desktop.core.weights import read_json
from tests.core.identify.headers import named
from tests.helpers.header_files import Shapes, ldm_unet, prefixed
from tests.helpers.published import CONFIGS, DENOISERS, encoder_shapes, model_shapes, shapes_of

SDXL: dict[str, Any] = {
    "multiples": (1, 2, 4),
    "depths": (0, 2, 10),
    "context": 2048,
    "middle": 10,
    "label": 2816,
    "linear": True,
}
REFINER: dict[str, Any] = {
    "base": 384,
    "depths": (0, 4, 4, 0),
    "context": 1280,
    "middle": 4,
    "label": 2560,
    "linear": True,
}
UNETS: dict[str, dict[str, Any]] = {
    "sd1": {},
    "sd2": {"context": 1024, "linear": True},
    "sdxl": SDXL,
    "sdxl-refiner": REFINER,
}
VAE: Shapes = {
    "encoder.conv_in.weight": (128, 3, 3, 3),
    "decoder.conv_in.weight": (512, 4, 3, 3),
    "decoder.mid.block_1.conv1.weight": (512, 512, 3, 3),
    "decoder.conv_out.weight": (3, 128, 3, 3),
    "quant_conv.weight": (8, 8, 1, 1),
    "post_quant_conv.weight": (4, 4, 1, 1),
}


def clip(folder: str, part: str = "text_encoder") -> Shapes:
    config = transformers.CLIPTextConfig(**read_json(CONFIGS / folder / part / "config.json"))
    return encoder_shapes(transformers.CLIPTextModel, config)


def open_clip(width: int, layers: int) -> Shapes:
    blocks = {f"transformer.resblocks.{n}.mlp.c_proj.weight": (width, 4 * width) for n in range(layers)}
    return {"token_embedding.weight": (49408, width), **blocks}


def checkpoint(family: str, **unet: Any) -> Shapes:
    shapes = prefixed("model.diffusion_model.", ldm_unet(**{**UNETS[family], **unet}))
    shapes |= prefixed("first_stage_model.", VAE)
    match family:
        case "sd1":
            shapes |= prefixed("cond_stage_model.transformer.text_model.", _bare(clip("sd15")))
        case "sd2":
            shapes |= prefixed("cond_stage_model.model.", open_clip(1024, 24))
        case "sdxl":
            shapes |= prefixed("conditioner.embedders.0.transformer.text_model.", _bare(clip("sdxl")))
            shapes |= prefixed("conditioner.embedders.1.model.", open_clip(1280, 32))
        case "sdxl-refiner":
            shapes |= prefixed("conditioner.embedders.0.model.", open_clip(1280, 32))
    return shapes


def _bare(shapes: Shapes) -> Shapes:
    return {name.removeprefix("text_model."): shape for name, shape in shapes.items()}


@pytest.mark.parametrize("family", UNETS)
def test_the_helpers_ldm_names_are_those_that_diffusers_converts(family: str) -> None:
    """What the tests below build is what the published classes hold, in the other naming."""
    shapes = prefixed("model.diffusion_model.", ldm_unet(**UNETS[family]))
    class_name, config, _, _ = DENOISERS[family]
    clean = {key: value for key, value in config.items() if not key.startswith("_")}
    with torch.device("meta"):
        full = dict(getattr(diffusers, class_name)(**clean).config)
        tensors = {name: torch.empty(shape) for name, shape in shapes.items()}
    converted = convert_ldm_unet_checkpoint(tensors, full)
    assert {name: tuple(tensor.shape) for name, tensor in converted.items()} == shapes_of(family)


@pytest.mark.parametrize(
    ("family", "parts"),
    [
        ("sd1", ("unet", "vae", "clip_l")),
        ("sd2", ("unet", "vae", "clip_h")),
        ("sdxl", ("unet", "vae", "clip_l", "clip_g")),
        ("sdxl-refiner", ("unet", "vae", "clip_g")),
    ],
)
def test_a_checkpoint_is_named_with_its_parts(family: str, parts: tuple[str, ...]) -> None:
    found = named(checkpoint(family))
    assert (found.kind, found.family, found.layout) == (Kind.CHECKPOINT, family, "ldm")
    assert (found.variant, found.prediction_type, found.reason) == ("", None, "")
    assert found.parts == parts
    assert missing_parts(found) == ()


@pytest.mark.parametrize(
    ("family", "unet", "variant"),
    [
        ("sd1", {"inputs": 9}, "inpaint"),
        ("sd1", {"inputs": 8}, "instruct"),
        ("sd2", {"inputs": 9}, "inpaint"),
        ("sd2", {"inputs": 5}, "depth"),
        ("sd2", {"label": 2048}, "unclip-h"),
        ("sdxl", {"inputs": 9}, "inpaint"),
        ("sdxl", {"inputs": 8}, "instruct"),
    ],
)
def test_the_variant_follows_the_inputs(family: str, unet: dict[str, object], variant: str) -> None:
    found = named(checkpoint(family, **unet))
    assert (found.family, found.variant) == (family, variant)


@pytest.mark.parametrize(
    ("depths", "blocks", "family", "variant"),
    [
        ((0, 2, 4), 2, "ssd-1b", ""),
        ((0, 1, 2), 2, "segmind-vega", ""),
        ((0, 2, 5), 1, "koala", "700m"),
        ((0, 2, 6), 1, "koala", "1b"),
    ],
)
def test_a_pruned_sdxl_is_said_to_be_one(
    depths: tuple[int, ...], blocks: int, family: str, variant: str
) -> None:
    found = named(checkpoint("sdxl", depths=depths, blocks=blocks, middle=0))
    assert (found.family, found.variant) == (family, variant)


@pytest.mark.parametrize(
    ("family", "unet"),
    [
        ("sd1", {"context": 192}),
        ("sd1", {"inputs": 7}),
        ("sd1", {"depths": (1, 1, 2, 0)}),
        ("sd1", {"linear": True}),
        ("sd2", {"label": 99}),
        ("sdxl", {"middle": 9}),
        ("sdxl", {"label": 2560}),
        ("sdxl", {"base": 256}),
    ],
)
def test_a_unet_that_is_like_none_stays_unknown_and_is_described(
    family: str, unet: dict[str, object]
) -> None:
    found = named(checkpoint(family, **unet))
    assert (found.family, found.fits) == ("", ())
    assert "input channels" in found.reason


def test_a_half_copied_unet_is_not_named() -> None:
    shapes = {name: shape for name, shape in checkpoint("sd1").items() if ".output_blocks.11." not in name}
    found = named(shapes)
    assert found.family == ""
    assert "part of the U-Net of SD 1.x" in found.reason


def test_a_vae_of_other_latents_is_not_passed_over() -> None:
    vae = {**VAE, "decoder.conv_in.weight": (512, 16, 3, 3)}
    found = named(checkpoint("sdxl") | prefixed("first_stage_model.", vae))
    assert found.family == ""
    assert "16" in found.reason


def test_a_unet_alone_names_what_is_missing() -> None:
    found = named(prefixed("model.diffusion_model.", ldm_unet(**SDXL)))
    assert found.kind is Kind.DENOISER
    assert missing_parts(found) == ("vae", "clip_l", "clip_g")


def test_eight_channels_alone_are_not_taken_for_instruct() -> None:
    found = named(ldm_unet(inputs=8))
    assert (found.family, found.variant) == ("sd1", "sees-picture")
    assert found.reason


@pytest.mark.parametrize(
    ("key", "prediction", "zero_snr"),
    [
        ("v_pred", Prediction.V, False),
        ("ztsnr", None, True),
        ("edm_vpred.sigma_max", Prediction.EDM_V, False),
    ],
)
def test_marks_of_the_prediction_are_read(key: str, prediction: Prediction | None, zero_snr: bool) -> None:
    found = named(checkpoint("sdxl") | {key: ()})
    assert (found.family, found.prediction_type, found.zero_snr) == ("sdxl", prediction, zero_snr)


def test_playground_is_told_from_sdxl() -> None:
    found = named(checkpoint("sdxl") | {"edm_mean": (4,), "edm_std": (4,)})
    assert (found.family, found.prediction_type) == ("playground-2.5", Prediction.EDM)


@pytest.mark.parametrize("name", ["sd3", "sd35-medium", "sd35-large"])
def test_sd3_in_its_original_names(name: str) -> None:
    width, positions, blocks = {
        "sd3": (1536, 36864, 24),
        "sd35-medium": (1536, 147456, 24),
        "sd35-large": (2432, 36864, 38),
    }[name]
    transformer: Shapes = {
        "x_embedder.proj.weight": (width, 16, 2, 2),
        "context_embedder.weight": (width, 4096),
        "y_embedder.mlp.0.weight": (width, 2048),
        "pos_embed": (1, positions, width),
        **{f"joint_blocks.{n}.context_block.attn.qkv.weight": (3 * width, width) for n in range(blocks)},
    }
    if name == "sd35-medium":
        transformer["joint_blocks.0.x_block.attn2.qkv.weight"] = (3 * width, width)
    found = named(prefixed("model.diffusion_model.", transformer))
    assert (found.kind, found.family, found.layout) == (Kind.DENOISER, name, "original")
    vae = model_shapes("AutoencoderKL", read_json(CONFIGS / "sd3/vae/config.json"))
    whole = prefixed("model.diffusion_model.", transformer) | prefixed("first_stage_model.", vae)
    whole |= prefixed("text_encoders.clip_l.transformer.text_model.", _bare(clip("sd3")))
    whole |= prefixed("text_encoders.clip_g.transformer.text_model.", _bare(clip("sd3", "text_encoder_2")))
    found = named(whole)
    assert (found.kind, found.prediction_type) == (Kind.CHECKPOINT, Prediction.FLOW)
    assert found.parts == ("transformer", "vae", "clip_l", "clip_g")


@pytest.mark.parametrize(
    ("inputs", "guided", "variant"),
    [(64, True, "dev"), (64, False, "schnell"), (384, True, "fill"), (128, True, "control")],
)
@pytest.mark.parametrize("prefix", ["", "model.diffusion_model."])
def test_flux_in_its_original_names(inputs: int, guided: bool, variant: str, prefix: str) -> None:
    shapes: Shapes = {
        "img_in.weight": (3072, inputs),
        "txt_in.weight": (3072, 4096),
        "vector_in.in_layer.weight": (3072, 768),
        **{f"double_blocks.{n}.img_attn.qkv.weight": (9216, 3072) for n in range(19)},
        **{f"single_blocks.{n}.linear1.weight": (21504, 3072) for n in range(38)},
    }
    if guided:
        shapes["guidance_in.in_layer.weight"] = (3072, 256)
    found = named(prefixed(prefix, shapes))
    assert (found.family, found.variant) == ("flux1", variant)


def test_flux_with_fewer_blocks_is_described_and_not_named() -> None:
    shapes: Shapes = {
        "img_in.weight": (3072, 64),
        "txt_in.weight": (3072, 4096),
        "vector_in.in_layer.weight": (3072, 768),
        **{f"double_blocks.{n}.img_attn.qkv.weight": (9216, 3072) for n in range(8)},
        **{f"single_blocks.{n}.linear1.weight": (21504, 3072) for n in range(38)},
    }
    found = named(shapes)
    assert found.family == ""
    assert "FLUX.1" in found.reason
    assert "8" in found.reason


def test_metadata_that_contradicts_the_tensors_is_said_and_not_believed() -> None:
    found = named(checkpoint("sd1"), {"modelspec.architecture": "stable-diffusion-xl-v1-base"})
    assert found.family == "sd1"
    assert "SDXL" in found.reason
