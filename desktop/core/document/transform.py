"""Moving, scaling, turning and mirroring one layer, or what is selected of it."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.document.affine import Affine as Affine
from desktop.core.document.compose import lowered, mix, strips
from desktop.core.document.document import Document
from desktop.core.document.edits import erased, require_unlocked, selected
from desktop.core.document.layers import Layer, LayerId, MaskLayer, PixelLayer, with_leaves
from desktop.core.document.layers import layer_bounds as layer_bounds
from desktop.core.document.plane import PlaneEditor
from desktop.core.document.resample import Filter, require_reach, resampled
from desktop.core.errors import AppError
from desktop.core.geometry import ORIGIN, Rect, Size


def transform_layer(document: Document, layer_id: LayerId, affine: Affine) -> Document:
    """With a layer, and all inside it, where ``affine`` brings it in the document.

    With a selection only the selected pixels of a pixel layer move, and the selection with them; groups and
    masks always move as a whole. Moves by whole pixels lose nothing. Raises KeyError for an unknown id, and
    AppError ``layer_locked``, ``nothing_selected``, ``transform_flat``, ``too_far_away``.
    """
    layer = document.find(layer_id)
    if layer is None:
        raise KeyError(layer_id)
    require_unlocked(layer)
    if document.has_selection and isinstance(layer, PixelLayer):
        return _selected_transformed(document, layer, affine)
    return document.with_layer(transformed(layer, affine))


def transformed(layer: Layer, affine: Affine, kind: Filter = Filter.CUBIC) -> Layer:
    """A layer, and all inside it, elsewhere. Raises AppError as ``transform_layer``."""

    def change(leaf: PixelLayer | MaskLayer) -> Layer:
        if (move := affine.whole_move) is not None:
            place = leaf.offset + move
            require_reach(leaf.plane.bounds.moved(place).united(Rect.of(Size(1, 1), place)))
            return replace(leaf, offset=place)
        placed = Affine.translation(leaf.offset.x, leaf.offset.y).then(affine)
        return replace(leaf, plane=resampled(leaf.plane, placed, kind), offset=ORIGIN)

    return with_leaves(layer, change)


def _selected_transformed(document: Document, layer: PixelLayer, affine: Affine) -> Document:
    cut = selected(layer, document.selection)
    if not cut.plane.tiles:
        raise AppError(
            "nothing_selected",
            f"The selection holds no pixels of “{layer.name}”, so nothing was moved.",
            "Choose another layer, or drop the selection to move the whole layer.",
        )
    rest = replace(layer, plane=erased(layer, document.selection), opacity=1.0, visible=True)
    laid = transformed(cut, affine)
    editor = PlaneEditor(rest.plane)
    for strip in strips(layer_bounds(laid)):
        if (planes := mix((rest, laid), strip)) is not None:
            editor.write(lowered(planes), strip.origin - layer.offset)
    selection = resampled(document.selection, affine)
    return replace(document.with_layer(replace(layer, plane=editor.finish())), selection=selection)
