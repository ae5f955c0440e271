"""The boards and the saved searches of the gallery."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.gallery import Board, Gallery, SavedSearch
from desktop.state.background import Background
from desktop.state.gallery_edits import GalleryChange
from desktop.state.undo_stack import UndoStack


@dataclass(frozen=True, slots=True)
class _Content:
    boards: tuple[Board, ...]
    searches: tuple[SavedSearch, ...]


class Shelves(QObject):
    """As they were last read. GUI thread; reading and changing happens in the background."""

    changed = Signal()

    def __init__(
        self, gallery: Gallery, background: Background, undo_stack: UndoStack, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._background = background
        self._undo_stack = undo_stack
        self._content = _Content((), ())

    @property
    def boards(self) -> tuple[Board, ...]:
        """By name."""
        return self._content.boards

    @property
    def searches(self) -> tuple[SavedSearch, ...]:
        """By name."""
        return self._content.searches

    @Slot()
    def refresh(self) -> None:
        self._background.run(self._read, self._show, replaces="shelves")

    def create_board(self, name: str, ids: tuple[int, ...] = ()) -> None:
        """Make a board with these pictures on it."""

        def make() -> None:
            self._gallery.add_to_board(ids, self._gallery.create_board(name).id)

        self._change(make)

    def rename_board(self, board: Board, name: str) -> None:
        self._change(partial(self._gallery.rename_board, board.id, name))

    def delete_board(self, board: Board) -> None:
        """Can be taken back; the pictures stay in the gallery in any case."""
        current = board.id

        def delete() -> tuple[int, ...]:
            return self._gallery.delete_board(current)

        def bring_back(held: tuple[int, ...]) -> None:
            nonlocal current
            current = self._gallery.create_board(board.name).id
            self._gallery.add_to_board(held, current)

        self._push(self.tr("Delete the board"), delete, bring_back)

    def save_search(self, name: str, text: str) -> None:
        self._change(partial(self._gallery.save_search, name, text))

    def delete_search(self, search: SavedSearch) -> None:
        """Can be taken back."""
        self._push(
            self.tr("Delete the saved search"),
            partial(self._gallery.delete_search, search.name),
            lambda _: self._gallery.save_search(search.name, search.text),
        )

    def _push(self, text: str, do: Callable[[], object], undo: Callable[..., object]) -> None:
        self._undo_stack.push(GalleryChange(text, self._change, do, undo))

    def _change(self, work: Callable[[], object]) -> None:
        self._background.run(work, lambda _: self.refresh())

    def _read(self) -> _Content:
        return _Content(tuple(self._gallery.boards()), tuple(self._gallery.saved_searches()))

    def _show(self, content: _Content) -> None:
        if content != self._content:
            self._content = content
            self.changed.emit()
