"""The Edit menu: undo and the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from desktop.core.infotext import to_infotext
from desktop.state.carried import carried
from desktop.state.qimages import to_qimage
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow, Key
from desktop.ui.commands.command_set import CommandSet


class EditCommands(CommandSet):
    """GUI thread."""

    def can_undo(self) -> bool:
        return self.studio.undo_stack.can_undo

    def can_redo(self) -> bool:
        return self.studio.undo_stack.can_redo

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

    def preferences(self) -> None:
        self.window.actions_.preferences_at(None)

    def can_go_back(self) -> bool:
        return self.studio.preferences.previous is not None

    def previous_settings(self) -> None:
        self.studio.preferences.go_back()

    def paste(self) -> None:
        """Text goes where the cursor is; everything else is opened."""
        mime, focus = QGuiApplication.clipboard().mimeData(), QApplication.focusWidget()
        is_text = mime.hasText() and not mime.hasUrls()
        if is_text and isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit) and not focus.isReadOnly():
            focus.paste()
        else:
            self.studio.opening.take(carried(mime))


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
        "paste",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "&Paste"),
        QT_TRANSLATE_NOOP(
            "Actions", "Open the picture or the files on the clipboard, or add its text to the prompt"
        ),
        EditCommands.paste,
        "clipboard-paste",
        (Key.Paste,),
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
    ActionRow(
        "preferences",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "Pre&ferences…"),
        QT_TRANSLATE_NOOP("Actions", "Pictures, look, models, keys, and facts about this machine"),
        EditCommands.preferences,
        "settings",
        ("Ctrl+,",),
        line_above=True,
    ),
    ActionRow(
        "previous_settings",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "&Bring back the previous settings"),
        QT_TRANSLATE_NOOP("Actions", "Take the settings that held before their file was damaged"),
        EditCommands.previous_settings,
        "history",
        can=EditCommands.can_go_back,
    ),
)
