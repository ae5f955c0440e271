"""A model as the library knows it: identified, not loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import ErrorInfo
from desktop.core.families import FAMILIES, Defaults, Family
from desktop.core.geometry import Size
from desktop.core.params import ModelRef


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
    prediction_type: str = "epsilon"
    example_prompts: tuple[str, ...] = ()
    card: Path | None = None
    """Its README.md, if it has one."""
    embedded: bool = False

    @property
    def family(self) -> Family:
        return FAMILIES[self.family_key]

    @property
    def ref(self) -> ModelRef:
        return ModelRef(name=self.name)
