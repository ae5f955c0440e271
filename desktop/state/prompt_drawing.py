"""Prompts with choices in them: an example to look at, and what choices there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.core import wildcards
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.params import RANDOM_SEED, random_seed
from desktop.core.wildcard_files import WildcardFiles
from desktop.state.background import Background
from desktop.state.prompt_state import PromptState

PAUSE_MS = 150


@dataclass(frozen=True, slots=True)
class Example:
    """What the prompts become with one seed, or why they can't become anything."""

    text: str = ""
    problem: ErrorInfo | None = None


class PromptDrawing(QObject):
    """Draws in a thread: wildcard files may be many. GUI thread only."""

    example_changed = Signal(object)
    """Example; None when there is nothing to draw in the prompts."""
    names_changed = Signal()

    def __init__(self, prompt: PromptState, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.background = Background("prompt drawing", self)
        self._prompt = prompt
        self._folder = folder
        self._seed = random_seed()
        self._names: tuple[str, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._draw_example)
        prompt.changed.connect(self._on_prompt_changed)

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to draw in the prompts."""
        return any(map(wildcards.is_dynamic, (self._prompt.prompt, self._prompt.negative_prompt)))

    @property
    def names(self) -> tuple[str, ...]:
        """The wildcards in the folder, as ``refresh_names`` found them."""
        return self._names

    def refresh_names(self) -> None:
        """Look into the folder again; ``names_changed`` tells if there is something new."""
        self.background.run(lambda: tuple(WildcardFiles(self._folder).names()), self._on_names)

    def draw_again(self) -> None:
        """Another example. A seed that was chosen becomes another one, as it decides what is drawn."""
        if self._prompt.seed == RANDOM_SEED:
            self._seed = random_seed()
            self._draw_example()
        else:
            self._prompt.seed = random_seed()

    def close(self) -> None:
        self._pause.stop()
        self.background.close(finish=False)

    @Slot(str)
    def _on_prompt_changed(self, name: str) -> None:
        if name in ("prompt", "negative_prompt", "seed"):
            if self.is_needed:
                self._pause.start()
            else:
                self._pause.stop()
                self.example_changed.emit(None)

    @Slot()
    def _draw_example(self) -> None:
        seed = self._seed if self._prompt.seed == RANDOM_SEED else self._prompt.seed
        templates = self._prompt.prompt, self._prompt.negative_prompt
        self.background.run(partial(_example, templates, seed, self._folder), self._on_example)

    def _on_example(self, example: Example) -> None:
        self.example_changed.emit(example if self.is_needed else None)

    def _on_names(self, names: tuple[str, ...]) -> None:
        if names != self._names:
            self._names = names
            self.names_changed.emit()


def _example(templates: tuple[str, str], seed: int, folder: Path) -> Example:
    """The first of the prompts that is dynamic; an error in either counts."""
    try:
        drawn = [wildcards.expand(text, seed, folder) for text in templates if wildcards.is_dynamic(text)]
    except AppError as error:
        return Example(problem=error.info)
    return Example(drawn[0])
