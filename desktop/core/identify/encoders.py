"""Text and image encoders: CLIP (Radford et al., 2021), OpenCLIP, T5 (Raffel et al., 2020)."""

from __future__ import annotations

from desktop.core.identify.architectures import Shapes, below, count_below, side
from desktop.core.identify.identified import Identified, Kind

_CLIP = {(768, 12): "clip_l", (1280, 32): "clip_g", (1024, 23): "clip_h", (1024, 24): "clip_h"}
"""Width and layers to what this project calls it. SD 2.x uses 23 of OpenCLIP-H's 24 layers."""
_FITS = {
    "clip_l": ("sd1", "sdxl", "sd3", "sd35-medium", "sd35-large", "flux1"),
    "clip_g": ("sdxl", "sdxl-refiner", "sd3", "sd35-medium", "sd35-large", "cascade"),
    "clip_h": ("sd2",),
    "t5xxl": ("sd3", "sd35-medium", "sd35-large", "flux1", "chroma", "pixart", "ltx"),
}
_VOCABULARY = 49408
_VISION = {1024: "CLIP ViT-L", 1280: "CLIP ViT-H", 1664: "CLIP ViT-bigG", 1152: "SigLIP", 768: "CLIP ViT-B"}
_PLACES = (
    "",
    "transformer.",
    "cond_stage_model.transformer.",
    "cond_stage_model.model.",
    "cond_stage_model.",
    "conditioner.embedders.0.transformer.",
    "conditioner.embedders.0.model.",
    "conditioner.embedders.1.transformer.",
    "conditioner.embedders.1.model.",
    "text_encoders.clip_l.transformer.",
    "text_encoders.clip_g.transformer.",
    "text_encoders.t5xxl.transformer.",
    "text_encoders.clip_l.",
    "text_encoders.clip_g.",
    "text_encoders.t5xxl.",
    "text_encoder.",
    "text_encoder_2.",
    "text_encoder_3.",
)
"""What stands before an encoder's tensors in single-file checkpoints."""


def encoders_in(shapes: Shapes) -> tuple[str, ...]:
    """The text encoders in a checkpoint, each once."""
    found = []
    for place in _PLACES:
        names = below(shapes, place) if place else shapes
        part = _text_encoder(names)
        if part and part not in found:
            found.append(part)
    return tuple(found)


def name_encoder(shapes: Shapes) -> Identified | None:
    """Which encoder these tensors are, names without prefix; None when they are none."""
    for prefix in ("", "text_encoders.", "cond_stage_model."):
        names = below(shapes, prefix)
        part = _text_encoder(names) or _text_encoder(below(names, "transformer."))
        if part:
            fits = _FITS[part]
            return Identified(
                kind=Kind.TEXT_ENCODER,
                variant=part,
                parts=(part,),
                fits=fits,
                family=fits[0] if len(fits) == 1 else "",
            )
    for prefix in ("", "vision_model.", "visual."):
        first = below(shapes, prefix).get("embeddings.patch_embedding.weight") or (
            below(shapes, prefix).get("conv1.weight") if prefix == "visual." else None
        )
        if first is not None and len(first) == 4 and first[1] == 3:
            what = _VISION.get(first[0], "")
            reason = (
                f"It is the image encoder {what}." if what else f"It is an image encoder, {first[0]} wide."
            )
            return Identified(kind=Kind.IMAGE_ENCODER, variant=what, reason=reason)
    return _language_model(shapes)


def _text_encoder(shapes: Shapes) -> str:
    for prefix in ("", "text_model."):
        tokens = shapes.get(f"{prefix}embeddings.token_embedding.weight", ())
        if len(tokens) == 2 and tokens[0] == _VOCABULARY:
            return _CLIP.get((tokens[1], count_below(shapes, f"{prefix}encoder.layers.")), "")
    tokens = shapes.get("token_embedding.weight", ())
    if len(tokens) == 2 and tokens[0] == _VOCABULARY:
        return _CLIP.get((tokens[1], count_below(shapes, "transformer.resblocks.")), "")
    query = shapes.get("encoder.block.0.layer.0.SelfAttention.q.weight", ())
    tokens = shapes.get("shared.weight", shapes.get("encoder.embed_tokens.weight", ()))
    # GGUF files of T5 number the layers and name them as llama.cpp does.
    if not query and "enc.blk.0.attn_q.weight" in shapes:
        query, tokens = shapes["enc.blk.0.attn_q.weight"], shapes.get("token_embd.weight", ())
    if query == (4096, 4096) and len(tokens) == 2 and tokens[0] in (32128, 32100):
        return "t5xxl"
    return ""


def _language_model(shapes: Shapes) -> Identified | None:
    if "encoder.block.0.layer.0.SelfAttention.q.weight" in shapes or "enc.blk.0.attn_q.weight" in shapes:
        tokens = shapes.get("shared.weight", shapes.get("token_embd.weight", (0, 0)))
        reason = f"It is a T5 text encoder, {side(tokens, -1)} wide, with {side(tokens, 0)} words."
        return Identified(kind=Kind.TEXT_ENCODER, reason=reason)
    for prefix, name in (
        ("", "model.layers.0.self_attn.q_proj.weight"),
        ("", "language_model.model.layers.0.self_attn.q_proj.weight"),
        ("", "model.language_model.layers.0.self_attn.q_proj.weight"),
        ("", "layers.0.self_attn.q_proj.weight"),
        ("", "blk.0.attn_q.weight"),
    ):
        if f"{prefix}{name}" in shapes:
            width = side(shapes[name], -1)
            reason = f"It is a language model, {width} wide, which newer pictures models read prompts with."
            return Identified(kind=Kind.TEXT_ENCODER, reason=reason)
    return None
