"""What a person changes about pictures of the gallery; each change can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QFile, QObject, Signal
from PySide6.QtGui import QUndoCommand

from desktop.core.errors import ErrorInfo
from desktop.core.gallery import Gallery
from desktop.state.background import Background
from desktop.state.undo_stack import UndoStack

T = TypeVar("T")


class GalleryChange(QUndoCommand, Generic[T]):
    """``do`` returns what ``undo`` needs to know. Both are called in the background, in turn."""

    def __init__(
        self,
        text: str,
        run: Callable[[Callable[[], None]], None],
        do: Callable[[], T],
        undo: Callable[[T], object],
    ) -> None:
        super().__init__(text)
        self._run = run
        self._do = do
        self._undo = undo

    def redo(self) -> None:
        self._run(self._work)

    def undo(self) -> None:
        self._run(self._work_back)

    def _work(self) -> None:
        self._changed = self._do()

    def _work_back(self) -> None:
        # When ``do`` failed there is nothing to take back: its error was told.
        if hasattr(self, "_changed"):
            self._undo(self._changed)


class GalleryEdits(QObject):
    """Stars, ratings, the bin, boards' pictures. GUI thread; the work is done in the background."""

    changed = Signal(object)
    """The ids (tuple) of the pictures that were changed."""
    trashed = Signal(int)
    """The bin was emptied of so many files."""
    failed = Signal(object)
    """ErrorInfo."""

    def __init__(
        self, gallery: Gallery, background: Background, undo_stack: UndoStack, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._background = background
        self._undo_stack = undo_stack

    def toggle_star(self, ids: Sequence[int]) -> None:
        """Give each of these pictures a star, or take it away when all have one."""

        def toggle() -> tuple[tuple[int, ...], bool]:
            # Looked at here, where changes are in order: two quick presses are a star and none.
            starred = not all(row.starred for row in self._gallery.rows(ids))
            return self._gallery.set_starred(ids, starred), starred

        def toggle_back(done: tuple[tuple[int, ...], bool]) -> None:
            changed, starred = done
            self._gallery.set_starred(changed, not starred)

        self._push(self.tr("Star pictures"), ids, toggle, toggle_back)

    def rate(self, ids: Sequence[int], rating: int) -> None:
        """From 0 (no rating) to 5."""
        self._push(
            self.tr("Rate pictures"), ids, partial(self._gallery.set_rating, ids, rating), self._rate_back
        )

    def move_to_bin(self, ids: Sequence[int]) -> None:
        self._push(
            self.tr("Delete pictures"), ids, partial(self._gallery.move_to_bin, ids), self._gallery.restore
        )

    def restore(self, ids: Sequence[int]) -> None:
        """Take pictures out of the bin."""
        self._push(
            self.tr("Restore pictures"), ids, partial(self._gallery.restore, ids), self._gallery.move_to_bin
        )

    def add_to_board(self, ids: Sequence[int], board_id: int) -> None:
        self._push(
            self.tr("Add to the board"),
            ids,
            partial(self._gallery.add_to_board, ids, board_id),
            lambda changed: self._gallery.remove_from_board(changed, board_id),
        )

    def remove_from_board(self, ids: Sequence[int], board_id: int) -> None:
        self._push(
            self.tr("Take off the board"),
            ids,
            partial(self._gallery.remove_from_board, ids, board_id),
            lambda changed: self._gallery.add_to_board(changed, board_id),
        )

    def empty_bin(self) -> None:
        """Take the pictures in the bin off the gallery, and their files to the system's trash, for good.

        A file that the system does not take stays where it is, which is told.
        """
        self._background.run(self._empty_bin, self._tell_emptied)

    def _push(self, text: str, ids: Sequence[int], do: Callable[[], T], undo: Callable[[T], object]) -> None:
        if not ids:
            return

        def run(work: Callable[[], None]) -> None:
            self._background.run(work, lambda _: self.changed.emit(tuple(ids)))

        self._undo_stack.push(GalleryChange(text, run, do, undo))

    def _rate_back(self, before: dict[int, int]) -> None:
        for rating in set(before.values()):
            self._gallery.set_rating([key for key, value in before.items() if value == rating], rating)

    def _empty_bin(self) -> tuple[int, list[Path]]:
        """In the background: how many files went to the trash, and which ones the system did not take."""
        files = self._gallery.empty_bin()
        there = [path for path in files if path.exists()]
        kept = [path for path in there if not QFile.moveToTrash(str(path))]
        return len(there) - len(kept), kept

    def _tell_emptied(self, result: tuple[int, list[Path]]) -> None:
        count, kept = result
        self.changed.emit(())
        if kept:
            info = ErrorInfo(
                "not_trashed",
                self.tr("%n file(s) could not be moved to the system's trash.", "", len(kept)),
                self.tr("They are no longer in the gallery; delete them with the file manager."),
                "\n".join(str(path) for path in kept),
            )
            self.failed.emit(info)
        self.trashed.emit(count)
