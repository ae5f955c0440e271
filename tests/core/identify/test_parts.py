"""What goes with a denoiser: autoencoders, encoders, adapters, embeddings."""

from __future__ import annotations

from typing import Any

import pytest
import transformers

from desktop.core.identify.identified import Kind
from desktop.core.weights import read_json
from tests.core.identify.headers import named
from tests.helpers.header_files import Shapes, prefixed
from tests.helpers.published import CONFIGS, DENOISERS, encoder_shapes, model_shapes

FOUR = ("sd1", "sd2", "sdxl", "sdxl-refiner")
SIXTEEN = ("sd3", "sd35-medium", "sd35-large", "flux1", "chroma", "z-image")


def control_config(name: str) -> dict[str, Any]:
    kept = ("cross_attention_dim", "block_out_channels", "attention_head_dim", "use_linear_projection")
    more = (
        "down_block_types",
        "transformer_layers_per_block",
        "addition_embed_type",
        "addition_time_embed_dim",
    )
    config = DENOISERS[name][1]
    label = "projection_class_embeddings_input_dim"
    return {key: config[key] for key in (*kept, *more, label) if key in config}


@pytest.mark.parametrize(
    ("folder", "fits"), [("sd15", FOUR), ("sdxl", FOUR), ("sd3", SIXTEEN), ("flux", SIXTEEN)]
)
@pytest.mark.parametrize("prefix", ["", "first_stage_model.", "vae."])
def test_a_vae_fits_all_models_with_its_latents(folder: str, fits: tuple[str, ...], prefix: str) -> None:
    shapes = model_shapes("AutoencoderKL", read_json(CONFIGS / folder / "vae/config.json"))
    found = named(prefixed(prefix, shapes))
    assert (found.kind, found.fits, found.family) == (Kind.VAE, fits, "")
    assert found.reason


@pytest.mark.parametrize(("channels", "fits"), [(4, FOUR), (16, SIXTEEN)])
def test_a_tiny_vae_is_told(channels: int, fits: tuple[str, ...]) -> None:
    found = named(model_shapes("AutoencoderTiny", {"latent_channels": channels}))
    assert (found.kind, found.fits, found.parts) == (Kind.TINY_VAE, fits, ("encoder", "decoder"))


@pytest.mark.parametrize("half", ["encoder", "decoder"])
@pytest.mark.parametrize("prefix", ["", "taesd_{}."])
def test_half_a_tiny_vae_in_its_original_names_is_told(half: str, prefix: str) -> None:
    shapes = model_shapes("AutoencoderTiny", {})
    start = f"{half}.layers."
    # The original decoder has a layer without weights in front.
    shift = 1 if half == "decoder" else 0
    chain: Shapes = {}
    for name, shape in shapes.items():
        if name.startswith(start):
            number, _, rest = name.removeprefix(start).partition(".")
            chain[f"{prefix.format(half)}{int(number) + shift}.{rest}"] = shape
    found = named(chain)
    assert (found.kind, found.parts) == (Kind.TINY_VAE, (half,))


@pytest.mark.parametrize(
    ("class_name", "config", "kind", "family", "fits"),
    [
        ("AutoencoderKLFlux2", {}, Kind.VAE, "flux2", ("flux2",)),
        ("AutoencoderKLWan", {}, Kind.VAE, "", ("wan", "qwen-image")),
        ("AutoencoderKLLTXVideo", {}, Kind.VAE, "", ()),
        (
            "AutoencoderKLTemporalDecoder",
            {
                "block_out_channels": (128, 256, 512, 512),
                "layers_per_block": 2,
                "down_block_types": ["DownEncoderBlock2D"] * 4,
            },
            Kind.VIDEO,
            "svd",
            ("svd",),
        ),
        ("MotionAdapter", {}, Kind.VIDEO, "animatediff", ("sd1",)),
        ("MotionAdapter", {"block_out_channels": (320, 640, 1280)}, Kind.VIDEO, "animatediff", ("sdxl",)),
        ("T2IAdapter", {}, Kind.T2I_ADAPTER, "sd1", ("sd1",)),
        ("T2IAdapter", {"adapter_type": "light_adapter"}, Kind.T2I_ADAPTER, "sd1", ("sd1",)),
        (
            "T2IAdapter",
            {"adapter_type": "full_adapter_xl", "downscale_factor": 16},
            Kind.T2I_ADAPTER,
            "sdxl",
            ("sdxl",),
        ),
        ("ControlNetModel", control_config("sd1"), Kind.CONTROLNET, "sd1", ("sd1",)),
        ("ControlNetModel", control_config("sd2"), Kind.CONTROLNET, "sd2", ("sd2",)),
        ("ControlNetModel", control_config("sdxl"), Kind.CONTROLNET, "sdxl", ("sdxl",)),
        (
            "FluxControlNetModel",
            {"num_layers": 1, "num_single_layers": 0},
            Kind.CONTROLNET,
            "flux1",
            ("flux1",),
        ),
        ("QwenImageControlNetModel", {"num_layers": 1}, Kind.CONTROLNET, "qwen-image", ("qwen-image",)),
    ],
)
def test_a_published_class_is_told(
    class_name: str, config: dict[str, Any], kind: Kind, family: str, fits: tuple[str, ...]
) -> None:
    found = named(model_shapes(class_name, config))
    assert (found.kind, found.family, found.fits) == (kind, family, fits)


def test_an_original_controlnet_is_told() -> None:
    diffusers = model_shapes("ControlNetModel", control_config("sd1"))
    assert named({"control_model.zero_convs.0.0.weight": (320, 320, 1, 1)}).kind is Kind.CONTROLNET
    assert named(prefixed("controlnet.", diffusers)).family == "sd1"


@pytest.mark.parametrize(("width", "families"), [(768, ("sd1",)), (2048, ("sdxl",)), (1234, ())])
def test_an_ip_adapter_is_told_by_what_its_keys_read(width: int, families: tuple[str, ...]) -> None:
    shapes: Shapes = {
        "image_proj.proj.weight": (4 * width, 1024),
        "image_proj.norm.weight": (width,),
        "ip_adapter.1.to_k_ip.weight": (320, width),
        "ip_adapter.1.to_v_ip.weight": (320, width),
    }
    found = named(shapes)
    assert (found.kind, found.fits, bool(found.reason)) == (Kind.IP_ADAPTER, families, not families)


def test_a_face_adapter_with_a_lora_in_it_is_an_ip_adapter() -> None:
    shapes: Shapes = {"image_proj.proj.0.weight": (1024, 512)}
    for layer in range(4):
        shapes[f"ip_adapter.{layer}.to_k_ip.weight"] = (320, 768)
        shapes[f"ip_adapter.{layer}.to_v_ip.weight"] = (320, 768)
        for name in ("to_q", "to_k", "to_v", "to_out"):
            shapes[f"ip_adapter.{layer}.{name}_lora.down.weight"] = (128, 320)
            shapes[f"ip_adapter.{layer}.{name}_lora.up.weight"] = (320, 128)
    found = named(shapes)
    assert (found.kind, found.family, found.variant) == (Kind.IP_ADAPTER, "sd1", "face")


@pytest.mark.parametrize(
    ("folder", "part", "kind", "variant"),
    [
        ("sd15", "text_encoder", transformers.CLIPTextModel, "clip_l"),
        ("sdxl", "text_encoder_2", transformers.CLIPTextModelWithProjection, "clip_g"),
        ("sd3", "text_encoder_3", transformers.T5EncoderModel, "t5xxl"),
    ],
)
def test_a_text_encoder_is_told(folder: str, part: str, kind: Any, variant: str) -> None:
    config = kind.config_class(**read_json(CONFIGS / folder / part / "config.json"))
    found = named(encoder_shapes(kind, config))
    assert (found.kind, found.variant, found.parts) == (Kind.TEXT_ENCODER, variant, (variant,))


def test_an_image_encoder_is_told() -> None:
    config = transformers.CLIPVisionConfig(
        hidden_size=1280, intermediate_size=5120, num_hidden_layers=1, num_attention_heads=16, patch_size=14
    )
    found = named(encoder_shapes(transformers.CLIPVisionModelWithProjection, config))
    assert (found.kind, found.variant) == (Kind.IMAGE_ENCODER, "CLIP ViT-H")


def test_a_language_model_is_a_text_encoder_of_no_known_family() -> None:
    found = named({"model.layers.0.self_attn.q_proj.weight": (2560, 2560)})
    assert (found.kind, found.fits) == (Kind.TEXT_ENCODER, ())
    assert "2560" in found.reason


@pytest.mark.parametrize(
    ("shapes", "layout", "fits", "vectors"),
    [
        ({"emb_params": (4, 768)}, "a1111", ("sd1",), 4),
        ({"emb_params": (2, 1024)}, "a1111", ("sd2",), 2),
        ({"<cat-toy>": (768,)}, "diffusers", ("sd1",), 1),
        ({"<cat-toy>": (3, 1024)}, "diffusers", ("sd2",), 3),
        ({"clip_l": (8, 768), "clip_g": (8, 1280)}, "sdxl", ("sdxl",), 8),
        (
            {"clip_l": (2, 768), "clip_g": (2, 1280), "t5xxl": (2, 4096)},
            "sd3",
            ("sd3", "sd35-medium", "sd35-large"),
            2,
        ),
    ],
)
def test_a_textual_inversion_is_told(
    shapes: Shapes, layout: str, fits: tuple[str, ...], vectors: int
) -> None:
    found = named(shapes)
    assert (found.kind, found.layout, found.fits, found.vectors) == (Kind.EMBEDDING, layout, fits, vectors)


@pytest.mark.parametrize(
    "shapes",
    [
        {"emb_params": (4, 640)},
        {"weight": (768,)},
        {"clip_l": (8, 768), "clip_g": (8, 1024)},
        {"x": (500, 768)},
        {"a": (1, 768), "b": (1, 768)},
    ],
)
def test_vectors_of_another_shape_are_no_textual_inversion(shapes: Shapes) -> None:
    assert named(shapes).kind is Kind.UNKNOWN


def test_a_hypernetwork_is_told() -> None:
    shapes: Shapes = {"768.0.linear.0.weight": (1536, 768), "768.1.linear.0.weight": (1536, 768)}
    found = named(shapes)
    assert (found.kind, found.family) == (Kind.HYPERNETWORK, "sd1")


def test_packed_weights_are_said_to_be_packed() -> None:
    found = named({"a.weight": (1000, 1), "a.weight.absmax": (10,), "a.weight.quant_map": (16,)})
    assert found.kind is Kind.UNKNOWN
    assert "packed" in found.reason


def test_no_tensors_are_said_to_be_none() -> None:
    assert named({}).reason == "It holds no tensors."
