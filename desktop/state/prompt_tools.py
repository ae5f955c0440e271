"""What helps with writing prompts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.core.paths import Paths, resources
from desktop.state.prompt_drawing import PromptDrawing
from desktop.state.prompt_history import PromptHistory
from desktop.state.prompt_state import PromptState
from desktop.state.styles import Styles
from desktop.state.undo_stack import UndoStack


class PromptTools(QObject):
    """History, styles, and the drawing of choices. GUI thread only."""

    failed = Signal(object)
    """ErrorInfo of something that could not be read, written or drawn."""

    def __init__(
        self, prompt: PromptState, undo_stack: UndoStack, paths: Paths, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        bundled = resources() / "presets" / "styles.csv"
        self.history = PromptHistory(prompt, undo_stack, paths.prompt_history, self)
        self.styles = Styles(prompt, undo_stack, paths.styles, bundled, self)
        self.drawing = PromptDrawing(prompt, paths.wildcards, self)
        for part in (self.history, self.styles, self.drawing):
            part.background.failed.connect(self.failed)
        self.styles.problem_found.connect(self.failed)

    def load(self) -> None:
        """Read the files, once the window is there."""
        self.history.load()
        self.styles.load()
        self.drawing.refresh_names()

    def close(self) -> None:
        """Wait until everything is on disk."""
        for part in (self.history, self.styles, self.drawing):
            part.close()
