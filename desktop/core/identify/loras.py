"""LoRA and its kin: for which family, and by which method, from names and shapes.

Namings: kohya (``lora_unet_down_blocks_0_..._to_q.lora_down.weight``), PEFT (``lora_A``/``lora_B``), the
older ones of diffusers (``..._lora.down.weight``), LyCORIS (``hada_``, ``lokr_``, ``oft_``, ...). Families
are told by the widths that cross-attention reads and by the blocks that are named.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.core.identify.architectures import Shape, Shapes, titles
from desktop.core.identify.identified import Identified, Kind, Network

_SUFFIX = re.compile(
    r"(?P<module>.+?)(?:\.(?:processor\.)?)?"
    r"(?:\.|(?<=_lora)\.|(?<=lora_linear_layer)\.)?"
    r"(?P<tensor>"
    r"lora_down\.weight|lora_up\.weight|lora_mid\.weight|lora_A\.[\w-]+\.weight|lora_B\.[\w-]+\.weight"
    r"|lora_A\.weight|lora_B\.weight|lora_A|lora_B|lora\.down\.weight|lora\.up\.weight"
    r"|down\.weight|up\.weight|lora_magnitude_vector(?:\.[\w-]+)?(?:\.weight)?|dora_scale|alpha"
    r"|hada_[wt][12](?:_[ab])?|lokr_[wt][12](?:_[ab])?|lokr_t2|oft_blocks|oft_diag|oft_R\.weight|rescale"
    r"|a1\.weight|a2\.weight|b1\.weight|b2\.weight|bm\.weight|on_input|diff_b|diff|w_norm|b_norm"
    r"|reshape_weight|lora_up\.bias|set_weight|scalar"
    r")\Z"
)
_DOWN = ("lora_down.weight", "lora_A", "lora.down.weight", "down.weight")
_UP = ("lora_up.weight", "lora_B", "lora.up.weight", "up.weight")
_MISSING = {
    Network.LOHA: "Hadamard products (LoHa)",
    Network.LOKR: "Kronecker products (LoKr)",
    Network.OFT: "orthogonal fine-tuning (OFT)",
    Network.GLORA: "generalised LoRA (GLoRA)",
    Network.IA3: "rescaled activations ((IA)³)",
    Network.FULL: "whole weights instead of low-rank ones",
    Network.TUCKER: "Tucker cores (lora_mid)",
    Network.MIXED: "whole weights beside the low-rank ones",
}
_PREFIXES = (
    "base_model.model.",
    "model.diffusion_model.",
    "diffusion_model.",
    "lora_unet__",
    "lora_unet_",
    "lora_transformer_",
    "lora_prior_unet_",
    "lycoris_",
    "unet.",
    "transformer.",
    "lora_",
)
_ENCODER = re.compile(r"(?:lora_te(?P<kohya>[123]?)_|text_encoders?[._]?(?P<peft>[23]?)[._])(?P<rest>.*)\Z")
_BLOCKS = re.compile(r"(?:down_blocks|up_blocks|mid_block|input_blocks|output_blocks|middle_block)_")


@dataclass(slots=True)
class _Module:
    """What one layer is changed by."""

    tensors: dict[str, Shape] = field(default_factory=dict)

    def _first(self, names: tuple[str, ...]) -> Shape:
        return next((shape for name, shape in self.tensors.items() if name.startswith(names)), ())

    @property
    def inputs(self) -> int:
        """Width that the layer reads; 0 when these tensors don't tell."""
        if down := self._first(_DOWN):
            # A Tucker core keeps the width in the same place.
            return down[1] if len(down) > 1 else 0
        if right := self.tensors.get("hada_w1_b"):
            return right[-1]
        first = _factor(self.tensors, "lokr_w1")
        second = _factor(self.tensors, "lokr_w2")
        if first and second:
            return first[1] * second[1]
        if whole := self.tensors.get("diff"):
            return whole[1] if len(whole) > 1 else 0
        if left := self.tensors.get("a2.weight"):
            return left[-1] if len(left) == 2 else 0
        return 0

    @property
    def outputs(self) -> int:
        if up := self._first(_UP):
            return up[0]
        if left := self.tensors.get("hada_w1_a"):
            return left[0]
        first, second = _factor(self.tensors, "lokr_w1"), _factor(self.tensors, "lokr_w2")
        if first and second:
            return first[0] * second[0]
        whole = self.tensors.get("diff", ())
        return whole[0] if whole else 0

    @property
    def rank(self) -> int:
        down = self._first(_DOWN)
        return down[0] if down else self.tensors.get("hada_w1_b", (0,))[0]

    @property
    def dimensions(self) -> int:
        return len(self._first(_DOWN) or self.tensors.get("diff", ()))


def _factor(tensors: Mapping[str, Shape], name: str) -> tuple[int, int] | None:
    if whole := tensors.get(name):
        return (whole[0], whole[1]) if len(whole) > 1 else None
    left, right = tensors.get(f"{name}_a"), tensors.get(f"{name}_b")
    return (left[0], math.prod(right[1:2])) if left and right and len(right) > 1 else None


def name_lora(shapes: Shapes) -> Identified | None:
    """Which LoRA these tensors are; None when they are none."""
    modules: dict[str, _Module] = {}
    others = 0
    layouts: Counter[str] = Counter()
    for name, shape in shapes.items():
        found = _SUFFIX.match(name)
        if found is None:
            others += 1
            continue
        modules.setdefault(found["module"], _Module()).tensors[found["tensor"]] = shape
    if not modules or others > len(shapes) // 10:
        return None
    network = _network(modules)
    if network is None:
        return None
    denoiser: dict[str, _Module] = {}
    encoders: dict[str, _Module] = {}
    for name, module in modules.items():
        layouts[_layout(name, module)] += 1
        if encoder := _ENCODER.match(name.removeprefix("base_model.model.")):
            number = encoder["kohya"] or encoder["peft"] or ""
            encoders[f"{number}:{encoder['rest'].replace('.', '_')}"] = module
        else:
            denoiser[_plain(name)] = module
    fits, seen = _fits(denoiser, encoders)
    reason = ""
    if len(fits) > 1:
        reason = f"By its shapes it fits {titles(fits)}."
    elif not fits:
        reason = f"It was made for a model that Darkroom does not know: {seen}."
    ranks = Counter(module.rank for module in modules.values() if module.rank)
    parts = (("denoiser",) if denoiser else ()) + (("text_encoders",) if encoders else ())
    return Identified(
        kind=Kind.LORA,
        family=fits[0] if len(fits) == 1 else "",
        fits=fits,
        layout=layouts.most_common(1)[0][0],
        network=network,
        rank=ranks.most_common(1)[0][0] if ranks else 0,
        missing_feature=_MISSING.get(network, ""),
        parts=parts,
        reason=reason,
    )


def _network(modules: Mapping[str, _Module]) -> Network | None:
    tensors = {tensor for module in modules.values() for tensor in module.tensors}

    def some(*starts: str) -> bool:
        return any(tensor.startswith(starts) for tensor in tensors)

    low_rank = some(*_DOWN) and some(*_UP)
    whole = some("diff", "diff_b", "w_norm", "set_weight")
    for network, starts in (
        (Network.LOHA, ("hada_",)),
        (Network.LOKR, ("lokr_",)),
        (Network.OFT, ("oft_",)),
        (Network.GLORA, ("bm.", "b1.")),
        (Network.IA3, ("on_input",)),
    ):
        if some(*starts):
            return network
    if low_rank and whole:
        return Network.MIXED
    if whole:
        return Network.FULL
    if not low_rank:
        return None
    if some("lora_mid"):
        return Network.TUCKER
    if some("dora_scale", "lora_magnitude_vector"):
        return Network.DORA
    wide = any(len(shape) == 4 and shape[-1] > 1 for m in modules.values() for shape in m.tensors.values())
    return Network.LOCON if wide else Network.LORA


def _layout(name: str, module: _Module) -> str:
    if any(tensor.startswith(("lora_A", "lora_B")) for tensor in module.tensors):
        return "comfy" if name.startswith(("diffusion_model.", "model.diffusion_model.")) else "peft"
    if any(tensor.startswith(("lora.", "down.", "up.")) for tensor in module.tensors):
        return "diffusers"
    return "lycoris" if name.startswith("lycoris_") else "kohya"


def _plain(name: str) -> str:
    """A layer's name without prefix, with ``_`` for every dot."""
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name.replace(".", "_").replace("_processor_", "_").removesuffix("_lora")


def _fits(denoiser: Mapping[str, _Module], encoders: Mapping[str, _Module]) -> tuple[tuple[str, ...], str]:
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


def _unet_fits(
    denoiser: Mapping[str, _Module], encoders: Mapping[str, _Module]
) -> tuple[tuple[str, ...], str]:
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


# The first row that fits a layer decides; rows that name several families come after those that name one.
_ROWS = (
    _row("chroma", r"distilled_guidance_layer_"),
    _row("flux1", r"double_blocks_\d+_(?:img|txt)_mod_lin$", 3072, 18432),
    _row("flux1", r"single_blocks_\d+_modulation_lin$", 3072, 9216),
    _row("flux1", r"(?:guidance_in|vector_in|time_in)_", 0, 3072),
    _row("flux1", r"transformer_blocks_\d+_norm1(?:_context)?_linear$", 3072, 18432),
    _row("flux1", r"single_transformer_blocks_\d+_norm_linear$", 3072, 9216),
    _row("flux1", r"time_text_embed_", 0, 3072),
    _row("hunyuan-video", r"double_blocks_\d+_(?:img|txt)_(?:mod_linear|mlp_fc[12]|attn_proj_)$"),
    _row("hunyuan-video", r"txt_in_individual_token_refiner_"),
    _row("flux2", r"(?:double_stream_modulation|single_stream_modulation)"),
    _row("flux2", r"single_transformer_blocks_\d+_attn_to_qkv_mlp_proj$"),
    _row("flux2", r"double_blocks_\d+_img_attn_(?:qkv|proj)$", 6144),
    _row("flux2", r"double_blocks_\d+_img_attn_(?:qkv|proj)$", 4096),
    _row("flux2", r"single_blocks_\d+_linear1$", 3072, 27648),
    _row("flux2", r"(?:double_blocks_\d+_(?:img|txt)_mlp_0)$", 3072, 18432),
    _row("flux2", r"single_blocks_\d+_linear[12]$", 6144),
    _row("flux2", r"single_blocks_\d+_linear[12]$", 4096),
    _row("flux1 chroma", r"single_blocks_\d+_linear1$", 3072, 21504),
    _row("flux1 chroma", r"double_blocks_\d+_(?:img|txt)_mlp_0$", 3072, 12288),
    _row("flux1 chroma", r"single_blocks_\d+_linear2$", 15360, 3072),
    _row("flux1 chroma", r"single_transformer_blocks_\d+_proj_mlp$", 3072, 12288),
    _row("flux1 chroma", r"single_transformer_blocks_\d+_proj_out$", 15360, 3072),
    _row("flux1 chroma", r"single_transformer_blocks_\d+_attn_to_[qkv]$", 3072, 3072),
    _row("qwen-image", r"transformer_blocks_\d+_(?:img|txt)_(?:mod_1|mlp_net_0_proj|mlp_net_2)$"),
    _row("qwen-image", r"transformer_blocks_(?:[2-5]\d)_attn_add_[qkv]_proj$", 3072, 3072),
    _row("flux1 chroma flux2 hunyuan-video", r"double_blocks_\d+_(?:img|txt)_attn_(?:qkv|proj)$", 3072),
    _row(
        "flux1 chroma qwen-image flux2", r"transformer_blocks_\d+_attn_(?:add_[qkv]_proj|to_add_out)$", 3072
    ),
    _row("sd35-large", r"joint_blocks_\d+_(?:x|context)_block_", 2432),
    _row("sd35-medium", r"joint_blocks_\d+_x_block_attn2_", 1536),
    _row("sd3 sd35-medium", r"joint_blocks_\d+_(?:x|context)_block_", 1536),
    _row("sd35-large", r"transformer_blocks_\d+_attn_(?:add_[qkv]_proj|to_[qkv]|to_add_out|to_out_0)$", 2432),
    _row("sd35-medium", r"transformer_blocks_\d+_attn2_", 1536, 1536),
    _row("sd3 sd35-medium", r"transformer_blocks_\d+_attn_(?:add_[qkv]_proj|to_add_out)$", 1536, 1536),
    _row("auraflow", r"(?:joint_transformer_blocks|double_layers|single_layers)_\d+_"),
    _row("wan", r"blocks_\d+_(?:self_attn|cross_attn)_(?:q|k|v|o)$"),
    _row("wan", r"blocks_\d+_attn[12]_(?:to_[qkv]|add_[kv]_proj)$", 5120),
    _row("wan", r"blocks_\d+_attn[12]_to_[qkv]$", 3072),
    _row("hunyuan-dit", r"blocks_\d+_attn1_(?:to_[qkv]|Wqkv)$", 1408),
    _row("hidream", r"(?:double|single)_stream_blocks_\d+_block_"),
    _row("z-image", r"(?:layers|noise_refiner|context_refiner)_\d+_attention_(?:qkv|to_[qkv])$", 3840),
    _row("lumina2", r"(?:layers|noise_refiner|context_refiner)_\d+_(?:attention_qkv|attn_to_[qkv])$", 2304),
    _row("ltx", r"transformer_blocks_\d+_attn[12]_to_[q]$", 2048, 2048),
    _row("ltx", r"transformer_blocks_\d+_attn[12]_to_[q]$", 4096, 4096),
    _row("pixart", r"transformer_blocks_\d+_attn[12]_to_q$", 1152, 1152),
    _row("sana", r"transformer_blocks_\d+_attn[12]_to_q$", 2240, 2240),
    _row("sana", r"blocks_\d+_cross_attn_q_linear$"),
    _row("cascade", r"(?:down_blocks|up_blocks)_\d+_\d+_(?:attention|kv_mapper)_"),
)


def _transformer_fits(denoiser: Mapping[str, _Module]) -> tuple[tuple[str, ...], str]:
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
    if best is not None and best:
        order = [family for row in _ROWS for family in row.families]
        return tuple(dict.fromkeys(family for family in order if family in best)), ""
    example = next(iter(denoiser))
    mixed = "layers of several models" if best is not None else "a layer"
    return (), f"{mixed} such as {example[:80]}"


def _encoder_fits(encoders: Mapping[str, _Module]) -> tuple[tuple[str, ...], str]:
    numbers = {name.partition(":")[0] for name in encoders}
    widths = {
        module.inputs
        for name, module in encoders.items()
        if re.search(r"layers_\d+_self_attn_(?:q|k|v|out)_proj(?:_lora_linear_layer)?$", name)
        and module.inputs
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
