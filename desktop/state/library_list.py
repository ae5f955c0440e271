"""The models that are installed, as the window knows them."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.adapters import find_adapter
from desktop.core.errors import AppError, ErrorInfo, JobCancelled
from desktop.core.identify.identified import Kind
from desktop.core.library import Library, find
from desktop.core.models import ModelInfo
from desktop.core.params import ModelRef

PROGRESS_S = 0.2

log = logging.getLogger(__name__)


class LibraryList(QObject):
    """The result of the last scan. Scans run in a thread of their own, all else is for the GUI thread."""

    changed = Signal(object)
    """The models that make pictures (tuple of ModelInfo); comes after every scan."""
    progress = Signal(int)
    """How many files were found so far, during a scan that takes a while."""
    scan_failed = Signal(object)
    """ErrorInfo; the models stay as they were."""
    _scanned = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._models: tuple[ModelInfo, ...] = ()
        self._everything: tuple[ModelInfo, ...] = ()
        self._scan: threading.Thread | None = None
        self._again = False
        self._closed = False
        self._scanned.connect(self._on_scanned)

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """All that make pictures, those with a problem included."""
        return self._models

    @property
    def everything(self) -> tuple[ModelInfo, ...]:
        """The models, and all other files found: LoRAs, VAEs, text encoders, ..."""
        return self._everything

    @property
    def usable(self) -> tuple[ModelInfo, ...]:
        return tuple(info for info in self._models if info.problem is None)

    @property
    def scanning(self) -> bool:
        return self._scan is not None

    def find(self, name: str) -> ModelInfo | None:
        """The usable model of this name, in any case of letters."""
        try:
            return find(self._models, ModelRef(name=name))
        except AppError:
            return None

    def find_used(self, ref: ModelRef) -> ModelInfo | None:
        """The usable model that a picture was made with: what its hash fits, else the one of its name."""
        named = self.find(ref.name)
        if not ref.hash or (named is not None and named.sha256.startswith(ref.hash)):
            return named
        return next((info for info in self.usable if info.sha256.startswith(ref.hash)), named)

    def find_vae(self, ref: ModelRef) -> ModelInfo | None:
        """The VAE that a picture was made with: the one of its name, else what its hash fits."""
        try:
            return find_adapter(self._everything, Kind.VAE, ref.name)
        except AppError:
            vaes = (info for info in self._everything if info.kind is Kind.VAE and info.sha256)
            return next((info for info in vaes if ref.hash and info.sha256.startswith(ref.hash)), None)

    def lora_names(self, hashes: Mapping[str, str]) -> dict[str, str]:
        """What LoRAs are called here that a recipe names otherwise: those of its hashes, by its names."""
        # A name that can't stand in a tag is none that settings could use.
        loras = [
            info
            for info in self._everything
            if info.kind is Kind.LORA and not set(":<>").intersection(info.name)
        ]
        here = {info.name.casefold() for info in loras}
        return {
            name: info.name
            for name, start in hashes.items()
            if start and name.casefold() not in here
            for info in reversed(loras)
            if info.autov3.startswith(start[:12]) or info.sha256.startswith(start)
        }

    def first_choice(self) -> ModelInfo | None:
        """For someone who chose none yet: the embedded model, or any other that can be used."""
        return min(self.usable, key=lambda info: not info.embedded, default=None)

    def refresh(self) -> None:
        """Scan the folders; during a scan, once more after it."""
        if self._scan is not None:
            self._again = True
            return
        self._scan = threading.Thread(target=self._run_scan, name="library scan")
        self._scan.start()

    def close(self) -> None:
        """Stop a running scan; what it found is not told any more."""
        self._closed = True
        if self._scan is not None:
            self._scan.join()
            self._scan = None

    def _run_scan(self) -> None:
        result: tuple[ModelInfo, ...] | ErrorInfo
        try:
            result = self._library.scan_all(self._teller())
        except JobCancelled:
            return
        except AppError as error:
            result = error.info
        except Exception:
            log.exception("scanning the library failed")
            result = ErrorInfo(
                "internal_error",
                "The list of models could not be renewed because of a fault in the program.",
                "Models found before can still be used.",
                traceback.format_exc(),
            )
        self._scanned.emit(result)

    def _teller(self) -> Callable[[int], None]:
        """For the thread; stops the scan at the end."""
        next_s = time.monotonic() + PROGRESS_S

        def tell(found: int) -> None:
            nonlocal next_s
            if self._closed:
                raise JobCancelled
            if time.monotonic() >= next_s:
                next_s = time.monotonic() + PROGRESS_S
                self.progress.emit(found)

        return tell

    @Slot(object)
    def _on_scanned(self, result: tuple[ModelInfo, ...] | ErrorInfo) -> None:
        if self._closed or self._scan is None:
            return
        self._scan.join()
        self._scan = None
        if isinstance(result, ErrorInfo):
            self.scan_failed.emit(result)
        else:
            self._everything = result
            self._models = tuple(info for info in result if info.makes_pictures)
            self.changed.emit(self._models)
        if self._again:
            self._again = False
            self.refresh()
