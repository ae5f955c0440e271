"""The Generate menu: start, stop, candidates, make larger, reuse."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.geometry import Size
from desktop.core.params import PictureRecord
from desktop.state.editor.candidates import Candidates
from desktop.state.picture_details import PictureDetails
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet


@dataclass(frozen=True, slots=True)
class _Made:
    """A picture, what to call it, and the gallery's ids of it and of its parent."""

    record: PictureRecord | None
    name: str
    picture_id: int | None
    parent_id: int | None = None


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

    def has_candidates(self) -> bool:
        return bool(self._candidates.items) and not self.studio.editor.document.document.empty

    def shows_candidate(self) -> bool:
        return self._candidates.showing and self.has_candidates()

    def can_apply_inside(self) -> bool:
        selected = self.studio.editor.document.document.has_selection
        return self.shows_candidate() and selected and self._candidates.fits

    def apply(self) -> None:
        self._candidates.apply()

    def apply_inside(self) -> None:
        self._candidates.apply_to_selection()

    def next(self) -> None:
        self._candidates.step(1)

    def previous(self) -> None:
        self._candidates.step(-1)

    def discard(self) -> None:
        self._candidates.discard()

    def discard_all(self) -> None:
        self._candidates.discard_all()

    def can_repeat(self) -> bool:
        """Whether the picture that is looked at says how it was made."""
        picture = self.studio.canvas.picture
        return picture is not None and picture.record is not None

    def more_like_this(self) -> None:
        self.studio.editor.generation.more_like_this()

    def vary(self) -> None:
        self.studio.editor.generation.vary()

    def edit_picture(self) -> None:
        self.studio.editor.adopt_shown()

    def can_go_back(self) -> bool:
        return self.has_picture() and not self.studio.editor.document.document.empty

    def back_to_canvas(self) -> None:
        self.studio.canvas.show(None)

    def has_source(self) -> bool:
        return self._made() is not None

    def bring_back(self) -> None:
        """Of the picture that is selected in the gallery, or else of the one over the canvas."""
        made = self._made()
        if made is None or made.record is None or made.record.params.source is None:
            return
        self.studio.editor.generation.bring_back(made.record.params.source, made.name, made.parent_id)
        self.studio.use_all(made.record.params, made.picture_id)

    @property
    def _candidates(self) -> Candidates:
        return self.studio.editor.candidates

    def _made(self) -> _Made | None:
        """The picture selected in the gallery, or else the one over the canvas; None without a source."""
        details, picture = self.studio.collection.details.current, self.studio.canvas.picture
        if isinstance(details, PictureDetails):
            parent_id = None if details.parent is None else details.parent.id
            made = _Made(details.record, details.row.path.stem, details.row.id, parent_id)
        elif picture is not None:
            name = self.tr("Picture") if picture.file is None else picture.file.stem
            made = _Made(picture.record, name, None if picture.saved is None else picture.saved.gallery_id)
        else:
            return None
        return made if made.record is not None and made.record.params.source is not None else None

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
        "apply_candidate",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "&Apply the candidate"),
        QT_TRANSLATE_NOOP("Actions", "Put the candidate that is shown on the canvas, as a layer"),
        GenerateCommands.apply,
        "check",
        ("Shift+Return", "Shift+Enter"),
        GenerateCommands.shows_candidate,
        line_above=True,
        on_canvas=True,
    ),
    ActionRow(
        "apply_inside",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "Apply &inside of the selection"),
        QT_TRANSLATE_NOOP("Actions", "Put only what lies in the selection of the candidate on the canvas"),
        GenerateCommands.apply_inside,
        "square-dashed",
        ("Alt+Return",),
        GenerateCommands.can_apply_inside,
        on_canvas=True,
    ),
    ActionRow(
        "next_candidate",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "&Next candidate"),
        QT_TRANSLATE_NOOP("Actions", "Flip to the next of the pictures that were made for the canvas"),
        GenerateCommands.next,
        "chevron-right",
        ("Ctrl+Alt+Right",),
        GenerateCommands.has_candidates,
    ),
    ActionRow(
        "previous_candidate",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "Previ&ous candidate"),
        QT_TRANSLATE_NOOP("Actions", "Flip back to the picture before"),
        GenerateCommands.previous,
        "chevron-left",
        ("Ctrl+Alt+Left",),
        GenerateCommands.has_candidates,
    ),
    ActionRow(
        "discard_candidate",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "&Discard the candidate"),
        QT_TRANSLATE_NOOP(
            "Actions", "Take the candidate that is shown off the strip; in the gallery it stays"
        ),
        GenerateCommands.discard,
        "trash-2",
        ("Shift+Backspace",),
        GenerateCommands.shows_candidate,
        on_canvas=True,
    ),
    ActionRow(
        "discard_candidates",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "Discard all candidates"),
        QT_TRANSLATE_NOOP("Actions", "Show the canvas again; in the gallery the candidates stay"),
        GenerateCommands.discard_all,
        can=GenerateCommands.has_candidates,
    ),
    ActionRow(
        "more_like_this",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "&More like this"),
        QT_TRANSLATE_NOOP("Actions", "Make pictures with the shown one's settings and new seeds"),
        GenerateCommands.more_like_this,
        "sparkles",
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        GenerateCommands.can_repeat,
        line_above=True,
    ),
    ActionRow(
        "vary",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "Va&ry"),
        QT_TRANSLATE_NOOP("Actions", "Make pictures that differ a little from the shown one"),
        GenerateCommands.vary,
        "blend",
        ("Ctrl+Alt+Return",),
        GenerateCommands.can_repeat,
    ),
    ActionRow(
        "edit_picture",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "&Edit the shown picture"),
        QT_TRANSLATE_NOOP("Actions", "Take the picture that is looked at for the canvas; can be undone"),
        GenerateCommands.edit_picture,
        "brush",
        ("Ctrl+Alt+E",),
        GenerateCommands.has_picture,
    ),
    ActionRow(
        "back_to_canvas",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "&Back to the canvas"),
        QT_TRANSLATE_NOOP("Actions", "Show the canvas in place of the picture that is looked at"),
        GenerateCommands.back_to_canvas,
        "x",
        ("Ctrl+Alt+B",),
        GenerateCommands.can_go_back,
    ),
    ActionRow(
        "bring_back_canvas",
        "&Generate",
        QT_TRANSLATE_NOOP("Actions", "Bring bac&k its canvas"),
        QT_TRANSLATE_NOOP(
            "Actions", "Show what the picture was made from, with its mask and settings; can be undone"
        ),
        GenerateCommands.bring_back,
        "undo-2",
        ("Ctrl+Alt+K",),
        GenerateCommands.has_source,
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
