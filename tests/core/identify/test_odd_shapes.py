"""Files whose tensors are named as in a model but shaped otherwise: never a fault of the program."""

from __future__ import annotations

import random

import pytest

from desktop.core.identify.identified import Kind
from tests.core.identify.headers import named
from tests.helpers.header_files import Shapes, ldm_unet, prefixed
from tests.helpers.published import model_shapes, shapes_of

LORAS: Shapes = {
    "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight": (4, 768),
    "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_up.weight": (1280, 4),
    "a.lokr_w1": (8, 16),
    "a.lokr_w2_a": (80, 4),
    "a.lokr_w2_b": (4, 128),
    "b.hada_w1_a": (640, 4),
    "b.hada_w1_b": (4, 768),
    "c.diff": (640, 768),
}
SMALL: tuple[Shapes, ...] = (
    LORAS,
    {"emb_params": (2, 768)},
    {"clip_l": (2, 768), "clip_g": (2, 1280)},
    {"image_proj.proj.weight": (3072, 1024), "ip_adapter.1.to_k_ip.weight": (320, 768)},
    {"lora_controlnet": (), "a.attn2.to_k.down": (4, 768)},
    {"controlnet_blocks.0.weight": (1536, 1536), "pos_embed.proj.weight": (1536, 16, 2, 2)},
    {"encoder.block.0.layer.0.SelfAttention.q.weight": (4096, 4096), "shared.weight": (32128, 4096)},
    {"text_model.embeddings.token_embedding.weight": (49408, 768)},
    {"vision_model.embeddings.patch_embedding.weight": (1280, 3, 14, 14)},
    {"model.layers.0.self_attn.q_proj.weight": (2560, 2560)},
)


def odd(shapes: Shapes, rng: random.Random) -> Shapes:
    """Some of the shapes with too few or too many sides, with none, or with zeros."""
    changed = dict(shapes)
    for name in rng.sample(list(shapes), max(1, len(shapes) // rng.choice((1, 2, 5, 50)))):
        shape = shapes[name]
        changed[name] = rng.choice(((), shape[:-1], (*shape, 3), (0,) * len(shape), (rng.randrange(9),)))
    return changed


@pytest.mark.parametrize("seed", range(20))
def test_odd_shapes_are_answered(seed: int) -> None:
    rng = random.Random(seed)
    large = (
        shapes_of("sd1"),
        shapes_of("sd3"),
        prefixed("model.diffusion_model.", ldm_unet(label=2816)),
        model_shapes("AutoencoderTiny", {}),
        model_shapes("T2IAdapter", {}),
    )
    for shapes in (*large, *SMALL, *SMALL, *SMALL):
        found = named(odd(shapes, rng))
        assert found.kind in Kind
        assert found.kind is not Kind.UNKNOWN or found.reason
