"""Pickles as they are listed: told by their content, whatever they are called, and never opened here."""

from __future__ import annotations

from pathlib import Path

from desktop.core import legacy
from desktop.core.identify.identified import Container, Identified

SUFFIXES = frozenset({".ckpt", ".pt", ".pth", ".bin", ".pkl"})
FORMS = frozenset({legacy.Form.ZIP, legacy.Form.PICKLE, legacy.Form.TAR})


def name_pickle(path: Path, size_bytes: int) -> Identified:
    """A pickle: what it holds is not known, since that takes opening it."""
    return Identified(
        container=Container.PICKLE,
        size_bytes=size_bytes,
        reason="What it holds can be seen only by opening it.",
        problem=legacy.problem_of(path),
    )
