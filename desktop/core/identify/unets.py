"""U-Nets by their outline: widths and attention depths, read from LDM or diffusers names.

The outlines are those of the published configs: Stable Diffusion 1 and 2 (Rombach et al., 2022), SDXL and
its refiner (Podell et al., 2023), SSD-1B and Vega (Gupta et al., 2024), KOALA (Lee et al., 2023).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.core.identify.architectures import TITLES, Shapes, count_below, side
from desktop.core.identify.identified import Identified, Kind, Prediction

Levels = tuple[tuple[int, int], ...]
"""For each residual block on the way down: its channels, and how many transformer blocks follow it."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What is decisive of a U-Net."""

    layout: str
    in_channels: int
    out_channels: int
    levels: Levels
    middle: int
    """Transformer blocks in the middle."""
    context: tuple[int, ...]
    """Widths of what cross-attention reads; one in a sound U-Net of a known kind."""
    label: int | None
    """Width of the vector added to the time embedding (sizes, pooled text), or the number of classes."""
    linear: bool
    """Whether its transformers are entered by linear layers; by convolutions in SD 1.x."""
    complete: bool
    """Whether the way up fits the way down."""

    def __str__(self) -> str:
        widths = ", ".join(f"{width}×{depth}" for width, depth in self.levels)
        context = " and ".join(map(str, self.context)) or "none"
        inputs = f"{self.in_channels} input channels"
        return f"a U-Net with {inputs}, blocks {widths}, cross-attention width {context}"


@dataclass(frozen=True, slots=True)
class _Row:
    family: str
    levels: Levels
    middle: int | None
    context: int
    linear: bool
    inputs: Mapping[int, str]
    """Input channels to variant."""
    labels: Mapping[int | None, str] = field(default_factory=lambda: {None: ""})
    """Label width to variant."""


def _levels(base: int, *groups: tuple[int, int], blocks: int = 2) -> Levels:
    """``groups`` are multiples of ``base`` and depths."""
    return tuple(
        itertools.chain.from_iterable([(base * multiple, depth)] * blocks for multiple, depth in groups)
    )


_SEEING = "sees-picture"
"""Eight channels alone: InstructPix2Pix, but also IC-Light, Marigold and others."""
_SD_LEVELS = _levels(320, (1, 1), (2, 1), (4, 1), (4, 0))
_ROWS = (
    _Row("sd1", _SD_LEVELS, 1, 768, False, {4: "", 8: _SEEING, 9: "inpaint"}),
    _Row(
        "sd2",
        _SD_LEVELS,
        1,
        1024,
        True,
        {4: "", 5: "depth", 8: _SEEING, 9: "inpaint"},
        {None: "", 2048: "unclip-h", 1536: "unclip-l"},
    ),
    _Row(
        "x4-upscaler",
        _levels(256, (1, 0), (2, 1), (2, 1), (4, 1)),
        1,
        1024,
        True,
        {7: ""},
        {1000: ""},
    ),
    _Row(
        "sdxl",
        _levels(320, (1, 0), (2, 2), (4, 10)),
        10,
        2048,
        True,
        {4: "", 8: _SEEING, 9: "inpaint"},
        {2816: ""},
    ),
    _Row("kolors", _levels(320, (1, 0), (2, 2), (4, 10)), 10, 2048, True, {4: "", 9: "inpaint"}, {5632: ""}),
    _Row(
        "sdxl-refiner",
        _levels(384, (1, 0), (2, 4), (4, 4), (4, 0)),
        4,
        1280,
        True,
        {4: ""},
        {2560: ""},
    ),
    _Row("ssd-1b", _levels(320, (1, 0), (2, 2), (4, 4)), None, 2048, True, {4: ""}, {2816: ""}),
    _Row("segmind-vega", _levels(320, (1, 0), (2, 1), (4, 2)), None, 2048, True, {4: ""}, {2816: ""}),
    _Row("koala", _levels(320, (1, 0), (2, 2), (4, 5), blocks=1), None, 2048, True, {4: ""}, {2816: "700m"}),
    _Row("koala", _levels(320, (1, 0), (2, 2), (4, 6), blocks=1), None, 2048, True, {4: ""}, {2816: "1b"}),
)
_TEMPORAL = ("time_stack", "temporal", "motion_modules", "temopral", "time_mixer")


def outline(shapes: Shapes) -> Outline | None:
    """The outline of a plain U-Net, names without prefix; None for anything else."""
    if "input_blocks.0.0.weight" in shapes:
        found = _ldm(shapes)
    elif "conv_in.weight" in shapes and "down_blocks.0.resnets.0.conv1.weight" in shapes:
        found = _diffusers(shapes)
    else:
        return None
    if found is None or any(word in name for name in shapes for word in _TEMPORAL):
        return None
    return found


def name_unet(shapes: Shapes) -> Identified | None:
    """Which U-Net these tensors are, names without prefix; None when they are none."""
    found = outline(shapes)
    if found is None or found.out_channels == 0:
        return None
    unknown = Identified(
        kind=Kind.DENOISER, layout=found.layout, parts=("unet",), reason=f"It holds {found}."
    )
    row = row_of(found)
    if row is None:
        return unknown
    if not found.complete:
        return unknown.model_copy(
            update={"reason": f"It holds a part of the U-Net of {TITLES[row.family]} only."}
        )
    family, variant = row.family, row.labels[found.label] or row.inputs[found.in_channels]
    prediction = None
    if family == "sdxl" and {"edm_mean", "edm_std"} <= shapes.keys():
        family, prediction = "playground-2.5", Prediction.EDM
    few_step = (
        "lcm" if {"time_embed.cond_proj.weight", "time_embedding.cond_proj.weight"} & shapes.keys() else ""
    )
    if "cc_projection.weight" in shapes:
        return unknown.model_copy(update={"reason": "It turns pictured things around (Zero-1-to-3)."})
    reason = ""
    if variant == _SEEING:
        reason = "It reads eight channels: noise, and a picture to follow."
    return Identified(
        kind=Kind.DENOISER,
        family=family,
        variant=variant,
        fits=(family,),
        layout=found.layout,
        prediction_type=prediction,
        few_step=few_step,
        parts=("unet",),
        reason=reason,
    )


def row_of(found: Outline, *, half: bool = False) -> _Row | None:
    """The published U-Net of this outline. ``half``: a ControlNet's, whose inputs may be any."""
    for row in _ROWS:
        fits = (
            (found.levels, found.linear) == (row.levels, row.linear)
            and found.context == (row.context,)
            and found.label in row.labels
            and row.middle in (None, found.middle)
        )
        if fits and (half or (found.in_channels in row.inputs and found.out_channels in (4, 8))):
            return row
    return None


def _ldm(shapes: Shapes) -> Outline | None:
    levels: list[tuple[int, int]] = []
    context: set[int] = set()
    linear = True
    number = 1
    for number in itertools.count(1):
        conv = shapes.get(f"input_blocks.{number}.0.in_layers.2.weight")
        if conv is not None:
            depth = _depth(shapes, f"input_blocks.{number}.1.", context)
            linear &= len(shapes.get(f"input_blocks.{number}.1.proj_in.weight", ())) != 4
            levels.append((side(conv, 0), depth))
        elif f"input_blocks.{number}.0.op.weight" not in shapes:
            break
    middle = _depth(shapes, "middle_block.1.", context)
    first, last = shapes["input_blocks.0.0.weight"], shapes.get("out.2.weight", ())
    if len(first) != 4 or not levels:
        return None
    label = shapes.get("label_emb.0.0.weight", (0, 0))
    classes = shapes.get("label_emb.weight")
    return Outline(
        layout="ldm",
        in_channels=first[1],
        out_channels=last[0] if len(last) == 4 else 0,
        levels=tuple(levels),
        middle=middle,
        context=tuple(sorted(context)),
        label=side(classes, 0) if classes is not None else (side(label, -1) or None),
        linear=linear,
        complete=count_below(shapes, "output_blocks.") == number,
    )


def _diffusers(shapes: Shapes) -> Outline | None:
    levels: list[tuple[int, int]] = []
    context: set[int] = set()
    linear, groups, ups = True, 0, 0
    for group in itertools.count():
        if f"down_blocks.{group}.resnets.0.conv1.weight" not in shapes:
            break
        groups += 1
        for block in itertools.count():
            conv = shapes.get(f"down_blocks.{group}.resnets.{block}.conv1.weight")
            if conv is None:
                break
            attention = f"down_blocks.{group}.attentions.{block}."
            linear &= len(shapes.get(f"{attention}proj_in.weight", ())) != 4
            levels.append((side(conv, 0), _depth(shapes, attention, context)))
    for group in range(groups):
        ups += count_below(shapes, f"up_blocks.{group}.resnets.")
    first, last = shapes["conv_in.weight"], shapes.get("conv_out.weight", ())
    if len(first) != 4 or not levels or "time_embedding.linear_1.weight" not in shapes:
        return None
    middle = _depth(shapes, "mid_block.attentions.0.", context)
    for name in ("add_embedding.linear_1.weight", "class_embedding.linear_1.weight"):
        if len(shapes.get(name, ())) == 2:
            label: int | None = shapes[name][1]
            break
    else:
        label = side(shapes["class_embedding.weight"], 0) if "class_embedding.weight" in shapes else None
    return Outline(
        layout="diffusers",
        in_channels=first[1],
        out_channels=last[0] if len(last) == 4 else 0,
        levels=tuple(levels),
        middle=middle,
        context=tuple(sorted(context)),
        label=label,
        linear=linear,
        complete=ups == len(levels) + groups,
    )


def _depth(shapes: Shapes, prefix: str, context: set[int]) -> int:
    """Transformer blocks below ``prefix``; the widths that they read are added to ``context``."""
    for depth in itertools.count():
        key = shapes.get(f"{prefix}transformer_blocks.{depth}.attn2.to_k.weight")
        if key is None:
            return depth
        context.add(side(key, -1))
    return 0
