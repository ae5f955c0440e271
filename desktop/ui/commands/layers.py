"""The Layer menu: what is done with the layers of the document."""

from __future__ import annotations

from desktop.core.document.layers import GroupLayer, PixelLayer
from desktop.core.params import PictureRecord
from desktop.state.editor.layer_edits import LayerEdits
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet


class LayerCommands(CommandSet):
    """On the active layer. GUI thread."""

    @property
    def _layers(self) -> LayerEdits:
        return self.studio.editor.layers

    # What can be done

    def has_group(self) -> bool:
        return isinstance(self._layers.active, GroupLayer)

    def has_layers(self) -> bool:
        return not self.studio.editor.document.document.empty

    def has_recipe(self) -> bool:
        return self._recipe() is not None

    def can_merge_down(self) -> bool:
        return self._layers.can_merge_down

    def can_raise(self) -> bool:
        return self._layers.can_step(1)

    def can_lower(self) -> bool:
        return self._layers.can_step(-1)

    def is_visible(self) -> bool:
        return (layer := self._layers.active) is not None and layer.visible

    def is_locked(self) -> bool:
        return (layer := self._layers.active) is not None and layer.locked

    def _recipe(self) -> PictureRecord | None:
        layer = self._layers.active
        return layer.recipe if isinstance(layer, PixelLayer) else None

    # Doing

    def new_layer(self) -> None:
        self._layers.add_pixels()

    def new_group(self) -> None:
        self._layers.add_group()

    def new_mask(self) -> None:
        self._layers.add_mask()

    def duplicate(self) -> None:
        self._layers.duplicate()

    def rename(self) -> None:
        layout = self.window.layout_
        layout.reveal(layout.layers_dock, layout.layers.view)
        layout.layers.view.edit(layout.layers.view.currentIndex())

    def toggle_visible(self) -> None:
        if (layer := self._layers.active) is not None:
            self._layers.toggle_visible(layer.id)

    def toggle_locked(self) -> None:
        if (layer := self._layers.active) is not None:
            self._layers.toggle_locked(layer.id)

    def raise_layer(self) -> None:
        self._layers.step(1)

    def lower_layer(self) -> None:
        self._layers.step(-1)

    def group(self) -> None:
        self._layers.group()

    def ungroup(self) -> None:
        self._layers.ungroup()

    def merge_down(self) -> None:
        self._layers.merge_down()

    def merge_visible(self) -> None:
        self._layers.merge_visible()

    def delete(self) -> None:
        self._layers.delete()

    def use_recipe(self) -> None:
        """Take the settings that made the layer into the prompt dock."""
        if (recipe := self._recipe()) is not None:
            self.studio.use_all(recipe.params)


ACTIONS = (
    ActionRow(
        "new_layer",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "&New layer"),
        QT_TRANSLATE_NOOP("Actions", "Put an empty layer above the chosen one"),
        LayerCommands.new_layer,
        "plus",
        ("Ctrl+Shift+N",),
    ),
    ActionRow(
        "new_group",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "New &group"),
        QT_TRANSLATE_NOOP("Actions", "Put an empty group above the chosen layer"),
        LayerCommands.new_group,
        "folder-plus",
    ),
    ActionRow(
        "new_mask",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "New &mask from the selection"),
        QT_TRANSLATE_NOOP("Actions", "Keep only what is selected of the layers below, and delete nothing"),
        LayerCommands.new_mask,
        "contrast",
        can=LayerCommands.has_layers,
    ),
    ActionRow(
        "duplicate_layer",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "&Duplicate"),
        QT_TRANSLATE_NOOP("Actions", "Put a copy of the layer above it"),
        LayerCommands.duplicate,
        "copy",
        ("Ctrl+J",),
        LayerCommands.has_layer,
        line_above=True,
        on_canvas=True,
        in_layers=True,
    ),
    ActionRow(
        "rename_layer",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "&Rename"),
        QT_TRANSLATE_NOOP("Actions", "Give the layer another name"),
        LayerCommands.rename,
        "pen-tool",
        ("F2",),
        LayerCommands.has_layer,
        on_canvas=True,
        in_layers=True,
    ),
    ActionRow(
        "layer_visible",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "&Visible"),
        QT_TRANSLATE_NOOP("Actions", "Show the layer, or hide it"),
        LayerCommands.toggle_visible,
        can=LayerCommands.has_layer,
        checked=LayerCommands.is_visible,
    ),
    ActionRow(
        "layer_locked",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "&Locked"),
        QT_TRANSLATE_NOOP("Actions", "Protect the layer's pixels and place from changes"),
        LayerCommands.toggle_locked,
        can=LayerCommands.has_layer,
        checked=LayerCommands.is_locked,
    ),
    ActionRow(
        "raise_layer",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "Move &up"),
        QT_TRANSLATE_NOOP("Actions", "Put the layer above the next one; in the list, Alt+Up does the same"),
        LayerCommands.raise_layer,
        "arrow-up",
        ("Ctrl+]",),
        LayerCommands.can_raise,
        line_above=True,
        on_canvas=True,
        in_layers=True,
    ),
    ActionRow(
        "lower_layer",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "Move d&own"),
        QT_TRANSLATE_NOOP("Actions", "Put the layer below the next one; in the list, Alt+Down does the same"),
        LayerCommands.lower_layer,
        "arrow-down",
        ("Ctrl+[",),
        LayerCommands.can_lower,
        on_canvas=True,
        in_layers=True,
    ),
    ActionRow(
        "group_layer",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "Group &it"),
        QT_TRANSLATE_NOOP("Actions", "Put the layer into a group of its own"),
        LayerCommands.group,
        "group",
        ("Ctrl+G",),
        LayerCommands.has_layer,
        on_canvas=True,
        in_layers=True,
    ),
    ActionRow(
        "ungroup_layer",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "Ungrou&p"),
        QT_TRANSLATE_NOOP("Actions", "Take the layers out of the group, and the group away"),
        LayerCommands.ungroup,
        "ungroup",
        ("Ctrl+Shift+G",),
        LayerCommands.has_group,
        on_canvas=True,
        in_layers=True,
    ),
    ActionRow(
        "merge_down",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "Merge do&wn"),
        QT_TRANSLATE_NOOP("Actions", "Make one layer of this one and the one below it"),
        LayerCommands.merge_down,
        "merge",
        ("Ctrl+E",),
        LayerCommands.can_merge_down,
        line_above=True,
        on_canvas=True,
        in_layers=True,
    ),
    ActionRow(
        "merge_visible",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "Merge vi&sible layers"),
        QT_TRANSLATE_NOOP("Actions", "Make one layer of all that can be seen; hidden ones stay"),
        LayerCommands.merge_visible,
        "layers",
        can=LayerCommands.has_layers,
    ),
    ActionRow(
        "use_recipe",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "Use the recip&e"),
        QT_TRANSLATE_NOOP("Actions", "Take the settings that made this layer into the prompt dock"),
        LayerCommands.use_recipe,
        "rotate-ccw",
        can=LayerCommands.has_recipe,
        line_above=True,
    ),
    ActionRow(
        "delete_layer",
        "&Layer",
        QT_TRANSLATE_NOOP("Actions", "Dele&te the layer"),
        QT_TRANSLATE_NOOP("Actions", "Take the layer off the document"),
        LayerCommands.delete,
        "trash-2",
        ("Del", "Backspace"),
        LayerCommands.has_layer,
        line_above=True,
        in_layers=True,
    ),
)

LAYER_MENU = tuple(row.id for row in ACTIONS)
"""The actions of a layer's context menu."""
