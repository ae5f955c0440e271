"""THE registry of model families: one row each. A family never appears in an ``if``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from desktop.core import preview_factors
from desktop.core.geometry import Size
from desktop.core.samplers import FLOW_SAMPLERS, SAMPLERS, SamplerName, ScheduleName


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the window offers when a model of this kind is chosen."""

    sampler: SamplerName
    schedule: ScheduleName
    steps: int
    guidance_scale: float


@dataclass(frozen=True, slots=True)
class TextEncoder:
    """A CLIP encoder of a family. Embeddings of several are laid side by side."""

    name: str
    """Component of the encoder."""
    tokenizer: str
    """Component of its tokenizer."""
    layer: int = 1
    """Which layer is read, 1 is the last: the one that clip skip counts from."""
    normed: bool = True
    """Whether its last norm is applied to what is read."""
    pooled: bool = False
    """Whether the network also wants its summary of the whole prompt."""


@dataclass(frozen=True, slots=True)
class Family:
    """What is common to all models of one architecture."""

    key: str
    title: str
    folder_classes: frozenset[str]
    """Pipelines that a diffusers folder of this family names."""
    denoiser: str
    """Component of the network that is run at each step."""
    denoiser_config: Mapping[str, object]
    """What of the denoiser's config tells the family from others with the same folder classes."""
    tasks: Mapping[str, str]
    """Task name to diffusers pipeline class name."""
    components: Mapping[str, frozenset[str]]
    """Component to the classes that may be loaded for it (``library.Class``): everything else is refused."""
    parameters: Mapping[str, int]
    """Component to how many numbers its weights have, as published; empty where sizes vary."""
    encoders: tuple[TextEncoder, ...]
    defaults: Defaults
    size_range: tuple[int, int]
    """Shortest and longest side that the family draws well."""
    native_side: int
    """Of the pictures that it was trained on."""
    configs: tuple[str, ...]
    """Folders of ``resources/configs`` that files without configs of their own are read by, the first that
    has a component counts; none: only folders can be read."""
    optional: frozenset[str] = frozenset()
    """Components that it also runs without."""
    long_encoder: TextEncoder | None = None
    """A T5 encoder: its embeddings follow the others', widened to match."""
    options: Mapping[str, bool] = field(default_factory=dict)
    """What its pipelines are told beside their components."""
    empty_negative_is_zero: bool = False
    """Trained with zeros in place of the embeddings of no prompt."""
    size_multiple: int = 8
    samplers: tuple[SamplerName, ...] = tuple(SAMPLERS)
    schedules: tuple[ScheduleName, ...] = tuple(ScheduleName)
    shift: float | None = None
    """Flow matching: how far its usual schedule leans to high noise. None for diffusion."""
    maps: int = 130
    """Numbers alive in the denoiser for each pixel of a picture: counted on meta tensors."""
    float32_vae: bool = False
    """Its published VAE overflows in float16 and is run in float32 then."""
    preview_factors: preview_factors.Factors | None = None
    sees_mask: bool = False
    """Its network takes nine channels: noise, mask, and the picture around the mask."""
    emphasis_keeps_mean: bool = False
    """After weighting, scale a chunk's embeddings back to their mean, as programs for this family do."""
    refiner: str = ""
    """Key of the family whose models can finish its pictures."""

    @property
    def tokenizers(self) -> tuple[tuple[str, str], ...]:
        """Pairs of tokenizer and encoder."""
        encoders = self.encoders if self.long_encoder is None else (*self.encoders, self.long_encoder)
        return tuple((encoder.tokenizer, encoder.name) for encoder in encoders)


_SCHEDULERS = frozenset(
    {
        "diffusers.DDIMScheduler",
        "diffusers.DDPMScheduler",
        "diffusers.DPMSolverMultistepScheduler",
        "diffusers.DPMSolverSinglestepScheduler",
        "diffusers.EulerAncestralDiscreteScheduler",
        "diffusers.EulerDiscreteScheduler",
        "diffusers.HeunDiscreteScheduler",
        "diffusers.KDPM2AncestralDiscreteScheduler",
        "diffusers.KDPM2DiscreteScheduler",
        "diffusers.LCMScheduler",
        "diffusers.TCDScheduler",
        "diffusers.LMSDiscreteScheduler",
        "diffusers.PNDMScheduler",
        "diffusers.UniPCMultistepScheduler",
    }
)
_CLIP = frozenset({"transformers.CLIPTextModel"})
_CLIP_PROJECTED = frozenset({"transformers.CLIPTextModelWithProjection"})
_CLIP_TOKENIZER = frozenset({"transformers.CLIPTokenizer", "transformers.CLIPTokenizerFast"})
_T5_TOKENIZER = frozenset({"transformers.T5Tokenizer", "transformers.T5TokenizerFast"})
_VAE = frozenset({"diffusers.AutoencoderKL"})
_UNET = frozenset({"diffusers.UNet2DConditionModel"})
_CLIP_L, _CLIP_G, _CLIP_H, _T5_XXL = 123_060_480, 694_659_840, 340_387_840, 4_762_310_656
_SD_VAE, _SD3_VAE = 83_653_863, 83_819_683
_NINE = MappingProxyType({"in_channels": 9})


def _seeing(row: Family, pipeline: str) -> Family:
    """The row of inpainting models: the same but for their network's nine channels."""
    return replace(
        row,
        key=f"{row.key}-inpaint",
        title=f"{row.title} inpainting",
        denoiser_config=MappingProxyType({**row.denoiser_config, **_NINE}),
        tasks=MappingProxyType(dict.fromkeys(row.tasks, pipeline)),
        sees_mask=True,
    )


_SD1 = Family(
    key="sd1",
    title="SD 1.x",
    folder_classes=frozenset(
        {"StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline"}
    ),
    denoiser="unet",
    denoiser_config=MappingProxyType({"in_channels": 4, "cross_attention_dim": 768}),
    tasks=MappingProxyType({"text": "StableDiffusionPipeline", "image": "StableDiffusionImg2ImgPipeline"}),
    components=MappingProxyType(
        {
            "vae": _VAE,
            "unet": _UNET,
            "text_encoder": _CLIP,
            "tokenizer": _CLIP_TOKENIZER,
            "scheduler": _SCHEDULERS,
        }
    ),
    parameters=MappingProxyType({"unet": 859_520_964, "text_encoder": _CLIP_L, "vae": _SD_VAE}),
    encoders=(TextEncoder("text_encoder", "tokenizer"),),
    defaults=Defaults(SamplerName.DPMPP_2M, ScheduleName.KARRAS, 20, 7.0),
    size_range=(256, 1024),
    native_side=512,
    configs=("sd15",),
    options=MappingProxyType({"requires_safety_checker": False}),
    preview_factors=preview_factors.SD,
    emphasis_keeps_mean=True,
)
_SD2 = replace(
    _SD1,
    key="sd2",
    title="SD 2.x",
    denoiser_config=MappingProxyType({"in_channels": 4, "cross_attention_dim": 1024}),
    parameters=MappingProxyType({"unet": 865_910_724, "text_encoder": _CLIP_H, "vae": _SD_VAE}),
    size_range=(256, 1152),
    native_side=768,
    configs=("sd2",),
)
_SD_CUSTOM = replace(
    _SD1,
    key="sd-custom",
    title="SD",
    denoiser_config=MappingProxyType({"in_channels": 4}),
    parameters=MappingProxyType({}),
    size_range=(64, 1024),
    configs=(),
    preview_factors=None,
    emphasis_keeps_mean=False,
)
_SDXL = replace(
    _SD1,
    key="sdxl",
    title="SDXL",
    folder_classes=frozenset(
        {"StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline"}
    ),
    denoiser_config=MappingProxyType({"in_channels": 4}),
    tasks=MappingProxyType(
        {"text": "StableDiffusionXLPipeline", "image": "StableDiffusionXLImg2ImgPipeline"}
    ),
    components=MappingProxyType(
        {
            "vae": _VAE,
            "unet": _UNET,
            "text_encoder": _CLIP,
            "text_encoder_2": _CLIP_PROJECTED,
            "tokenizer": _CLIP_TOKENIZER,
            "tokenizer_2": _CLIP_TOKENIZER,
            "scheduler": _SCHEDULERS,
        }
    ),
    parameters=MappingProxyType(
        {"unet": 2_567_463_684, "text_encoder": _CLIP_L, "text_encoder_2": _CLIP_G, "vae": _SD_VAE}
    ),
    # Podell et al., 2023: the layer before the last of both, and OpenCLIP's summary.
    encoders=(
        TextEncoder("text_encoder", "tokenizer", layer=2, normed=False),
        TextEncoder("text_encoder_2", "tokenizer_2", layer=2, normed=False, pooled=True),
    ),
    defaults=Defaults(SamplerName.DPMPP_2M, ScheduleName.KARRAS, 25, 6.0),
    size_range=(512, 2048),
    native_side=1024,
    configs=("sdxl",),
    options=MappingProxyType({"add_watermarker": False}),
    empty_negative_is_zero=True,
    maps=79,
    float32_vae=True,
    preview_factors=preview_factors.SDXL,
    refiner="sdxl-refiner",
)
_SDXL_REFINER = replace(
    _SDXL,
    key="sdxl-refiner",
    title="SDXL refiner",
    denoiser_config=MappingProxyType({"in_channels": 4, "cross_attention_dim": 1280}),
    # It was trained on the last fifth of the noise: it draws over pictures, never from noise alone.
    tasks=MappingProxyType({"image": "StableDiffusionXLImg2ImgPipeline"}),
    components=MappingProxyType(
        {
            name: classes
            for name, classes in _SDXL.components.items()
            if name not in ("text_encoder", "tokenizer")
        }
    ),
    parameters=MappingProxyType({"unet": 2_259_526_660, "text_encoder_2": _CLIP_G, "vae": _SD_VAE}),
    encoders=_SDXL.encoders[1:],
    configs=("sdxl-refiner",),
    maps=95,
    # Its pictures were labelled with an aesthetic score, which its pipelines set to 6 and 2.5.
    options=MappingProxyType({"add_watermarker": False, "requires_aesthetics_score": True}),
    empty_negative_is_zero=False,
    refiner="",
)
_SD3 = Family(
    key="sd3",
    title="SD 3",
    folder_classes=frozenset(
        {"StableDiffusion3Pipeline", "StableDiffusion3Img2ImgPipeline", "StableDiffusion3InpaintPipeline"}
    ),
    denoiser="transformer",
    denoiser_config=MappingProxyType({"in_channels": 16}),
    tasks=MappingProxyType({"text": "StableDiffusion3Pipeline", "image": "StableDiffusion3Img2ImgPipeline"}),
    components=MappingProxyType(
        {
            "vae": _VAE,
            "transformer": frozenset({"diffusers.SD3Transformer2DModel"}),
            "text_encoder": _CLIP_PROJECTED,
            "text_encoder_2": _CLIP_PROJECTED,
            "text_encoder_3": frozenset({"transformers.T5EncoderModel"}),
            "tokenizer": _CLIP_TOKENIZER,
            "tokenizer_2": _CLIP_TOKENIZER,
            "tokenizer_3": _T5_TOKENIZER,
            "scheduler": frozenset({"diffusers.FlowMatchEulerDiscreteScheduler"}),
        }
    ),
    parameters=MappingProxyType(
        {
            "transformer": 2_028_328_000,
            "text_encoder": _CLIP_L + 768**2,
            "text_encoder_2": _CLIP_G,
            "text_encoder_3": _T5_XXL,
            "vae": _SD3_VAE,
        }
    ),
    # Esser et al., 2024.
    encoders=(
        TextEncoder("text_encoder", "tokenizer", layer=2, normed=False, pooled=True),
        TextEncoder("text_encoder_2", "tokenizer_2", layer=2, normed=False, pooled=True),
    ),
    long_encoder=TextEncoder("text_encoder_3", "tokenizer_3"),
    optional=frozenset({"text_encoder_3", "tokenizer_3"}),
    defaults=Defaults(SamplerName.EULER, ScheduleName.AUTOMATIC, 28, 7.0),
    size_range=(512, 1536),
    native_side=1024,
    configs=("sd3",),
    size_multiple=16,
    samplers=FLOW_SAMPLERS,
    schedules=(ScheduleName.AUTOMATIC,),
    shift=3.0,
    maps=81,
    preview_factors=preview_factors.SD3,
)
_SD35_MEDIUM = replace(
    _SD3,
    key="sd35-medium",
    title="SD 3.5 medium",
    denoiser_config=MappingProxyType({"in_channels": 16, "qk_norm": "rms_norm"}),
    parameters=MappingProxyType({**_SD3.parameters, "transformer": 2_243_171_520}),
    defaults=replace(_SD3.defaults, steps=40, guidance_scale=4.5),
    configs=("sd35-medium", "sd3"),
)
_SD35_LARGE = replace(
    _SD3,
    key="sd35-large",
    title="SD 3.5 large",
    denoiser_config=MappingProxyType({"in_channels": 16, "qk_norm": "rms_norm", "num_layers": 38}),
    parameters=MappingProxyType({**_SD3.parameters, "transformer": 8_056_627_520}),
    defaults=replace(_SD3.defaults, guidance_scale=4.5),
    configs=("sd35-large", "sd3"),
    maps=130,
)

FAMILIES: dict[str, Family] = {
    row.key: row
    for row in (
        _SD1,
        _SD2,
        _seeing(_SD1, "StableDiffusionInpaintPipeline"),
        _seeing(_SD2, "StableDiffusionInpaintPipeline"),
        _seeing(_SD_CUSTOM, "StableDiffusionInpaintPipeline"),
        _SD_CUSTOM,
        _SDXL,
        _seeing(_SDXL, "StableDiffusionXLInpaintPipeline"),
        _SDXL_REFINER,
        _SD3,
        _SD35_MEDIUM,
        _SD35_LARGE,
    )
}


def detect_family(folder_class: str, denoiser: Mapping[str, object]) -> Family | None:
    """The row for a diffusers folder that names ``folder_class``; None when none fits.

    Of all rows whose ``denoiser_config`` agrees with the denoiser's own it is the most particular one: the
    class that a folder names does not tell whether its network sees the mask, or how wide it is.
    """
    fitting = [
        row
        for row in FAMILIES.values()
        if folder_class in row.folder_classes
        and all(denoiser.get(key) == value for key, value in row.denoiser_config.items())
    ]
    return max(fitting, key=lambda row: len(row.denoiser_config), default=None)


def is_known_class(folder_class: str) -> bool:
    """Whether any family's folders name this pipeline."""
    return any(folder_class in row.folder_classes for row in FAMILIES.values())


def native_size(sample_size: int, vae_scale_factor: int) -> Size:
    """The size a U-Net was trained at: ``unet.sample_size`` times the VAE's factor."""
    side = sample_size * vae_scale_factor
    return Size(side, side)
