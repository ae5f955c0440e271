"""A model as the library knows it: identified, not loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import ErrorInfo
from desktop.core.families import FAMILIES, Defaults, Family
from desktop.core.geometry import Size
from desktop.core.identify.identified import Container, Identified, Kind
from desktop.core.params import ModelRef

_DECODER_BYTES_PER_PIXEL = 4 * 128 * 4
"""Four maps of 128 channels in float32."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One installed model. ``problem`` says why it can't be used; then the fields after it are defaults."""

    name: str
    """Unique in the library; what pictures and commands call it."""
    title: str
    path: Path
    family_key: str
    problem: ErrorInfo | None
    license: str
    size_bytes: int
    native_size: Size
    size_range: tuple[int, int]
    defaults: Defaults
    trained_sides: tuple[int, int] | None = None
    """Shortest and longest side that it was trained on, when its card tells."""
    prediction_type: str = "epsilon"
    example_prompts: tuple[str, ...] = ()
    card: Path | None = None
    """Its README.md, if it has one."""
    embedded: bool = False
    parameters: int = 0
    """Numbers in its weights; 0 when unknown."""
    kind: Kind = Kind.CHECKPOINT
    container: str = "folder"
    """``folder`` of diffusers, or ``single-file`` (shards included: then ``path`` is their index)."""
    family_title: str = ""
    """What it was recognised as, where that is no family that can be run."""
    identified: Identified | None = None
    """What its headers say; None for a sound diffusers folder, whose configs say all."""
    misplaced: str = ""
    """In words, when it lies in a folder for models of another kind."""
    preview: Path | None = None
    """The picture beside it."""
    trigger_words: tuple[str, ...] = ()
    source: str = ""
    """The address that it came from, as a file beside it says."""
    base_model: str = ""
    """What it was made from, as it says itself."""
    author: str = ""
    datasets: str = ""
    """What it was trained on, as its card says."""
    description: str = ""
    """By its makers, plain text."""
    sha256: str = ""
    """Of the file, once it was computed."""
    autov3: str = ""
    """What recipes call this LoRA by (core.hashes), once it was computed."""
    twin: str = ""
    """The name of another model with the same content, once both were hashed."""

    @property
    def is_one_file(self) -> bool:
        """Whether a hash of ``path`` is one of the whole model: it is no folder and not in shards."""
        seen = self.identified
        return self.container == "single-file" and seen is not None and seen.container is not Container.SHARDS

    @property
    def makes_pictures(self) -> bool:
        """Whether it is a whole model, rather than something to use with one."""
        return self.kind is Kind.CHECKPOINT

    @property
    def shown_family(self) -> str:
        """Its family's name, for people; empty when unknown."""
        return self.family_title or (self.family.title if self.identified is None else "")

    @property
    def family(self) -> Family:
        return FAMILIES[self.family_key]

    @property
    def memory_bytes(self) -> int:
        """Roughly the most that a picture of its native size needs, which is on a processor (float32).

        Its weights, a quarter more for what its layers hand on, and what the decoder's widest layers hold.
        """
        pixels = self.native_size.width * self.native_size.height
        return 5 * self.parameters + _DECODER_BYTES_PER_PIXEL * pixels

    @property
    def ref(self) -> ModelRef:
        return ModelRef(name=self.name)
