"""LoRA and its kin: for which family, and by which method, from names and shapes.

Namings: kohya (``lora_unet_down_blocks_0_..._to_q.lora_down.weight``), PEFT (``lora_A``/``lora_B``), the
older ones of diffusers (``..._lora.down.weight``), LyCORIS (``hada_``, ``lokr_``, ``oft_``, ...). Families
are told by the widths that cross-attention reads and by the blocks that are named.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from desktop.core.identify.architectures import Shapes, titles
from desktop.core.identify.identified import Identified, Kind, Network
from desktop.core.identify.lora_families import families_of
from desktop.core.identify.lora_layers import DOWN, UP, Layer, split_name

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


def name_lora(shapes: Shapes) -> Identified | None:
    """Which LoRA these tensors are; None when they are none."""
    modules: defaultdict[str, Layer] = defaultdict(Layer)
    others = 0
    for name, shape in shapes.items():
        layer, tensor = split_name(name)
        if tensor:
            modules[layer].tensors[tensor] = shape
        else:
            others += 1
            if others > len(shapes) // 10:
                return None
    network = _network(modules)
    if network is None:
        return None
    denoiser: dict[str, Layer] = {}
    encoders: dict[str, Layer] = {}
    for name, module in modules.items():
        if encoder := _ENCODER.match(name.removeprefix("base_model.model.")):
            number = encoder["kohya"] or encoder["peft"] or ""
            encoders[f"{number}:{encoder['rest'].replace('.', '_')}"] = module
        else:
            denoiser[_plain(name)] = module
    fits, seen = families_of(denoiser, encoders)
    reason = ""
    if len(fits) > 1:
        reason = f"By its shapes it fits {titles(fits)}."
    elif not fits:
        reason = f"It was made for a model that Darkroom does not know: {seen}."
    ranks = Counter(filter(None, (module.rank for module in modules.values())))
    parts = (("denoiser",) if denoiser else ()) + (("text_encoders",) if encoders else ())
    return Identified(
        kind=Kind.LORA,
        family=fits[0] if len(fits) == 1 else "",
        fits=fits,
        layout=_layout(*next(iter(modules.items()))),
        network=network,
        rank=ranks.most_common(1)[0][0] if ranks else 0,
        missing_feature=_MISSING.get(network, ""),
        parts=parts,
        reason=reason,
    )


def _network(modules: Mapping[str, Layer]) -> Network | None:
    tensors = {tensor for module in modules.values() for tensor in module.tensors}

    def some(*starts: str) -> bool:
        return any(tensor.startswith(starts) for tensor in tensors)

    low_rank = some(*DOWN) and some(*UP)
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


def _layout(name: str, module: Layer) -> str:
    if any(tensor.startswith(("lora_A", "lora_B")) for tensor in module.tensors):
        return "comfy" if name.startswith(("diffusion_model.", "model.diffusion_model.")) else "peft"
    if any(tensor.startswith(("down.", "up.")) for tensor in module.tensors):
        return "diffusers"
    if "." in name:
        return "peft"
    return "lycoris" if name.startswith("lycoris_") else "kohya"


def _plain(name: str) -> str:
    """A layer's name without prefix, with ``_`` for every dot."""
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name.replace(".", "_").replace("_processor_", "_")
