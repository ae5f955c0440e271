"""Filling, picking, and which layer is painted on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.document import selection
from desktop.core.document.document import Document
from desktop.core.document.fill import fill_selection, flood_fill, paintable, pick_colour
from desktop.core.document.layers import GroupLayer, Layer, MaskLayer, PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError
from desktop.core.geometry import Point, Rect, Size
from desktop.core.pixels import Pixels

SIZE = Size(40, 30)
RECT = Rect.of(SIZE)
GREEN = (0, 200, 0)


def _picture() -> np.ndarray:
    """White with a red square in the middle."""
    array = np.full((30, 40, 4), 255, np.uint8)
    array[10:20, 15:25] = (200, 0, 0, 255)
    return array


def _document(*layers: Layer) -> tuple[Document, PixelLayer]:
    """The picture, and above it a transparent active layer that lies at (5, -3), then ``layers``."""
    above = PixelLayer(name="Above", plane=Plane(4), offset=Point(5, -3))
    below = PixelLayer(name="Below", plane=Plane.of(_picture()))
    return Document(SIZE, (below, above, *layers), active=above.id), above


def _read(document: Document, layer: PixelLayer | MaskLayer) -> np.ndarray:
    """The layer's pixels on the canvas."""
    now = document.find(layer.id)
    assert isinstance(now, PixelLayer | MaskLayer)
    return now.plane.read(RECT.moved(Point(-now.offset.x, -now.offset.y)))


def _flood(document: Document, layer: Layer, x: int, y: int, **how: object) -> Document:
    settings = {"tolerance": 0, "contiguous": True, "all_layers": True, **how}
    return flood_fill(document, layer.id, Point(x, y), GREEN, **settings)  # type: ignore[arg-type]


# Flood fill


def test_filling_looks_at_the_whole_picture_and_paints_on_the_layer() -> None:
    document, layer = _document()
    filled = _flood(document, layer, 16, 12)
    alpha = _read(filled, layer)[..., 3]
    assert np.argwhere(alpha).tolist() == [[y, x] for y in range(10, 20) for x in range(15, 25)]
    assert (_read(filled, layer)[12, 16] == (*GREEN, 255)).all()
    assert filled.layers[0] is document.layers[0]


def test_filling_that_looks_at_the_layer_alone_fills_all_of_an_empty_one() -> None:
    document, layer = _document()
    assert (_read(_flood(document, layer, 16, 12, all_layers=False), layer) == (*GREEN, 255)).all()


def test_filling_stays_in_the_selection_and_on_the_canvas() -> None:
    document, layer = _document()
    document = replace(document, selection=selection.rectangle(Rect(0, 0, 18, 30), Rect(0, 0, 90, 90)))
    filled = _flood(document, layer, 16, 12)
    assert np.argwhere(_read(filled, layer)[..., 3]).max(axis=0).tolist() == [19, 17]
    plane = filled.find(layer.id).plane  # type: ignore[union-attr]
    assert RECT.contains(plane.content_bounds().moved(layer.offset))


def test_filling_by_half_mixes_half() -> None:
    document, _ = _document()
    below = document.layers[0]
    assert isinstance(below, PixelLayer)
    filled = _flood(document, below, 16, 12, opacity=0.5)
    assert _read(filled, below)[12, 16].tolist() == [100, 100, 0, 255]
    assert np.array_equal(_read(filled, below)[:10], _picture()[:10])


def test_a_mask_is_filled_with_white() -> None:
    mask = MaskLayer(name="Mask", plane=Plane(1), visible=True)
    document, _ = _document(mask)
    filled = _flood(document, mask, 3, 3, all_layers=False)
    assert (_read(filled, mask) == 255).all()


@pytest.mark.parametrize(("x", "y"), [(-1, 5), (40, 5), (5, 30)])
def test_a_place_off_the_canvas_changes_nothing(x: int, y: int) -> None:
    document, layer = _document()
    assert _flood(document, layer, x, y) is document


# Filling the selection


def test_a_soft_selection_is_filled_softly() -> None:
    document, layer = _document()
    document = replace(document, selection=Plane.of(np.full((30, 20), 51, np.uint8)))
    filled = _read(fill_selection(document, layer.id, GREEN), layer)
    assert (filled[:, :20] == (*GREEN, 51)).all()
    assert not filled[:, 20:].any()


def test_without_a_selection_the_whole_canvas_is_filled_and_no_more() -> None:
    document, layer = _document()
    filled = fill_selection(document, layer.id, GREEN, 0.4)
    assert (_read(filled, layer) == (*GREEN, 102)).all()
    plane = filled.find(layer.id).plane  # type: ignore[union-attr]
    assert plane.content_bounds().moved(layer.offset) == RECT


# Picking


def test_picking_takes_the_picture_or_the_active_layer() -> None:
    document, _ = _document()
    assert pick_colour(document, Point(16, 12), all_layers=True) == (200, 0, 0, 255)
    assert pick_colour(document, Point(16, 12), all_layers=False) == (0, 0, 0, 0)


def test_picking_without_an_active_layer_takes_the_picture() -> None:
    document, _ = _document()
    assert pick_colour(replace(document, active=None), Point(0, 0), all_layers=False) == (255, 255, 255, 255)


def test_picking_with_a_radius_takes_the_mean_at_the_edge_of_the_canvas_too() -> None:
    array = np.zeros((30, 40, 4), np.uint8)
    array[0, 0], array[0, 1] = (100, 0, 0, 255), (200, 0, 0, 255)
    document = Document.from_pixels(Pixels(array), "Picture")
    # Two of the four pixels around the corner have a colour: transparent ones lend none to the mean.
    assert pick_colour(document, Point(0, 0), all_layers=True, radius=1) == (150, 0, 0, 128)


def test_picking_from_an_empty_document_gives_transparency() -> None:
    assert pick_colour(Document(SIZE), Point(3, 3), all_layers=True) == (0, 0, 0, 0)


def test_picking_off_the_canvas_is_refused() -> None:
    with pytest.raises(AppError) as raised:
        pick_colour(_document()[0], Point(40, 0), all_layers=True)
    assert raised.value.code == "outside_canvas"


# What can be painted on


def test_an_empty_document_gets_a_layer_to_paint_on() -> None:
    document, layer = paintable(Document(SIZE), "Farbe")
    assert document.layers == (layer,)
    assert (document.active, layer.name, layer.plane.tiles) == (layer.id, "Farbe", {})


def test_without_an_active_layer_one_is_added_on_top() -> None:
    before, _ = _document()
    document, layer = paintable(replace(before, active=None))
    assert document.layers == (*before.layers, layer)
    assert document.active == layer.id


def test_the_active_layer_is_painted_on_and_the_document_stays() -> None:
    before, layer = _document()
    assert paintable(before) == (before, layer)


def _locked(layer: PixelLayer) -> Layer:
    return replace(layer, locked=True)


def _hidden(layer: PixelLayer) -> Layer:
    return replace(layer, visible=False)


def _in_locked_group(layer: PixelLayer) -> Layer:
    return GroupLayer(name="Group", children=(layer,), locked=True)


def _in_hidden_group(layer: PixelLayer) -> Layer:
    return GroupLayer(name="Group", children=(GroupLayer(name="Inner", children=(layer,)),), visible=False)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_locked, "layer_locked"),
        (_hidden, "layer_hidden"),
        (_in_locked_group, "layer_locked"),
        (_in_hidden_group, "layer_hidden"),
    ],
)
def test_what_can_not_be_changed_or_seen_is_not_painted_on(
    change: Callable[[PixelLayer], Layer], code: str
) -> None:
    layer = PixelLayer(name="One", plane=Plane(4))
    document = Document(SIZE, (change(layer),), active=layer.id)
    for paint in (paintable, lambda d: fill_selection(d, layer.id, GREEN), lambda d: _flood(d, layer, 1, 1)):
        with pytest.raises(AppError) as raised:
            paint(document)
        assert raised.value.code == code
        assert raised.value.info.hint


def test_a_locked_neighbour_in_the_group_does_not_matter() -> None:
    layer = PixelLayer(name="One", plane=Plane(4))
    group = GroupLayer(name="Group", children=(layer, PixelLayer(name="Two", plane=Plane(4), locked=True)))
    document = Document(SIZE, (group,), active=layer.id)
    assert paintable(document) == (document, layer)


def test_a_group_is_not_painted_on() -> None:
    group = GroupLayer(name="Group")
    with pytest.raises(AppError) as raised:
        paintable(Document(SIZE, (group,), active=group.id))
    assert raised.value.code == "layer_is_group"
