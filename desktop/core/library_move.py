"""Moving a model file with all that lies beside it, within the folder that it was found in."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from desktop.core import files
from desktop.core.errors import AppError
from desktop.core.identify.identified import Kind
from desktop.core.identify.identify import MODEL_SUFFIXES
from desktop.core.library_layouts import expected_kinds, usual_folder
from desktop.core.library_walk import SIDECARS


def right_folder(path: Path, kind: Kind, roots: Iterable[Path]) -> Path:
    """The folder for models of ``kind`` beside the one that a misplaced file is in; it may not be there yet.

    It is in the same one of the library's ``roots``. Raises AppError("no_right_folder"). Any thread.
    """
    root = next((root for root in roots if path.is_relative_to(root)), None)
    inside = [] if root is None else [one for one in path.parents if one != root and one.is_relative_to(root)]
    wrong = next((one for one in inside if expected_kinds((one.name,))), None)
    if wrong is None or not usual_folder(kind) or path.is_symlink():
        raise AppError(
            "no_right_folder",
            f"There is no folder to move {path.name} to: it stays where it is.",
            "Move it with your file manager, to where models of its kind are.",
            str(path),
        )
    # AUTOMATIC1111 has its embeddings beside the folder with all others.
    for place in (wrong.parent, wrong.parent.parent):
        fitting = [one for one in _folders(place) if kind in expected_kinds((one.name,))]
        if fitting:
            return min(fitting, key=lambda one: (len(expected_kinds((one.name,))), one.name.casefold()))
        if place == root:
            break
    return wrong.parent / usual_folder(kind)


def move_model(path: Path, folder: Path, stem: str) -> Path:
    """Move a file and its sidecars to ``folder``; returns where the file is.

    They are called ``stem``, or together ``stem-2`` and so on where one of these names is taken: nothing is
    replaced. Raises AppError as files.move_new does, and then all are where they were. Any thread.
    """
    suffixes = [path.suffix, *_sidecar_suffixes(path)]
    free = next(
        name
        for name in itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
        if not any(os.path.lexists(folder / f"{name}{suffix}") for suffix in suffixes)
    )
    moved: list[tuple[str, Path]] = []
    try:
        for suffix in suffixes:
            source = path.with_name(f"{path.stem}{suffix}")
            moved.append((suffix, files.move_new(source, folder, free, suffix)))
    except AppError:
        for suffix, target in moved:
            files.move_new(target, path.parent, path.stem, suffix)
        raise
    return moved[0][1]


def _sidecar_suffixes(path: Path) -> Iterator[str]:
    """Of what goes along: nothing when another model of the same name needs it, too."""
    models = (path.with_suffix(suffix) for suffix in MODEL_SUFFIXES if suffix != path.suffix)
    if any(model.exists() for model in models):
        return
    for suffix in SIDECARS:
        if path.with_name(f"{path.stem}{suffix}").is_file():
            yield suffix


def _folders(place: Path) -> list[Path]:
    try:
        with os.scandir(place) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir() and not entry.is_symlink()]
    except OSError:
        return []
