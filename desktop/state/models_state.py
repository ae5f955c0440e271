"""What the window knows and does about models, beside the scan itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core.jobs import JobId
from desktop.core.library import Library
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams
from desktop.core.paths import Paths
from desktop.state.background import Background
from desktop.state.conversion import Conversion
from desktop.state.idle_hashes import IdleHashes
from desktop.state.job_board import JobBoard
from desktop.state.library_list import LibraryList
from desktop.state.model_folders import ModelFolders
from desktop.state.model_list import ModelList
from desktop.state.model_moves import ModelMoves
from desktop.state.model_notes import ModelNotes
from desktop.state.model_pictures import ModelPictures
from desktop.state.preferences import Preferences
from desktop.state.prompt_state import PromptState
from desktop.state.sidecar_pictures import SidecarPictures
from desktop.state.undo_stack import UndoStack

_CARD_BYTES = 256_000


class ModelsState(QObject):
    """The list, the cards' pictures, the folders, conversions, and what makers say of models. GUI thread."""

    failed = Signal(object)
    """ErrorInfo."""
    card_read = Signal(str, str)
    """A model's name and the text of its README.md, empty when it has none or it can't be read."""

    def __init__(
        self,
        disk: Library,
        library: LibraryList,
        preferences: Preferences,
        prompt: PromptState,
        board: JobBoard,
        submit: Callable[[GenerateParams], JobId],
        undo_stack: UndoStack,
        paths: Paths,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.pictures = ModelPictures(paths.model_pictures, submit, library, board, self)
        self.sidecars = SidecarPictures(self)
        self.list = ModelList(library, preferences, prompt, self.pictures, self.sidecars, self)
        self.folders = ModelFolders(paths.models, disk, library, preferences, self)
        self.notes = ModelNotes(paths.model_notes, self)
        self.notes.background.failed.connect(self.failed)
        self.hashes = IdleHashes(disk.hashes, library, board, self)
        self.moves = ModelMoves(disk, undo_stack, library.refresh, self)
        self.moves.background.failed.connect(self.failed)
        self.conversion = Conversion(disk, paths, self)
        self.conversion.finished.connect(library.refresh)
        self._background = Background("model card", self)
        self.pictures.background.failed.connect(self.failed)

    def read_card(self, info: ModelInfo) -> None:
        """Read what the model's makers say of it, which ``card_read`` brings, and the person's notes."""
        card = info.card
        self.notes.load()
        self._background.run(lambda: _text(card), lambda text: self.card_read.emit(info.name, text))

    def close(self) -> None:
        """End all threads; pictures that were made are on disk then."""
        self.hashes.close()
        self.sidecars.close()
        self.notes.close()
        self.moves.close()
        self.pictures.close()
        self.conversion.close()
        self.folders.close()
        self._background.close(finish=False)


def _text(card: Path | None) -> str:
    if card is None:
        return ""
    try:
        with card.open("rb") as file:
            return file.read(_CARD_BYTES).decode(errors="replace")
    except OSError:
        return ""
