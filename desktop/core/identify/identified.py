"""What a model file or folder turned out to be."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from desktop.core.errors import ErrorInfo


class Kind(StrEnum):
    """What a file is for."""

    CHECKPOINT = "checkpoint"
    """A denoiser together with its VAE or its text encoders."""
    DENOISER = "denoiser"
    """A U-Net or a transformer alone."""
    VIDEO = "video"
    """Makes moving pictures: SVD, Wan, motion modules of AnimateDiff."""
    VAE = "vae"
    TINY_VAE = "tiny-vae"
    LORA = "lora"
    EMBEDDING = "embedding"
    """A textual inversion."""
    CONTROLNET = "controlnet"
    T2I_ADAPTER = "t2i-adapter"
    IP_ADAPTER = "ip-adapter"
    UPSCALER = "upscaler"
    TEXT_ENCODER = "text-encoder"
    IMAGE_ENCODER = "image-encoder"
    HYPERNETWORK = "hypernetwork"
    UNKNOWN = "unknown"


class Container(StrEnum):
    """How the weights are kept."""

    SAFETENSORS = "safetensors"
    SHARDS = "shards"
    FOLDER = "folder"
    """A diffusers or transformers folder with configs."""
    GGUF = "gguf"
    PICKLE = "pickle"
    """Listed, never opened."""
    OTHER = "other"


class Prediction(StrEnum):
    """What the denoiser was trained to predict."""

    EPSILON = "epsilon"
    V = "v_prediction"
    FLOW = "flow"
    EDM = "edm"
    EDM_V = "edm-v"
    SAMPLE = "sample"


class Network(StrEnum):
    """How a LoRA changes the weights (PEFT's and LyCORIS' methods)."""

    LORA = "LoRA"
    LOCON = "LoCon"
    DORA = "DoRA"
    LOHA = "LoHa"
    LOKR = "LoKr"
    OFT = "OFT"
    GLORA = "GLoRA"
    IA3 = "(IA)³"
    FULL = "full difference"
    TUCKER = "LoCon with Tucker cores"
    MIXED = "LoRA with whole weights"


class Identified(BaseModel):
    """What headers, names and shapes say. What a file does not say stays empty: nothing is guessed.

    Hints that rest on a file's name alone are in ``hints`` and nowhere else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind = Kind.UNKNOWN
    family: str = ""
    """Key of ``architectures.TITLES``; empty when unknown or when several fit."""
    variant: str = ""
    """Within the family: ``inpaint``, ``instruct``, ``depth``, ``dev``, ``turbo``, ..."""
    fits: tuple[str, ...] = ()
    """Families that it goes with; where shapes can't tell them apart, all of them."""
    container: Container = Container.OTHER
    layout: str = ""
    """How its tensors are named: ``ldm``, ``diffusers``, ``original``, ``kohya``, ``peft``, ..."""
    prediction_type: Prediction | None = None
    zero_snr: bool = False
    """Trained down to zero terminal SNR (Lin et al., 2023)."""
    few_step: str = ""
    """``lcm``, ``turbo``, ``lightning`` or ``hyper`` when its tensors or its metadata say so."""
    precision: str = ""
    """That of most of its bytes: ``F32``, ``F16``, ``BF16``, ``F8_E4M3``, or a GGUF quantisation."""
    parts: tuple[str, ...] = ()
    """Of a checkpoint: ``unet``, ``transformer``, ``vae``, ``clip_l``, ``clip_g``, ``clip_h``, ``t5xxl``."""
    network: Network | None = None
    rank: int = 0
    missing_feature: str = ""
    """What Darkroom would need to use this LoRA, embedding, ...; empty when nothing is missing."""
    vectors: int = 0
    """Of a textual inversion: how many tokens it takes in the prompt."""
    scale: int = 0
    """Of an upscaler."""
    size_bytes: int = 0
    parameters: int = 0
    reason: str = ""
    """Of an unknown or an ambiguous one: what was seen."""
    problem: ErrorInfo | None = None
    """Why it can't be read or must not be opened."""
    title: str = ""
    license: str = ""
    author: str = ""
    description: str = ""
    base_model: str = ""
    trigger_words: tuple[str, ...] = ()
    usage_hint: str = ""
    trained_size: tuple[int, int] | None = None
    sha256: str = ""
    """As its metadata says; not checked."""
    hints: tuple[str, ...] = ()
    """What its name suggests, for people: ``lightning``, ``8 steps``."""
