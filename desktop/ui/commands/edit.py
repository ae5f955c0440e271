"""The Edit menu: undo and the clipboard."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from desktop.core.document.document import Document
from desktop.core.infotext import to_infotext
from desktop.state.carried import carried
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow, Key
from desktop.ui.commands.command_set import CommandSet


class EditCommands(CommandSet):
    """GUI thread."""

    def can_undo(self) -> bool:
        return self.studio.undo_stack.can_undo

    def can_redo(self) -> bool:
        return self.studio.undo_stack.can_redo

    def undo(self) -> None:
        """Forget what waits on the canvas for Enter, or else take the last step back."""
        if (tool := self.window.canvas.tool).open:
            tool.cancel()
        else:
            self.studio.undo_stack.undo()

    def redo(self) -> None:
        self.studio.undo_stack.redo()

    def undo_words(self) -> str:
        name = _quoted(self.studio.undo_stack.undo_name)
        return self.tr("&Undo {step}").format(step=name) if name else self.tr("&Undo")

    def redo_words(self) -> str:
        name = _quoted(self.studio.undo_stack.redo_name)
        return self.tr("&Redo {step}").format(step=name) if name else self.tr("&Redo")

    def copy(self) -> None:
        """The picture that lies over the document, or what is selected of the layer."""
        picture, editor = self.studio.canvas.picture, self.studio.editor
        if picture is None:
            editor.clipboard.copy(merged=False)
        else:
            editor.clipboard.copy_picture(picture)

    def copy_merged(self) -> None:
        picture, editor = self.studio.canvas.picture, self.studio.editor
        if picture is not None and self._document.empty:
            editor.clipboard.copy_picture(picture)
        else:
            editor.clipboard.copy(merged=True)

    def cut(self) -> None:
        self.studio.editor.uncover()
        self.studio.editor.clipboard.cut()

    def delete_pixels(self) -> None:
        self.studio.editor.layers.clear_selected()

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
        """Text goes where the cursor is, a picture becomes a layer; everything else is opened."""
        mime, focus = QGuiApplication.clipboard().mimeData(), QApplication.focusWidget()
        is_text = mime.hasText() and not mime.hasUrls()
        if is_text and isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit) and not focus.isReadOnly():
            focus.paste()
        elif self.studio.editor.clipboard.has_picture and not mime.hasUrls():
            self.studio.editor.uncover()
            self.studio.editor.clipboard.paste_layer()
        else:
            self.studio.opening.take(carried(mime))

    def paste_canvas(self) -> None:
        self.studio.editor.clipboard.paste_document()

    @property
    def _document(self) -> Document:
        return self.studio.editor.document.document


def _quoted(name: str) -> str:
    """As it stands in a menu, where one & marks a key."""
    return name.replace("&", "&&")


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
        words=EditCommands.undo_words,
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
        words=EditCommands.redo_words,
    ),
    ActionRow(
        "cut",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "Cu&t"),
        QT_TRANSLATE_NOOP(
            "Actions", "Put what is selected of the layer on the clipboard, and delete it there"
        ),
        EditCommands.cut,
        "scissors",
        (Key.Cut,),
        EditCommands.has_layer,
        line_above=True,
    ),
    ActionRow(
        "copy",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "&Copy"),
        QT_TRANSLATE_NOOP("Actions", "Put what is selected of the layer, or the picture, on the clipboard"),
        EditCommands.copy,
        "copy",
        (Key.Copy,),
        EditCommands.has_canvas,
    ),
    ActionRow(
        "copy_merged",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "Copy what is see&n"),
        QT_TRANSLATE_NOOP(
            "Actions", "Put what is selected of the picture, all layers together, on the clipboard"
        ),
        EditCommands.copy_merged,
        "image-up",
        ("Ctrl+Alt+X",),
        EditCommands.has_canvas,
    ),
    ActionRow(
        "paste",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "&Paste"),
        QT_TRANSLATE_NOOP(
            "Actions", "Add the picture on the clipboard as a layer, open its files, or take its text"
        ),
        EditCommands.paste,
        "clipboard-paste",
        (Key.Paste,),
    ),
    ActionRow(
        "paste_canvas",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "Paste as a new can&vas"),
        QT_TRANSLATE_NOOP("Actions", "Begin a canvas with the picture on the clipboard, as large as it is"),
        EditCommands.paste_canvas,
        "file-image",
        ("Ctrl+Shift+V",),
    ),
    ActionRow(
        "delete_pixels",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "&Delete pixels"),
        QT_TRANSLATE_NOOP("Actions", "Make what is selected of the layer transparent"),
        EditCommands.delete_pixels,
        "eraser",
        ("Del",),
        EditCommands.has_layer,
        on_canvas=True,
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
