"""Changes of the document that a menu or a dock asks for: quick ones at once, slow ones beside the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.core.document.document import Document
from desktop.core.errors import AppError, ErrorInfo
from desktop.state.background import Background
from desktop.state.editor.document_state import DocumentState

Change = Callable[[Document], Document]

SLOW_PIXELS = 2_000_000
"""Documents with more are changed beside the window where that looks at every pixel."""


class Edits(QObject):
    """GUI thread. One slow change at a time; when another one came in between, it is computed again."""

    failed = Signal(object)
    """ErrorInfo: what could not be done; the document is as it was."""
    busy_changed = Signal(str)
    """What is being done beside the window; empty when nothing is."""

    def __init__(self, document: DocumentState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._background = Background("edits", self)
        self._background.failed.connect(self._on_failed)
        self._busy = ""

    @property
    def busy(self) -> str:
        """The name of the step that is being computed; empty when none is."""
        return self._busy

    def close(self) -> None:
        """End the work beside the window."""
        self._background.close(finish=False)

    def run(self, name: str, change: Change, *, slow: bool = False, merge: int = -1) -> None:
        """Apply ``change`` as a step called ``name``.

        A ``slow`` one looks at all pixels: with a large document it runs in a thread, and others that are
        slow as well are refused until it has ended.
        """
        document = self._document.document
        if slow and document.size.area > SLOW_PIXELS:
            if self._busy:
                self.failed.emit(self._still_busy())
            else:
                self._start(name, change)
            return
        try:
            after = change(document)
        except AppError as error:
            self.failed.emit(error.info)
        else:
            self._document.apply(name, after, merge=merge)

    def _still_busy(self) -> ErrorInfo:
        return ErrorInfo(
            "still_busy",
            self.tr("“{step}” is still under way, so nothing else was begun.").format(step=self._busy),
            self.tr("Try again when it has ended."),
        )

    def _start(self, name: str, change: Change) -> None:
        before = self._document.document
        self._set_busy(name)
        self._background.run(partial(change, before), partial(self._finish, name, change, before))

    def _finish(self, name: str, change: Change, before: Document, after: Document) -> None:
        if self._document.document is not before:
            self._start(name, change)
            return
        self._set_busy("")
        self._document.apply(name, after)

    def _on_failed(self, info: object) -> None:
        self._set_busy("")
        self.failed.emit(info)

    def _set_busy(self, name: str) -> None:
        if name != self._busy:
            self._busy = name
            self.busy_changed.emit(name)
