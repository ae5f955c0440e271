"""The networks that enlarge pictures, as the window knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.library import Library
from desktop.state.background import Background
from desktop.state.library_list import LibraryList

if TYPE_CHECKING:
    from desktop.core.upscalers import UpscalerInfo


class Upscalers(QObject):
    """Looks for them after each scan for models, in the same folders. GUI thread; a scan has its own."""

    changed = Signal(object)
    """The upscalers (tuple of UpscalerInfo), when they are others than before."""

    def __init__(self, library: Library, models: LibraryList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._upscalers: tuple[UpscalerInfo, ...] = ()
        self._background = Background("upscalers", self)
        models.changed.connect(self._on_models_changed)

    @property
    def upscalers(self) -> tuple[UpscalerInfo, ...]:
        """Those that the last scan found, by name."""
        return self._upscalers

    def close(self) -> None:
        """Wait for a running scan; its result is not told any more."""
        self._background.close(finish=False)

    @Slot(object)
    def _on_models_changed(self, _models: object) -> None:
        folders = self._library.folders

        def find() -> tuple[UpscalerInfo, ...]:
            from desktop.core.upscalers import find_upscalers

            return find_upscalers(folders)

        self._background.run(find, self._take, replaces="scan")

    def _take(self, found: tuple[UpscalerInfo, ...]) -> None:
        if found != self._upscalers:
            self._upscalers = found
            self.changed.emit(found)
