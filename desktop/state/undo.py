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


class ChangePrompts(QUndoCommand):
    """Other words in both prompt boxes. Commands of one ``kind`` that follow each other become one."""

    def __init__(self, prompt: PromptState, words: tuple[str, str], text: str, kind: int = -1) -> None:
        """``words`` are the new prompt and negative prompt; ``kind`` -1 stays alone."""
        super().__init__(text)
        self._prompt = prompt
        self._before = prompt.prompt, prompt.negative_prompt
        self._after = words
        self._kind = kind

    def id(self) -> int:
        return self._kind

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ChangePrompts) or other._before != self._after:
            return False
        self._after = other._after
        return True

    def redo(self) -> None:
        self._prompt.prompt, self._prompt.negative_prompt = self._after

    def undo(self) -> None:
        self._prompt.prompt, self._prompt.negative_prompt = self._before
