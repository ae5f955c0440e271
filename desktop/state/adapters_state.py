"""LoRAs and textual inversions as the window offers them, and settings that few-step models bring along."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.adapters import find_adapter, loras_of, misfit, without_tags
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.families import Defaults
from desktop.core.few_step import FewStep, few_step_of
from desktop.core.identify.identified import Kind
from desktop.core.models import ModelInfo
from desktop.core.params import MAX_LORAS, GenerateParams, LoraUse, ModelRef
from desktop.state.library_list import LibraryList
from desktop.state.prompt_state import PromptState

_FOLLOWING = ("sampler", "schedule", "steps", "guidance_scale")


@dataclass(frozen=True, slots=True)
class Advice:
    """A model or a LoRA that draws in few steps is in use."""

    few_step: FewStep
    is_lora: bool
    followed: bool
    """Whether the settings are those that it was made for."""
    can_go_back: bool
    """Whether the settings from before are known."""


class AdaptersState(QObject):
    """What can be put on the chosen model, and what is. The chosen LoRAs are PromptState's. GUI thread."""

    changed = Signal()
    """Other files were found, another model was chosen, or other LoRAs are in use."""
    advice_changed = Signal(object)
    """Advice, or None."""
    words_chosen = Signal(str)
    """Words to be put into the prompt."""
    words_kept_out = Signal(str)
    """Words to be put into the negative prompt."""

    def __init__(self, prompt: PromptState, library: LibraryList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._library = library
        self._found: tuple[ModelInfo, ...] = ()
        self._advice: Advice | None = None
        self._before: Defaults | None = None
        """The settings that advice was followed in place of."""
        library.changed.connect(self._on_library_changed)
        prompt.changed.connect(self._on_prompt_changed)
        prompt.model_chosen.connect(self._on_model_chosen)

    @property
    def found(self) -> tuple[ModelInfo, ...]:
        """All LoRAs and textual inversions, in the order of their titles."""
        return self._found

    @property
    def advice(self) -> Advice | None:
        return self._advice

    def obstacle(self, info: ModelInfo) -> ErrorInfo | None:
        """Why one can't be used with the chosen model."""
        model = self._prompt.model_info
        return info.problem if model is None or info.problem is not None else misfit(info, model)

    def trouble(self, use: LoraUse) -> ErrorInfo | None:
        """Why no picture can be drawn with a chosen LoRA: it is not there, or does not fit the model."""
        if not self._found:
            return None  # they may not have been looked for yet
        try:
            return self.obstacle(find_adapter(self._found, Kind.LORA, use.name))
        except AppError as error:
            return error.info

    def use(self, name: str) -> LoraUse | None:
        """How a LoRA is used by the settings; None when it isn't (tags in the prompt are not counted)."""
        return next((use for use in self._prompt.loras if use.name == name), None)

    def toggle(self, info: ModelInfo) -> None:
        """Use a LoRA at full strength, or no longer; put the name of a textual inversion into the prompt."""
        if info.kind is Kind.EMBEDDING:
            if self.obstacle(info) is None:
                self.words_chosen.emit(f"embedding:{info.name}")
        elif self.use(info.name) is not None:
            self.remove(info.name)
        elif self.obstacle(info) is None and len(self._prompt.loras) < MAX_LORAS:
            self._prompt.loras = (*self._prompt.loras, LoraUse(name=info.name))
            if self._advice is not None and self._advice.few_step.name == info.name:
                self.follow()

    def set_strength(self, name: str, *, unet: float | None = None, text: float | None = None) -> None:
        """-2 to 2, of what is given."""
        given = {key: value for key, value in (("unet", unet), ("text", text)) if value is not None}
        self._prompt.loras = tuple(
            use.model_copy(update=given) if use.name == name else use for use in self._prompt.loras
        )

    def remove(self, name: str) -> None:
        """Use it no longer. Settings that it brought along go with it, unless they were changed since."""
        advice = self._advice
        if advice is not None and advice.is_lora and advice.few_step.name == name and advice.followed:
            self.go_back()
        self._prompt.loras = tuple(use for use in self._prompt.loras if use.name != name)

    def insert(self, words: str) -> None:
        """Put trigger words into the prompt."""
        self.words_chosen.emit(words)

    def keep_out(self, words: str) -> None:
        """Put words into the negative prompt."""
        self.words_kept_out.emit(words)

    @Slot()
    def follow(self) -> None:
        """Take the settings that the few-step model or LoRA in use was made for."""
        if self._advice is not None and not self._advice.followed:
            self._before = self._settings()
            self._take(self._advice.few_step.settings)

    @Slot()
    def go_back(self) -> None:
        """Take the settings from before that."""
        if self._before is not None:
            before, self._before = self._before, None
            self._take(before)

    def vectors(self) -> dict[str, int]:
        """Tokens that each textual inversion takes which goes with the chosen model."""
        return {
            info.name: info.identified.vectors
            for info in self.found
            if info.kind is Kind.EMBEDDING and info.identified is not None and self.obstacle(info) is None
        }

    def _settings(self) -> Defaults:
        prompt = self._prompt
        return Defaults(prompt.sampler, prompt.schedule, prompt.steps, prompt.guidance_scale)

    def _take(self, settings: Defaults) -> None:
        for name in _FOLLOWING:  # a sampler may change schedule and steps, so it comes first
            setattr(self._prompt, name, getattr(settings, name))

    @Slot(object)
    def _on_library_changed(self, _models: object) -> None:
        infos = (info for info in self._library.everything if info.kind in (Kind.LORA, Kind.EMBEDDING))
        self._found = tuple(sorted(infos, key=lambda info: info.title.casefold()))
        self._look()
        self.changed.emit()

    @Slot(object)
    def _on_model_chosen(self, usual: Defaults) -> None:
        """A model was chosen by hand, and has the settings of its family."""
        self._look()
        self._before = usual
        if self._advice is not None and not self._advice.followed:
            self._take(self._advice.few_step.settings)
        self._look()

    @Slot(str)
    def _on_prompt_changed(self, name: str) -> None:
        if name in ("model", "loras", "prompt", *_FOLLOWING):
            self._look()
        if name in ("model", "loras"):
            self.changed.emit()

    def _look(self) -> None:
        found = self._few_step()
        advice = None
        if found is not None:
            few_step, is_lora = found
            followed = self._settings() == few_step.settings
            advice = Advice(few_step, is_lora, followed, followed and self._before is not None)
        elif self._advice is not None:
            self._before = None
        if advice != self._advice:
            self._advice = advice
            self.advice_changed.emit(advice)

    def _few_step(self) -> tuple[FewStep, bool] | None:
        """The LoRA that decides, else the model."""
        model = self._prompt.model_info
        if model is None:
            return None
        prompt = self._prompt.prompt
        tagged = prompt if without_tags(prompt) != prompt else ""
        named = GenerateParams(model=ModelRef(name=""), prompt=tagged, loras=self._prompt.loras)
        for one in loras_of(named):
            try:
                info = find_adapter(self._found, Kind.LORA, one.name)
            except AppError:
                continue
            few_step = few_step_of(info, model)
            if one.unet > 0 and few_step is not None and misfit(info, model) is None:
                return few_step, True
        few_step = few_step_of(model)
        return None if few_step is None else (few_step, False)
