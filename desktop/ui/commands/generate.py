"""The Generate menu: start, stop, make larger, reuse."""

from __future__ import annotations

from desktop.core.geometry import Size
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet


class GenerateCommands(CommandSet):
    """GUI thread."""

    def generate(self) -> None:
        self.studio.generate()

    def cancel(self) -> None:
        self.studio.cancel_current()

    def cancel_all(self) -> None:
        self.studio.cancel_all()

    def picture_size(self) -> Size | None:
        """Of what lies over the document, or else of the document; None when there is neither."""
        over, document = self.studio.canvas.picture, self.studio.editor.document.document
        if over is not None:
            return over.pixels.size
        return None if document.empty else document.size

    def can_upscale(self) -> bool:
        return self.picture_size() is not None

    def upscale(self) -> None:
        from desktop.ui.dialogs.upscale import UpscaleDialog  # not before someone wants it

        if (size := self.picture_size()) is None:
            return
        model = self.studio.prompt.model_info
        title = "" if model is None else model.title
        dialog = UpscaleDialog(size, self.studio.upscalers, title, self.window)
        dialog.chosen.connect(self.studio.editor.generation.upscale)
        dialog.open()

    def use_settings(self) -> None:
        record = self.record()
        if record is not None:
            picture = self.studio.canvas.picture
            saved = None if picture is None else picture.saved
            self.studio.use_all(record.params, None if saved is None else saved.gallery_id)

    def use_seed(self) -> None:
        record = self.record()
        if record is not None:
            self.studio.prompt.seed = record.params.seed


ACTIONS = (
    ActionRow(
        "generate",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "&Generate"),
        QT_TRANSLATE_NOOP(
            "Actions", "Make pictures from the prompt; while one is being made, add them to the queue"
        ),
        GenerateCommands.generate,
        "sparkles",
        ("Ctrl+Return", "Ctrl+Enter"),
    ),
    ActionRow(
        "cancel",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "&Cancel"),
        QT_TRANSLATE_NOOP("Actions", "Stop the running job at its next step; jobs that wait go on"),
        GenerateCommands.cancel,
        "circle-stop",
        ("Esc",),
        GenerateCommands.is_busy,
        line_above=True,
    ),
    ActionRow(
        "cancel_all",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "Cancel a&ll"),
        QT_TRANSLATE_NOOP("Actions", "Stop the running job and drop all that wait"),
        GenerateCommands.cancel_all,
        "x",
        ("Shift+Esc",),
        GenerateCommands.is_busy,
    ),
    ActionRow(
        "upscale",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "U&pscale…"),
        QT_TRANSLATE_NOOP("Actions", "Make the picture on the canvas two or four times as large"),
        GenerateCommands.upscale,
        "image-upscale",
        ("Ctrl+U",),
        GenerateCommands.can_upscale,
        line_above=True,
    ),
    ActionRow(
        "use_settings",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "&Use the picture's settings"),
        QT_TRANSLATE_NOOP("Actions", "Take all settings of the picture on the canvas into the prompt dock"),
        GenerateCommands.use_settings,
        "rotate-ccw",
        ("Ctrl+Shift+U",),
        GenerateCommands.has_settings,
        line_above=True,
    ),
    ActionRow(
        "use_seed",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "Use the picture's &seed"),
        QT_TRANSLATE_NOOP("Actions", "Keep the seed of the picture on the canvas for the next ones"),
        GenerateCommands.use_seed,
        "dices",
        ("Ctrl+Alt+U",),
        GenerateCommands.has_settings,
    ),
)
