from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from desktop.core.document.plane import TILE, Plane, PlaneEditor, Tile, TileKey, keys_in, tiles_of
from desktop.core.geometry import EMPTY, Point, Rect, Size
from tests.core.document.making import noise


def test_a_plane_reads_what_it_was_made_of_across_tiles() -> None:
    array = noise(1, Size(600, 300))
    plane = Plane.of(array, Point(-100, -70))
    assert len(plane.tiles) == 6
    assert np.array_equal(plane.read(Rect(-100, -70, 600, 300)), array)
    assert np.array_equal(plane.read(Rect(-50, 10, 300, 90)), array[80:170, 50:350])


def test_everywhere_else_is_zero() -> None:
    plane = Plane.of(noise(1, opaque=True), Point(-5, -5))
    around = plane.read(Rect(-20, -20, 60, 60))
    around[15:24, 15:27] = 0
    assert not around.any()


def test_a_mask_has_one_channel() -> None:
    mask = noise(2)[..., 3].copy()
    plane = Plane.of(mask, Point(250, 250))
    assert plane.channels == 1
    assert plane.read(Rect(250, 250, 12, 9)).shape == (9, 12)
    assert np.array_equal(plane.read(Rect(250, 250, 12, 9)), mask)


def test_reading_nothing_gives_nothing() -> None:
    assert Plane(4).read(Rect(3, 3, 0, 5)).shape == (5, 0, 4)


def test_what_is_read_is_a_copy() -> None:
    plane = Plane.of(noise(1))
    plane.read(Rect(0, 0, 12, 9)).fill(7)
    assert np.array_equal(plane.read(Rect(0, 0, 12, 9)), noise(1))


def test_what_a_plane_was_made_of_may_change_afterwards() -> None:
    array = noise(1, Size(TILE, TILE))
    plane = Plane.of(array)
    array.fill(0)
    assert np.array_equal(plane.read(Rect(0, 0, TILE, TILE)), noise(1, Size(TILE, TILE)))


def test_a_change_copies_only_the_tiles_it_touches() -> None:
    before = Plane.of(noise(1, Size(4 * TILE, TILE), opaque=True))
    after = before.with_pixels(noise(2), Point(TILE + 5, 5))
    shared = [key for key in before.tiles if after.tiles[key] is before.tiles[key]]
    assert shared == [TileKey(0, 0), TileKey(2, 0), TileKey(3, 0)]
    assert np.array_equal(before.read(before.bounds), noise(1, Size(4 * TILE, TILE), opaque=True))


def test_tiles_can_not_be_written() -> None:
    tile = next(iter(Plane.of(noise(1)).tiles.values()))
    with pytest.raises(ValueError, match="read-only"):
        tile.array[0, 0] = 1


def test_tiles_of_zeros_are_left_out() -> None:
    plane = Plane.of(noise(1, Size(2 * TILE, 5), opaque=True))
    emptied = plane.with_pixels(np.zeros((5, TILE, 4), np.uint8), Point(0, 0))
    assert list(emptied.tiles) == [TileKey(1, 0)]


def test_a_packed_tile_is_smaller_and_reads_the_same() -> None:
    array = np.repeat(noise(1, Size(TILE, 1)), TILE, axis=0)
    tile = Tile(array.copy())
    tile.pack()
    assert tile.size_bytes < array.nbytes / 10
    assert np.array_equal(tile.array, array)
    with pytest.raises(ValueError, match="read-only"):
        tile.array[0, 0] = 1


def test_packing_twice_is_packing_once() -> None:
    tile = Tile(noise(1, Size(TILE, TILE)))
    tile.pack()
    size = tile.size_bytes
    tile.pack()
    assert tile.size_bytes == size


def test_a_tile_that_was_unpacked_packs_again() -> None:
    tile = Tile(noise(1, Size(TILE, TILE)))
    tile.pack()
    packed = tile.size_bytes
    assert tile.array.any()
    tile.pack()
    assert tile.size_bytes == packed


def test_packed_masks_keep_their_shape() -> None:
    tile = Tile(noise(1, Size(TILE, TILE))[..., 3].copy())
    tile.pack()
    assert tile.array.shape == (TILE, TILE)


def test_reading_and_packing_in_threads_at_once_never_gives_another_picture() -> None:
    array = noise(1, Size(2 * TILE, 2 * TILE))
    plane = Plane.of(array)

    def read(_: int) -> bool:
        return np.array_equal(plane.read(Rect(0, 0, 2 * TILE, 2 * TILE)), array)

    def pack(_: int) -> bool:
        for tile in plane.tiles.values():
            tile.pack()
        return True

    with ThreadPoolExecutor(4) as threads:
        results = [threads.submit(work, n) for n in range(12) for work in (read, pack, read)]
        assert all(result.result() for result in results)


def test_a_tile_knows_whether_it_is_opaque() -> None:
    assert Tile(noise(1, Size(TILE, TILE), opaque=True)).opaque
    assert not Tile(noise(1, Size(TILE, TILE))).opaque


def test_a_part_can_be_opaque_where_the_whole_tile_is_not() -> None:
    plane = Plane.of(noise(1, opaque=True), Point(10, 10))
    assert plane.is_opaque_in(Rect(10, 10, 12, 9))
    assert not plane.is_opaque_in(Rect(9, 10, 12, 9))
    assert not plane.is_opaque_in(Rect(300, 10, 12, 9))


def test_looking_copies_nothing_inside_of_a_tile() -> None:
    plane = Plane.of(noise(1, Size(2 * TILE, TILE), opaque=True))
    view = plane.look(Rect(10, 10, 20, 20))
    assert view is not None
    assert np.shares_memory(view, plane.tiles[TileKey(0, 0)].array)
    assert np.array_equal(view, plane.read(Rect(10, 10, 20, 20)))


def test_looking_across_tiles_and_beyond_them_says_what_reading_does() -> None:
    plane = Plane.of(noise(1, Size(2 * TILE, TILE), opaque=True))
    for rect in (Rect(TILE - 5, 3, 10, 10), Rect(-5, -5, 20, 20)):
        assert np.array_equal(plane.look(rect), plane.read(rect))
    assert plane.look(Rect(-50, 0, 20, 20)) is None


@pytest.mark.parametrize("side", [1, 9])
def test_has_pixels_in_tells_where_tiles_are(side: int) -> None:
    plane = Plane.of(np.full((side * TILE, side * TILE), 255, np.uint8), Point(-TILE, -TILE))
    assert plane.has_pixels_in(Rect(-1, -1, 1, 1))
    assert not plane.has_pixels_in(Rect(-TILE - 5, 0, 5, 5))
    assert not plane.has_pixels_in(EMPTY)


def test_content_bounds_are_tight_and_reach_over_tiles() -> None:
    array = np.zeros((TILE * 2, TILE * 2, 4), np.uint8)
    array[3, 5, 3] = 1
    array[TILE + 7, TILE + 9, 3] = 255
    array[0, 0, 0] = 200  # a colour that can't be seen
    plane = Plane.of(array, Point(-TILE, -TILE))
    assert plane.content_bounds() == Rect.between(5 - TILE, 3 - TILE, 10, 8)


def test_a_plane_without_pixels_has_no_bounds() -> None:
    assert Plane(4).content_bounds() == EMPTY
    assert Plane(4).bounds == EMPTY


@pytest.mark.parametrize("by", [Point(TILE, -2 * TILE), Point(3, -300)])
def test_moving_a_plane_moves_every_pixel(by: Point) -> None:
    array = noise(1, Size(300, 20))
    moved = Plane.of(array, Point(-7, 4)).moved(by)
    assert np.array_equal(moved.read(Rect(-7 + by.x, 4 + by.y, 300, 20)), array)
    assert moved.content_bounds() == Plane.of(array, Point(-7, 4)).content_bounds().moved(by)


def test_moving_by_whole_tiles_shares_them() -> None:
    plane = Plane.of(noise(1))
    assert plane.moved(Point(TILE, 0)).tiles[TileKey(1, 0)] is plane.tiles[TileKey(0, 0)]


def test_changed_since_covers_what_was_painted_and_no_other_tile() -> None:
    before = Plane.of(noise(1, Size(4 * TILE, TILE), opaque=True))
    after = before.with_pixels(noise(2), Point(TILE + 5, 5))
    assert after.changed_since(before) == before.changed_since(after) == TileKey(1, 0).rect
    assert before.changed_since(before) == EMPTY


def test_changed_since_covers_tiles_that_came_or_went() -> None:
    plane = Plane.of(noise(1, opaque=True))
    assert plane.changed_since(Plane(4)) == Plane(4).changed_since(plane) == TileKey(0, 0).rect


def test_an_editor_reads_what_it_wrote_and_leaves_the_plane_before_alone() -> None:
    before = Plane.of(noise(1, Size(300, 300), opaque=True))
    editor = PlaneEditor(before)
    editor.write(noise(2, opaque=True), Point(250, 250))
    assert np.array_equal(editor.read(Rect(250, 250, 12, 9)), noise(2, opaque=True))
    assert np.array_equal(editor.plane().read(Rect(250, 250, 12, 9)), noise(2, opaque=True))
    assert np.array_equal(before.read(Rect(0, 0, 300, 300)), noise(1, Size(300, 300), opaque=True))
    assert np.array_equal(editor.finish().read(Rect(250, 250, 12, 9)), noise(2, opaque=True))


def test_an_editor_goes_on_after_its_plane_was_looked_at() -> None:
    editor = PlaneEditor(Plane(4))
    editor.write(noise(1), Point(0, 0))
    assert editor.plane().tiles
    editor.write(noise(2), Point(0, 0))
    assert np.array_equal(editor.finish().read(Rect(0, 0, 12, 9)), noise(2))


def test_keys_of_negative_places_lie_left_of_and_above_the_origin() -> None:
    assert list(keys_in(Rect(-1, -1, 2, 2))) == [(-1, -1), (0, -1), (-1, 0), (0, 0)]
    assert list(keys_in(Rect(-TILE, -TILE, TILE, TILE))) == [(-1, -1)]
    assert list(keys_in(EMPTY)) == []


def test_planes_that_share_tiles_count_them_once() -> None:
    before = Plane.of(noise(1, Size(2 * TILE, TILE), opaque=True))
    assert len(tiles_of((before, before.with_pixels(noise(2), Point(0, 0))))) == 3
