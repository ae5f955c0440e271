"""How many tokens the prompts have, counted beside the window so that typing never waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.core.adapters import EmbeddingNames, EmbeddingWord, without_tags
from desktop.core.errors import AppError
from desktop.state.prompt_state import PromptState

PAUSE_MS = 120
CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """Tokens of the prompt and of the negative prompt; ``limit`` is what one chunk holds."""

    prompt: int
    negative_prompt: int
    limit: int = 75


class TokenCounting(QObject):
    """Counts again when typing pauses or the model changes. GUI thread, with a short-lived thread of its own.

    ``make_counter`` takes a model's folder; it is called in that thread, for it imports and reads files.
    """

    counted = Signal(object)
    """TokenCounts, or None when the model's tokenizer can't be read."""

    def __init__(
        self,
        prompt: PromptState,
        make_counter: Callable[[Path], CountTokens],
        vectors: Callable[[], Mapping[str, int]],
        parent: QObject | None = None,
    ) -> None:
        """``vectors``: how many tokens each textual inversion takes, by name."""
        super().__init__(parent)
        self._prompt = prompt
        self._make_counter = make_counter
        self._vectors = vectors
        self._counters: dict[Path, CountTokens] = {}
        self._thread: threading.Thread | None = None
        self._closed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._start)
        prompt.changed.connect(self._on_changed)

    def close(self) -> None:
        """Wait for a count under way (milliseconds)."""
        self._closed = True
        self._pause.stop()
        if self._thread is not None:
            self._thread.join()

    @Slot(str)
    def _on_changed(self, name: str) -> None:
        if name in ("prompt", "negative_prompt", "model"):
            self._pause.start()

    @Slot()
    def _start(self) -> None:
        info = self._prompt.model_info
        if self._closed or info is None:
            return
        if self._thread is not None and self._thread.is_alive():
            self._pause.start()
            return
        arguments = (info.path, self._prompt.prompt, self._prompt.negative_prompt, self._vectors())
        self._thread = threading.Thread(target=self._count, args=arguments, name="token count")
        self._thread.start()

    def _count(self, model: Path, prompt: str, negative_prompt: str, vectors: Mapping[str, int]) -> None:
        try:
            if model not in self._counters:
                self._counters = {model: self._make_counter(model)}
            count = self._counters[model]
        except AppError:
            self.counted.emit(None)  # the job that needs the tokenizer tells what is wrong with it
            return
        used = (_tokens(count, text, vectors) for text in (prompt, negative_prompt))
        self.counted.emit(TokenCounts(*used))


def _tokens(count: CountTokens, prompt: str, vectors: Mapping[str, int]) -> int:
    """LoRA tags are none, and each vector of a textual inversion is one."""
    pieces = EmbeddingNames(vectors).split(without_tags(prompt))
    words = [piece for piece in pieces if isinstance(piece, str)]
    learned = [vectors.get(piece.name, 0) for piece in pieces if isinstance(piece, EmbeddingWord)]
    return count(" ".join(words)) + sum(learned)
