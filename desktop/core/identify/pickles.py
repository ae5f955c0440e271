"""Pickles told by their content and listed; nothing in them is ever opened here."""

from __future__ import annotations

from pathlib import Path

from desktop.core import legacy
from desktop.core.identify.identified import Container, Identified

SUFFIXES = frozenset({".ckpt", ".pt", ".pth", ".bin", ".pkl"})


def name_pickle(path: Path, size_bytes: int) -> Identified:
    """A pickle as it is listed: what it holds is not known, and it is not opened."""
    return Identified(
        container=Container.PICKLE,
        size_bytes=size_bytes,
        reason="What it holds can be seen only by opening it.",
        problem=legacy.problem_of(path),
    )
