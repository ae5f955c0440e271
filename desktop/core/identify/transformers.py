"""Transformers (and Stable Cascade's stages) by decisive tensors and the number of their blocks.

Each row holds one naming of one published architecture. ``None`` in a shape stands for any number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.core.identify.architectures import TITLES, VIDEO_FAMILIES, Shapes, count_below
from desktop.core.identify.identified import Identified, Kind, Prediction

_Pattern = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    family: str
    layout: str
    marks: Mapping[str, _Pattern]
    """Tensors that have to be there."""
    blocks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """What stands before a block's number, to how many blocks there may be."""
    variants: tuple[tuple[str, Mapping[str, _Pattern | None]], ...] = ()
    """The first whose tensors are there names the variant; no pattern: the tensor must be missing."""
    prediction: Prediction = Prediction.FLOW


_GUIDANCE = "guidance_in.in_layer.weight"
_GUIDANCE_D = "time_text_embed.guidance_embedder.linear_1.weight"
_FLUX_BLOCKS = {"double_blocks.": (19,), "single_blocks.": (38,)}
_FLUX_BLOCKS_D = {"transformer_blocks.": (19,), "single_transformer_blocks.": (38,)}
_ROWS = (
    _Row(
        "flux1",
        "original",
        {
            "img_in.weight": (3072, None),
            "txt_in.weight": (3072, 4096),
            "vector_in.in_layer.weight": (3072, 768),
            "double_blocks.0.img_attn.qkv.weight": (9216, 3072),
            "single_blocks.0.linear1.weight": (21504, 3072),
        },
        _FLUX_BLOCKS,
        (
            ("fill", {"img_in.weight": (3072, 384), _GUIDANCE: (3072, 256)}),
            ("control", {"img_in.weight": (3072, 128), _GUIDANCE: (3072, 256)}),
            ("dev", {"img_in.weight": (3072, 64), _GUIDANCE: (3072, 256)}),
            ("schnell", {"img_in.weight": (3072, 64), _GUIDANCE: None}),
        ),
    ),
    _Row(
        "flux1",
        "diffusers",
        {
            "x_embedder.weight": (3072, None),
            "context_embedder.weight": (3072, 4096),
            "time_text_embed.text_embedder.linear_1.weight": (3072, 768),
            "transformer_blocks.0.attn.add_k_proj.weight": (3072, 3072),
            "single_transformer_blocks.0.proj_out.weight": (3072, 15360),
        },
        _FLUX_BLOCKS_D,
        (
            ("fill", {"x_embedder.weight": (3072, 384), _GUIDANCE_D: (3072, 256)}),
            ("control", {"x_embedder.weight": (3072, 128), _GUIDANCE_D: (3072, 256)}),
            ("dev", {"x_embedder.weight": (3072, 64), _GUIDANCE_D: (3072, 256)}),
            ("schnell", {"x_embedder.weight": (3072, 64), _GUIDANCE_D: None}),
        ),
    ),
    _Row(
        "chroma",
        "original",
        {
            "img_in.weight": (3072, 64),
            "txt_in.weight": (3072, 4096),
            "distilled_guidance_layer.in_proj.weight": (5120, 64),
            "double_blocks.0.img_attn.qkv.weight": (9216, 3072),
        },
        _FLUX_BLOCKS,
    ),
    _Row(
        "chroma",
        "diffusers",
        {
            "x_embedder.weight": (3072, 64),
            "context_embedder.weight": (3072, 4096),
            "distilled_guidance_layer.in_proj.weight": (5120, 64),
        },
        _FLUX_BLOCKS_D,
    ),
    *(
        _Row(
            "flux2",
            layout,
            {
                f"{image}.weight": (width, 128),
                f"{text}.weight": (width, context),
                f"double_stream_modulation_img.{linear}.weight": (6 * width, width),
                f"single_stream_modulation.{linear}.weight": (3 * width, width),
            },
            {},
            ((variant, {}),),
        )
        for variant, width, context in (
            ("dev", 6144, 15360),
            ("klein-9b", 4096, 12288),
            ("klein-4b", 3072, 7680),
        )
        for layout, image, text, linear in (
            ("original", "img_in", "txt_in", "lin"),
            ("diffusers", "x_embedder", "context_embedder", "linear"),
        )
    ),
    *(
        _Row(
            family,
            "original",
            {
                "x_embedder.proj.weight": (width, 16, 2, 2),
                "context_embedder.weight": (width, 4096),
                "y_embedder.mlp.0.weight": (width, 2048),
                "joint_blocks.0.context_block.attn.qkv.weight": (3 * width, width),
                "pos_embed": (1, positions, width),
                **extra,
            },
            {"joint_blocks.": (blocks,)},
        )
        for family, width, positions, blocks, extra in (
            ("sd35-medium", 1536, 147456, 24, {"joint_blocks.0.x_block.attn2.qkv.weight": (4608, 1536)}),
            ("sd3", 1536, 36864, 24, {}),
            ("sd35-large", 2432, 36864, 38, {}),
        )
    ),
    *(
        _Row(
            family,
            "diffusers",
            {
                "pos_embed.proj.weight": (width, 16, 2, 2),
                "context_embedder.weight": (width, 4096),
                "time_text_embed.text_embedder.linear_1.weight": (width, 2048),
                "transformer_blocks.0.attn.add_k_proj.weight": (width, width),
                "pos_embed.pos_embed": (1, positions, width),
                **extra,
            },
            {"transformer_blocks.": (blocks,)},
        )
        for family, width, positions, blocks, extra in (
            ("sd35-medium", 1536, 147456, 24, {"transformer_blocks.0.attn2.to_q.weight": (1536, 1536)}),
            ("sd3", 1536, 36864, 24, {}),
            ("sd35-large", 2432, 36864, 38, {}),
        )
    ),
    _Row(
        "auraflow",
        "original",
        {
            "cond_seq_linear.weight": (3072, 2048),
            "init_x_linear.weight": (3072, 16),
            "double_layers.0.attn.w1q.weight": (3072, 3072),
        },
        {"double_layers.": (4,), "single_layers.": (32,)},
    ),
    _Row(
        "auraflow",
        "diffusers",
        {"register_tokens": (1, 8, 3072), "context_embedder.weight": (3072, 2048)},
        {"joint_transformer_blocks.": (4,), "single_transformer_blocks.": (32,)},
    ),
    *(
        _Row(
            "pixart",
            "original",
            {
                "x_embedder.proj.weight": (1152, 4, 2, 2),
                "t_block.1.weight": (6912, 1152),
                "y_embedder.y_embedding": (tokens, 4096),
            },
            {"blocks.": (28,)},
            ((variant, {}),),
            Prediction.EPSILON,
        )
        for variant, tokens in (("alpha", 120), ("sigma", 300))
    ),
    _Row(
        "pixart",
        "diffusers",
        {
            "pos_embed.proj.weight": (1152, 4, 2, 2),
            "adaln_single.linear.weight": (6912, 1152),
            "caption_projection.linear_1.weight": (1152, 4096),
        },
        {"transformer_blocks.": (28,)},
        # Without that tensor it is Sigma, or Alpha for small pictures.
        (("alpha", {"adaln_single.emb.resolution_embedder.linear_1.weight": (384, 256)}), ("", {})),
        Prediction.EPSILON,
    ),
    *(
        _Row(
            "hunyuan-dit",
            layout,
            {
                f"{embedder}.proj.weight": (1408, 4, 2, 2),
                f"{text}.weight": (8192, 2048),
                "text_embedding_padding": (333, 1024),
            },
            {"blocks.": (40,)},
            prediction=Prediction.V,
        )
        for layout, embedder, text in (
            ("original", "x_embedder", "mlp_t5.0"),
            ("diffusers", "pos_embed", "text_embedder.linear_1"),
        )
    ),
    _Row(
        "z-image",
        "original",
        {
            "x_embedder.weight": (3840, 64),
            "cap_embedder.1.weight": (3840, 2560),
            "layers.0.attention.qkv.weight": (11520, 3840),
        },
        {"layers.": (30,), "noise_refiner.": (2,), "context_refiner.": (2,)},
    ),
    _Row(
        "z-image",
        "diffusers",
        {
            "all_x_embedder.2-1.weight": (3840, 64),
            "cap_embedder.1.weight": (3840, 2560),
            "layers.0.attention.to_q.weight": (3840, 3840),
        },
        {"layers.": (30,), "noise_refiner.": (2,), "context_refiner.": (2,)},
    ),
    _Row(
        "lumina2",
        "original",
        {
            "x_embedder.weight": (2304, 64),
            "cap_embedder.1.weight": (2304, 2304),
            "layers.0.attention.qkv.weight": (3840, 2304),
        },
        {"layers.": (26,)},
    ),
    _Row(
        "lumina2",
        "diffusers",
        {
            "x_embedder.weight": (2304, 64),
            "time_caption_embed.caption_embedder.1.weight": (2304, 2304),
            "layers.0.attn.to_q.weight": (2304, 2304),
        },
        {"layers.": (26,)},
    ),
    _Row(
        "qwen-image",
        "diffusers",
        {
            "img_in.weight": (3072, 64),
            "txt_in.weight": (3072, 3584),
            "transformer_blocks.0.img_mod.1.weight": (18432, 3072),
            "transformer_blocks.0.attn.add_k_proj.weight": (3072, 3072),
        },
        {"transformer_blocks.": (60,)},
    ),
    _Row("krea2", "original", {"txtfusion.projector.weight": (None, None)}),
    _Row(
        "hidream",
        "diffusers",
        {
            "x_embedder.proj.weight": (2560, 64),
            "double_stream_blocks.0.block.adaLN_modulation.1.weight": (30720, 2560),
        },
        {"double_stream_blocks.": (16,), "single_stream_blocks.": (32,)},
    ),
    *(
        _Row(
            "sana",
            "original",
            {
                "x_embedder.proj.weight": (width, 32, None, None),
                "y_embedder.y_proj.fc1.weight": (width, 2304),
                "blocks.0.cross_attn.q_linear.weight": (width, width),
            },
            {"blocks.": blocks},
            ((variant, {}),),
        )
        for variant, width, blocks in (("1.6b", 2240, (20,)), ("0.6b", 1152, (28,)), ("4.8b", 2240, (60,)))
    ),
    *(
        _Row(
            "sana",
            "diffusers",
            {
                "patch_embed.proj.weight": (width, 32, None, None),
                "caption_projection.linear_1.weight": (width, 2304),
                "transformer_blocks.0.attn2.to_q.weight": (width, width),
            },
            {"transformer_blocks.": blocks},
            ((variant, {}),),
        )
        for variant, width, blocks in (("1.6b", 2240, (20,)), ("0.6b", 1152, (28,)), ("4.8b", 2240, (60,)))
    ),
    *(
        _Row(
            "cascade",
            "diffusers",
            {"clip_txt_mapper.weight": (width, 1280), "clip_img_mapper.weight": (None, 768)},
            {},
            ((variant, {}),),
            Prediction.EPSILON,
        )
        for variant, width in (("stage-c", 2048), ("stage-c-lite", 1536))
    ),
    _Row(
        "cascade",
        "diffusers",
        {"effnet_mapper.0.weight": (None, 16, 1, 1), "pixels_mapper.0.weight": (None, 3, 1, 1)},
        {},
        (("stage-b", {}),),
        Prediction.EPSILON,
    ),
    _Row(
        "svd",
        "ldm",
        {
            "input_blocks.0.0.weight": (320, 8, 3, 3),
            "input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (320, 1024),
            "input_blocks.1.0.time_stack.in_layers.2.weight": (320, 320, 3, 1, 1),
            "label_emb.0.0.weight": (1280, 768),
        },
        {"input_blocks.": (12,), "output_blocks.": (12,)},
        prediction=Prediction.V,
    ),
    _Row(
        "svd",
        "diffusers",
        {
            "conv_in.weight": (320, 8, 3, 3),
            "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight": (320, 1024),
            "down_blocks.0.resnets.0.temporal_res_block.conv1.weight": (320, 320, 3, 1, 1),
            "add_embedding.linear_1.weight": (1280, 768),
        },
        {"down_blocks.": (4,), "up_blocks.": (4,)},
        prediction=Prediction.V,
    ),
    *(
        _Row(
            "wan",
            layout,
            {
                "patch_embedding.weight": (width, None, 1, 2, 2),
                f"{text}.weight": (width, 4096),
                f"blocks.0.{attention}.weight": (width, width),
            },
            {"blocks.": (blocks,)},
            (
                (f"t2v-{size}", {"patch_embedding.weight": (width, 16, 1, 2, 2)}),
                (f"i2v-{size}", {"patch_embedding.weight": (width, 36, 1, 2, 2)}),
                (f"ti2v-{size}", {"patch_embedding.weight": (width, 48, 1, 2, 2)}),
            ),
        )
        for size, width, blocks in (("14b", 5120, 40), ("5b", 3072, 30), ("1.3b", 1536, 30))
        for layout, text, attention in (
            ("original", "text_embedding.0", "cross_attn.k"),
            ("diffusers", "condition_embedder.text_embedder.linear_1", "attn2.to_k"),
        )
    ),
    *(
        _Row(
            "ltx",
            layout,
            {
                f"{patch}.weight": (width, 128),
                "transformer_blocks.0.scale_shift_table": (6, width),
                f"{time}.linear.weight": (6 * width, width),
            },
            {"transformer_blocks.": blocks},
            ((variant, {}),),
        )
        for variant, width, blocks in (("2b", 2048, (28,)), ("13b", 4096, (48,)))
        for layout, patch, time in (
            ("original", "patchify_proj", "adaln_single"),
            ("diffusers", "proj_in", "time_embed"),
        )
    ),
    _Row(
        "hunyuan-video",
        "original",
        {
            "img_in.proj.weight": (3072, None, 1, 2, 2),
            "txt_in.individual_token_refiner.blocks.0.adaLN_modulation.1.weight": (6144, 3072),
        },
        {"double_blocks.": (20,), "single_blocks.": (40,)},
    ),
    _Row(
        "hunyuan-video",
        "diffusers",
        {
            "x_embedder.proj.weight": (3072, None, 1, 2, 2),
            "context_embedder.time_text_embed.text_embedder.linear_1.weight": (3072, 4096),
        },
        {"transformer_blocks.": (20,), "single_transformer_blocks.": (40,)},
    ),
    *(
        _Row(
            "cogvideox",
            "diffusers",
            {
                "patch_embed.text_proj.weight": (width, 4096),
                "transformer_blocks.0.attn1.to_q.weight": (width, width),
            },
            {"transformer_blocks.": (blocks,)},
            ((variant, {}),),
            Prediction.V,
        )
        for variant, width, blocks in (("2b", 1920, 30), ("5b", 3072, 42))
    ),
)


def name_transformer(shapes: Shapes) -> Identified | None:
    """Which transformer these tensors are, names without prefix; None when they are none that is known."""
    nearly = ""
    for row in _ROWS:
        if not all(_agrees(shapes.get(name), pattern) for name, pattern in row.marks.items()):
            continue
        counts = {prefix: count_below(shapes, prefix) for prefix in row.blocks}
        if all(counts[prefix] in allowed for prefix, allowed in row.blocks.items()):
            return _named(row, shapes)
        seen = " and ".join(map(str, counts.values()))
        wanted = " and ".join("/".join(map(str, allowed)) for allowed in row.blocks.values())
        nearly = (
            nearly or f"It is built like {TITLES[row.family]}, but with {seen} blocks instead of {wanted}."
        )
    if nearly:
        return Identified(kind=Kind.DENOISER, parts=("transformer",), reason=nearly)
    return None


def _named(row: _Row, shapes: Shapes) -> Identified:
    variant = next(
        (
            name
            for name, marks in row.variants
            if all(
                key not in shapes if pattern is None else _agrees(shapes.get(key), pattern)
                for key, pattern in marks.items()
            )
        ),
        None,
    )
    kind = Kind.VIDEO if row.family in VIDEO_FAMILIES else Kind.DENOISER
    part = "unet" if row.family in {"svd", "cascade"} else "transformer"
    if variant is None and row.variants:
        reason = f"It is built like {TITLES[row.family]}, with other inputs."
        return Identified(kind=kind, layout=row.layout, parts=(part,), reason=reason)
    return Identified(
        kind=kind,
        family=row.family,
        variant=variant or "",
        fits=(row.family,),
        layout=row.layout,
        prediction_type=row.prediction,
        parts=(part,),
    )


def _agrees(shape: tuple[int, ...] | None, pattern: _Pattern) -> bool:
    return (
        shape is not None
        and len(shape) == len(pattern)
        and all(wanted in (None, side) for side, wanted in zip(shape, pattern, strict=True))
    )
