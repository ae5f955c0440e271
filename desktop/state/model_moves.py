"""Misplaced model files moved to where they belong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand

from desktop.core.library import Library
from desktop.core.library_move import move_model, right_folder
from desktop.core.models import ModelInfo
from desktop.state.background import Background
from desktop.state.undo_stack import UndoStack


class ModelMoves(QObject):
    """Each move is a step that undo takes back. GUI thread; files are moved beside it."""

    def __init__(
        self,
        disk: Library,
        undo_stack: UndoStack,
        look_again: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        """``look_again`` is called when a file was moved."""
        super().__init__(parent)
        self._disk = disk
        self._undo_stack = undo_stack
        self._look_again = look_again
        self.background = Background("model moves", self)

    @staticmethod
    def can_move(info: ModelInfo) -> bool:
        """Whether it lies in a wrong folder, and is a file that can be moved alone."""
        return bool(info.misplaced) and info.is_one_file

    def move(self, info: ModelInfo) -> None:
        """Move a misplaced file, with its sidecars, to the folder for its kind in the same library folder."""
        roots, path, kind = self._disk.folders, info.path, info.kind

        def work() -> Path:
            return move_model(path, right_folder(path, kind, roots), path.stem)

        self.background.run(work, lambda target: self._on_moved(info, target))

    def close(self) -> None:
        """Wait for the move under way."""
        self.background.close(finish=True)

    def _on_moved(self, info: ModelInfo, target: Path) -> None:
        text = self.tr("Move {name}").format(name=info.title)
        self._undo_stack.push(_Move(self, info.path, target, text))

    def bring(self, move: _Move, goal: Path) -> None:
        """Move the file of a step to ``goal``, unless it is there."""

        def work() -> None:
            # In the thread, where an earlier move of it has ended.
            if move.place != goal:
                move.place = move_model(move.place, goal.parent, goal.stem)

        self.background.run(work, lambda _nothing: self._look_again())


class _Move(QUndoCommand):
    """A file that was moved when this is made, so that a move that fails is no step."""

    def __init__(self, moves: ModelMoves, source: Path, target: Path, text: str) -> None:
        super().__init__(text)
        self._moves = moves
        self._source = source
        self._target = target
        self.place = target
        """Where the file is."""

    def redo(self) -> None:
        self._moves.bring(self, self._target)

    def undo(self) -> None:
        self._moves.bring(self, self._source)
