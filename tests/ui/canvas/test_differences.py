"""Which tiles look different."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, PixelLayer
from desktop.core.document.plane import Plane, TileKey
from desktop.core.document.selection import rectangle
from desktop.core.geometry import Point, Rect, Size
from desktop.ui.canvas.differences import picture_tiles, selection_tiles

ALL = {TileKey(column, row) for column in range(3) for row in range(3)}


def layer(offset: Point = Point(0, 0)) -> PixelLayer:  # noqa: B008 - frozen
    return PixelLayer(
        id="layer", name="Layer", plane=Plane.of(np.full((768, 768, 4), 255, np.uint8)), offset=offset
    )


def document(*layers: Layer) -> Document:
    return Document(Size(768, 768), layers)


def dotted(before: PixelLayer, x: int, y: int) -> PixelLayer:
    return replace(before, plane=before.plane.with_pixels(np.zeros((1, 1, 4), np.uint8), Point(x, y)))


def test_a_dot_changes_one_tile() -> None:
    before = layer()

    changed = picture_tiles(document(before), document(dotted(before, 300, 10)), Rect(0, 0, 768, 768))

    assert changed == {TileKey(1, 0)}


def test_a_tile_of_a_moved_layer_touches_several_of_the_canvas() -> None:
    before = layer(Point(10, 10))

    changed = picture_tiles(document(before), document(dotted(before, 300, 10)), Rect(0, 0, 768, 768))

    assert changed == {TileKey(1, 0), TileKey(2, 0), TileKey(1, 1), TileKey(2, 1)}


def test_nothing_outside_of_the_rectangle_counts() -> None:
    before = layer()

    assert not picture_tiles(document(before), document(dotted(before, 300, 10)), Rect(0, 300, 768, 400))


def test_a_change_inside_a_group_is_found() -> None:
    inner = layer()
    before = GroupLayer(id="group", name="Group", children=(inner,))
    now = replace(before, children=(dotted(inner, 700, 700),))

    changed = picture_tiles(document(before), document(now), Rect(0, 0, 768, 768))

    assert changed == {TileKey(2, 2)}


@pytest.mark.parametrize(
    "change",
    [
        lambda layer: (replace(layer, visible=False),),
        lambda layer: (replace(layer, opacity=0.5),),
        lambda layer: (replace(layer, blend=BlendMode.SCREEN),),
        lambda layer: (replace(layer, offset=Point(1, 0)),),
        lambda layer: (replace(layer, id="another"),),
        lambda layer: (),
        lambda layer: (layer, replace(layer, id="second")),
    ],
)
def test_another_look_changes_all(change: Callable[[PixelLayer], tuple[Layer, ...]]) -> None:
    before = layer()

    assert picture_tiles(document(before), document(*change(before)), Rect(0, 0, 768, 768)) == ALL


def test_another_name_changes_nothing() -> None:
    before = layer()

    assert not picture_tiles(
        document(before), document(replace(before, name="Sky", locked=True)), Rect(0, 0, 768, 768)
    )


def test_a_selection_is_compared_by_itself() -> None:
    before = document(layer())
    now = replace(before, selection=rectangle(Rect(300, 300, 9, 9), before.rect))

    assert selection_tiles(before, now, before.rect) == {TileKey(1, 1)}
    assert not picture_tiles(before, now, before.rect)
