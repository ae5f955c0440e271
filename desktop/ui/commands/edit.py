"""The Edit menu: undo and the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.core.infotext import to_infotext
from desktop.state.qimages import to_qimage
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow, Key
from desktop.ui.commands.command_set import CommandSet


class EditCommands(CommandSet):
    """GUI thread."""

    def can_undo(self) -> bool:
        return self.studio.undo_stack.canUndo()

    def can_redo(self) -> bool:
        return self.studio.undo_stack.canRedo()

    def undo(self) -> None:
        self.studio.undo_stack.undo()

    def redo(self) -> None:
        self.studio.undo_stack.redo()

    def copy_picture(self) -> None:
        picture = self.studio.canvas.picture
        if picture is not None:
            data = QMimeData()
            data.setImageData(to_qimage(picture.pixels))
            QGuiApplication.clipboard().setMimeData(data)

    def copy_settings(self) -> None:
        record = self.record()
        if record is not None:
            QGuiApplication.clipboard().setText(to_infotext(record))


ACTIONS = (
    ActionRow(
        "undo",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "&Undo"),
        QT_TRANSLATE_NOOP("Actions", "Take back the last change"),
        EditCommands.undo,
        "undo-2",
        (Key.Undo,),
        EditCommands.can_undo,
    ),
    ActionRow(
        "redo",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "&Redo"),
        QT_TRANSLATE_NOOP("Actions", "Do again what was taken back"),
        EditCommands.redo,
        "redo-2",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        EditCommands.can_redo,
    ),
    ActionRow(
        "copy_picture",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "&Copy picture"),
        QT_TRANSLATE_NOOP("Actions", "Put the picture on the canvas on the clipboard"),
        EditCommands.copy_picture,
        "copy",
        (Key.Copy,),
        EditCommands.has_picture,
        line_above=True,
    ),
    ActionRow(
        "copy_settings",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "Copy &settings"),
        QT_TRANSLATE_NOOP(
            "Actions", "Put the picture's settings on the clipboard as text that other programs read"
        ),
        EditCommands.copy_settings,
        "clipboard-copy",
        ("Ctrl+Shift+C",),
        EditCommands.has_settings,
    ),
)
