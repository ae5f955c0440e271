"""Which of the library's files are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop.core.identify.identified import Kind
from desktop.core.licences import Terms, terms
from desktop.core.models import ModelInfo

Value = TypeVar("Value", bound=Hashable)
Counts = tuple[tuple[Value, int], ...]


@dataclass(frozen=True, slots=True)
class ModelFilter:
    """None lets everything through."""

    kind: Kind | None = Kind.CHECKPOINT
    family: str | None = None
    """As ``shown_family`` says it."""
    terms: Terms | None = None
    folder: Path | None = None
    """The folder that a file or a model's folder is in."""

    @property
    def narrows(self) -> bool:
        """Whether more than a kind is chosen."""
        return (self.family, self.terms, self.folder) != (None, None, None)

    def matches(self, info: ModelInfo) -> bool:
        return (
            self.kind in (None, info.kind)
            and self.family in (None, info.shown_family)
            and (self.terms is None or self.terms is terms(info.license))
            and self.folder in (None, info.path.parent)
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What files of a kind can be narrowed down to, and how many there are of each."""

    families: Counts[str] = ()
    terms: Counts[Terms] = ()
    folders: Counts[Path] = ()

    @classmethod
    def of(cls, infos: Iterable[ModelInfo]) -> Choices:
        found = tuple(infos)
        stated = _count(found, lambda info: terms(info.license))
        return cls(
            families=tuple(sorted(_count(found, lambda info: info.shown_family).items())),
            terms=tuple((one, stated[one]) for one in Terms if stated[one]),
            folders=tuple(sorted(_count(found, lambda info: info.path.parent).items())),
        )


def _count(infos: Iterable[ModelInfo], value: Callable[[ModelInfo], Value]) -> Counter[Value]:
    return Counter(map(value, infos))
