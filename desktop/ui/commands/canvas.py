"""The Canvas menu: its size and direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog

from desktop.state.editor.canvas_edits import CanvasEdits
from desktop.state.studio import Studio
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class CanvasCommands(CommandSet):
    """GUI thread. Dialogs are imported when someone wants them."""

    def __init__(self, studio: Studio, window: MainWindow) -> None:
        super().__init__(studio, window)
        studio.editor.edits.busy_changed.connect(self._say_busy)

    @property
    def _edits(self) -> CanvasEdits:
        return self.studio.editor.canvas_edits

    def new(self) -> None:
        from desktop.ui.dialogs.new_canvas import NewCanvasDialog

        self._open(NewCanvasDialog(self.studio, self.window))

    def resize(self) -> None:
        from desktop.ui.dialogs.canvas_size import CanvasSizeDialog

        self.studio.editor.adopt_shown()
        self._open(CanvasSizeDialog(self.studio.editor, self.window))

    def scale(self) -> None:
        from desktop.ui.dialogs.scale_canvas import ScaleCanvasDialog

        self.studio.editor.adopt_shown()
        self._open(ScaleCanvasDialog(self.studio.editor, self.window))

    def crop_to_selection(self) -> None:
        self._edits.crop_to_selection()

    def trim(self) -> None:
        self._edits.trim()

    def rotate_left(self) -> None:
        self._edits.rotate(-1)

    def rotate_right(self) -> None:
        self._edits.rotate(1)

    def rotate_half(self) -> None:
        self._edits.rotate(2)

    def flip_across(self) -> None:
        self._edits.flip(horizontal=True)

    def flip_down(self) -> None:
        self._edits.flip(horizontal=False)

    def straighten(self) -> None:
        from desktop.ui.dialogs.straighten import StraightenDialog

        self.studio.editor.adopt_shown()
        self._open(StraightenDialog(self.studio.editor, self.window))

    def flatten(self) -> None:
        self.studio.editor.layers.flatten()

    @Slot(str)
    def _say_busy(self, step: str) -> None:
        bar = self.window.statusBar()
        if step:
            bar.showMessage(self.tr("{step}: large pictures take a moment…").format(step=step))
        else:
            bar.clearMessage()

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


ACTIONS = (
    ActionRow(
        "new_canvas",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "&New canvas…"),
        QT_TRANSLATE_NOOP("Actions", "Begin an empty canvas of any size"),
        CanvasCommands.new,
        "file-plus",
        ("Ctrl+Alt+N",),
    ),
    ActionRow(
        "canvas_size",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "&Canvas size…"),
        QT_TRANSLATE_NOOP("Actions", "Cut off or add room at the sides; nothing is scaled"),
        CanvasCommands.resize,
        "expand",
        ("Ctrl+Alt+S",),
        CanvasCommands.has_canvas,
        line_above=True,
    ),
    ActionRow(
        "scale_canvas",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "&Scale…"),
        QT_TRANSLATE_NOOP("Actions", "Make the picture and all its layers larger or smaller"),
        CanvasCommands.scale,
        "scaling",
        ("Ctrl+Alt+I",),
        CanvasCommands.has_canvas,
    ),
    ActionRow(
        "crop_to_selection",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "Cro&p to the selection"),
        QT_TRANSLATE_NOOP("Actions", "Make the canvas as large as what is selected"),
        CanvasCommands.crop_to_selection,
        "crop",
        can=CanvasCommands.has_selection,
    ),
    ActionRow(
        "trim_canvas",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "&Trim"),
        QT_TRANSLATE_NOOP("Actions", "Cut off what is transparent all around"),
        CanvasCommands.trim,
        "scan",
        can=CanvasCommands.has_canvas,
    ),
    ActionRow(
        "rotate_left",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "Rotate &left"),
        QT_TRANSLATE_NOOP("Actions", "Turn everything by a quarter, against the clock"),
        CanvasCommands.rotate_left,
        "rotate-ccw",
        can=CanvasCommands.has_canvas,
        line_above=True,
    ),
    ActionRow(
        "rotate_right",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "Rotate r&ight"),
        QT_TRANSLATE_NOOP("Actions", "Turn everything by a quarter, with the clock"),
        CanvasCommands.rotate_right,
        "rotate-cw",
        can=CanvasCommands.has_canvas,
    ),
    ActionRow(
        "rotate_half",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "Rotate by &half a turn"),
        QT_TRANSLATE_NOOP("Actions", "Turn everything upside down"),
        CanvasCommands.rotate_half,
        "refresh-cw",
        can=CanvasCommands.has_canvas,
    ),
    ActionRow(
        "flip_across",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "Flip left for &right"),
        QT_TRANSLATE_NOOP("Actions", "Mirror everything, left for right"),
        CanvasCommands.flip_across,
        "flip-horizontal",
        can=CanvasCommands.has_canvas,
    ),
    ActionRow(
        "flip_down",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "Flip top for &bottom"),
        QT_TRANSLATE_NOOP("Actions", "Mirror everything, top for bottom"),
        CanvasCommands.flip_down,
        "flip-vertical",
        can=CanvasCommands.has_canvas,
    ),
    ActionRow(
        "straighten",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "Strai&ghten…"),
        QT_TRANSLATE_NOOP("Actions", "Turn the picture by some degrees until its horizon is level"),
        CanvasCommands.straighten,
        "ruler",
        can=CanvasCommands.has_canvas,
    ),
    ActionRow(
        "flatten",
        "&Canvas",
        QT_TRANSLATE_NOOP("Actions", "&Flatten"),
        QT_TRANSLATE_NOOP("Actions", "Make one layer of the whole picture as it looks"),
        CanvasCommands.flatten,
        "layers",
        can=CanvasCommands.has_canvas,
        line_above=True,
    ),
)
