from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.core import pictures
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.gallery import Gallery, GalleryRow
from desktop.core.geometry import Size
from desktop.core.params import SaveOptions
from desktop.core.picture_store import PictureStore
from desktop.state.background import Background
from desktop.state.gallery_list import IDS_MIME, MOVES, PAGE, GalleryList, GalleryRole
from desktop.state.thumbnails import Thumbnails
from tests.helpers.scripted import make_params, make_pixels, make_record

TOP = QModelIndex()
Add = Callable[[str], int]
Open = Callable[..., GalleryList]


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path / "gallery.db")
    yield gallery
    gallery.close()


@pytest.fixture
def add(gallery: Gallery, tmp_path: Path) -> Add:
    """Saves a picture with this prompt and lists it; returns its id."""
    store = PictureStore(gallery)

    def add(prompt: str) -> int:
        record = make_record(make_params(prompt=prompt))
        save = SaveOptions(folder=tmp_path / "pictures")
        return store.save(make_pixels(Size(64, 32)), record, save, 0).gallery_id

    return add


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    """Makes a list that Qt's own checker watches, and waits until it is filled."""
    parts: list[Background | Thumbnails | GalleryList] = []

    def build(gallery: Gallery) -> GalleryList:
        background, thumbnails = Background("gallery"), Thumbnails(gallery.thumbnail, 32)
        model = GalleryList(gallery, background, thumbnails)
        background.failed.connect(model.failed)
        parts.extend((model, thumbnails, background))
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
        with qtbot.waitSignal(model.listed):
            model.refresh()
        return model

    yield build
    for part in parts:
        part.close(finish=True) if isinstance(part, Background) else part.close()


def prompts(model: GalleryList) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def change(qtbot: QtBot, model: GalleryList) -> None:
    with qtbot.waitSignal(model.listed):
        model.refresh()


def search(qtbot: QtBot, model: GalleryList, text: str) -> None:
    with qtbot.waitSignal(model.listed):
        model.set_search(text)


def test_the_newest_picture_is_on_top(gallery: Gallery, add: Add, opened: Open) -> None:
    for prompt in ("first", "second"):
        add(prompt)
    assert prompts(opened(gallery)) == ["second", "first"]


def test_each_role_gives_its_part(qtbot: QtBot, gallery: Gallery, add: Add, opened: Open) -> None:
    picture_id = add("a pear")
    gallery.set_starred([picture_id], True)
    gallery.set_rating([picture_id], 3)
    index, row = opened(gallery).index(0), gallery.get(picture_id)
    assert row is not None
    assert index.data(GalleryRole.ID) == picture_id
    assert index.data(GalleryRole.PATH) == row.path
    assert index.data(GalleryRole.ROW) == row
    assert index.data(GalleryRole.STARRED) is True
    assert index.data(GalleryRole.RATING) == 3


def test_a_thumbnail_comes_a_moment_later(qtbot: QtBot, gallery: Gallery, add: Add, opened: Open) -> None:
    add("a pear")
    model = opened(gallery)
    qtbot.waitUntil(lambda: model.index(0).data(Qt.ItemDataRole.DecorationRole) is not None)
    assert model.index(0).data(Qt.ItemDataRole.DecorationRole).width() == 32


def test_a_new_picture_comes_in_on_top_and_the_others_stay(
    qtbot: QtBot, gallery: Gallery, add: Add, opened: Open
) -> None:
    add("old")
    model = opened(gallery)
    add("new")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        model.refresh()
    assert prompts(model) == ["new", "old"]


def test_what_is_gone_is_taken_out_and_what_came_back_put_in(
    qtbot: QtBot, gallery: Gallery, add: Add, opened: Open
) -> None:
    ids = [add(str(number)) for number in range(6)]
    model = opened(gallery)
    gallery.move_to_bin([ids[0], ids[3], ids[4]])
    change(qtbot, model)
    assert prompts(model) == ["5", "2", "1"]
    gallery.restore([ids[4], ids[0]])
    with qtbot.assertNotEmitted(model.modelReset):
        change(qtbot, model)
    assert prompts(model) == ["5", "4", "2", "1", "0"]


def test_a_search_lists_what_the_gallery_finds(
    qtbot: QtBot, gallery: Gallery, add: Add, opened: Open
) -> None:
    for prompt in ("a red apple", "a blue car", "two apples"):
        add(prompt)
    model = opened(gallery)
    search(qtbot, model, "apple")
    assert prompts(model) == ["two apples", "a red apple"]
    search(qtbot, model, "")
    assert len(prompts(model)) == 3


def test_of_searches_in_a_row_the_last_one_is_shown(
    qtbot: QtBot, gallery: Gallery, add: Add, opened: Open
) -> None:
    for prompt in ("a red apple", "a blue car"):
        add(prompt)
    model = opened(gallery)
    with qtbot.waitSignal(model.listed):
        for text in ("apple", "nothing", "car"):
            model.set_search(text)
    assert prompts(model) == ["a blue car"]


def test_changed_rows_are_read_again(qtbot: QtBot, gallery: Gallery, add: Add, opened: Open) -> None:
    ids = [add(str(number)) for number in range(3)]
    model = opened(gallery)
    gallery.set_starred([ids[1]], True)
    model.reread([ids[1]])
    qtbot.waitUntil(lambda: model.index(1).data(GalleryRole.STARRED))
    assert [model.index(row).data(GalleryRole.STARRED) for row in range(3)] == [False, True, False]


def test_dragged_pictures_are_files_for_others_and_ids_for_us(
    gallery: Gallery, add: Add, opened: Open
) -> None:
    ids = [add("one"), add("two")]
    model = opened(gallery)
    data = model.mimeData([model.index(0), model.index(1)])
    paths = [Path(url.toLocalFile()) for url in data.urls()]
    assert all(path.is_file() for path in paths)
    assert paths == [row.path for row in gallery.rows(reversed(ids))]
    assert json.loads(bytes(data.data(IDS_MIME).data())) == list(reversed(ids))
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_a_gallery_that_fails_is_told_and_the_list_stays(
    qtbot: QtBot, gallery: Gallery, add: Add, opened: Open
) -> None:
    add("first")
    model = opened(gallery)
    gallery.close()
    with qtbot.waitSignal(model.failed) as failed:
        model.refresh()
    assert failed.args[0].code == "gallery_closed"
    assert prompts(model) == ["first"]


def test_a_rebuild_lists_the_pictures_of_the_folder(
    qtbot: QtBot, gallery: Gallery, add: Add, opened: Open, tmp_path: Path
) -> None:
    gallery.remove(add("lost"))
    model = opened(gallery)
    with qtbot.waitSignal(model.listed):
        model.rebuild(tmp_path / "pictures")
    assert prompts(model) == ["lost"]


def test_close_ends_a_rebuild_at_the_next_picture(
    gallery: Gallery, add: Add, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        gallery.remove(add(str(number)))
    reading, may_go_on = threading.Event(), threading.Event()
    read = pictures.read

    def read_slowly(path: Path) -> pictures.OpenedPicture:
        reading.set()
        assert may_go_on.wait(5)
        return read(path)

    monkeypatch.setattr(pictures, "read", read_slowly)
    model = opened(gallery)
    model.rebuild(tmp_path / "pictures")
    assert reading.wait(5)
    threading.Timer(0.01, may_go_on.set).start()
    model.close()
    assert gallery.count() == 0


class LargeGallery:
    """50,000 pictures that exist only as rows; counts what is read."""

    def __init__(self) -> None:
        self.listed = list(range(50_000, 0, -1))
        self.rows_read = 0

    def ids(self, text: str) -> list[int]:
        return list(self.listed)

    def search(self, text: str, limit: int) -> list[GalleryRow]:
        return self.rows(self.listed[:limit])

    def rows(self, ids: Iterable[int]) -> list[GalleryRow]:
        when, size = datetime(2026, 1, 1, tzinfo=UTC), Size(256, 256)
        rows = [
            GalleryRow(one, Path(f"{one}.png"), when, size, one, "starter", "Euler", 10, False, f"p{one}")
            for one in ids
        ]
        self.rows_read += len(rows)
        return rows

    def thumbnail(self, picture_id: int) -> bytes:
        return b""


def test_of_fifty_thousand_pictures_only_a_page_is_read(opened: Open) -> None:
    gallery = LargeGallery()
    model = opened(gallery)
    assert (model.rowCount(), gallery.rows_read) == (50_000, PAGE)


def test_the_first_page_of_a_search_is_there_before_all_is_counted(qtbot: QtBot, opened: Open) -> None:
    gallery = LargeGallery()
    model = opened(gallery)
    may_go_on = threading.Event()
    ids = gallery.ids

    def slowly(text: str) -> list[int]:
        assert may_go_on.wait(5)
        return ids(text)

    gallery.ids = slowly  # type: ignore[method-assign]
    with qtbot.waitSignal(model.modelReset):
        model.set_search("photo")
    assert (model.rowCount(), model.index(3).data()) == (PAGE, "p49997")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.listed):
        may_go_on.set()
    assert model.rowCount() == 50_000


def test_a_row_far_away_comes_with_its_neighbours_in_one_reading(qtbot: QtBot, opened: Open) -> None:
    gallery = LargeGallery()
    model = opened(gallery)
    assert all(model.index(row).data() is None for row in range(30_000, 30_020))
    qtbot.waitUntil(lambda: model.index(30_010).data() == "p19990")
    assert model.index(30_000).data() == "p20000"
    assert gallery.rows_read == 2 * PAGE


def test_the_next_page_is_read_before_it_comes_into_sight(qtbot: QtBot, opened: Open) -> None:
    gallery = LargeGallery()
    model = opened(gallery)
    near_the_end = PAGE - 20
    assert model.index(near_the_end).data() is not None
    qtbot.waitUntil(lambda: gallery.rows_read == 2 * PAGE)
    qtbot.waitUntil(lambda: model.index(PAGE + 10).data() is not None)
    assert gallery.rows_read == 2 * PAGE


def test_who_scrolls_fast_reads_only_where_the_view_stops(qtbot: QtBot, opened: Open) -> None:
    gallery = LargeGallery()
    model = opened(gallery)
    started, may_go_on = threading.Event(), threading.Event()
    rows = gallery.rows

    def slowly(ids: Iterable[int]) -> list[GalleryRow]:
        started.set()
        assert may_go_on.wait(5)
        return rows(ids)

    gallery.rows = slowly  # type: ignore[method-assign]
    model.index(1000).data()
    assert started.wait(5)
    for row in range(2000, 40_000, 1000):
        model.index(row).data()
    may_go_on.set()
    qtbot.waitUntil(lambda: model.index(39_000).data() is not None)
    assert gallery.rows_read <= 3 * PAGE


def test_a_picture_is_found_by_its_id(opened: Open) -> None:
    model = opened(LargeGallery())
    last = model.index_of(1)
    assert last is not None
    assert last.row() == 49_999
    assert model.index_of(50_001) is None


def test_a_list_that_differs_in_many_places_is_shown_anew(qtbot: QtBot, opened: Open) -> None:
    gallery = LargeGallery()
    model = opened(gallery)
    del gallery.listed[: 4 * MOVES : 2]
    with qtbot.waitSignal(model.modelReset):
        model.refresh()
    assert list(model.ids) == gallery.listed


def test_rows_that_another_process_took_away_are_no_longer_listed(qtbot: QtBot, opened: Open) -> None:
    gallery = LargeGallery()
    model = opened(gallery)
    gone = 19_990
    gallery.listed.remove(gone)
    rows = gallery.rows
    gallery.rows = lambda ids: rows(one for one in ids if one != gone)  # type: ignore[method-assign]
    with qtbot.waitSignal(model.rowsRemoved):
        model.index(30_000).data()
    assert model.index_of(gone) is None


def test_a_gallery_that_can_not_be_read_gives_an_empty_list(qtbot: QtBot) -> None:
    class Broken(LargeGallery):
        def ids(self, text: str) -> list[int]:
            raise AppError("gallery_failed", "It can't be read.")

    gallery = Broken()
    background, thumbnails = Background("gallery"), Thumbnails(gallery.thumbnail, 32)
    model = GalleryList(gallery, background, thumbnails)  # type: ignore[arg-type]
    heard: list[ErrorInfo] = []
    background.failed.connect(heard.append)
    model.refresh()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].code == "gallery_failed"
    assert model.rowCount() == 0
    background.close(finish=True)
