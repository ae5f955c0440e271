"""What a person drags onto the window or pastes, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from desktop.core.library import INDEX

MAX_PATHS = 10_000
MAX_TEXT = 20_000
"""What a prompt holds."""
PROJECTS = frozenset({".darkroom", ".ora"})
"""Suffixes of files that hold layers."""
_WEIGHTS = frozenset({".safetensors", ".sft", ".ckpt", ".pt", ".pth", ".bin", ".gguf"})


class Target(StrEnum):
    """What to do with what is carried."""

    OPEN = "open"
    LAYER = "layer"
    MASK = "mask"
    SETTINGS = "settings"
    PROMPT = "prompt"
    MODEL = "model"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Carried:
    """Files of this machine, or else a picture, or else text. All empty: nothing that can be used."""

    paths: tuple[Path, ...] = ()
    image: QImage | None = None
    text: str = ""
    only_links: bool = False
    """Addresses in the web, which nobody fetches."""

    def targets(self, *, empty_canvas: bool) -> tuple[Target, ...]:
        """What can be done, the likeliest first. Looks at names, and at the first path on the disk."""
        into_document = () if empty_canvas else (Target.LAYER, Target.MASK)
        if self.paths:
            return _targets_of_files(self.paths, into_document)
        if self.image is not None:
            return (Target.OPEN, *into_document)
        if not self.text.strip():
            return ()
        short = len(self.text) <= MAX_TEXT
        from desktop.core.foreign import settings_from_text

        settings = settings_from_text(self.text) if short else None
        return (Target.PROMPT,) if settings is None else (Target.SETTINGS, Target.PROMPT)


def carried(mime: QMimeData) -> Carried:
    """What the clipboard or a drag holds. A picture is unpacked only when there are no files. GUI thread."""
    urls = mime.urls()
    paths = tuple(Path(url.toLocalFile()) for url in urls[:MAX_PATHS] if url.isLocalFile())
    if paths:
        return Carried(paths)
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Carried(image=image)
    return Carried(only_links=True) if urls else Carried(text=mime.text())


def _targets_of_files(paths: tuple[Path, ...], into_document: tuple[Target, ...]) -> tuple[Target, ...]:
    first = paths[0]
    if first.suffix.casefold() in PROJECTS:
        return (Target.OPEN,)
    if first.suffix.casefold() in _WEIGHTS:
        return (Target.MODEL,)
    if first.is_dir():
        models_first = (first / INDEX).is_file()
        return (Target.MODEL,) if models_first else (Target.BATCH, Target.MODEL)
    if len(paths) > 1:
        return (Target.BATCH, Target.OPEN)
    return (Target.OPEN, *into_document, Target.SETTINGS, Target.BATCH)
