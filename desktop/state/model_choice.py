"""The prompt dock's model, kept to one that is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from desktop.core.errors import ErrorInfo
from desktop.core.params import GenerateParams, ModelRef
from desktop.state.library_list import LibraryList
from desktop.state.notices import NoticeLevel, Notices
from desktop.state.prompt_state import PromptState
from desktop.state.reuse import Reuse


class ModelChoice(QObject):
    """Follows scans for models, and what puts a model's name into the prompt dock. GUI thread."""

    def __init__(
        self,
        prompt: PromptState,
        library: LibraryList,
        reuse: Reuse,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._library = library
        self._reuse = reuse
        self._notices = notices
        library.changed.connect(self._on_library_changed)
        prompt.changed.connect(self._on_prompt_changed)

    def use_all(self, params: GenerateParams, picture_id: int | None) -> None:
        """Take all settings of a picture; without its model the dock keeps its own, which a notice tells."""
        info = self._library.find_used(params.model)
        if info is None:
            self._say_missing(params.model.name, "The picture's other settings were taken.")
        self._reuse.use_all(self._with_names_here(params), info, picture_id)

    def _with_names_here(self, params: GenerateParams) -> GenerateParams:
        """VAE and refiner by what they are called here; those that are missing stay, for the dock to tell."""
        if params.vae is not None and (vae := self._library.find_vae(params.vae)) is not None:
            params = params.model_copy(update={"vae": ModelRef(name=vae.name)})
        refiner = params.refiner
        if refiner is not None and (found := self._library.find_used(refiner.model)) is not None:
            refiner = refiner.model_copy(update={"model": ModelRef(name=found.name)})
            params = params.model_copy(update={"refiner": refiner})
        return params

    def _say_missing(self, model: str, kept: str) -> None:
        info = ErrorInfo(
            "model_missing",
            f"The model {model} is not installed or can't be used. {kept}",
            "Put it into one of the model folders.",
        )
        self._notices.add(NoticeLevel.WARNING, info)

    @Slot(object)
    def _on_library_changed(self, _models: object) -> None:
        prompt = self._prompt
        if (info := self._library.find(prompt.model)) is not None:
            prompt.adopt_model(info)
        elif (first := self._library.first_choice()) is not None:
            if prompt.model:
                self._say_missing(prompt.model, f"{first.title} takes its place.")
            prompt.choose_model(first)
            if not prompt.prompt and first.example_prompts:
                prompt.prompt = first.example_prompts[0]

    @Slot(str)
    def _on_prompt_changed(self, name: str) -> None:
        if name != "model" or self._prompt.model_info is not None:
            return
        if (info := self._library.find(self._prompt.model)) is not None:
            self._prompt.adopt_model(info)
