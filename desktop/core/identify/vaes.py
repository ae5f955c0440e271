"""Autoencoders: KL autoencoders, tiny ones (TAESD, Bohan 2023), those of video models.

The VAEs of SD 1.x and SDXL have equal shapes, as have those of SD 3 and FLUX.1: ``fits`` names all.
"""

from __future__ import annotations

import re

from desktop.core.identify.architectures import Shape, Shapes, below, titles
from desktop.core.identify.identified import Identified, Kind

_FITS = {
    4: ("sd1", "sd2", "sdxl", "sdxl-refiner"),
    16: ("sd3", "sd35-medium", "sd35-large", "flux1", "chroma", "z-image"),
    32: ("flux2",),
}
_TINY_FITS = {4: ("sd1", "sd2", "sdxl", "sdxl-refiner"), 16: _FITS[16]}
_PREFIXES = ("first_stage_model.", "vae.", "")


def name_vae(shapes: Shapes) -> Identified | None:
    """Which autoencoder these tensors are, with or without a prefix; None when they are none."""
    for prefix in _PREFIXES:
        names = below(shapes, prefix)
        found = _kl(names) or _other(names) or _tiny(names)
        if found is not None:
            return found
    return None


def latent_channels(shapes: Shapes) -> int:
    """Channels of the latents of a KL autoencoder, names without prefix; 0 when it is none."""
    first, last = shapes.get("decoder.conv_in.weight", ()), shapes.get("decoder.conv_out.weight", ())
    return first[1] if len(first) == 4 and len(last) == 4 and first[0] == 512 and last[:2] == (3, 128) else 0


def _kl(shapes: Shapes) -> Identified | None:
    channels = latent_channels(shapes)
    if not channels:
        return None
    layout = "ldm" if "decoder.mid.block_1.conv1.weight" in shapes else "diffusers"
    made = Identified(kind=Kind.VAE, layout=layout, parts=("vae",))
    if any(name.startswith("decoder.condition_encoder.") for name in shapes):
        return made.model_copy(update={"reason": "It is an asymmetric autoencoder, for inpainting SD 1.x."})
    if any(
        ".temporal_res_block." in name or "time_mix_conv" in name or ".time_stack." in name for name in shapes
    ):
        return made.model_copy(update={"kind": Kind.VIDEO, "family": "svd", "fits": ("svd",)})
    if "encoder.conv_in.weight" not in shapes:
        made = made.model_copy(update={"reason": "It decodes only."})
    fits = _FITS.get(channels, ())
    if channels == 4 and not {"post_quant_conv.weight", "quant_conv.weight"} & shapes.keys():
        fits = ()
    if not fits:
        return made.model_copy(
            update={"reason": f"It is an autoencoder with {channels} latent channels, of no known model."}
        )
    return made.model_copy(
        update={
            "family": fits[0] if len(fits) == 1 else "",
            "fits": fits,
            "reason": made.reason or f"By its shapes it fits {titles(fits)}.",
        }
    )


def _other(shapes: Shapes) -> Identified | None:
    video = _Marks(shapes)
    if video.has("decoder.middle.0.residual.0.gamma") or (
        video.has("decoder.mid_block.resnets.0.norm1.gamma")
        and video.dimensions("decoder.conv_in.weight") == 5
    ):
        reason = "It is the autoencoder of Wan or of Qwen-Image."
        return Identified(kind=Kind.VAE, parts=("vae",), fits=("wan", "qwen-image"), reason=reason)
    if video.dimensions("decoder.conv_in.conv.weight") == 5:
        return Identified(kind=Kind.VAE, parts=("vae",), reason="It is an autoencoder for moving pictures.")
    if video.has("vquantizer.codebook.weight") or video.has("vquantizer.embedding.weight"):
        return Identified(
            kind=Kind.VAE, parts=("vae",), family="cascade", variant="stage-a", fits=("cascade",)
        )
    if video.has("decoder.stages.0.op_list.0.main.conv.conv.weight") or video.has(
        "decoder.stages.1.op_list.0.main.conv.conv.bias"
    ):
        return Identified(kind=Kind.VAE, parts=("vae",), family="sana", fits=("sana",))
    return None


class _Marks:
    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def has(self, name: str) -> bool:
        return name in self._shapes

    def dimensions(self, name: str) -> int:
        return len(self._shapes.get(name, ()))


def _tiny(shapes: Shapes) -> Identified | None:
    """TAESD and its kin: plain chains of convolutions, 64 wide; encoder, decoder, or both."""
    halves: dict[str, Shapes] = {}
    for half in ("encoder", "decoder"):
        for prefix in (f"{half}.layers.", f"taesd_{half}.", f"{half}."):
            chain = below(shapes, prefix)
            if chain and all(_IN_CHAIN.match(name) for name in chain):
                halves[half] = chain
                break
    layout = (
        "diffusers"
        if any(name.startswith(("encoder.layers.", "decoder.layers.")) for name in shapes)
        else ("original")
    )
    if not halves and shapes and all(_IN_CHAIN.match(name) for name in shapes):
        first, _ = _ends(shapes)
        halves["encoder" if len(first) == 4 and first[1] == 3 else "decoder"] = shapes
    channels: set[int] = set()
    for half, chain in halves.items():
        first, last = _ends(chain)
        if len(first) != 4 or len(last) != 4 or first[0] != 64 or last[1] != 64:
            return None
        pixels, latents = (first[1], last[0]) if half == "encoder" else (last[0], first[1])
        if pixels != 3:
            return None
        channels.add(latents)
    if len(channels) != 1:
        return None
    (latents,) = channels
    fits = _TINY_FITS.get(latents, ())
    if not fits:
        return None
    which = "" if len(halves) == 2 else f"It is the {next(iter(halves))} alone. "
    return Identified(
        kind=Kind.TINY_VAE,
        layout=layout,
        parts=tuple(halves),
        fits=fits,
        reason=f"{which}By its shapes it fits {titles(fits)}.",
    )


_IN_CHAIN = re.compile(r"\d{1,2}\.(?:weight|bias|conv\.\d\.weight|conv\.\d\.bias|skip\.weight)\Z")


def _ends(chain: Shapes) -> tuple[Shape, Shape]:
    """Shapes of the first and the last convolution."""
    numbers = sorted(int(name.split(".")[0]) for name in chain if re.fullmatch(r"\d{1,2}\.weight", name))
    if not numbers:
        return (), ()
    return chain[f"{numbers[0]}.weight"], chain[f"{numbers[-1]}.weight"]
