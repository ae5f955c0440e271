"""Random small documents, and what it means that two are the same."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import strategies as st

from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, MaskLayer, PixelLayer, walk
from desktop.core.document.plane import Plane
from desktop.core.geometry import Point, Rect, Size
from tests.helpers.records import make_record

PLACES = st.builds(Point, st.integers(-600, 600), st.integers(-600, 600))


@st.composite
def planes(draw: st.DrawFn, channels: int, far_away: bool) -> Plane:
    """Up to two patches of noise, on both sides of the tiles' edges."""
    plane = Plane(channels)
    for _ in range(draw(st.integers(0, 2))):
        shape = (draw(st.integers(1, 40)), draw(st.integers(1, 40)), *((4,) if channels == 4 else ()))
        noise = np.random.default_rng(draw(st.integers(0, 1000))).integers(0, 256, shape, np.uint8)
        far = st.builds(Point, st.integers(-30_000, 30_000), st.integers(-30_000, 30_000))
        plane = plane.with_pixels(noise, draw(PLACES | far if far_away else PLACES))
    return plane


@st.composite
def layers(draw: st.DrawFn, far_away: bool, depth: int = 2) -> Layer:
    same = {
        "name": draw(st.text(st.characters(codec="utf-8"), max_size=20)),
        "visible": draw(st.booleans()),
        "locked": draw(st.booleans()),
        "opacity": draw(st.floats(0.0, 1.0)),
        "blend": draw(st.sampled_from(BlendMode)),
    }
    match draw(st.sampled_from(("pixels", "mask", "group") if depth else ("pixels", "mask"))):
        case "pixels":
            recipe = draw(st.none() | st.builds(make_record, prompt=st.sampled_from(["a cat", "ein Löwe"])))
            return PixelLayer(**same, plane=draw(planes(4, far_away)), offset=draw(PLACES), recipe=recipe)
        case "mask":
            return MaskLayer(**same, plane=draw(planes(1, far_away)), offset=draw(PLACES))
    return GroupLayer(**same, children=tuple(draw(st.lists(layers(far_away, depth - 1), max_size=3))))


@st.composite
def documents(draw: st.DrawFn, far_away: bool = True) -> Document:
    """With ``far_away`` some pixels lie at the ends of the world."""
    own = tuple(draw(st.lists(layers(far_away), max_size=4)))
    return Document(
        size=Size(draw(st.integers(1, 300)), draw(st.integers(1, 300))),
        layers=own,
        selection=draw(planes(1, far_away)),
        active=draw(st.sampled_from([None, *(layer.id for layer in walk(own))])),
        icc_profile=draw(st.binary(max_size=20)),
    )


def assert_same(a: Document, b: Document) -> None:
    """Every pixel, order, id and property."""
    assert (a.size, a.active, a.icc_profile) == (b.size, b.active, b.icc_profile)
    assert_same_plane(a.selection, b.selection)
    assert_same_layers(a.layers, b.layers)


def assert_same_layers(a: tuple[Layer, ...], b: tuple[Layer, ...]) -> None:
    assert len(a) == len(b)
    for one, other in zip(a, b, strict=True):
        assert type(one) is type(other)
        for field in dataclasses.fields(one):
            mine, theirs = getattr(one, field.name), getattr(other, field.name)
            if field.name == "plane":
                assert_same_plane(mine, theirs)
            elif field.name == "children":
                assert_same_layers(mine, theirs)
            else:
                assert mine == theirs, field.name


def assert_same_plane(a: Plane, b: Plane) -> None:
    assert (a.channels, a.tiles.keys()) == (b.channels, b.tiles.keys())
    for key in a.tiles:
        np.testing.assert_array_equal(a.tiles[key].array, b.tiles[key].array)


def at_same_places(a: Plane, a_offset: Point, b: Plane, b_offset: Point) -> bool:
    """Whether two planes show the same in the document, wherever their own origins lie."""
    rect = Rect.around([a.content_bounds().moved(a_offset), b.content_bounds().moved(b_offset)])
    mine = a.read(rect.moved(Point(-a_offset.x, -a_offset.y)))
    return np.array_equal(mine, b.read(rect.moved(Point(-b_offset.x, -b_offset.y))))
