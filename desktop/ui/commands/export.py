"""Exporting the canvas, and finding what was exported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from desktop.core.errors import ErrorInfo
from desktop.state.notices import NoticeLevel
from desktop.state.studio import Studio
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

SHOW = "show_export"


class ExportCommands(CommandSet):
    """GUI thread."""

    def __init__(self, studio: Studio, window: MainWindow) -> None:
        super().__init__(studio, window)
        studio.editor.export.written.connect(self._say_written)

    def has_exported(self) -> bool:
        return self.studio.editor.export.last is not None

    def export(self) -> None:
        from desktop.ui.dialogs.export_canvas import ExportCanvasDialog  # not before someone wants it

        self.studio.editor.adopt_shown()
        dialog = ExportCanvasDialog(self.studio, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show(self) -> None:
        last = self.studio.editor.export.last
        if last is not None:
            self.open_folder(last if last.is_dir() else last.parent)

    @Slot(object, object)
    def _say_written(self, target: Path, notes: tuple[str, ...]) -> None:
        self.window.actions_.refresh()  # it can be shown now
        info = ErrorInfo(
            "exported",
            self.tr("The canvas was exported to {name}.").format(name=target.name),
            "",
            "\n".join(notes),
        )
        self.studio.notices.add(NoticeLevel.WARNING if notes else NoticeLevel.INFO, info, SHOW)


ACTIONS = (
    ActionRow(
        "export_canvas",
        "&File",
        QT_TRANSLATE_NOOP("Actions", "E&xport the canvas…"),
        QT_TRANSLATE_NOOP("Actions", "Write a picture file of any kind and size, or one for each layer"),
        ExportCommands.export,
        "image-down",
        ("Ctrl+Shift+E",),
        ExportCommands.has_canvas,
        line_above=True,
    ),
    ActionRow(
        SHOW,
        "&File",
        QT_TRANSLATE_NOOP("Actions", "Show the exported file"),
        QT_TRANSLATE_NOOP("Actions", "Open the folder that the canvas was exported to last"),
        ExportCommands.show,
        "folder-open",
        can=ExportCommands.has_exported,
    ),
)
