"""THE registry of model families: one row each. A family never appears in an ``if``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from desktop.core.geometry import Size
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the window offers when a model of this kind is chosen."""

    sampler: SamplerName
    schedule: ScheduleName
    steps: int
    guidance_scale: float


@dataclass(frozen=True, slots=True)
class Family:
    """What is common to all models of one architecture.

    A folder's class, ``sees_mask`` and ``cross_attention_dim`` (None: any other width) detect the row.
    ``preview_factors`` maps latents to RGB in [-1, 1]: a row of three for each channel, then the bias.
    """

    key: str
    title: str
    cross_attention_dim: int | None
    tasks: Mapping[str, str]
    """Task name to diffusers pipeline class name."""
    components: Mapping[str, frozenset[str]]
    """Component to the classes that may be loaded for it (``library.Class``): everything else is refused."""
    defaults: Defaults
    size_range: tuple[int, int]
    """Shortest and longest side that the family draws well."""
    folder_classes: frozenset[str] = frozenset(
        {
            "StableDiffusionPipeline",
            "StableDiffusionImg2ImgPipeline",
            "StableDiffusionInpaintPipeline",
        }
    )
    size_multiple: int = 8
    samplers: tuple[SamplerName, ...] = tuple(SAMPLERS)
    preview_factors: tuple[tuple[float, float, float], ...] | None = None
    sees_mask: bool = False
    """Its network takes nine channels: noise, mask, and the picture around the mask."""
    emphasis_keeps_mean: bool = False
    """After weighting, scale a chunk's embeddings back to their mean, as programs for this family do."""


_SEEING_CHANNELS = 9
_SD_TASKS = MappingProxyType({"text": "StableDiffusionPipeline", "image": "StableDiffusionImg2ImgPipeline"})
_SEEING_TASKS = MappingProxyType(dict.fromkeys(_SD_TASKS, "StableDiffusionInpaintPipeline"))
_SCHEDULERS = frozenset(
    {
        "diffusers.DDIMScheduler",
        "diffusers.PNDMScheduler",
        "diffusers.LMSDiscreteScheduler",
        "diffusers.EulerDiscreteScheduler",
        "diffusers.EulerAncestralDiscreteScheduler",
        "diffusers.DPMSolverMultistepScheduler",
        "diffusers.UniPCMultistepScheduler",
        "diffusers.LCMScheduler",
        "diffusers.DDPMScheduler",
    }
)
_SD_COMPONENTS = MappingProxyType(
    {
        "vae": frozenset({"diffusers.AutoencoderKL"}),
        "unet": frozenset({"diffusers.UNet2DConditionModel"}),
        "text_encoder": frozenset({"transformers.CLIPTextModel"}),
        "tokenizer": frozenset({"transformers.CLIPTokenizer", "transformers.CLIPTokenizerFast"}),
        "scheduler": _SCHEDULERS,
    }
)
_SD_DEFAULTS = Defaults(SamplerName.DPMPP_2M, ScheduleName.KARRAS, 20, 7.0)
# A linear fit of SD 1.x latents (scaled) to RGB, published by "keturn" on the Hugging Face forum, 2022.
_SD_PREVIEW = (
    (0.298, 0.207, 0.208),
    (0.187, 0.286, 0.173),
    (-0.158, 0.189, 0.264),
    (-0.184, -0.271, -0.473),
    (0.0, 0.0, 0.0),
)

FAMILIES: dict[str, Family] = {
    row.key: row
    for row in (
        Family(
            key="sd1",
            title="SD 1.x",
            cross_attention_dim=768,
            tasks=_SD_TASKS,
            components=_SD_COMPONENTS,
            defaults=_SD_DEFAULTS,
            size_range=(256, 1024),
            preview_factors=_SD_PREVIEW,
            emphasis_keeps_mean=True,
        ),
        Family(
            key="sd2",
            title="SD 2.x",
            cross_attention_dim=1024,
            tasks=_SD_TASKS,
            components=_SD_COMPONENTS,
            defaults=_SD_DEFAULTS,
            size_range=(256, 1152),
            preview_factors=_SD_PREVIEW,
            emphasis_keeps_mean=True,
        ),
        Family(
            key="sd1-inpaint",
            title="SD 1.x inpainting",
            cross_attention_dim=768,
            tasks=_SEEING_TASKS,
            components=_SD_COMPONENTS,
            defaults=_SD_DEFAULTS,
            size_range=(256, 1024),
            preview_factors=_SD_PREVIEW,
            sees_mask=True,
            emphasis_keeps_mean=True,
        ),
        Family(
            key="sd2-inpaint",
            title="SD 2.x inpainting",
            cross_attention_dim=1024,
            tasks=_SEEING_TASKS,
            components=_SD_COMPONENTS,
            defaults=_SD_DEFAULTS,
            size_range=(256, 1152),
            preview_factors=_SD_PREVIEW,
            sees_mask=True,
            emphasis_keeps_mean=True,
        ),
        Family(
            key="sd-custom-inpaint",
            title="SD inpainting",
            cross_attention_dim=None,
            tasks=_SEEING_TASKS,
            components=_SD_COMPONENTS,
            defaults=_SD_DEFAULTS,
            size_range=(64, 1024),
            sees_mask=True,
        ),
        Family(
            key="sd-custom",
            title="SD",
            cross_attention_dim=None,
            tasks=_SD_TASKS,
            components=_SD_COMPONENTS,
            defaults=_SD_DEFAULTS,
            size_range=(64, 1024),
        ),
    )
}


def detect_family(
    folder_class: str, cross_attention_dim: int | None = None, in_channels: int = 4
) -> Family | None:
    """The row for a diffusers folder: exact width first, then the row for any width; None when none fits.

    The class a folder names does not tell whether its network sees the mask: ``in_channels`` of the U-Net do.
    """
    candidates = [
        row
        for row in FAMILIES.values()
        if folder_class in row.folder_classes and row.sees_mask == (in_channels == _SEEING_CHANNELS)
    ]
    exact = [row for row in candidates if row.cross_attention_dim == cross_attention_dim]
    other = [row for row in candidates if row.cross_attention_dim is None]
    return next(iter(exact or other), None)


def native_size(sample_size: int, vae_scale_factor: int) -> Size:
    """The size a U-Net was trained at: ``unet.sample_size`` times the VAE's factor."""
    side = sample_size * vae_scale_factor
    return Size(side, side)
