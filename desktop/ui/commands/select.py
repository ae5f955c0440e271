"""The Select menu: what tools and Generate work on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from desktop.state.editor.selection_edits import EdgeChange, SelectionEdits
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet


class SelectCommands(CommandSet):
    """GUI thread."""

    @property
    def _edits(self) -> SelectionEdits:
        return self.studio.editor.selection_edits

    def can_reselect(self) -> bool:
        return self._edits.can_reselect

    def everything(self) -> None:
        self._edits.everything()

    def nothing(self) -> None:
        self._edits.nothing()

    def reselect(self) -> None:
        self._edits.reselect()

    def invert(self) -> None:
        self._edits.invert()

    def grow(self) -> None:
        self._ask(EdgeChange.GROW)

    def shrink(self) -> None:
        self._ask(EdgeChange.SHRINK)

    def feather(self) -> None:
        self._ask(EdgeChange.FEATHER)

    def fill_holes(self) -> None:
        self._edits.fill_holes()

    def from_layer(self) -> None:
        self._edits.from_layer()

    def save(self) -> None:
        dialog = QFileDialog(self.window, self.tr("Save the selection"), str(self.studio.save_options.folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Masks") + " (*.png)"])
        dialog.setDefaultSuffix("png")
        dialog.selectFile(self.tr("selection") + ".png")
        dialog.fileSelected.connect(self._save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def load(self) -> None:
        dialog = QFileDialog(self.window, self.tr("Load a selection"), str(self.studio.save_options.folder))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp)"])
        dialog.fileSelected.connect(self._load_from)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _save_to(self, name: str) -> None:
        self._edits.save(Path(name))

    @Slot(str)
    def _load_from(self, name: str) -> None:
        self._edits.load(Path(name))

    def _ask(self, change: EdgeChange) -> None:
        from desktop.ui.dialogs.amount import AmountDialog  # not before someone wants it

        dialog = AmountDialog(self._edits, change, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


ACTIONS = (
    ActionRow(
        "select_everything",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "&All"),
        QT_TRANSLATE_NOOP("Actions", "Select the whole canvas"),
        SelectCommands.everything,
        "maximize",
        ("Ctrl+A",),
        SelectCommands.has_canvas,
        on_canvas=True,
    ),
    ActionRow(
        "select_nothing",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "&Nothing"),
        QT_TRANSLATE_NOOP("Actions", "Drop the selection; tools then work everywhere"),
        SelectCommands.nothing,
        "x",
        ("Ctrl+D",),
        SelectCommands.has_selection,
    ),
    ActionRow(
        "reselect",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "Aga&in"),
        QT_TRANSLATE_NOOP("Actions", "Bring back the selection that was dropped last"),
        SelectCommands.reselect,
        "history",
        ("Ctrl+Shift+D",),
        SelectCommands.can_reselect,
    ),
    ActionRow(
        "invert_selection",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "In&vert"),
        QT_TRANSLATE_NOOP("Actions", "Select what is not selected"),
        SelectCommands.invert,
        "squares-exclude",
        ("Ctrl+Shift+I",),
        SelectCommands.has_canvas,
    ),
    ActionRow(
        "grow_selection",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "&Grow…"),
        QT_TRANSLATE_NOOP("Actions", "Make the selection larger by some pixels"),
        SelectCommands.grow,
        "maximize-2",
        can=SelectCommands.has_selection,
        line_above=True,
    ),
    ActionRow(
        "shrink_selection",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "&Shrink…"),
        QT_TRANSLATE_NOOP("Actions", "Make the selection smaller by some pixels"),
        SelectCommands.shrink,
        "shrink",
        can=SelectCommands.has_selection,
    ),
    ActionRow(
        "feather_selection",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "&Feather…"),
        QT_TRANSLATE_NOOP("Actions", "Make the selection's edge soft"),
        SelectCommands.feather,
        "circle-dashed",
        ("Shift+F6",),
        SelectCommands.has_selection,
    ),
    ActionRow(
        "fill_holes",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "Fill &holes"),
        QT_TRANSLATE_NOOP("Actions", "Select all that the selection encloses"),
        SelectCommands.fill_holes,
        "paint-bucket",
        can=SelectCommands.has_selection,
    ),
    ActionRow(
        "select_layer",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "Layer's &content"),
        QT_TRANSLATE_NOOP("Actions", "Select what is not transparent of the layer, or what a mask keeps"),
        SelectCommands.from_layer,
        "layers",
        can=SelectCommands.has_layer,
        line_above=True,
    ),
    ActionRow(
        "save_selection",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "Save as a &mask…"),
        QT_TRANSLATE_NOOP("Actions", "Write the selection into a grey PNG file"),
        SelectCommands.save,
        "save",
        can=SelectCommands.has_selection,
        line_above=True,
    ),
    ActionRow(
        "load_selection",
        "&Select",
        QT_TRANSLATE_NOOP("Actions", "&Load from a picture…"),
        QT_TRANSLATE_NOOP("Actions", "Select what is bright in a picture file"),
        SelectCommands.load,
        "folder-open",
    ),
)
