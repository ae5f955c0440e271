"""Changes of the document that a menu or a dock asks for: quick ones at once, slow ones beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.document.document import Document
from desktop.core.errors import AppError, ErrorInfo
from desktop.state.background import Background
from desktop.state.editor.document_state import DocumentState

Change = Callable[[Document], Document]

SLOW_PIXELS = 2_000_000
"""Documents with more are changed beside the window where that looks at every pixel."""


@dataclass(frozen=True, slots=True, eq=False)
class _Slow:
    """A change that is being computed."""

    name: str
    change: Change
    moves: bool


class Edits(QObject):
    """GUI thread. One slow change at a time; when another one came in between, it is computed again.

    When another document came in between, it is given up.
    """

    failed = Signal(object)
    """ErrorInfo: what could not be done; the document is as it was."""
    busy_changed = Signal(str)
    """What is being done beside the window; empty when nothing is."""

    def __init__(self, document: DocumentState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._background = Background("edits", self)
        self._slow: _Slow | None = None
        document.replaced.connect(self._on_replaced)

    @property
    def busy(self) -> str:
        """The name of the step that is being computed; empty when none is."""
        return "" if self._slow is None else self._slow.name

    def close(self) -> None:
        """End the work beside the window."""
        self._background.close(finish=False)

    def run(
        self, name: str, change: Change, *, slow: bool = False, merge: int = -1, moves: bool = False
    ) -> None:
        """Apply ``change`` as a step called ``name``; with ``moves`` it gives the canvas another geometry.

        A ``slow`` one looks at all pixels: with a large document it runs in a thread, and others that are
        slow as well are refused until it has ended.
        """
        document = self._document.document
        if slow and document.size.area > SLOW_PIXELS:
            if self._slow is not None:
                self.failed.emit(self._still_busy())
            else:
                self._set_slow(_Slow(name, change, moves))
                self._start()
            return
        self._take(name, _changed(change, document), moves, merge)

    def _still_busy(self) -> ErrorInfo:
        return ErrorInfo(
            "still_busy",
            self.tr("“{step}” is still under way, so nothing else was begun.").format(step=self.busy),
            self.tr("Try again when it has ended."),
        )

    def _start(self) -> None:
        slow, before = self._slow, self._document.document
        assert slow is not None
        self._background.run(partial(_changed, slow.change, before), partial(self._finish, slow, before))

    def _finish(self, slow: _Slow, before: Document, after: Document | ErrorInfo) -> None:
        if slow is not self._slow:
            return  # it was given up
        if self._document.document is not before:
            self._start()
            return
        self._set_slow(None)
        self._take(slow.name, after, slow.moves)

    def _take(self, name: str, after: Document | ErrorInfo, moves: bool, merge: int = -1) -> None:
        if isinstance(after, ErrorInfo):
            self.failed.emit(after)
        else:
            geometry = self._document.new_geometry() if moves else None
            self._document.apply(name, after, merge=merge, geometry=geometry)

    @Slot()
    def _on_replaced(self) -> None:
        if (slow := self._slow) is not None:
            self._set_slow(None)
            info = ErrorInfo(
                "step_given_up",
                self.tr("“{step}” was not done: another document has come onto the canvas.").format(
                    step=slow.name
                ),
                self.tr("Do it again with the one that it was for."),
            )
            self.failed.emit(info)

    def _set_slow(self, slow: _Slow | None) -> None:
        self._slow = slow
        self.busy_changed.emit(self.busy)


def _changed(change: Change, document: Document) -> Document | ErrorInfo:
    """Any thread. Why not, when it can't be done: layers may have gone while their change was prepared."""
    try:
        return change(document)
    except AppError as error:
        return error.info
    except KeyError as error:
        return ErrorInfo(
            "layer_gone",
            "The layer that was to be changed is no longer there, so nothing was changed.",
            "Choose another one, or bring it back with undo.",
            f"layer {error}",
        )
    except MemoryError:
        return ErrorInfo(
            "out_of_memory",
            "There is not enough memory for this, so nothing was changed.",
            "Merge layers, make the canvas smaller, or close other programs.",
        )
