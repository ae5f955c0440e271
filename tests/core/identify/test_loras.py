from __future__ import annotations

from functools import cache
from typing import Any

import diffusers
import pytest
import torch
from diffusers.utils import convert_state_dict_to_kohya
from peft import LoHaConfig, LoKrConfig, LoraConfig, get_peft_model_state_dict, inject_adapter_in_model

from desktop.core.identify.identified import Identified, Kind, Network
from tests.core.identify.headers import named
from tests.helpers.header_files import Shapes, prefixed
from tests.helpers.published import DENOISERS

ATTENTION = ("to_q", "to_k", "to_v", "to_out.0")
KOHYA = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k"


@cache
def trained(
    name: str, targets: tuple[str, ...] = ATTENTION, kind: Any = LoraConfig, dora: bool = False
) -> Shapes:
    """What PEFT saves of a published denoiser with adapters on the layers ``targets``."""
    class_name, config, _, _ = DENOISERS[name]
    more = {"use_dora": True} if dora else {}
    with torch.device("meta"):
        model = getattr(diffusers, class_name)(**{k: v for k, v in config.items() if not k.startswith("_")})
        model = inject_adapter_in_model(kind(r=8, target_modules=list(targets), **more), model)
    return {key: tuple(tensor.shape) for key, tensor in get_peft_model_state_dict(model).items()}


def layer(name: str, inputs: int, outputs: int, rank: int = 4) -> Shapes:
    """One layer in kohya's naming."""
    return {
        f"{name}.lora_down.weight": (rank, inputs),
        f"{name}.lora_up.weight": (outputs, rank),
        f"{name}.alpha": (),
    }


def fits(found: Identified) -> tuple[str, ...]:
    assert found.kind is Kind.LORA
    assert found.family == (found.fits[0] if len(found.fits) == 1 else "")
    assert bool(found.reason) is (len(found.fits) != 1)
    return found.fits


@pytest.mark.parametrize(
    ("name", "families"),
    [
        ("sd1", ("sd1",)),
        ("sd2", ("sd2",)),
        ("sdxl", ("sdxl",)),
        ("sdxl-refiner", ("sdxl-refiner",)),
        ("sd3", ("sd3", "sd35-medium")),
        ("sd35-medium", ("sd35-medium",)),
        ("sd35-large", ("sd35-large",)),
        ("flux1-dev", ("flux1", "chroma")),
        ("flux2-dev", ("flux2",)),
        ("flux2-klein-4b", ("flux2",)),
        ("qwen-image", ("qwen-image",)),
        ("z-image", ("z-image",)),
        ("auraflow", ("auraflow",)),
        ("pixart-alpha", ("pixart",)),
        ("lumina2", ("lumina2",)),
        ("sana", ("sana",)),
        ("hunyuan-dit", ("hunyuan-dit",)),
        ("hidream", ("hidream",)),
        ("wan-t2v-1.3b", ("wan",)),
        ("ltx-2b", ("ltx",)),
        ("hunyuan-video", ("hunyuan-video",)),
        ("cogvideox-2b", ("cogvideox",)),
    ],
)
def test_a_lora_that_peft_made_fits_its_model(name: str, families: tuple[str, ...]) -> None:
    prefix = "unet." if name.startswith("sd1") or name in ("sd2", "sdxl", "sdxl-refiner") else "transformer."
    found = named(prefixed(prefix, trained(name)))
    assert fits(found) == families
    assert (found.layout, found.network, found.rank) == ("peft", Network.LORA, 8)
    assert found.missing_feature == ""


def test_modulation_layers_tell_flux_from_chroma() -> None:
    assert fits(named(prefixed("transformer.", trained("flux1-dev", (*ATTENTION, "linear"))))) == ("flux1",)


def test_metadata_decides_where_shapes_leave_a_choice() -> None:
    shapes = prefixed("transformer.", trained("flux1-dev"))
    assert named(shapes, {"ss_base_model_version": "flux1"}).family == "flux1"
    assert named(shapes, {"ss_base_model_version": "sdxl_base_v1-0"}).family == ""


def test_the_conversion_to_kohyas_names_is_known() -> None:
    tensors = {f"unet.{key}": torch.empty(shape) for key, shape in trained("sd1").items()}
    found = named({key: tuple(tensor.shape) for key, tensor in convert_state_dict_to_kohya(tensors).items()})
    assert (fits(found), found.layout, found.rank) == (("sd1",), "kohya", 8)


@pytest.mark.parametrize(
    "ends", [("processor.to_q_lora.down", "processor.to_q_lora.up"), ("to_q.lora.down", "to_q.lora.up")]
)
def test_the_older_names_of_diffusers_are_known(ends: tuple[str, str]) -> None:
    block = "unet.mid_block.attentions.0.transformer_blocks.0.attn2"
    shapes: Shapes = {}
    for end, shape in zip(ends, ((4, 1280), (1280, 4)), strict=True):
        shapes[f"{block}.{end.replace('to_q', 'to_k')}.weight"] = shape
    shapes = {key: (4, 768) if "down" in key else shape for key, shape in shapes.items()}
    found = named(shapes)
    assert (fits(found), found.layout) == (("sd1",), "diffusers")


@pytest.mark.parametrize(
    ("width", "families"),
    [(768, ("sd1",)), (1024, ("sd2",)), (2048, ("sdxl",)), (1280, ("sdxl-refiner",)), (640, ())],
)
def test_cross_attentions_width_decides(width: int, families: tuple[str, ...]) -> None:
    assert fits(named(layer(KOHYA, width, 640))) == families


@pytest.mark.parametrize(
    ("layers", "families"),
    [
        ({"lora_te_text_model_encoder_layers_0_self_attn_q_proj": (768, 768)}, ("sd1",)),
        ({"lora_te_text_model_encoder_layers_0_self_attn_q_proj": (1024, 1024)}, ("sd2",)),
        ({"lora_te1_text_model_encoder_layers_0_self_attn_q_proj": (768, 768)}, ("sdxl",)),
        ({"lora_te2_text_model_encoder_layers_0_self_attn_q_proj": (1280, 1280)}, ("sdxl",)),
        ({"lora_unet_joint_blocks_0_x_block_attn_qkv": (2432, 7296)}, ("sd35-large",)),
        ({"lora_unet_joint_blocks_0_context_block_attn_qkv": (1536, 4608)}, ("sd3", "sd35-medium")),
        ({"lora_unet_double_blocks_0_img_mod_lin": (3072, 18432)}, ("flux1",)),
        ({"lora_unet_single_blocks_0_linear1": (3072, 27648)}, ("flux2",)),
        ({"lora_unet_blocks_0_cross_attn_k": (5120, 5120)}, ("wan",)),
        ({"lora_unet_down_blocks_0_resnets_0_conv1": (320, 320)}, ("sd1", "sd2", "sdxl")),
        ({"lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k": (2048, 640)}, ("sdxl",)),
        ({"lora_unet_something_else": (11, 13)}, ()),
    ],
)
def test_kohyas_names_tell_the_family(layers: dict[str, tuple[int, int]], families: tuple[str, ...]) -> None:
    shapes: Shapes = {}
    for name, (inputs, outputs) in layers.items():
        shapes |= layer(name, inputs, outputs)
    assert fits(named(shapes)) == families


@pytest.mark.parametrize(
    ("tensors", "network", "missing"),
    [
        ({"lora_down.weight": (4, 2048), "lora_up.weight": (640, 4)}, Network.LORA, ""),
        ({"lora_down.weight": (4, 2048, 3, 3), "lora_up.weight": (640, 4, 1, 1)}, Network.LOCON, ""),
        (
            {"lora_down.weight": (4, 2048), "lora_up.weight": (640, 4), "dora_scale": (640, 1)},
            Network.DORA,
            "",
        ),
        (
            {"hada_w1_a": (640, 4), "hada_w1_b": (4, 2048), "hada_w2_a": (640, 4), "hada_w2_b": (4, 2048)},
            Network.LOHA,
            "LoHa",
        ),
        ({"lokr_w1": (8, 16), "lokr_w2_a": (80, 4), "lokr_w2_b": (4, 128)}, Network.LOKR, "LoKr"),
        (
            {
                "lora_down.weight": (4, 2048, 1, 1),
                "lora_mid.weight": (4, 4, 3, 3),
                "lora_up.weight": (640, 4, 1, 1),
            },
            Network.TUCKER,
            "Tucker",
        ),
        ({"diff": (640, 2048)}, Network.FULL, "whole weights"),
        (
            {"lora_down.weight": (4, 2048), "lora_up.weight": (640, 4), "diff_b": (640,)},
            Network.MIXED,
            "beside",
        ),
        ({"oft_blocks": (4, 160, 160)}, Network.OFT, "OFT"),
        (
            {"a1.weight": (640, 4), "a2.weight": (4, 2048), "b1.weight": (640, 4), "b2.weight": (4, 640)},
            Network.GLORA,
            "GLoRA",
        ),
        ({"weight": (640,), "on_input": ()}, None, ""),
    ],
)
def test_the_method_is_told_and_what_is_missing_for_it(
    tensors: Shapes, network: Network | None, missing: str
) -> None:
    found = named(prefixed(f"{KOHYA}.", tensors))
    if network is None:
        assert found.kind is Kind.UNKNOWN
        return
    assert (found.kind, found.network) == (Kind.LORA, network)
    assert (missing in found.missing_feature) if missing else not found.missing_feature
    assert found.fits == (() if network is Network.OFT else ("sdxl",))


@pytest.mark.parametrize(("kind", "network"), [(LoHaConfig, Network.LOHA), (LoKrConfig, Network.LOKR)])
def test_pefts_other_methods_are_told(kind: Any, network: Network) -> None:
    found = named(prefixed("unet.", trained("sd1", ATTENTION, kind)))
    assert (found.network, found.family) == (network, "sd1")


def test_pefts_dora_is_told() -> None:
    assert named(prefixed("unet.", trained("sd1", ATTENTION, dora=True))).network is Network.DORA


def test_a_motion_lora_is_no_lora_for_pictures() -> None:
    block = "unet.down_blocks.0.motion_modules.0.transformer_blocks.0.attn1.to_q"
    shapes: Shapes = {f"{block}.lora_A.weight": (4, 320), f"{block}.lora_B.weight": (320, 4)}
    assert named(shapes).family == "animatediff"


def test_layers_of_two_models_in_one_file_fit_none() -> None:
    shapes = layer("lora_unet_joint_blocks_0_x_block_attn_qkv", 2432, 7296)
    shapes |= layer("lora_unet_double_blocks_0_img_mod_lin", 3072, 18432)
    assert fits(named(shapes)) == ()


def test_a_whole_unet_is_no_lora() -> None:
    assert named({"down.weight": (3, 3), "up.weight": (3, 3)}).kind is Kind.UNKNOWN
