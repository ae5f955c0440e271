from __future__ import annotations

import pytest

from desktop.core.identify.architectures import TITLES
from desktop.core.identify.identified import Kind
from tests.core.identify.headers import named
from tests.helpers.header_files import Shapes
from tests.helpers.published import DENOISERS, shapes_of


@pytest.mark.parametrize("name", DENOISERS)
def test_a_published_denoiser_is_named(name: str) -> None:
    _, _, family, variant = DENOISERS[name]
    found = named(shapes_of(name))
    assert (found.family, found.variant, found.fits) == (family, variant, (family,))
    assert found.kind in (Kind.DENOISER, Kind.VIDEO)
    assert found.layout == "diffusers"
    assert family in TITLES


def test_a_distilled_unet_is_told_by_its_guidance_embedding() -> None:
    assert named(shapes_of("sdxl-lcm")).few_step == "lcm"
    assert named(shapes_of("sdxl")).few_step == ""


@pytest.mark.parametrize("name", ["sd1", "sd2", "sdxl", "sd3", "flux1-dev", "z-image", "wan-t2v-1.3b"])
def test_a_denoiser_with_a_block_too_few_is_not_named(name: str) -> None:
    shapes = shapes_of(name)
    last = "up_blocks.0.resnets.1." if "conv_in.weight" in shapes else _last_block(shapes)
    cut = {key: shape for key, shape in shapes.items() if not key.startswith(last)}
    assert len(cut) < len(shapes)
    found = named(cut)
    assert found.family == ""
    assert found.reason


def _last_block(shapes: Shapes) -> str:
    starts = ("transformer_blocks.", "layers.", "blocks.")
    start = next(one for one in starts if f"{one}0." in {f"{key.split('.')[0]}.0." for key in shapes})
    return f"{start}{max(int(key.split('.')[1]) for key in shapes if key.startswith(start))}."


@pytest.mark.parametrize("name", ["sd1", "sdxl", "sd3", "flux1-dev", "chroma", "qwen-image"])
def test_a_denoiser_of_another_width_is_not_named(name: str) -> None:
    wider = {
        key: tuple(side + 8 if side > 16 else side for side in shape)
        for key, shape in shapes_of(name).items()
    }
    assert named(wider).family == ""
