"""Model files and folders found on the disk, with what lies beside them; nothing is opened."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.core.identify.folders import PIPELINE_INDEX, SHARD_INDEX
from desktop.core.identify.identify import MODEL_SUFFIXES
from desktop.core.library_layouts import snapshot

_MAX_DEPTH = 8
_MAX_ENTRIES = 300_000
_SHARD = re.compile(r"-\d{5}-of-\d{5}\.safetensors\Z")
_COMPONENT = re.compile(r"(?:diffusion_pytorch_model|model)(?:\.fp16)?\.safetensors(?:\.index\.json)?\Z")
SIDECARS = (
    *(".studio.json", ".json", ".civitai.info", ".cm-info.json", ".swarm.json"),
    *(".preview.png", ".preview.jpg", ".preview.jpeg", ".preview.webp", ".png", ".jpg", ".jpeg", ".webp"),
)
"""What may follow a model's name in that of a file which tells of it."""
_SKIPPED = frozenset({"blobs", "refs", ".no_exist", "__pycache__", "node_modules", "venv", ".venv", ".git"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A model, not looked into yet."""

    path: Path
    """A file, the index of its shards, or a folder."""
    is_folder: bool
    is_pipeline: bool
    """A folder with a model_index.json."""
    size_bytes: int
    mtime_ns: int
    """Of the file; of a folder 0, since what is in it changes without it."""
    identity: tuple[int, int] | str
    """Equal for two names of one file."""
    within: tuple[str, ...]
    """The names of the folders that it is in, from the one that was searched on."""
    sidecars: tuple[tuple[str, int], ...] = ()
    """Names and times of the files beside it that tell of it."""
    repository: str = ""
    """In the hub's cache: ``org/name``."""


def walk(root: Path) -> Iterator[Found]:
    """The models in ``root`` and below. Any thread; never raises: what can't be read is in the log."""
    left = [_MAX_ENTRIES]
    yield from _walk(root, (root.name,), "", _MAX_DEPTH, set(), left)
    if left[0] <= 0:
        _log.warning("The model folder %s holds far too many files; not all were looked at.", root)


def _walk(
    folder: Path, within: tuple[str, ...], repository: str, depth: int, seen: set[str], left: list[int]
) -> Iterator[Found]:
    real = os.path.realpath(folder)
    if real in seen or left[0] <= 0:
        return
    seen.add(real)
    try:
        with os.scandir(folder) as listing:
            entries = {entry.name: entry for entry in listing}
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            _log.warning("The model folder %s can't be read: %s", folder, error)
        return
    left[0] -= len(entries)
    if PIPELINE_INDEX in entries:
        yield Found(folder, True, True, 0, 0, real, within[:-1], repository=repository)
        return
    if "config.json" in entries and any(_COMPONENT.match(name) for name in entries):
        yield Found(folder, True, False, 0, 0, real, within[:-1], repository=repository)
        return
    for name in sorted(entries, key=str.casefold):
        entry = entries[name]
        try:
            if entry.is_dir():
                if depth > 0 and name not in _SKIPPED and not name.startswith("."):
                    inner, title = Path(entry.path), repository
                    if name.startswith("models--"):
                        title = name.removeprefix("models--").replace("--", "/")
                        inner = snapshot(inner) or inner
                    yield from _walk(inner, (*within, name), title, depth - 1, seen, left)
            elif _is_model(name):
                yield _file(entry, within, repository, entries)
        except OSError as error:
            _log.info("%s is passed over: %s", entry.path, error)


def _is_model(name: str) -> bool:
    if name.endswith(SHARD_INDEX):
        return True
    return os.path.splitext(name)[1].lower() in MODEL_SUFFIXES and not _SHARD.search(name)


def _file(
    entry: os.DirEntry[str], within: tuple[str, ...], repository: str, entries: dict[str, os.DirEntry[str]]
) -> Found:
    status = entry.stat()
    # Windows tells no number of the file here.
    identity = (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(entry.path)
    stem = os.path.splitext(entry.name)[0].removesuffix(".safetensors.index")
    sidecars = tuple(
        (name, entries[name].stat().st_mtime_ns)
        for suffix in SIDECARS
        if (name := f"{stem}{suffix}") in entries and name != entry.name
    )
    return Found(
        Path(entry.path),
        False,
        False,
        status.st_size,
        status.st_mtime_ns,
        identity,
        within,
        sidecars,
        repository,
    )
