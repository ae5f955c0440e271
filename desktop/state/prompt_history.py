"""The prompts of before, to go back to."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core import prompt_history
from desktop.core.prompt_history import PastPrompt
from desktop.state.background import Background
from desktop.state.prompt_state import PromptState
from desktop.state.undo import ChangePrompts
from desktop.state.undo_stack import UndoStack

_UNDO_KIND = 1


class PromptHistory(QObject):
    """What pictures were asked for with, the latest first; kept in a file. GUI thread only."""

    changed = Signal()

    def __init__(
        self, prompt: PromptState, undo_stack: UndoStack, path: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.background = Background("prompt history", self)
        self._prompt = prompt
        self._undo_stack = undo_stack
        self._path = path
        self._entries: tuple[PastPrompt, ...] = ()
        self._at = -1
        """Which entry the boxes show; -1 for the person's own words, which ``_draft`` keeps meanwhile."""
        self._draft = PastPrompt(prompt="")

    @property
    def entries(self) -> tuple[PastPrompt, ...]:
        return self._entries

    def load(self) -> None:
        """Read the file; ``changed`` tells when it was."""
        self.background.run(partial(prompt_history.load, self._path), self._on_loaded)

    def close(self) -> None:
        """Wait until everything is on disk."""
        self.background.close(finish=True)

    def keep(self) -> None:
        """Put the prompts in the boxes at the front. Empty ones are not worth it."""
        words = self._words()
        self._at = -1
        if words.prompt.strip() and words not in self._entries[:1]:
            self._set_entries(prompt_history.merged((words,), self._entries))

    def clear(self) -> None:
        """Forget all."""
        self._set_entries(())

    def earlier(self) -> None:
        """Show the prompt before the one that is shown."""
        if not self._is_browsing():
            self._at, self._draft = -1, self._words()
        following = self._at + 1
        if self._at < 0 and self._entries[:1] == (self._draft,):
            following = 1  # what stands there was asked for last
        if following < len(self._entries):
            self._at = following
            self._show(self._entries[following])

    def later(self) -> None:
        """Show the prompt after the one that is shown; after the last one what was there before."""
        if not self._is_browsing():
            return
        self._at -= 1
        if self._at >= 0 and self._entries[self._at] != self._draft:
            self._show(self._entries[self._at])
        else:
            self._at = -1
            self._show(self._draft)

    def use(self, entry: PastPrompt) -> None:
        """Take the words of an entry; can be undone."""
        self._at = -1
        self._show(entry)

    def _is_browsing(self) -> bool:
        """False as soon as the words were changed by anyone else."""
        return 0 <= self._at < len(self._entries) and self._entries[self._at] == self._words()

    def _words(self) -> PastPrompt:
        return PastPrompt(prompt=self._prompt.prompt, negative_prompt=self._prompt.negative_prompt)

    def _show(self, entry: PastPrompt) -> None:
        words = entry.prompt, entry.negative_prompt
        self._undo_stack.push(
            ChangePrompts(self._prompt, words, self.tr("Use an earlier prompt"), _UNDO_KIND)
        )

    def _set_entries(self, entries: tuple[PastPrompt, ...]) -> None:
        self._entries = entries
        self.background.run(partial(prompt_history.save, self._path, entries))
        self.changed.emit()

    def _on_loaded(self, entries: tuple[PastPrompt, ...]) -> None:
        if self._entries:  # something was asked for before the file was read
            self._set_entries(prompt_history.merged(self._entries, entries))
        else:
            self._entries = entries
            self.changed.emit()
