"""Which models a LoRA goes with: by the widths that its layers read and give, and by the blocks it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.identify.architectures import TITLES
from desktop.core.identify.lora_layers import Layer

_BLOCKS = re.compile(r"(?:down_blocks|up_blocks|mid_block|input_blocks|output_blocks|middle_block)_")


def families_of(denoiser: Mapping[str, Layer], encoders: Mapping[str, Layer]) -> tuple[tuple[str, ...], str]:
    """The families that a LoRA goes with, and what was seen where there is none."""
    if any("motion_modules" in name for name in denoiser):
        return ("animatediff",), ""
    if denoiser and all(
        _BLOCKS.match(name) or "time_embed" in name or name.startswith(_EDGES) for name in denoiser
    ):
        return _unet_fits(denoiser, encoders)
    if denoiser:
        return _transformer_fits(denoiser)
    return _encoder_fits(encoders)


_EDGES = ("conv_in", "conv_out", "out_", "add_embedding", "label_emb", "time_embedding")
_UNETS = {768: ("sd1",), 1024: ("sd2",), 2048: ("sdxl",), 1280: ("sdxl-refiner",)}
_DEEP = re.compile(r"transformer_blocks_([1-9]\d?)_")


def _unet_fits(denoiser: Mapping[str, Layer], encoders: Mapping[str, Layer]) -> tuple[tuple[str, ...], str]:
    contexts = {
        module.inputs
        for name, module in denoiser.items()
        if re.search(r"_attn2_to_[kv]$", name) and module.inputs
    }
    if contexts:
        known = {family for width in contexts for family in _UNETS.get(width, ())}
        if len(contexts) == 1 and known:
            return _UNETS[next(iter(contexts))], ""
        return (), f"a U-Net with cross-attention width {', '.join(map(str, sorted(contexts)))}"
    # Without cross-attention: encoders, then depth, then widths tell.
    from_encoders, _ = _encoder_fits(encoders)
    if from_encoders and set(from_encoders) <= {"sd1", "sd2", "sdxl"}:
        return from_encoders, ""
    widths = {side for module in denoiser.values() for side in (module.inputs, module.outputs) if side}
    deep = any(_DEEP.search(name) for name in denoiser)
    if widths & {384, 768, 1536}:
        return (
            (("sdxl-refiner",), "")
            if deep or widths & {384, 1536}
            else ((), f"a U-Net {sorted(widths)} wide")
        )
    if deep:
        return ("sdxl",), ""
    outer = any(
        re.match(r"(?:down_blocks_0|up_blocks_3|input_blocks_[12]_1|output_blocks_(?:9|1\d))_", n)
        for n in denoiser
    )
    if outer and any("attn" in name or "ff_net" in name or "proj_in" in name for name in denoiser):
        entries = {module.dimensions for name, module in denoiser.items() if name.endswith("proj_in")}
        if entries == {4}:
            return ("sd1",), ""
        if entries == {2}:
            return ("sd2",), ""
        return ("sd1", "sd2"), ""
    if widths and widths <= _SD_WIDTHS:
        return ("sd1", "sd2", "sdxl"), ""
    return (), f"a U-Net with layers {', '.join(map(str, sorted(widths)[:6]))} wide"


_SD_WIDTHS = {4, 320, 640, 960, 1280, 1920, 2560, 5120, 10240, 2816}


@dataclass(frozen=True, slots=True)
class _Row:
    """A layer that names a family, with the widths that it reads or gives (0: any)."""

    families: tuple[str, ...]
    layer: re.Pattern[str]
    inputs: int = 0
    outputs: int = 0


def _row(families: str, layer: str, inputs: int = 0, outputs: int = 0) -> _Row:
    return _Row(tuple(families.split()), re.compile(layer), inputs, outputs)


_MMDITS = "flux1 flux2 chroma qwen-image hunyuan-video"
# The first row that fits a layer decides; rows that name several families come after those that name one.
_ROWS = (
    _row("chroma", r"distilled_guidance_layer_"),
    _row("flux1", r"double_blocks_\d+_(?:img|txt)_mod_lin$", 3072, 18432),
    _row("flux1", r"single_blocks_\d+_modulation_lin$", 3072, 9216),
    _row("hunyuan-video", r"double_blocks_\d+_(?:img|txt)_(?:mod_linear|mlp_fc[12])$"),
    _row("hunyuan-video", r"(?:txt_in_individual_token_refiner|context_embedder_token_refiner)_"),
    _row("flux2", r"(?:double_stream_modulation|single_stream_modulation)"),
    _row("flux2", r"single_transformer_blocks_\d+_attn_to_qkv_mlp_proj$"),
    *(
        _row("flux2", layer, width)
        for width in (4096, 6144)
        for layer in (
            r"double_blocks_\d+_(?:img|txt)_attn_(?:qkv|proj)$",
            r"single_blocks_\d+_linear1$",
            r"(?:single_)?transformer_blocks_\d+_attn_(?:to_[qkv]|add_[qkv]_proj)$",
        )
    ),
    _row("flux2", r"single_blocks_\d+_linear1$", 3072, 27648),
    _row("flux2", r"double_blocks_\d+_(?:img|txt)_mlp_0$", 3072, 18432),
    _row("qwen-image", r"transformer_blocks_\d+_(?:img|txt)_(?:mod_1|mlp_net_0_proj|mlp_net_2)$"),
    _row("flux1 chroma hunyuan-video", r"single_blocks_\d+_linear1$", 3072, 21504),
    _row("flux1 chroma", r"double_blocks_\d+_(?:img|txt)_mlp_0$", 3072, 12288),
    _row("flux1 chroma hunyuan-video", r"single_blocks_\d+_linear2$", 15360, 3072),
    _row("flux1 hunyuan-video", r"transformer_blocks_\d+_norm1(?:_context)?_linear$", 3072, 18432),
    _row("flux1 hunyuan-video", r"single_transformer_blocks_\d+_norm_linear$", 3072, 9216),
    _row("flux1 chroma hunyuan-video", r"single_transformer_blocks_\d+_proj_mlp$", 3072, 12288),
    _row("flux1 chroma hunyuan-video", r"single_transformer_blocks_\d+_proj_out$", 15360, 3072),
    _row("flux1 chroma hunyuan-video auraflow", r"single_transformer_blocks_\d+_attn_to_[qkv]$", 3072, 3072),
    _row("flux1 flux2 chroma hunyuan-video", r"double_blocks_\d+_(?:img|txt)_attn_(?:qkv|proj)$", 3072),
    _row(
        _MMDITS, r"transformer_blocks_\d+_attn_(?:add_[qkv]_proj|to_add_out|to_[qkv]|to_out_0)$", 3072, 3072
    ),
    _row("sd35-large", r"joint_blocks_\d+_(?:x|context)_block_", 2432),
    _row("sd35-medium", r"joint_blocks_\d+_x_block_attn2_", 1536),
    _row("sd3 sd35-medium", r"joint_blocks_\d+_(?:x|context)_block_", 1536),
    _row("sd35-large", r"transformer_blocks_\d+_attn_(?:add_[qkv]_proj|to_[qkv]|to_add_out|to_out_0)$", 2432),
    _row("sd35-medium", r"transformer_blocks_\d+_attn2_", 1536, 1536),
    _row(
        "sd3 sd35-medium", r"transformer_blocks_\d+_attn_(?:add_[qkv]_proj|to_add_out|to_[qkv])$", 1536, 1536
    ),
    _row("auraflow", r"(?:joint_transformer_blocks|double_layers|single_layers)_\d+_"),
    _row("wan", r"blocks_\d+_(?:self_attn|cross_attn)_(?:q|k|v|o)$"),
    *(_row("wan", r"blocks_\d+_attn[12]_(?:to_[qkv]|add_[kv]_proj)$", width) for width in (1536, 3072, 5120)),
    _row("hunyuan-dit", r"blocks_\d+_attn1_(?:to_[qkv]|Wqkv)$", 1408),
    _row("hidream", r"(?:double|single)_stream_blocks_\d+_block_"),
    _row("z-image", r"(?:layers|noise_refiner|context_refiner)_\d+_attention_(?:qkv|to_[qkv])$", 3840),
    _row("lumina2", r"(?:layers|noise_refiner|context_refiner)_\d+_(?:attention_qkv|attn_to_[qkv])$", 2304),
    _row("ltx", r"transformer_blocks_\d+_attn[12]_to_q$", 2048, 2048),
    _row("ltx", r"transformer_blocks_\d+_attn[12]_to_q$", 4096, 4096),
    _row("cogvideox", r"transformer_blocks_\d+_attn1_to_q$", 1920, 1920),
    _row("cogvideox", r"transformer_blocks_\d+_attn1_to_q$", 3072, 3072),
    _row("pixart", r"transformer_blocks_\d+_attn[12]_to_q$", 1152, 1152),
    _row("sana", r"transformer_blocks_\d+_attn[12]_to_q$", 2240, 2240),
    _row("sana", r"blocks_\d+_cross_attn_q_linear$"),
    _row("cascade", r"(?:down_blocks|up_blocks)_\d+_\d+_(?:attention|kv_mapper)_"),
)
_BLOCK = re.compile(r"((?:single_|joint_)?transformer_blocks|double_blocks|single_blocks)_(\d+)_")
# How many blocks families of equal width have, in their two namings: (double, single), any of these.
_COUNTS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "flux1": ((19, 38),),
    "chroma": ((19, 38),),
    "flux2": ((8, 48), (8, 24), (5, 20)),
    "hunyuan-video": ((20, 40),),
    "qwen-image": ((60, 0),),
}


def _by_blocks(families: set[str], names: Mapping[str, Layer]) -> set[str]:
    """Leave out families with fewer blocks than are named; one whose last blocks are named is meant."""
    double = single = 0
    for name in names:
        if block := _BLOCK.match(name):
            number = int(block[2]) + 1
            if block[1].startswith("single"):
                single = max(single, number)
            else:
                double = max(double, number)
    whole = set()
    possible = set()
    for family in families:
        for most_double, most_single in _COUNTS.get(family, ((10_000, 10_000),)):
            if double <= most_double and single <= most_single:
                possible.add(family)
                if double in (0, most_double) and single in (0, most_single):
                    whole.add(family)
    return whole or possible


def _transformer_fits(denoiser: Mapping[str, Layer]) -> tuple[tuple[str, ...], str]:
    best: set[str] | None = None
    for name, module in denoiser.items():
        for row in _ROWS:
            if (
                row.layer.match(name)
                and row.inputs in (0, module.inputs)
                and (row.outputs in (0, module.outputs) or not module.outputs)
            ):
                best = set(row.families) if best is None else best & set(row.families)
                break
    if best and len(best) > 1:
        best = _by_blocks(best, denoiser)
    if best:
        return tuple(family for family in TITLES if family in best), ""
    example = next(iter(denoiser))
    mixed = "layers of several models" if best is not None else "a layer"
    return (), f"{mixed} such as {example[:80]}"


def _encoder_fits(encoders: Mapping[str, Layer]) -> tuple[tuple[str, ...], str]:
    numbers = {name.partition(":")[0] for name in encoders}
    widths = {
        module.inputs
        for name, module in encoders.items()
        if re.search(r"layers_\d+_self_attn_(?:q|k|v|out)_proj$", name) and module.inputs
    }
    if "3" in numbers:
        return ("sd3", "sd35-medium", "sd35-large"), ""
    if 1280 in widths or "2" in numbers:
        return ("sdxl",), ""
    if widths == {768}:
        return ("sd1",) if numbers == {""} else ("sdxl",), ""
    if widths == {1024}:
        return ("sd2",), ""
    return (), f"text encoders {', '.join(map(str, sorted(widths))) or 'of unknown width'} wide"
