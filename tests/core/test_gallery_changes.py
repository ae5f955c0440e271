"""Stars, ratings, the bin, boards, saved searches, lineage: each change says what it changed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.core.errors import AppError
from desktop.core.gallery import Board, Gallery, SavedSearch
from tests.helpers.records import make_pixels, make_record

UNKNOWN = 999
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
LATER = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path / "gallery.db")
    yield gallery
    gallery.close()


@pytest.fixture
def ids(gallery: Gallery) -> list[int]:
    """Four pictures, oldest first."""
    return [gallery.add(Path(f"/pictures/{k}.png"), make_pixels(), make_record(seed=k)) for k in range(4)]


def test_stars_change_together_and_tell_which(gallery: Gallery, ids: list[int]) -> None:
    assert gallery.set_starred(ids[:1], True) == (ids[0],)
    assert gallery.set_starred([*ids[:3], UNKNOWN], True) == tuple(ids[1:3])
    assert gallery.ids("star:yes") == ids[2::-1]
    assert gallery.set_starred(ids, False) == tuple(ids[:3])
    assert gallery.ids("star:yes") == []


def test_a_rating_tells_what_it_replaces(gallery: Gallery, ids: list[int]) -> None:
    assert gallery.set_rating(ids[:2], 3) == {ids[0]: 0, ids[1]: 0}
    assert gallery.set_rating(ids[:3], 5) == {ids[0]: 3, ids[1]: 3, ids[2]: 0}
    assert gallery.set_rating(ids[:3], 5) == {}
    assert [row.rating for row in gallery.rows(ids)] == [5, 5, 5, 0]


@pytest.mark.parametrize("rating", [-1, 6])
def test_a_rating_out_of_range_is_a_bug(gallery: Gallery, rating: int) -> None:
    with pytest.raises(ValueError, match="rating"):
        gallery.set_rating([1], rating)


def test_rows_come_in_the_order_asked_for(gallery: Gallery, ids: list[int]) -> None:
    gallery.move_to_bin(ids[:1])
    rows = gallery.rows([ids[2], UNKNOWN, ids[0]])
    assert [(row.id, row.in_bin) for row in rows] == [(ids[2], False), (ids[0], True)]
    assert gallery.rows([]) == []


def test_what_is_in_the_bin_is_hidden_until_it_is_restored(gallery: Gallery, ids: list[int]) -> None:
    gallery.set_starred(ids, True)
    before = gallery.page(10)
    assert gallery.move_to_bin([*ids[:2], UNKNOWN]) == tuple(ids[:2])
    assert gallery.move_to_bin(ids[:3]) == (ids[2],)
    assert gallery.ids() == gallery.ids("apple") == gallery.ids("star:yes") == [ids[3]]
    assert [row.id for row in gallery.page(10)] == [ids[3]]
    assert gallery.count() == gallery.count("apple") == 1
    assert gallery.ids("bin:yes") == ids[2::-1]
    assert gallery.restore([*ids, UNKNOWN]) == tuple(ids[:3])
    assert gallery.page(10) == before


def test_emptying_the_bin_gives_the_files_to_trash(gallery: Gallery, ids: list[int]) -> None:
    gallery.move_to_bin(ids[:2])
    assert gallery.empty_bin() == [Path("/pictures/0.png"), Path("/pictures/1.png")]
    assert gallery.empty_bin() == []
    assert gallery.rows(ids[:2]) == []
    assert gallery.thumbnail(ids[0]) is None
    assert gallery.ids() == ids[:1:-1]


def test_only_what_has_been_in_the_bin_long_enough_goes(gallery: Gallery, ids: list[int]) -> None:
    gallery.move_to_bin(ids[:1])
    assert gallery.empty_bin(LONG_AGO) == []
    assert gallery.empty_bin(LATER) == [Path("/pictures/0.png")]


def test_boards_hold_pictures_that_may_be_on_several(gallery: Gallery, ids: list[int]) -> None:
    red, best = gallery.create_board("red"), gallery.create_board("Best")
    assert gallery.add_to_board(ids[:2], red.id) == tuple(ids[:2])
    assert gallery.add_to_board([*ids[:3], UNKNOWN], red.id) == (ids[2],)
    assert gallery.add_to_board(ids[:1], best.id) == (ids[0],)
    assert gallery.boards() == [Board(best.id, "Best", 1), Board(red.id, "red", 3)]
    assert gallery.ids("board:red board:best") == [ids[0]]
    assert gallery.remove_from_board([ids[0], ids[3]], red.id) == (ids[0],)
    assert gallery.ids("board:red") == ids[2:0:-1]


def test_a_board_does_not_count_the_bin_but_remembers(gallery: Gallery, ids: list[int]) -> None:
    board = gallery.create_board("red")
    gallery.add_to_board(ids, board.id)
    gallery.move_to_bin(ids[:1])
    assert gallery.boards()[0].count == 3
    gallery.restore(ids[:1])
    assert gallery.boards()[0].count == 4
    gallery.remove(ids[0])
    assert gallery.boards()[0].count == 3


def test_a_deleted_board_leaves_its_pictures_and_says_which(gallery: Gallery, ids: list[int]) -> None:
    board = gallery.create_board("red")
    gallery.add_to_board(ids[:2], board.id)
    assert gallery.delete_board(board.id) == tuple(ids[:2])
    assert gallery.boards() == []
    assert gallery.count() == 4
    assert gallery.add_to_board(ids, board.id) == gallery.delete_board(board.id) == ()


def test_a_board_is_renamed(gallery: Gallery) -> None:
    board = gallery.create_board("red")
    assert gallery.rename_board(board.id, "Red") == "red"
    assert gallery.rename_board(UNKNOWN, "other") is None
    assert gallery.boards() == [Board(board.id, "Red", 0)]


def test_a_name_is_one_line_that_a_search_can_hold(gallery: Gallery, ids: list[int]) -> None:
    board = gallery.create_board('  the\n"best"\ud800\0 ')
    assert board.name == "the 'best'"
    gallery.add_to_board(ids[:1], board.id)
    assert gallery.ids(f'board:"{board.name}"') == ids[:1]


@pytest.mark.parametrize("name", ["", " \n", "x" * 101])
def test_a_bad_name_is_told(gallery: Gallery, name: str) -> None:
    board = gallery.create_board("red")
    for attempt in (
        lambda: gallery.create_board(name),
        lambda: gallery.rename_board(board.id, name),
        lambda: gallery.save_search(name, "red"),
    ):
        with pytest.raises(AppError) as caught:
            attempt()
        assert caught.value.code == "bad_name"


def test_a_board_name_in_use_is_told(gallery: Gallery) -> None:
    gallery.create_board("red")
    board = gallery.create_board("best")
    for attempt in (lambda: gallery.create_board("RED"), lambda: gallery.rename_board(board.id, "Red")):
        with pytest.raises(AppError) as caught:
            attempt()
        assert caught.value.code == "board_exists"
    assert [board.name for board in gallery.boards()] == ["best", "red"]


def test_searches_are_kept_by_name(gallery: Gallery) -> None:
    assert gallery.save_search("Reds", "red star:yes") is None
    assert gallery.save_search("cars", "car") is None
    assert gallery.save_search("reds", "red\ud800") == SavedSearch("Reds", "red star:yes")
    assert gallery.saved_searches() == [SavedSearch("cars", "car"), SavedSearch("reds", "red")]
    assert gallery.delete_search("CARS") == SavedSearch("cars", "car")
    assert gallery.delete_search("cars") is None
    assert gallery.saved_searches() == [SavedSearch("reds", "red")]


def test_a_picture_knows_what_it_came_from(gallery: Gallery, ids: list[int]) -> None:
    children = [
        gallery.add(Path(f"/pictures/child{k}.png"), make_pixels(), make_record(), parent_id=ids[0])
        for k in range(2)
    ]
    assert [row.id for row in gallery.children(ids[0])] == children[::-1]
    parent = gallery.parent(children[0])
    assert parent is not None
    assert parent.id == ids[0]
    assert gallery.rows(children)[0].parent_id == ids[0]
    assert (gallery.parent(ids[0]), gallery.children(children[0])) == (None, [])


def test_lineage_shows_no_child_in_the_bin_and_survives_the_parent(gallery: Gallery, ids: list[int]) -> None:
    child = gallery.add(Path("/pictures/child.png"), make_pixels(), make_record(), parent_id=ids[0])
    gallery.move_to_bin([child, ids[0]])
    assert gallery.children(ids[0]) == []
    parent = gallery.parent(child)
    assert parent is not None
    assert parent.in_bin
    gallery.restore([child])
    gallery.empty_bin()
    assert gallery.parent(child) is None
    assert gallery.rows([child])[0].parent_id is None


def test_a_parent_that_is_gone_does_not_hinder_saving(gallery: Gallery) -> None:
    picture_id = gallery.add(Path("/pictures/a.png"), make_pixels(), make_record(), parent_id=UNKNOWN)
    assert gallery.rows([picture_id])[0].parent_id is None


def test_many_pictures_change_at_once(gallery: Gallery, ids: list[int]) -> None:
    """More than SQLite takes as single values."""
    assert gallery.set_starred(range(1, 40_000), True) == tuple(ids)


def test_changes_from_several_threads_all_arrive(gallery: Gallery, ids: list[int]) -> None:
    board = gallery.create_board("red")
    changed: list[int] = []

    def work(picture_id: int) -> None:
        for rating in range(1, 6):
            gallery.set_rating([picture_id], rating)
        changed.extend(gallery.add_to_board([picture_id], board.id))

    workers = [threading.Thread(target=work, args=(picture_id,)) for picture_id in ids]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30.0)
    assert sorted(changed) == ids
    assert gallery.ids("rating:5 board:red") == ids[::-1]


def test_a_newer_gallery_is_not_changed(gallery: Gallery, ids: list[int]) -> None:
    gallery.close()
    db = sqlite3.connect(gallery.path)
    db.execute("PRAGMA user_version=1000")
    db.close()
    newer = Gallery(gallery.path)
    with pytest.raises(AppError) as caught:
        newer.set_starred(ids, True)
    assert caught.value.code == "gallery_read_only"
    newer.close()


def test_no_search_reads_wide_rows_or_sorts(gallery: Gallery, ids: list[int]) -> None:
    (connection,) = gallery._file._idle
    queries: list[str] = []
    connection.set_trace_callback(lambda query: queries.append(query) if query.startswith("SELECT") else None)
    texts = (
        "",
        "apple",
        "-apple",
        "apple -red seed:>3",
        'model:"a" date:2026 rating:>3 -board:best',
        "size:>512",
    )
    for text in texts:
        gallery.ids(text)
        gallery.count(text)
    connection.set_trace_callback(None)
    assert len(queries) == 2 * len(texts)
    for query in queries:
        plan = [step[3] for step in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
        (pictures,) = [step for step in plan if step.startswith("SEARCH pictures")]
        key = "id=?" if "words CROSS" in query else "id<?"
        assert pictures == f"SEARCH pictures USING COVERING INDEX pictures_found (deleted=? AND {key})"
        assert not [step for step in plan if "TEMP B-TREE" in step]
