"""The folders that models are looked for in, and what happens there while the program runs."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from desktop.core.library import Library
from desktop.core.models import ModelInfo
from desktop.core.settings import Settings
from desktop.state.background import Background
from desktop.state.library_list import LibraryList
from desktop.state.preferences import Preferences

LOOKED_S = 30.0
"""When the window comes to the front again, folders are looked at unless that was done this short ago."""
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
        self._looked_s = time.monotonic()
        models.changed.connect(self._watch)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_application_state_changed)
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

    @Slot(Qt.ApplicationState)
    def _on_application_state_changed(self, state: Qt.ApplicationState) -> None:
        """Someone comes back, perhaps from copying models: not every disk tells of its changes."""
        if state is Qt.ApplicationState.ApplicationActive and time.monotonic() - self._looked_s > LOOKED_S:
            self._looked_s = time.monotonic()
            self._pause.start()

    @Slot(object)
    def _watch(self, _models: object) -> None:
        self._looked_s = time.monotonic()
        roots = self._library.folders
        found = tuple(info.path for info in self._models.everything if not info.embedded)
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
    """The folders whose entries matter: the roots, those that models are in, and models that are folders.

    Ten thousand files are in a few folders. What is beyond the limit is seen when the window comes back.
    """
    from desktop.core.identify.identify import MODEL_SUFFIXES  # a scan has loaded it by now

    models = tuple(models)
    folders = dict.fromkeys((*roots, *(model.parent for model in models)))
    single = (model for model in models if model.suffix.lower() not in MODEL_SUFFIXES)
    there = (str(folder) for folder in dict.fromkeys((*folders, *single)) if folder.is_dir())
    return list(itertools.islice(there, _MAX_WATCHED))
