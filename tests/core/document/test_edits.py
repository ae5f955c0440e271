from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.document import edits
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, LayerId, walk
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError
from desktop.core.geometry import Point, Rect, Size
from desktop.core.pixels import Pixels
from tests.core.document.making import document, filled, mask_layer, noise, picture, pixel_layer


def _named(there: Document) -> list[str]:
    return [layer.name for layer in walk(there.layers)]


def _id(there: Document, name: str) -> LayerId:
    return next(layer.id for layer in walk(there.layers) if layer.name == name)


def _tree() -> Document:
    """Lowest first: a, then a group of b and c, then d, which is active."""
    group = GroupLayer(name="g", children=(pixel_layer(noise(2), name="b"), pixel_layer(noise(3), name="c")))
    return document(pixel_layer(noise(1), name="a"), group, pixel_layer(noise(4), name="d"))


def _select(there: Document, rect: Rect, value: int = 255) -> Document:
    return replace(
        there, selection=Plane.of(np.full((rect.height, rect.width), value, np.uint8), rect.origin)
    )


def _code(error: pytest.ExceptionInfo[AppError]) -> str:
    return error.value.code


def test_a_layer_of_pixels_lies_where_it_was_put() -> None:
    layer = edits.layer_of(Pixels(noise(1)), "new", Point(3, -2))
    assert (layer.name, layer.offset) == ("new", Point(3, -2))
    assert np.array_equal(layer.plane.read(Rect(0, 0, 12, 9)), noise(1))


def test_a_layer_of_a_mask_is_grey() -> None:
    mask = noise(1)[..., 3].copy()
    array = edits.layer_of(Pixels(mask), "grey").plane.read(Rect(0, 0, 12, 9))
    assert np.array_equal(array, np.dstack((mask, mask, mask, np.full_like(mask, 255))))


def test_a_new_layer_comes_right_above_the_active_one_and_is_active() -> None:
    there = _tree()
    there = replace(there, active=_id(there, "b"))
    added = edits.add_layer(there, pixel_layer(noise(5), name="new"))
    assert _named(added) == ["a", "g", "b", "new", "c", "d"]
    assert added.active == _id(added, "new")


def test_a_new_layer_comes_above_another_one_when_asked() -> None:
    there = _tree()
    assert _named(edits.add_layer(there, pixel_layer(noise(5), name="new"), _id(there, "g"))) == [
        "a",
        "g",
        "b",
        "c",
        "new",
        "d",
    ]


def test_a_new_layer_is_on_top_when_none_is_active_or_it_is_gone() -> None:
    for active in (None, LayerId("gone")):
        added = edits.add_layer(replace(_tree(), active=active), pixel_layer(noise(5), name="new"))
        assert _named(added)[-1] == "new"


def test_an_empty_document_takes_a_layer() -> None:
    assert _named(edits.add_layer(document(), pixel_layer(noise(1), name="first"))) == ["first"]


@pytest.mark.parametrize(("removed", "active"), [("d", "g"), ("c", "b"), ("b", "c"), ("a", "g"), ("g", "a")])
def test_a_neighbour_of_a_removed_layer_becomes_active(removed: str, active: str) -> None:
    there = _tree()
    there = replace(there, active=_id(there, removed))
    after = edits.remove_layer(there, _id(there, removed))
    assert removed not in _named(after)
    assert after.active == _id(after, active)


def test_the_group_becomes_active_when_its_last_layer_goes() -> None:
    there = document(GroupLayer(name="g", children=(pixel_layer(noise(1), name="only"),)))
    there = replace(there, active=_id(there, "only"))
    assert edits.remove_layer(there, _id(there, "only")).active == _id(there, "g")


def test_nothing_is_active_when_the_last_layer_goes() -> None:
    there = picture()
    after = edits.remove_layer(there, there.layers[0].id)
    assert (after.empty, after.active) == (True, None)


def test_removing_a_group_around_the_active_layer_makes_a_neighbour_of_the_group_active() -> None:
    there = _tree()
    there = replace(there, active=_id(there, "b"))
    after = edits.remove_layer(there, _id(there, "g"))
    assert after.active == _id(after, "a")


def test_removing_another_layer_leaves_the_active_one_active() -> None:
    there = _tree()
    assert edits.remove_layer(there, _id(there, "a")).active == there.active


def test_a_copy_has_new_ids_all_through_and_lies_above() -> None:
    there = _tree()
    after = edits.duplicate_layer(there, _id(there, "g"))
    assert _named(after) == ["a", "g", "b", "c", "g copy", "b", "c", "d"]
    assert len({layer.id for layer in walk(after.layers)}) == 8
    assert after.active == _id(after, "g copy")
    assert len(after.tiles()) == len(there.tiles())


@pytest.mark.parametrize(
    ("moved", "parent", "index", "order"),
    [
        ("d", None, 0, ["d", "a", "g", "b", "c"]),
        ("a", None, 2, ["g", "b", "c", "d", "a"]),
        ("a", "g", 1, ["g", "b", "a", "c", "d"]),
        ("c", "g", 0, ["a", "g", "c", "b", "d"]),
        ("b", None, 99, ["a", "g", "c", "d", "b"]),
        ("b", None, -3, ["b", "a", "g", "c", "d"]),
    ],
)
def test_layers_move_to_where_they_are_put(
    moved: str, parent: str | None, index: int, order: list[str]
) -> None:
    there = _tree()
    group = None if parent is None else _id(there, parent)
    after = edits.move_layer(there, _id(there, moved), group, index)
    assert _named(after) == order
    assert after.active == there.active


def test_a_group_does_not_move_into_itself() -> None:
    there = _tree()
    outer = edits.group_layer(there, _id(there, "g"), "outer")
    for parent in ("g", "outer"):
        with pytest.raises(AppError) as error:
            edits.move_layer(outer, _id(outer, "outer"), _id(outer, parent), 0)
        assert _code(error) == "group_in_itself"


def test_properties_change_one_by_one() -> None:
    there = _tree()
    b = _id(there, "b")
    after = edits.with_properties(there, b, name="B", opacity=0.5)
    after = edits.with_properties(after, b, visible=False, locked=True, blend=BlendMode.SCREEN)
    layer = after.find(b)
    assert layer is not None
    assert (layer.name, layer.opacity, layer.visible, layer.locked, layer.blend) == (
        "B",
        0.5,
        False,
        True,
        BlendMode.SCREEN,
    )


@pytest.mark.parametrize(("asked", "got"), [(-1.0, 0.0), (7.0, 1.0)])
def test_opacity_stays_between_nothing_and_all(asked: float, got: float) -> None:
    there = picture()
    after = edits.with_properties(there, there.layers[0].id, opacity=asked)
    assert after.layers[0].opacity == got


def test_grouping_puts_a_layer_into_a_group_in_its_place() -> None:
    there = _tree()
    after = edits.group_layer(there, _id(there, "a"), "new")
    assert _named(after) == ["new", "a", "g", "b", "c", "d"]
    assert after.active == _id(after, "new")
    assert flatten(after) == flatten(there)


def test_ungrouping_leaves_the_layers_in_the_groups_place() -> None:
    there = _tree()
    there = replace(there, active=_id(there, "g"))
    after = edits.ungroup(there, _id(there, "g"))
    assert _named(after) == ["a", "b", "c", "d"]
    assert after.active == _id(after, "c")


def test_ungrouping_an_empty_group_removes_it() -> None:
    there = document(pixel_layer(noise(1), name="a"), GroupLayer(name="g"))
    after = edits.ungroup(there, _id(there, "g"))
    assert (_named(after), after.active) == (["a"], _id(after, "a"))


def test_clearing_erases_what_is_selected_softly() -> None:
    array = filled((10, 20, 30, 200))
    there = document(pixel_layer(array, Point(-3, 1)))
    there = _select(there, Rect(0, 1, 4, 3), 128)
    cleared = edits.clear_selected(there, there.layers[0].id).layers[0]
    after = cleared.plane.read(Rect(0, 0, 12, 9))  # type: ignore[attr-defined]
    assert (after[0:3, 3:7] == (10, 20, 30, 100)).all()
    after[0:3, 3:7, 3] = 200
    assert np.array_equal(after, array)


def test_clearing_takes_all_without_a_selection() -> None:
    there = document(pixel_layer(noise(1)), mask_layer(noise(1)[..., 3].copy()))
    for layer in there.layers:
        cleared = edits.clear_selected(there, layer.id).find(layer.id)
        assert cleared is not None
        assert not cleared.plane.tiles  # type: ignore[attr-defined]


def test_clearing_works_on_masks() -> None:
    there = _select(document(mask_layer(np.full((9, 12), 255, np.uint8))), Rect(0, 0, 6, 9))
    after = edits.clear_selected(there, there.layers[0].id).layers[0]
    mask = after.plane.read(Rect(0, 0, 12, 9))  # type: ignore[attr-defined]
    assert not mask[:, :6].any()
    assert (mask[:, 6:] == 255).all()


def test_clearing_where_nothing_is_selected_changes_no_pixel() -> None:
    there = _select(document(pixel_layer(noise(1))), Rect(700, 700, 5, 5))
    after = edits.clear_selected(there, there.layers[0].id)
    assert after.tiles() == there.tiles()


def test_a_group_has_no_pixels_to_clear() -> None:
    there = _tree()
    with pytest.raises(AppError) as error:
        edits.clear_selected(there, _id(there, "g"))
    assert _code(error) == "layer_is_group"


def test_copying_takes_the_active_layers_pixels_times_the_selection() -> None:
    there = _select(
        document(pixel_layer(filled((9, 9, 9, 255))), pixel_layer(filled((10, 20, 30, 200)), Point(2, 2))),
        Rect(0, 0, 6, 5),
        128,
    )
    copied = edits.copy_selected(there, merged=False)
    assert copied is not None
    pixels, at = copied
    assert (at, pixels.size) == (Point(2, 2), Size(4, 3))
    assert (pixels.array == (10, 20, 30, 100)).all()


def test_copying_merged_takes_what_is_seen() -> None:
    there = _select(_tree(), Rect(3, 2, 40, 4))
    copied = edits.copy_selected(there, merged=True)
    assert copied is not None
    pixels, at = copied
    assert at == Point(3, 2)
    assert np.array_equal(pixels.array, flatten(there).array[2:6, 3:])


def test_copying_without_a_selection_takes_all() -> None:
    there = _tree()
    merged, alone = edits.copy_selected(there, merged=True), edits.copy_selected(there, merged=False)
    assert merged is not None
    assert alone is not None
    assert merged == (flatten(there), Point(0, 0))
    assert np.array_equal(alone[0].array[..., 3].max(), noise(4)[..., 3].max())


def test_copying_takes_pixels_outside_of_the_canvas_along() -> None:
    there = document(pixel_layer(filled((1, 2, 3, 255)), Point(-5, -4)))
    copied = edits.copy_selected(there, merged=False)
    assert copied is not None
    assert (copied[1], copied[0].size) == (Point(-5, -4), Size(12, 9))


def test_of_what_is_larger_than_any_canvas_the_part_on_the_canvas_is_copied() -> None:
    far = pixel_layer(filled((1, 2, 3, 255)), Point(-30_000, 30_000))
    there = document(GroupLayer(name="g", children=(far, pixel_layer(filled((4, 5, 6, 255))))))
    copied = edits.copy_selected(there, merged=False)
    assert copied is not None
    assert (copied[1], copied[0].size) == (Point(0, 0), Size(12, 9))


@pytest.mark.parametrize("merged", [True, False])
def test_there_is_nothing_to_copy_where_nothing_is(merged: bool) -> None:
    assert edits.copy_selected(document(), merged=merged) is None
    assert edits.copy_selected(_select(_tree(), Rect(500, 500, 5, 5)), merged=merged) is None
    assert edits.copy_selected(document(pixel_layer(filled((1, 1, 1, 0)))), merged=merged) is None


def test_locked_layers_keep_their_pixels() -> None:
    there = _tree()
    there = edits.with_properties(there, _id(there, "c"), locked=True)
    for edit in (
        lambda: edits.clear_selected(there, _id(there, "c")),
        lambda: edits.remove_layer(there, _id(there, "c")),
        lambda: edits.remove_layer(there, _id(there, "g")),
        lambda: edits.merge_down(there, _id(there, "c")),
        lambda: edits.merge_visible(there),
        lambda: edits.flatten_layers(there),
    ):
        with pytest.raises(AppError) as error:
            edit()
        assert _code(error) == "layer_locked"
        assert "“c”" in str(error.value)


def test_locked_layers_can_be_copied_and_unlocked() -> None:
    there = picture()
    locked = edits.with_properties(there, there.layers[0].id, locked=True)
    assert edits.copy_selected(locked, merged=False) is not None
    assert not edits.with_properties(locked, there.layers[0].id, locked=False).layers[0].locked


def test_unknown_ids_are_key_errors() -> None:
    nobody = LayerId("nobody")
    for edit in (
        lambda: edits.remove_layer(_tree(), nobody),
        lambda: edits.merge_down(_tree(), nobody),
        lambda: edits.with_properties(_tree(), nobody, name="x"),
        lambda: edits.move_layer(_tree(), nobody, None, 0),
    ):
        with pytest.raises(KeyError):
            edit()


def test_times_is_the_rounded_product() -> None:
    a, b = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    assert np.array_equal(edits.times(a, b), np.rint(a.astype(float) * b / 255).astype(np.uint8))
