"""What is done to layers: each a step that can be taken back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from desktop.core.document import edits
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, LayerId, MaskLayer, PixelLayer, walk
from desktop.core.document.plane import Plane
from desktop.state.editor.document_state import DocumentState
from desktop.state.editor.edits import Change, Edits

_FIRST_MERGE = 1_000_000


class LayerEdits(QObject):
    """On the active layer, where no other is named. GUI thread."""

    def __init__(
        self,
        document: DocumentState,
        steps: Edits,
        uncover: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        """``uncover`` is called before each change: what is changed should be seen."""
        super().__init__(parent)
        self._document = document
        self._uncover = uncover
        self._steps = steps
        self._merges = itertools.count(_FIRST_MERGE)
        self._merge = next(self._merges)

    # What can be done

    @property
    def active(self) -> Layer | None:
        return self._document.document.active_layer

    @property
    def can_merge_down(self) -> bool:
        """Whether a layer that is not a mask lies right below the active one."""
        below = self._below()
        return below is not None and not isinstance(below, MaskLayer)

    def can_step(self, by: int) -> bool:
        """Whether the active layer can go ``by`` places up (negative: down)."""
        if self.active is None:
            return False
        group, beside = edits.siblings(self._document.document, self.active.id)
        return group is not None or 0 <= _place(beside, self.active.id) + by < len(beside)

    # Making and removing

    def add_pixels(self) -> None:
        layer = PixelLayer(name=self._free_name(self.tr("Layer {number}")), plane=Plane(4))
        self._run(self.tr("New layer"), lambda document: edits.add_layer(document, layer))

    def add_group(self) -> None:
        group = GroupLayer(name=self._free_name(self.tr("Group {number}")))
        self._run(self.tr("New group"), lambda document: edits.add_layer(document, group))

    def add_mask(self) -> None:
        """A mask that shows, of what lies below it, what the selection covers; all when there is none."""
        name = self._free_name(self.tr("Mask {number}"))
        self._run(self.tr("New mask layer"), partial(_with_mask, name))

    def duplicate(self) -> None:
        self._change(self.tr("Duplicate layer"), edits.duplicate_layer)

    def delete(self) -> None:
        self._change(self.tr("Delete layer"), edits.remove_layer)

    def clear_selected(self) -> None:
        """Make what is selected of the layer transparent; all of it without a selection."""
        self._change(self.tr("Delete pixels"), edits.clear_selected)

    # Order

    def move_onto(self, layer_id: LayerId, group: LayerId | None, below: LayerId | None) -> None:
        """Put a layer into a group (None: into none), right above ``below``, or lowest without it."""
        document = self._document.document
        parent = None if group is None else document.find(group)
        beside = parent.children if isinstance(parent, GroupLayer) else document.layers
        others = [layer.id for layer in beside if layer.id != layer_id]
        if below is None or below in others:
            self._move(layer_id, group, 0 if below is None else others.index(below) + 1)

    def _move(self, layer_id: LayerId, parent: LayerId | None, index: int) -> None:
        """``index`` counts without the layer itself."""
        group, beside = edits.siblings(self._document.document, layer_id)
        if (None if group is None else group.id, _place(beside, layer_id)) == (parent, index):
            return
        self._run(self.tr("Move layer"), lambda document: edits.move_layer(document, layer_id, parent, index))

    def step(self, by: int) -> None:
        """One place up (1) or down (-1); at a group's end out of it."""
        if self.active is None or not self.can_step(by):
            return
        document, layer_id = self._document.document, self.active.id
        group, beside = edits.siblings(document, layer_id)
        place = _place(beside, layer_id) + by
        if 0 <= place < len(beside):
            self._move(layer_id, None if group is None else group.id, place)
        elif group is not None:
            outer, around = edits.siblings(document, group.id)
            self._move(layer_id, None if outer is None else outer.id, _place(around, group.id) + max(0, by))

    def group(self) -> None:
        name = self._free_name(self.tr("Group {number}"))
        self._change(self.tr("Group layer"), partial(_grouped, name))

    def ungroup(self) -> None:
        self._change(self.tr("Ungroup"), edits.ungroup)

    # Properties

    def rename(self, layer_id: LayerId, name: str) -> None:
        layer = self._document.document.find(layer_id)
        if layer is not None and name != layer.name:
            self._run(
                self.tr("Rename layer"), lambda document: edits.with_properties(document, layer_id, name=name)
            )

    def toggle_visible(self, layer_id: LayerId) -> None:
        layer = self._document.document.find(layer_id)
        if layer is not None:
            visible = not layer.visible
            self._run(
                self.tr("Show layer") if visible else self.tr("Hide layer"),
                lambda document: edits.with_properties(document, layer_id, visible=visible),
            )

    def toggle_locked(self, layer_id: LayerId) -> None:
        layer = self._document.document.find(layer_id)
        if layer is not None:
            locked = not layer.locked
            self._run(
                self.tr("Lock layer") if locked else self.tr("Unlock layer"),
                lambda document: edits.with_properties(document, layer_id, locked=locked),
            )

    def set_blend(self, blend: BlendMode) -> None:
        if self.active is not None and self.active.blend is not blend:
            self._change(self.tr("Blend mode"), partial(_with_blend, blend))

    def begin_opacity(self) -> None:
        """What ``set_opacity`` does from now on is another step."""
        self._merge = next(self._merges)

    def set_opacity(self, opacity: float) -> None:
        """0 to 1. Changes that follow each other are one step."""
        if self.active is not None and self.active.opacity != opacity:
            layer_id = self.active.id
            self._run(
                self.tr("Opacity"),
                lambda document: edits.with_properties(document, layer_id, opacity=opacity),
                merge=self._merge,
            )

    # Merging

    def merge_down(self) -> None:
        if self.can_merge_down and self.active is not None:
            layer_id = self.active.id
            self._run(self.tr("Merge down"), lambda document: edits.merge_down(document, layer_id), slow=True)

    def merge_visible(self) -> None:
        self._run(self.tr("Merge visible layers"), edits.merge_visible, slow=True)

    def flatten(self) -> None:
        self._run(self.tr("Flatten"), edits.flatten_layers, slow=True)

    # Inside

    def _change(self, name: str, change: Callable[[Document, LayerId], Document]) -> None:
        """One of the active layer, if there is one."""
        self._uncover()
        if self.active is not None:
            layer_id = self.active.id
            self._run(name, lambda document: change(document, layer_id))

    def _run(self, name: str, change: Change, *, slow: bool = False, merge: int = -1) -> None:
        self._uncover()
        self._steps.run(name, change, slow=slow, merge=merge)

    def _below(self) -> Layer | None:
        if self.active is None:
            return None
        _, beside = edits.siblings(self._document.document, self.active.id)
        place = _place(beside, self.active.id)
        return beside[place - 1] if place else None

    def _free_name(self, pattern: str) -> str:
        """The first that no layer has."""
        taken = {layer.name for layer in walk(self._document.document.layers)}
        names = (pattern.format(number=number) for number in itertools.count(1))
        return next(name for name in names if name not in taken)


def _place(beside: tuple[Layer, ...], layer_id: LayerId) -> int:
    return next(place for place, layer in enumerate(beside) if layer.id == layer_id)


def _with_mask(name: str, document: Document) -> Document:
    if document.has_selection:
        plane = document.selection
    else:
        plane = Plane.of(np.full((document.size.height, document.size.width), 255, np.uint8))
    layer = MaskLayer(name=name, plane=plane)
    return edits.add_layer(replace(document, selection=Plane(1)), layer)


def _grouped(name: str, document: Document, layer_id: LayerId) -> Document:
    return edits.group_layer(document, layer_id, name)


def _with_blend(blend: BlendMode, document: Document, layer_id: LayerId) -> Document:
    return edits.with_properties(document, layer_id, blend=blend)
