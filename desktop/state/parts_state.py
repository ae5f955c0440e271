"""VAEs and refiners as the window offers them for the chosen model."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.adapters import find_adapter, misfit
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.identify.identified import Kind
from desktop.core.models import ModelInfo
from desktop.state.library_list import LibraryList
from desktop.state.prompt_state import PromptState


class PartsState(QObject):
    """What can take the place of the model's own VAE, and what can finish its pictures. GUI thread.

    What is chosen is PromptState's.
    """

    changed = Signal()
    """Other files were found, or another model was chosen."""

    def __init__(self, prompt: PromptState, library: LibraryList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._library = library
        self._vaes: tuple[ModelInfo, ...] = ()
        library.changed.connect(self._on_library_changed)
        prompt.changed.connect(self._on_prompt_changed)

    @property
    def vaes(self) -> tuple[ModelInfo, ...]:
        """All of the library, in the order of their titles."""
        return self._vaes

    @property
    def refiners(self) -> tuple[ModelInfo, ...]:
        """The models that can finish pictures of the chosen one."""
        model = self._prompt.model_info
        if model is None or not model.family.refiner:
            return ()
        return tuple(info for info in self._library.usable if info.family_key == model.family.refiner)

    def obstacle(self, vae: ModelInfo) -> ErrorInfo | None:
        """Why a VAE can't be used with the chosen model."""
        model = self._prompt.model_info
        return vae.problem if model is None or vae.problem is not None else misfit(vae, model)

    @property
    def vae_trouble(self) -> ErrorInfo | None:
        """Why no picture can be drawn with the chosen VAE: it is not there, or does not fit the model."""
        if not self._prompt.vae or not self._library.everything:
            return None  # without any model it may not have been looked for yet
        try:
            return self.obstacle(find_adapter(self._vaes, Kind.VAE, self._prompt.vae))
        except AppError as error:
            return error.info

    @Slot(object)
    def _on_library_changed(self, _models: object) -> None:
        infos = (info for info in self._library.everything if info.kind is Kind.VAE)
        self._vaes = tuple(sorted(infos, key=lambda info: info.title.casefold()))
        self.changed.emit()

    @Slot(str)
    def _on_prompt_changed(self, name: str) -> None:
        if name == "model":
            self.changed.emit()
