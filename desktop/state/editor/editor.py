"""The canvas as an editor: one object for all that belongs to it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.state.editor.document_state import DocumentState
from desktop.state.editor.tool_state import ToolState
from desktop.state.undo_stack import UndoStack


class Editor(QObject):
    """GUI thread. Studio owns it."""

    def __init__(self, undo_stack: UndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = DocumentState(undo_stack, self)
        self.tools = ToolState(self)

    def close(self) -> None:
        self.document.close()
