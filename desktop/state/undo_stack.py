"""The one list of what can be taken back, bounded by what it remembers in bytes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

BUDGET_BYTES = 512_000_000


class UndoStack(QObject):
    """Undo and redo for prompt, canvas and gallery together. GUI thread.

    QUndoStack can only be bounded by a number of steps, and only while it is empty; a step of a canvas takes
    from nothing to hundreds of megabytes. Commands are QUndoCommands; one that keeps much has ``size_bytes``.
    """

    index_changed = Signal()
    """A step was done, taken back, merged or forgotten."""

    def __init__(self, parent: QObject | None = None, budget_bytes: int = BUDGET_BYTES) -> None:
        super().__init__(parent)
        self.budget_bytes = budget_bytes
        self._commands: list[QUndoCommand] = []
        self._index = 0

    def __len__(self) -> int:
        return len(self._commands)

    @property
    def index(self) -> int:
        """How many of the steps are done now."""
        return self._index

    @property
    def done(self) -> tuple[QUndoCommand, ...]:
        """The steps that ``undo`` can take back, the first one first."""
        return tuple(self._commands[: self._index])

    @property
    def names(self) -> tuple[str, ...]:
        """What each step is called, the first one first."""
        return tuple(command.text() for command in self._commands)

    @property
    def size_bytes(self) -> int:
        return sum(_size_of(command) for command in self._commands)

    @property
    def can_undo(self) -> bool:
        return self._index > 0

    @property
    def can_redo(self) -> bool:
        return self._index < len(self._commands)

    @property
    def undo_name(self) -> str:
        """What ``undo`` would take back; empty when there is nothing."""
        return self._commands[self._index - 1].text() if self.can_undo else ""

    @property
    def redo_name(self) -> str:
        return self._commands[self._index].text() if self.can_redo else ""

    def push(self, command: QUndoCommand) -> None:
        """Do ``command``; forget what could be redone, and the oldest steps that no longer fit.

        A command of the last one's id (not -1) may become one step with it (``mergeWith``). The newest step
        is kept whatever it takes.
        """
        del self._commands[self._index :]
        command.redo()
        last = self._commands[-1] if self._commands else None
        merged = last is not None and command.id() != -1 and last.id() == command.id()
        if not (merged and last is not None and last.mergeWith(command)):
            self._commands.append(command)
        self._index = len(self._commands)
        self._forget()
        self.index_changed.emit()

    def undo(self) -> None:
        if self.can_undo:
            self._index -= 1
            self._commands[self._index].undo()
            self.index_changed.emit()

    def redo(self) -> None:
        if self.can_redo:
            self._commands[self._index].redo()
            self._index += 1
            self.index_changed.emit()

    def go_to(self, index: int) -> None:
        """Undo or redo until ``index`` steps are done (from 0 to their number)."""
        target = min(len(self._commands), max(0, index))
        while self._index > target:
            self._index -= 1
            self._commands[self._index].undo()
        while self._index < target:
            self._commands[self._index].redo()
            self._index += 1
        self.index_changed.emit()

    def clear(self) -> None:
        """Forget all steps, undoing none."""
        if self._commands:
            self._commands.clear()
            self._index = 0
            self.index_changed.emit()

    def _forget(self) -> None:
        size = self.size_bytes
        while size > self.budget_bytes and self._index > 1:
            size -= _size_of(self._commands.pop(0))
            self._index -= 1


def _size_of(command: QUndoCommand) -> int:
    return int(getattr(command, "size_bytes", 0))
