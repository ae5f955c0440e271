"""Where a model's parts lie while a picture is made: decided from sizes alone, to be told before it starts.

The bytes of a part are the numbers in its files times the bytes of one. What a network holds beside its
weights grows with the pixels: how many numbers are alive at once for each pixel of the picture was counted by
running the published configurations of every family on meta tensors, with fused attention, which is what
torch uses (``Family.maps``; the decoder of all KL autoencoders of the Stable Diffusion line holds three maps
of 256 channels at full size). A card takes a share more than that for its libraries' scratch memory.

Pictures are decoded one at a time, so there is nothing to gain from slicing a batch; only tiles help.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams, TaskName
from desktop.core.sizes import DrawingRange, plan_sizes

GIB = 2**30
TILE_SIDE = 512
"""Of a picture that is decoded in tiles, in pixels."""

_DECODER_MAPS = 768
"""Numbers alive for each pixel while a picture is decoded; encoding holds 643."""
_SCRATCH = 1.3
"""What a card's allocator holds, by what is alive in it: cuDNN's workspaces, blocks that are rounded up."""
_DEVICE_MARGIN = GIB // 2
"""Left free on a card: a desktop draws its windows there, too."""
_MEMORY_MARGIN = GIB
"""Main memory that the system and this program's window need in any case."""
_PINNED_SHARE = 0.6
"""Of main memory that may be locked in place for streaming: what systems and drivers grant."""
_CHANGED = 1.3
"""How many times as long a picture may take rather than be a little another one."""
_STREAM_WINDOW = GIB // 4
"""Layers on their way to the card and those in use, when a network is streamed."""
_LARGEST_LAYER = 0.04
"""Of a network's weights: an embedding or a wide linear layer, when layers are brought one by one."""
_FLOAT8_SHARE = 0.53
"""Of a float16 denoiser's bytes, once all but norms and outer layers are stored in eight bits."""

# Rates that tell which mode pays, of a card of the middle: 12 GB/s over PCIe from locked memory (3.0 x16 or
# 4.0 x8), a third of it from memory that isn't, 25 TFLOP/s of float16 in practice. The work of a denoiser is
# that of SDXL by its 2.57 thousand million weights, 5.96 TFLOP at 1024 pixels: the least of all families.
_LOCKED_RATE, _PAGED_RATE = 12e9, 4e9
_WORK_RATE = 25e12
_WORK_PER_WEIGHT_AND_PIXEL = 2.2e-3


class Mode(StrEnum):
    """The rungs of the ladder, fastest first."""

    RESIDENT = "resident"
    """All parts on the device."""
    OFFLOAD = "model offload"
    """One network at a time on the device, the others in main memory."""
    FLOAT8 = "model offload, float8"
    """The same, and the denoiser's weights stored in eight bits: pictures change a little."""
    STREAM = "group offload"
    """The layers of a network that does not fit come as they are needed, the next while one computes."""
    SEQUENTIAL = "sequential"
    """Every layer is brought when its turn comes, from memory that need not be locked."""


@dataclass(frozen=True, slots=True)
class Room:
    """What there is to compute with; free counts what this program's models hold, which can be dropped."""

    kind: str
    """``cpu`` or ``cuda``."""
    value_bytes: int
    """Of one number: 4 in float32, 2 in float16 and bfloat16."""
    device_free: int
    device_total: int
    """Of a card; on a processor both are those of main memory."""
    memory_free: int
    memory_total: int
    native_bfloat16: bool = False
    """Whether the processor multiplies bfloat16 itself (AVX512-BF16, AMX); emulated it is slow."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a job asks of memory, whatever the room."""

    parts: Mapping[str, int]
    """Network to how many numbers its weights are."""
    denoiser: str
    maps: int
    """Numbers alive in the denoiser for each pixel of each picture of a batch."""
    drawn: Size
    """The largest size that goes through the denoiser at once."""
    decoded: Size
    """The largest size that the VAE decodes at once."""
    batch: int = 2
    """Pictures in the denoiser at once: two with guidance."""
    steps: int = 20
    beside: int = 0
    """Numbers in another model that the same job needs, such as a refiner."""
    float32_vae: bool = False
    """Its VAE overflows in float16, so it is run in float32."""


@dataclass(frozen=True, slots=True)
class MemoryPlan:
    """The mode that fits, and what to expect of it."""

    mode: Mode
    streamed: frozenset[str]
    """Networks whose layers are brought one by one, in the modes that do that."""
    tiled: bool
    """The VAE works in tiles of TILE_SIDE, which changes pixels a little."""
    bfloat16: bool
    """A processor computes in bfloat16, because float32 would not fit."""
    peak_bytes: int
    """Expected on the device, weights included; on a processor in main memory, without the program itself."""
    memory_bytes: int
    """Expected in main memory."""
    spare_bytes: int
    """Of the device, for other models that may stay there."""
    slow_down: float
    """How many times as long as with everything on the device, roughly."""
    tight: bool
    """It is more than is free now: other programs have to give way."""

    @property
    def words(self) -> str:
        """In a sentence or two, for people; empty when there is nothing to say."""
        said = []
        if self.mode is not Mode.RESIDENT:
            said.append(f"{_MODE_WORDS[self.mode]}, about {self.slow_down:.1f} times as long")
        if self.bfloat16:
            said.append("computed in bfloat16, because float32 does not fit into memory")
        if self.tiled:
            said.append("decoded in tiles")
        if not said:
            return ""
        return f"To fit into memory: {'; '.join(said)}."


_MODE_WORDS = {
    Mode.OFFLOAD: "one part of the model at a time on the card",
    Mode.FLOAT8: "one part at a time on the card, the largest in eight bits, which changes details",
    Mode.STREAM: "the model's layers are brought to the card as they are needed",
    Mode.SEQUENTIAL: "every layer is brought to the card when its turn comes",
}


def need_of(
    info: ModelInfo, params: GenerateParams, parts: Mapping[str, int] | None = None, beside: int = 0
) -> Need | None:
    """What a job with this model needs; None for upscaling without it.

    ``parts`` are the numbers in each network; without, the family's published ones, or all as one network.
    ``beside`` is Need's.
    """
    family = info.family
    if params.task is TaskName.UPSCALE and not (params.upscale and params.upscale.refine):
        return None
    if parts is None:
        parts = family.parameters or {family.denoiser: info.parameters}
    drawn, decoded = _largest(info, params)
    return Need(
        parts=parts,
        denoiser=family.denoiser,
        maps=family.maps,
        drawn=drawn,
        decoded=decoded,
        batch=2 if params.guidance_scale > 1.0 else 1,
        steps=params.steps,
        beside=beside,
        float32_vae=family.float32_vae,
    )


def plan_memory(need: Need, room: Room, at_least: Mode = Mode.RESIDENT, tiled: bool = False) -> MemoryPlan:
    """The fastest mode that fits, not before ``at_least`` on the ladder.

    Raises AppError("too_large") when not even the last one fits.
    """
    return _on_processor(need, room, tiled) if room.kind == "cpu" else _on_card(need, room, at_least, tiled)


def step_down(plan: MemoryPlan, kind: str) -> tuple[Mode, bool] | None:
    """The mode, and whether in tiles, to try when ``plan`` ran out of memory; None when none is left."""
    if kind == "cpu":
        return None if plan.tiled else (plan.mode, True)
    if plan.mode is Mode.SEQUENTIAL:
        return None if plan.tiled else (plan.mode, True)
    return {Mode.RESIDENT: Mode.OFFLOAD, Mode.STREAM: Mode.SEQUENTIAL}.get(plan.mode, Mode.STREAM), True


def _largest(info: ModelInfo, params: GenerateParams) -> tuple[Size, Size]:
    """The largest sizes that are drawn and decoded at once."""
    draws = DrawingRange.of(info)
    if params.task is TaskName.UPSCALE:
        return info.native_size, info.native_size
    if params.task is TaskName.INPAINT and draws.initial(params.size).area < params.size.area:
        return draws.initial(params.size), draws.initial(params.size)  # no more than a part is drawn
    passes = plan_sizes(params.size, draws, params.denoise).passes
    stages = [one.stages(params.steps)[0].size for one in passes]
    largest = max(stages, key=lambda size: size.area)
    return largest, largest


def _on_processor(need: Need, room: Room, tiled: bool) -> MemoryPlan:
    """Float32, in which every picture so far was made; bfloat16 where that alone fits and isn't emulated."""
    total = room.memory_total - _MEMORY_MARGIN
    choices = [(4, False), (4, True)] if room.value_bytes == 4 else []
    if room.value_bytes == 2 or room.native_bfloat16:
        choices += [(2, False), (2, True)]
    least = 0
    for value_bytes, in_tiles in choices:
        if tiled and not in_tiles:
            continue
        weights = (sum(need.parts.values()) + need.beside) * value_bytes
        drawing = need.batch * need.maps * need.drawn.area * value_bytes
        decoding = _decoding(need, value_bytes, in_tiles)
        least = weights + max(drawing, decoding)
        if least <= total:
            return MemoryPlan(
                mode=Mode.RESIDENT,
                streamed=frozenset(),
                tiled=in_tiles,
                bfloat16=value_bytes == 2 and room.value_bytes == 4,
                peak_bytes=least,
                memory_bytes=least,
                spare_bytes=total - least,
                slow_down=1.1 if in_tiles else 1.0,
                tight=least > room.memory_free,
            )
    raise _too_large(least, room.memory_total, "This computer")


def _on_card(need: Need, room: Room, at_least: Mode, tiled: bool) -> MemoryPlan:
    free = room.device_free - _DEVICE_MARGIN
    candidates = [
        plan
        for in_tiles in ((True,) if tiled else (False, True))
        for plan in _ladder(need, room, in_tiles)
        if _rung(plan.mode) >= _rung(at_least)
    ]
    fitting = [plan for plan in candidates if plan.peak_bytes <= free]
    if not fitting:
        least = min(candidates, key=lambda plan: plan.peak_bytes)
        if least.peak_bytes > room.device_total:
            raise _too_large(least.peak_bytes, room.device_total, "The graphics card")
        return replace(least, spare_bytes=0, tight=True)
    best = min(fitting, key=_price)
    return replace(best, spare_bytes=free - best.peak_bytes)


def _ladder(need: Need, room: Room, tiled: bool) -> list[MemoryPlan]:
    """Each mode that this room can do, with what it needs there."""
    size = room.value_bytes
    weights = {name: numbers * size for name, numbers in need.parts.items()}
    drawing = round(need.batch * need.maps * need.drawn.area * size * _SCRATCH)
    decoding = round(_decoding(need, size, tiled) * _SCRATCH)
    total, largest = sum(weights.values()) + need.beside * size, weights[need.denoiser]
    fastest = _work_s(need)
    others = {name: size for name, size in weights.items() if name != need.denoiser}
    most_other = max(others.values(), default=0)
    tiles = 1.1 if tiled else 1.0

    def made(mode: Mode, peak: int, seconds: float, streamed: frozenset[str] = frozenset()) -> MemoryPlan:
        slow_down = round(max(1.0, tiles * (fastest + seconds) / fastest), 2)
        in_memory = 0 if mode is Mode.RESIDENT else total
        return MemoryPlan(mode, streamed, tiled, False, peak, in_memory, 0, slow_down, False)

    vae = weights.get("vae", 0)
    each_once = total / _PAGED_RATE
    plans = [
        made(Mode.RESIDENT, total + max(drawing, decoding), 0.0),
        made(Mode.OFFLOAD, max(most_other, largest + drawing, vae + decoding), each_once),
    ]
    streamed = frozenset(
        name
        for name, size in weights.items()
        if name != "vae"
        and size > room.device_free - _DEVICE_MARGIN  # a VAE is small: what it decodes is what may not fit
    ) | {need.denoiser}
    kept = max((size for name, size in others.items() if name not in streamed), default=0)
    streaming = need.steps * max(0.0, largest / _LOCKED_RATE - fastest / need.steps)
    if sum(weights[name] for name in streamed) <= _PINNED_SHARE * room.memory_total:
        peak = max(kept, _STREAM_WINDOW + drawing, vae + decoding)
        plans.append(made(Mode.STREAM, peak, each_once + streaming, streamed))
    if size == 2 and streaming > 0.0:
        # Only where streaming costs more than computing hides: it is the one mode that changes what is drawn.
        eight = round(largest * _FLOAT8_SHARE)
        plans.append(made(Mode.FLOAT8, max(most_other, eight + drawing, vae + decoding), each_once))
    layer = round(max(weights[name] for name in streamed) * _LARGEST_LAYER)
    bringing = need.steps * largest / _PAGED_RATE
    peak = max(kept, layer + drawing, vae + decoding)
    plans.append(made(Mode.SEQUENTIAL, peak, each_once + bringing, streamed))
    return plans


def _price(plan: MemoryPlan) -> float:
    """Time, and what changes pixels counted as time: worth it only where the faithful way is much slower."""
    return plan.slow_down * (_CHANGED if plan.tiled else 1) * (_CHANGED if plan.mode is Mode.FLOAT8 else 1)


def _rung(mode: Mode) -> int:
    return list(Mode).index(mode)


def _work_s(need: Need) -> float:
    """Seconds that the denoiser computes for a picture."""
    work = _WORK_PER_WEIGHT_AND_PIXEL * need.parts[need.denoiser] * need.drawn.area * need.batch
    return max(1e-3, need.steps * work / _WORK_RATE)


def _decoding(need: Need, value_bytes: int, tiled: bool) -> int:
    """Bytes alive beside the VAE's weights."""
    area = min(need.decoded.area, TILE_SIDE**2) if tiled else need.decoded.area
    picture = 3 * 4 * need.decoded.area * (2 if tiled else 1)
    return _DECODER_MAPS * area * (4 if need.float32_vae else value_bytes) + picture


def _too_large(least: int, total: int, what: str) -> AppError:
    return AppError(
        "too_large",
        f"This picture needs about {least / GIB:.1f} GB of memory. {what} has {total / GIB:.1f} GB.",
        "Choose a smaller size or a smaller model.",
    )
