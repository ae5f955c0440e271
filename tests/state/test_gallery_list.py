from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.core import pictures
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.gallery import Gallery, GalleryRow
from desktop.core.geometry import Size
from desktop.core.params import SaveOptions
from desktop.core.picture_store import PictureStore
from desktop.state.gallery_list import PAGE, THUMBNAILS_KEPT, GalleryList, GalleryRole
from tests.helpers.scripted import make_params, make_pixels, make_record

TOP = QModelIndex()


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path / "gallery.db")
    yield gallery
    gallery.close()


@pytest.fixture
def add(gallery: Gallery, tmp_path: Path) -> Callable[[str], int]:
    """Saves a picture with this prompt and lists it; returns its id."""
    store = PictureStore(gallery)

    def add(prompt: str) -> int:
        record = make_record(make_params(prompt=prompt))
        save = SaveOptions(folder=tmp_path / "pictures")
        return store.save(make_pixels(Size(64, 32)), record, save, 0).gallery_id

    return add


Add = Callable[[str], int]


def prompts(model: GalleryList) -> list[str]:
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def opened(gallery: Gallery) -> GalleryList:
    """A list that Qt's own checker watches."""
    model = GalleryList(gallery)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    model.reload()
    return model


def test_the_newest_picture_is_on_top(qapp: object, gallery: Gallery, add: Add) -> None:
    for prompt in ("first", "second"):
        add(prompt)
    assert prompts(opened(gallery)) == ["second", "first"]


def test_each_role_gives_its_part(qapp: object, gallery: Gallery, add: Add) -> None:
    picture_id = add("a pear")
    model = opened(gallery)
    index, row = model.index(0), gallery.get(picture_id)
    assert row is not None
    assert index.data(GalleryRole.ID) == picture_id
    assert index.data(GalleryRole.PATH) == row.path
    assert index.data(GalleryRole.ROW) == row
    thumbnail = index.data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(thumbnail, QImage)
    assert (thumbnail.width(), thumbnail.height()) == (64, 32)


def test_a_new_picture_comes_in_on_top_once(qapp: object, gallery: Gallery, add: Add) -> None:
    add("old")
    model = opened(gallery)
    picture_id = add("new")
    model.insert_by_id(picture_id)
    model.insert_by_id(picture_id)
    assert prompts(model) == ["new", "old"]


def test_a_search_lists_what_the_gallery_finds(qapp: object, gallery: Gallery, add: Add) -> None:
    for prompt in ("a red apple", "a blue car", "two apples"):
        add(prompt)
    model = opened(gallery)
    model.set_search("apple")
    assert prompts(model) == ["two apples", "a red apple"]
    model.set_search("")
    assert len(prompts(model)) == 3


def test_a_new_picture_that_the_search_leaves_out_does_not_come_in(
    qapp: object, gallery: Gallery, add: Add
) -> None:
    add("a red apple")
    model = opened(gallery)
    model.set_search("apple")
    model.insert_by_id(add("a blue car"))
    model.insert_by_id(add("green apples"))
    assert prompts(model) == ["green apples", "a red apple"]


def test_a_removed_picture_leaves_list_and_gallery_but_not_the_disk(
    qapp: object, gallery: Gallery, add: Add
) -> None:
    add("first")
    picture_id = add("second")
    row = gallery.get(picture_id)
    assert row is not None
    model = opened(gallery)
    model.remove(picture_id)
    assert prompts(model) == ["first"]
    assert gallery.get(picture_id) is None
    assert row.path.exists()


def test_a_picture_is_found_by_its_id(qapp: object, gallery: Gallery, add: Add) -> None:
    ids = [add(str(number)) for number in range(5)]
    model = opened(gallery)
    index = model.index_of(ids[1])
    assert index is not None
    assert index.data(GalleryRole.ID) == ids[1]
    assert model.index_of(ids[-1] + 1) is None


def test_a_gallery_that_fails_is_told_and_the_list_stays(qapp: object, gallery: Gallery, add: Add) -> None:
    picture_id = add("first")
    model = GalleryList(gallery)
    model.reload()
    heard: list[ErrorInfo] = []
    model.failed.connect(heard.append)
    gallery.close()
    model.insert_by_id(picture_id + 1)
    model.remove(picture_id)
    assert [info.code for info in heard] == ["gallery_closed"] * 2
    assert model.index(0).data(Qt.ItemDataRole.DecorationRole) is None
    assert prompts(model) == ["first"]


def test_a_rebuild_lists_the_pictures_of_the_folder(
    qtbot: QtBot, gallery: Gallery, add: Add, tmp_path: Path
) -> None:
    gallery.remove(add("lost"))
    model = opened(gallery)
    with qtbot.waitSignal(model.modelReset):
        model.rebuild(tmp_path / "pictures")
    assert prompts(model) == ["lost"]
    model.close()


def test_close_ends_a_rebuild_at_the_next_picture(
    qapp: object, gallery: Gallery, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
        when, size = datetime(2026, 1, 1, tzinfo=UTC), Size(256, 256)
        self.rows = [
            GalleryRow(number, Path(f"{number}.png"), when, size, number, "starter", "Euler", 10, False, "")
            for number in range(50_000, 0, -1)
        ]
        self.rows_read = 0
        self.thumbnails_read = 0
        self.image = pictures.thumbnail_bytes(make_pixels(Size(16, 16)), 256)

    def search(self, text: str, limit: int, before_id: int | None = None) -> list[GalleryRow]:
        start = 0 if before_id is None else 50_000 - before_id + 1
        page = self.rows[start : start + limit]
        self.rows_read += len(page)
        return page

    def thumbnail(self, picture_id: int) -> bytes:
        self.thumbnails_read += 1
        return self.image


def test_of_fifty_thousand_pictures_only_a_page_is_read(qapp: object) -> None:
    gallery = LargeGallery()
    model = GalleryList(gallery)  # type: ignore[arg-type]
    model.reload()
    assert (model.rowCount(), gallery.rows_read) == (PAGE, PAGE)
    assert model.canFetchMore(TOP)


def test_page_by_page_every_picture_comes_in_once(qapp: object) -> None:
    gallery = LargeGallery()
    model = GalleryList(gallery)  # type: ignore[arg-type]
    model.reload()
    while model.canFetchMore(TOP):
        model.fetchMore(TOP)
    assert model.rowCount() == gallery.rows_read == 50_000
    last = model.index_of(1)
    assert last is not None
    assert last.row() == 49_999


def test_thumbnails_are_decoded_once_and_only_the_last_ones_are_kept(qapp: object) -> None:
    gallery = LargeGallery()
    model = GalleryList(gallery)  # type: ignore[arg-type]
    while model.rowCount() <= THUMBNAILS_KEPT:
        model.fetchMore(TOP)
    for row in range(THUMBNAILS_KEPT + 1):
        model.index(row).data(Qt.ItemDataRole.DecorationRole)
    assert gallery.thumbnails_read == THUMBNAILS_KEPT + 1
    model.index(THUMBNAILS_KEPT).data(Qt.ItemDataRole.DecorationRole)
    assert gallery.thumbnails_read == THUMBNAILS_KEPT + 1
    model.index(0).data(Qt.ItemDataRole.DecorationRole)
    assert gallery.thumbnails_read == THUMBNAILS_KEPT + 2


def test_a_gallery_that_can_not_be_read_gives_an_empty_list(qapp: object) -> None:
    class Broken(LargeGallery):
        def search(self, text: str, limit: int, before_id: int | None = None) -> list[GalleryRow]:
            raise AppError("gallery_failed", "It can't be read.")

    model = GalleryList(Broken())  # type: ignore[arg-type]
    heard: list[ErrorInfo] = []
    model.failed.connect(heard.append)
    model.reload()
    assert [info.code for info in heard] == ["gallery_failed"]
    assert not model.canFetchMore(TOP)
