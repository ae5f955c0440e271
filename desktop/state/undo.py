"""What can be taken back."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams
from desktop.core.settings import Session
from desktop.state.prompt_state import PromptState


class UseSettings(QUndoCommand):
    """All settings of a picture, in place of those in the prompt dock."""

    def __init__(
        self, prompt: PromptState, params: GenerateParams, info: ModelInfo | None, text: str
    ) -> None:
        """``info`` is the picture's model; None keeps the one that is chosen."""
        super().__init__(text)
        self._prompt = prompt
        self._params = params
        self._info = info
        self._before = prompt.to_session(Session())

    def redo(self) -> None:
        self._prompt.apply(self._params, self._info)

    def undo(self) -> None:
        self._prompt.from_session(self._before)
