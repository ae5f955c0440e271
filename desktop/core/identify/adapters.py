"""What guides a denoiser from beside it: ControlNet (Zhang et al., 2023), T2I-Adapter (Mou et al., 2023),
IP-Adapter (Ye et al., 2023), AnimateDiff's motion modules (Guo et al., 2023)."""

from __future__ import annotations

from desktop.core.identify.architectures import Shapes, below, side, titles
from desktop.core.identify.identified import Identified, Kind
from desktop.core.identify.unets import outline, row_of

_CONTEXTS = {768: ("sd1",), 1024: ("sd2",), 2048: ("sdxl",), 1280: ("sdxl-refiner",)}


def name_adapter(shapes: Shapes) -> Identified | None:
    """Which adapter these tensors are; None when they are none."""
    return _motion(shapes) or _ip_adapter(shapes) or _controlnet(shapes) or _t2i_adapter(shapes)


def _motion(shapes: Shapes) -> Identified | None:
    names = [name for name in shapes if "motion_modules." in name]
    if not names or any(".lora" in name or "_lora." in name for name in names):
        return None
    whole = "conv_in.weight" in shapes or any(".resnets." in name for name in shapes)
    version = next((name for name in names if name.endswith("pos_encoder.pe")), "")
    frames = shapes[version][1] if version and len(shapes[version]) == 3 else 0
    mid = any(name.startswith("mid_block.") for name in names)
    sdxl = not any(name.startswith(("down_blocks.3.", "up_blocks.3.")) for name in names)
    reason = f"It moves up to {frames} frames of {'SDXL' if sdxl else 'SD 1.x'} pictures." if frames else ""
    return Identified(
        kind=Kind.VIDEO,
        family="animatediff",
        variant="unet" if whole else ("v2" if mid else ""),
        fits=("sdxl",) if sdxl else ("sd1",),
        parts=("unet",) if whole else ("motion",),
        reason=reason,
    )


def _ip_adapter(shapes: Shapes) -> Identified | None:
    keys = [name for name in shapes if name.endswith(".to_k_ip.weight")]
    if keys:
        widths = {side(shapes[name], -1) for name in keys}
        plus = any(name.startswith(("image_proj.latents", "image_proj.layers.")) for name in shapes)
        faces = any("_lora." in name for name in shapes) or "image_proj.proj.0.weight" in shapes
        fits = _CONTEXTS.get(next(iter(widths)), ()) if len(widths) == 1 else ()
        return _beside(
            Kind.IP_ADAPTER, fits, "face" if faces else "plus" if plus else "", f"{sorted(widths)}"
        )
    if any("ip_adapter" in name and "double_stream" in name for name in shapes):
        return _beside(Kind.IP_ADAPTER, ("flux1",), "", "")
    return None


def _controlnet(shapes: Shapes) -> Identified | None:
    if any(name.startswith("lllite_") for name in shapes):
        return _beside(Kind.CONTROLNET, (), "lllite", "ControlNet-LLLite")
    for prefix in ("control_model.", "controlnet.", ""):
        names = below(shapes, prefix)
        if "lora_controlnet" in names:
            contexts = {
                names[name][1] for name in names if name.endswith("attn2.to_k.down") and len(names[name]) == 2
            }
            fits = _CONTEXTS.get(next(iter(contexts)), ()) if len(contexts) == 1 else ()
            return _beside(Kind.CONTROLNET, fits, "control-lora", f"{sorted(contexts)}")
        hinted = "input_hint_block.0.weight" in names or "zero_convs.0.0.weight" in names
        diffusers = "controlnet_cond_embedding.conv_in.weight" in names or (
            "controlnet_down_blocks.0.weight" in names and "conv_in.weight" in names
        )
        if hinted or diffusers:
            return _unet_controlnet(names)
        if "controlnet_blocks.0.weight" in names:
            return _transformer_controlnet(names)
    return None


def _unet_controlnet(shapes: Shapes) -> Identified:
    variant = (
        "union"
        if {"task_embedding", "control_type_proj", "control_add_embedding.linear_1.weight"} & (shapes.keys())
        or "control_add_embedding.linear_1.weight" in shapes
        else ""
    )
    found = outline(shapes)
    row = row_of(found, half=True) if found is not None else None
    if row is not None:
        return _beside(Kind.CONTROLNET, (row.family,), variant, "", layout=found.layout if found else "")
    # The small ones for SDXL have fewer transformer blocks, or none.
    if (
        found is not None
        and found.label == 2816
        and [width for width, _ in found.levels] == ([320, 320, 640, 640, 1280, 1280])
        and found.context in ((), (2048,))
    ):
        return _beside(Kind.CONTROLNET, ("sdxl",), variant or "small", "", layout=found.layout)
    return _beside(Kind.CONTROLNET, (), variant, str(found or "no U-Net"))


def _transformer_controlnet(shapes: Shapes) -> Identified:
    match shapes.get("pos_embed.proj.weight"), shapes.get("x_embedder.weight"), shapes.get("img_in.weight"):
        case ((1536, 16, 2, 2), _, _):
            return _beside(Kind.CONTROLNET, ("sd3",), "", "")
        case ((2432, 16, 2, 2), _, _):
            return _beside(Kind.CONTROLNET, ("sd35-large",), "", "")
        case (_, (3072, 64), _) if shapes.get("context_embedder.weight") == (3072, 4096):
            variant = "union" if "controlnet_mode_embedder.weight" in shapes else ""
            return _beside(Kind.CONTROLNET, ("flux1",), variant, "")
        case (_, _, (3072, 64)) if shapes.get("txt_in.weight") == (3072, 3584):
            return _beside(Kind.CONTROLNET, ("qwen-image",), "", "")
    # SD 3.5 large's are written without an entry of their own.
    width = side(shapes["controlnet_blocks.0.weight"], 0)
    if width == 2432 and "transformer_blocks.0.adaLN_modulation.1.weight" in shapes:
        return _beside(Kind.CONTROLNET, ("sd35-large",), "", "")
    return _beside(Kind.CONTROLNET, (), "", f"blocks {width} wide")


def _t2i_adapter(shapes: Shapes) -> Identified | None:
    for prefix in ("adapter.", "model.", ""):
        names = below(shapes, prefix)
        first = names.get("conv_in.weight", ())
        full = "body.0.block1.weight" in names or "body.0.resnets.0.block1.weight" in names
        light = names.get("body.0.in_conv.weight", ())
        if full and len(first) == 4 and first[0] == 320:
            # SD 1.x puts 8×8 pixels into channels, SDXL 16×16; one or three colours.
            fits = {64: ("sd1",), 192: ("sd1",), 256: ("sdxl",), 768: ("sdxl",)}.get(first[1], ())
            return _beside(Kind.T2I_ADAPTER, fits, "", f"{first[1]} input channels")
        if full and light and len(light) == 4 and light[1] in (64, 192):
            return _beside(Kind.T2I_ADAPTER, ("sd1",), "light", "")
    return None


def _beside(kind: Kind, fits: tuple[str, ...], variant: str, seen: str, layout: str = "") -> Identified:
    reason = "" if fits else f"It goes with no model that Darkroom knows ({seen})."
    if len(fits) > 1:
        reason = f"By its shapes it fits {titles(fits)}."
    return Identified(
        kind=kind,
        family=fits[0] if len(fits) == 1 else "",
        fits=fits,
        variant=variant,
        layout=layout,
        reason=reason,
    )
