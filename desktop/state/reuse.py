"""Settings of a picture taken into the prompt dock, and the picture remembered that they came from."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams
from desktop.state.prompt_state import PromptState
from desktop.state.undo import ChangePrompts, UseSettings
from desktop.state.undo_stack import UndoStack


class Reuse(QObject):
    """All, or a part. Prompts can be brought back by undo. GUI thread only."""

    def __init__(self, prompt: PromptState, undo_stack: UndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._undo_stack = undo_stack
        self._taken: tuple[int, str] | None = None

    @property
    def parent_id(self) -> int | None:
        """The picture that the next ones come from: until the prompt is another one than was taken."""
        if self._taken is None or self._taken[1] != self._prompt.prompt:
            return None
        return self._taken[0]

    def use_all(self, params: GenerateParams, info: ModelInfo | None, picture_id: int | None = None) -> None:
        """Take every setting; of the model that ``info`` is, unless that is None."""
        self._undo_stack.push(UseSettings(self._prompt, params, info, self.tr("Use all settings")))
        self._remember(picture_id)

    def use_prompts(self, params: GenerateParams, picture_id: int | None = None) -> None:
        """Take prompt and negative prompt."""
        words = params.prompt, params.negative_prompt
        self._undo_stack.push(ChangePrompts(self._prompt, words, self.tr("Use the prompt")))
        self._remember(picture_id)

    def use_seed(self, params: GenerateParams) -> None:
        self._prompt.seed = params.seed

    def use_size(self, params: GenerateParams) -> None:
        self._prompt.width, self._prompt.height = params.size.width, params.size.height

    def _remember(self, picture_id: int | None) -> None:
        self._taken = None if picture_id is None else (picture_id, self._prompt.prompt)
