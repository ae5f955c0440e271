"""The folders that models are looked for in, and what happens there while the program runs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Slot

from desktop.core.library import Library
from desktop.core.models import ModelInfo
from desktop.core.settings import Settings
from desktop.state.background import Background
from desktop.state.library_list import LibraryList
from desktop.state.preferences import Preferences

PAUSE_MS = 1500
"""A model that is being copied changes its folder many times."""
_MAX_WATCHED = 500


class ModelFolders(QObject):
    """Scans again when a folder is added, removed, or changes. GUI thread; the disk is asked beside it."""

    def __init__(
        self,
        own: Path,
        library: Library,
        models: LibraryList,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        """``own`` is the program's folder, which is always looked at first."""
        super().__init__(parent)
        self._own = own
        self._library = library
        self._models = models
        self._preferences = preferences
        self._added = preferences.current.model_folders
        self._watcher: QFileSystemWatcher | None = None
        self._background = Background("model folders", self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(models.refresh)
        models.changed.connect(self._watch)
        preferences.changed.connect(self._on_settings_changed)

    def add(self, folder: Path) -> bool:
        """Look for models there too, from now on; False when it is one of the folders already."""
        if folder in (self._own, *self._added):
            return False
        self._preferences.update(model_folders=(*self._added, folder))
        return True

    def remove(self, folder: Path) -> None:
        """Look there no more. Nothing in the folder is changed."""
        self._preferences.update(model_folders=tuple(other for other in self._added if other != folder))

    def added_folder_of(self, info: ModelInfo) -> Path | None:
        """The added folder that a model was found in; None for the program's own models."""
        return next((folder for folder in self._added if info.path.is_relative_to(folder)), None)

    def close(self) -> None:
        """Watch no more."""
        self._pause.stop()
        self._background.close(finish=False)

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        if settings.model_folders != self._added:
            self._added = settings.model_folders
            self._library.use_folders((self._own, *self._added))
            self._models.refresh()

    @Slot(object)
    def _watch(self, models: tuple[ModelInfo, ...]) -> None:
        roots = self._library.folders
        found = tuple(info.path for info in models if not info.embedded)
        self._background.run(lambda: _to_watch(roots, found), self._watch_these)

    def _watch_these(self, wanted: list[str]) -> None:
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self._pause.start)
        before = set(self._watcher.directories())
        if gone := before.difference(wanted):
            self._watcher.removePaths(sorted(gone))
        if new := set(wanted) - before:
            self._watcher.addPaths(sorted(new))


def _to_watch(roots: Iterable[Path], models: Iterable[Path]) -> list[str]:
    """The folders whose entries matter: the roots, the models in them, and the folders between."""
    folders = list(roots)
    for model in models:
        folders += [model, model.parent]
    there = (str(folder) for folder in dict.fromkeys(folders) if folder.is_dir())
    return list(itertools.islice(there, _MAX_WATCHED))
