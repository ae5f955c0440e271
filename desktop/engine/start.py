"""Starting the engine, for the window's worker thread and for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core import library
from desktop.core.estimates import Estimates
from desktop.core.gallery import Gallery
from desktop.core.hashes import HashCache
from desktop.core.input_store import InputStore
from desktop.core.library import Library
from desktop.core.models import ModelInfo
from desktop.core.params import ModelRef
from desktop.core.paths import Paths
from desktop.core.picture_store import PictureStore
from desktop.core.upscalers import find_upscaler, find_upscalers
from desktop.engine.runtime import prepare_environment

if TYPE_CHECKING:
    from desktop.engine.engine import Engine


def start_engine(paths: Paths, models: Library, gallery: Gallery) -> Engine:
    """Import torch and diffusers (seconds) and make the engine, on the thread that will own it."""
    prepare_environment()
    from desktop.engine.engine import Engine

    estimates = Estimates(paths.estimates)
    estimates.load()
    return Engine(
        _ModelFinder(models),
        PictureStore(gallery),
        estimates,
        HashCache(paths.hashes),
        InputStore(paths.inputs),
        lambda name: find_upscaler(find_upscalers(models.folders), name),
        lambda fresh: models.scan_all() if fresh or not models.latest else models.latest,
    )


class _ModelFinder:
    """Finds a job's model; looks at the disk again when it is new or no longer where it was."""

    def __init__(self, models: Library) -> None:
        self._library = models
        self._known: dict[str, ModelInfo] = {}

    def __call__(self, ref: ModelRef) -> ModelInfo:
        info = self._known.get(ref.name)
        if info is None or not info.path.exists():
            info = self._known[ref.name] = library.find(self._library.scan(), ref)
        return info
