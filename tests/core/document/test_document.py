from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.document import edits
from desktop.core.document.compose import compose
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, LayerId
from desktop.core.document.plane import Plane
from desktop.core.geometry import EMPTY, Point, Rect, Size
from desktop.core.pixels import Pixels
from tests.core.document.making import document, filled, mask_layer, noise, picture, pixel_layer

SIZE = Size(700, 300)


def _document() -> Document:
    """Ground, a group with two layers, and one on top; all lie over each other, none at the same place."""
    group = GroupLayer(
        name="group",
        opacity=0.8,
        children=(
            pixel_layer(noise(1), Point(300, 20), name="low"),
            pixel_layer(noise(2), Point(305, 22), name="high", blend=BlendMode.MULTIPLY),
        ),
    )
    return document(
        pixel_layer(noise(3, SIZE, opaque=True), name="ground"),
        group,
        pixel_layer(noise(4), Point(302, 24), name="top"),
        size=SIZE,
    )


def _id(a_document: Document, name: str) -> LayerId:
    stack = list(a_document.layers)
    while stack:
        layer = stack.pop()
        if layer.name == name:
            return layer.id
        if isinstance(layer, GroupLayer):
            stack.extend(layer.children)
    raise AssertionError(name)


def test_a_picture_becomes_one_active_layer() -> None:
    pixels = Pixels(noise(1, opaque=True))
    made = Document.from_pixels(pixels, "photo", b"profile")
    assert (made.size, made.icc_profile) == (pixels.size, b"profile")
    assert made.active_layer is made.layers[0]
    assert np.array_equal(compose(made, made.rect), pixels.array)


def test_a_document_without_layers_is_empty() -> None:
    empty = Document(SIZE)
    assert empty.empty
    assert empty.active_layer is None
    assert not empty.has_selection


def test_layers_are_found_inside_of_groups() -> None:
    there = _document()
    layer = there.find(_id(there, "low"))
    assert layer is not None
    assert layer.name == "low"
    assert there.find(LayerId("nobody")) is None


def test_with_layer_shares_all_other_layers() -> None:
    before = _document()
    low = before.find(_id(before, "low"))
    assert low is not None
    after = before.with_layer(replace(low, name="renamed"))
    assert after.layers[0] is before.layers[0]
    assert after.layers[2] is before.layers[2]
    assert after.find(low.id) is not low


def test_with_layer_wants_a_layer_that_is_there() -> None:
    with pytest.raises(KeyError):
        _document().with_layer(pixel_layer(noise(1)))


def test_tiles_are_those_of_layers_masks_and_selection() -> None:
    made = document(pixel_layer(noise(1)), mask_layer(noise(1)[..., 3].copy()))
    selected = replace(made, selection=Plane.of(noise(1)[..., 3].copy()))
    assert len(made.tiles()) == 2
    assert len(selected.tiles()) == 3


def _layer_change(name: str, /, **changes: object) -> Callable[[Document], Document]:
    def change(before: Document) -> Document:
        layer = before.find(_id(before, name))
        assert layer is not None
        return before.with_layer(replace(layer, **changes))  # type: ignore[arg-type]

    return change


def _painted(before: Document) -> Document:
    low = before.find(_id(before, "low"))
    assert low is not None
    plane = low.plane.with_pixels(filled((0, 0, 0, 255)), Point(5, 5))  # type: ignore[attr-defined]
    return before.with_layer(replace(low, plane=plane))  # type: ignore[call-arg]


CHANGES: dict[str, Callable[[Document], Document]] = {
    "painted": _painted,
    "hidden": _layer_change("low", visible=False),
    "opacity": _layer_change("high", opacity=0.5),
    "blend": _layer_change("top", blend=BlendMode.MULTIPLY),
    "moved": _layer_change("top", offset=Point(100, 100)),
    "group hidden": _layer_change("group", visible=False),
    "group opacity": _layer_change("group", opacity=0.3),
    "emptied": _layer_change("high", plane=Plane(4)),
    "removed": lambda before: edits.remove_layer(before, _id(before, "high")),
    "group removed": lambda before: edits.remove_layer(before, _id(before, "group")),
    "added": lambda before: edits.add_layer(
        before, pixel_layer(noise(9), Point(400, 250)), _id(before, "low")
    ),
    "mask added": lambda before: edits.add_layer(before, mask_layer(noise(9)[..., 3].copy())),
    "mask in a group": lambda before: edits.add_layer(
        before, mask_layer(noise(9)[..., 3].copy()), _id(before, "high")
    ),
    "order in a group": lambda before: edits.move_layer(before, _id(before, "low"), _id(before, "group"), 1),
    "order": lambda before: edits.move_layer(before, _id(before, "top"), None, 0),
    "out of the group": lambda before: edits.move_layer(before, _id(before, "low"), None, 0),
    "into the group": lambda before: edits.move_layer(before, _id(before, "top"), _id(before, "group"), 0),
    "ungrouped": lambda before: edits.ungroup(before, _id(before, "group")),
    "another document": lambda before: picture(5, SIZE),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changed_since_holds_every_pixel_that_differs(name: str) -> None:
    before = _document()
    after = CHANGES[name](before)
    differs = (compose(before, before.rect) != compose(after, after.rect)).any(axis=2)
    assert differs.any()
    for changed in (after.changed_since(before), before.changed_since(after)):
        outside = differs.copy()
        outside[changed.within(before.rect)] = False
        assert not outside.any()


@pytest.mark.parametrize("name", ["painted", "hidden", "opacity", "emptied", "removed", "added"])
def test_changed_since_is_about_as_small_as_the_change(name: str) -> None:
    before = _document()
    assert CHANGES[name](before).changed_since(before).size.area <= 2 * 256 * 256


def test_a_mask_that_changes_its_opacity_changes_all_it_hides() -> None:
    before = edits.add_layer(_document(), mask_layer(noise(9)[..., 3].copy()))
    active = before.active
    assert active is not None
    after = edits.with_properties(before, active, opacity=0.5)
    assert after.changed_since(before) == before.rect


@pytest.mark.parametrize("changes", [{"name": "new"}, {"locked": True}])
def test_names_and_locks_can_not_be_seen(changes: dict[str, object]) -> None:
    before = _document()
    assert _layer_change("low", **changes)(before).changed_since(before) == EMPTY


def test_a_selection_is_no_part_of_the_picture() -> None:
    before = _document()
    after = replace(before, selection=Plane.of(noise(1)[..., 3].copy()), active=None)
    assert after.changed_since(before) == EMPTY


def test_another_size_changes_both_canvases() -> None:
    before = _document()
    after = replace(before, size=Size(300, 900))
    assert after.changed_since(before) == Rect(0, 0, 700, 900)


def test_changes_outside_of_the_canvas_can_not_be_seen() -> None:
    before = _document()
    after = edits.add_layer(before, pixel_layer(noise(1), Point(-500, -500)))
    assert after.changed_since(before) == EMPTY
