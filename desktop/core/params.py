"""Everything that affects a picture, as one frozen tree. JSON in and out."""

from __future__ import annotations

import secrets
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName

MAX_SEED = 2**63 - 1
MAX_SIDE = 8192
MIN_SIDE = 64
RANDOM_SEED = -1
MAX_LORAS = 50


class Frozen(BaseModel):
    """Base of everything that is read from a file: immutable, unknown keys refused, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def checked(cls, **values: Any) -> Self:
        """Build from outside values; raises AppError("bad_value") that names the first bad one."""
        try:
            return cls(**values)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            name = ".".join(str(part) for part in first["loc"]) or "settings"
            text = first["msg"].removeprefix("Value error, ")
            message = f"The value of {name} can't be used: {text}."
            raise AppError("bad_value", message, details=str(error)) from None


def random_seed() -> int:
    """A fresh seed below 2**32, so that it can be typed into other programs too."""
    return secrets.randbelow(2**32)


class ModelRef(Frozen):
    """A model as a picture's settings name it: found by name; the hash tells whether it is the same."""

    name: str
    hash: str = ""
    """First 10 hex digits of the model's SHA-256 (core.hashes), empty when unknown."""


class LoraUse(Frozen):
    """A LoRA (Hu et al., 2021) and how much of it is added: 0 is nothing, negative the opposite."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^:<>\n]+$")]
    """In the library; one that can stand in a tag."""
    unet: Annotated[float, Field(ge=-2.0, le=2.0)] = 1.0
    """To the layers of the denoiser."""
    text: Annotated[float, Field(ge=-2.0, le=2.0)] = 1.0
    """To those of all text encoders."""


class TaskName(StrEnum):
    """What a job does: its settings say with what."""

    TEXT = "text"
    IMAGE = "image"
    INPAINT = "inpaint"
    UPSCALE = "upscale"


class FillMode(StrEnum):
    """What stands in the mask before it is drawn new."""

    KEEP = "keep"
    BLUR = "blur"
    NEUTRAL = "neutral"
    BORDER = "border"
    NOISE = "noise"


class StoredPicture(Frozen):
    """A picture or mask in the input store (core.input_store), by its content."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Size


class Source(Frozen):
    """What a job starts from. White (255) in the mask, of the picture's size, is made new; grey partly."""

    picture: StoredPicture
    mask: StoredPicture | None = None

    @model_validator(mode="after")
    def _same_size(self) -> Self:
        if self.mask is not None and self.mask.size != self.picture.size:
            raise ValueError("the mask is not as large as the picture")
        return self


class InpaintOptions(Frozen):
    """How a masked part is made new; lengths in pixels of the picture."""

    fill: FillMode = FillMode.KEEP
    grow: Annotated[int, Field(ge=0, le=256)] = 4
    feather: Annotated[int, Field(ge=0, le=256)] = 10
    padding: Annotated[int, Field(ge=0, le=2048)] = 0
    """Surroundings that the model sees beside the mask; 0 chooses by the mask's size."""
    soft: bool = True
    """Grey parts of the mask change less (differential diffusion, Levin and Fried, 2023)."""
    match_colours: bool = True


class UpscaleOptions(Frozen):
    """How a picture is made larger."""

    factor: Literal[2, 4] = 2
    upscaler: str = ""
    """Name of an upscaler in the library; empty for Lanczos."""
    refine: bool = False
    """Draw it over with the prompt at ``strength``, in tiles."""


class RefinerOptions(Frozen):
    """A second model of the same latents that finishes the picture (Podell et al., 2023)."""

    model: ModelRef
    switch_at: Annotated[float, Field(gt=0.0, lt=1.0)] = 0.8
    """After this share of the noise's way it takes over."""


class Variation(Frozen):
    """Noise between that of ``seed`` and of the job's own seed (spherical interpolation)."""

    seed: Annotated[int, Field(ge=0, le=MAX_SEED)]
    strength: Annotated[float, Field(ge=0.0, le=1.0)]
    """0 is ``GenerateParams.seed`` alone, 1 this seed alone."""


class GenerateParams(Frozen):
    """Settings of one job. Image k uses seed + k, and its saved file holds seed + k and count 1."""

    version: Literal[1] = 1
    task: TaskName = TaskName.TEXT
    model: ModelRef
    prompt: str = Field(default="", max_length=20_000)
    negative_prompt: str = Field(default="", max_length=20_000)
    prompt_template: str = Field(default="", max_length=20_000)
    """What ``prompt`` was drawn from (core.wildcards); empty when nothing was drawn."""
    negative_template: str = Field(default="", max_length=20_000)
    sampler: SamplerName = SamplerName.DPMPP_2M
    schedule: ScheduleName = ScheduleName.AUTOMATIC
    steps: Annotated[int, Field(ge=1, le=150)] = 20
    guidance_scale: Annotated[float, Field(ge=0.0, le=30.0)] = 7.0
    """Classifier-free guidance (Ho and Salimans, 2022); 1 or less turns it and the negative prompt off."""
    size: Size = Size(512, 512)
    """Of the finished picture, exactly (core.sizes says what is drawn on the way)."""
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    count: Annotated[int, Field(ge=1, le=1000)] = 1
    clip_skip: Annotated[int, Field(ge=1, le=12)] = 1
    """1 uses the layer that models of the family are trained with, 2 the one before."""
    shift: Annotated[float | None, Field(ge=0.1, le=20.0)] = None
    """Flow matching alone: how far the schedule leans to high noise; None is the model's own."""
    strength: Annotated[float, Field(gt=0.0, le=1.0)] = 1.0
    """How much of the source is replaced by noise: with 1 only its place in the picture matters."""
    source: Source | None = None
    inpaint: InpaintOptions | None = None
    upscale: UpscaleOptions | None = None
    variation: Variation | None = None
    refiner: RefinerOptions | None = None
    vae: ModelRef | None = None
    """Another VAE than the model's own."""
    loras: Annotated[tuple[LoraUse, ...], Field(max_length=MAX_LORAS)] = ()
    """Beside those that tags in the prompts name (core.adapters)."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        row = SAMPLERS[self.sampler]
        if self.schedule not in row.schedules:
            fitting = ", ".join(row.schedules)
            raise ValueError(f"{self.schedule} does not go with {self.sampler} (these do: {fitting})")
        if self.steps < row.min_steps:
            raise ValueError(f"{self.sampler} needs at least {row.min_steps} steps")
        shortest = MIN_SIDE if self.task is TaskName.TEXT else 1
        for side in (self.size.width, self.size.height):
            if not shortest <= side <= MAX_SIDE:
                raise ValueError(f"sides go from {shortest} to {MAX_SIDE} pixels, the size is {self.size}")
        self._check_task()
        if len({use.name for use in self.loras}) < len(self.loras):
            raise ValueError("a LoRA is named twice")
        if self.seed + self.count - 1 > MAX_SEED:
            raise ValueError(f"the last picture's seed would pass {MAX_SEED}")
        return self

    def _check_task(self) -> None:
        """What the task needs is there, and nothing that it doesn't know."""
        has = (
            self.source is not None,
            self.source is not None and self.source.mask is not None,
            self.inpaint is not None,
            self.upscale is not None,
        )
        expected = {
            TaskName.TEXT: (False, False, False, False),
            TaskName.IMAGE: (True, False, False, False),
            TaskName.INPAINT: (True, True, True, False),
            TaskName.UPSCALE: (True, False, False, True),
        }[self.task]
        if has != expected:
            raise ValueError(f"the task {self.task} has other inputs than these")

    @property
    def denoise(self) -> float:
        """The part of the steps that is taken: ``strength``, which without a source means nothing."""
        return 1.0 if self.source is None else self.strength

    def without_prompts(self) -> GenerateParams:
        """The same settings without a word of what was asked for."""
        words = ("prompt", "negative_prompt", "prompt_template", "negative_template")
        return self.model_copy(update=dict.fromkeys(words, ""))

    def for_picture(self, index: int) -> GenerateParams:
        """The settings that make picture ``index`` of this job alone."""
        return self.model_copy(update={"seed": self.seed + index, "count": 1})


class Provenance(Frozen):
    """Where and with what a picture was made. Kept in its file; does not affect the pixels asked for."""

    program: str
    """``Darkroom 0.1.0``"""
    created: str
    """ISO 8601 with offset, seconds."""
    device: str
    dtype: str
    threads: int
    versions: dict[str, str]
    """Library name to version: torch, diffusers, transformers."""
    model_sha256: str = ""
    model_license: str = ""
    lora_hashes: dict[str, str] = {}
    """Names of all LoRAs that it was drawn with to their AutoV3 hashes (core.hashes)."""
    embedding_sha256: dict[str, str] = {}
    """Names of the textual inversions in its prompts to the SHA-256 of their files."""
    upscaler_sha256: str = ""
    """Of the file of the upscaler that enlarged it; empty when none did."""
    seconds: float = 0.0
    kind: Literal["picture", "grid"] = "picture"
    """A grid is a sheet of pictures: the settings are those that its comparison started from."""


class PictureRecord(Frozen):
    """What a saved picture's file says about it."""

    params: GenerateParams
    provenance: Provenance


class SaveOptions(Frozen):
    """How and where the pictures of a job are written."""

    folder: Path
    """Pictures go to ``folder/YYYY-MM/name``."""
    file: Path | None = None
    """Exactly this file instead (a counter is added from the second picture on)."""
    format: Literal["png", "jpeg", "webp"] = "png"
    quality: Annotated[int, Field(ge=1, le=100)] = 95
    include_prompt: bool = True
