from __future__ import annotations

import errno
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import pictures
from desktop.core.errors import AppError
from desktop.core.gallery import Gallery
from desktop.core.params import SaveOptions
from desktop.core.picture_store import PictureStore
from tests.helpers.records import make_pixels, make_record

PIXELS = make_pixels()


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path / "gallery.db")
    yield gallery
    gallery.close()


@pytest.fixture
def store(gallery: Gallery) -> PictureStore:
    return PictureStore(gallery)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_picture_is_on_disk_and_listed(store: PictureStore, gallery: Gallery, folder: Path) -> None:
    record = make_record("2026-03-29T01:59:59+01:00", seed=42, prompt="a red apple")
    saved = store.save(PIXELS, record, SaveOptions(folder=folder), 0)
    assert saved.path == folder / "2026-03" / "20260329-015959-42-a-red-apple.png"
    assert pictures.read(saved.path).record == record
    assert pictures.read(saved.path).pixels == PIXELS
    row = gallery.get(saved.gallery_id)
    assert row is not None
    assert row.path == saved.path


@pytest.mark.parametrize(("form", "suffix"), [("png", ".png"), ("jpeg", ".jpg"), ("webp", ".webp")])
def test_the_format_gives_the_suffix(store: PictureStore, folder: Path, form: str, suffix: str) -> None:
    options = SaveOptions.checked(folder=folder, format=form)
    assert store.save(PIXELS, make_record(), options, 0).path.suffix == suffix


def test_equal_names_get_a_counter(store: PictureStore, folder: Path) -> None:
    """Fault 29: a clock that is set back gives a second again."""
    saved = [store.save(PIXELS, make_record(), SaveOptions(folder=folder), 0) for _ in range(3)]
    assert len({picture.path for picture in saved}) == len(files_in(folder)) == 3


def test_a_long_prompt_is_cut_in_the_name_and_whole_in_the_file(store: PictureStore, folder: Path) -> None:
    """Fault 28."""
    record = make_record(prompt='🐧 "penguin" <b>/\\' + "x" * 400)
    saved = [store.save(PIXELS, record, SaveOptions(folder=folder), 0) for _ in range(2)]
    assert all(len(picture.path.stem.encode()) <= 122 for picture in saved)
    assert pictures.read_record(saved[1].path) == record


@pytest.mark.parametrize("prompt", ["../../evil", "/etc/passwd", "C:\\x", "..", "a/../../b"])
def test_no_prompt_leads_out_of_the_folder(store: PictureStore, folder: Path, prompt: str) -> None:
    """Fault 6."""
    saved = store.save(PIXELS, make_record(prompt=prompt), SaveOptions(folder=folder), 0)
    assert saved.path.resolve().parent == (folder / "2026-03").resolve()


def test_a_prompt_that_is_left_out_is_not_in_the_name_either(
    store: PictureStore, gallery: Gallery, folder: Path
) -> None:
    options = SaveOptions(folder=folder, include_prompt=False)
    saved = store.save(PIXELS, make_record(seed=42, prompt="a secret"), options, 0)
    assert saved.path.name == "20260329-015959-42.png"
    assert b"secret" not in saved.path.read_bytes()
    assert [row.id for row in gallery.search("secret", 10)] == [saved.gallery_id], "the own list keeps it"


def test_a_chosen_file_is_replaced_and_later_pictures_get_a_counter(
    store: PictureStore, gallery: Gallery, tmp_path: Path
) -> None:
    file = tmp_path / "out" / "apple.png"
    options = SaveOptions(folder=tmp_path, file=file)
    for _ in range(2):
        saved = [store.save(make_pixels(seed=k), make_record(seed=k), options, k) for k in range(2)]
    assert saved[0].path == file
    assert pictures.read(file).pixels == make_pixels(seed=0)
    assert files_in(file.parent) == ["apple-2.png", "apple-3.png", "apple.png"]
    assert gallery.count() == 3


def test_a_relative_file_is_listed_where_it_is(
    store: PictureStore, gallery: Gallery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saved = store.save(PIXELS, make_record(), SaveOptions(folder=tmp_path, file=Path("apple.png")), 0)
    row = gallery.get(saved.gallery_id)
    assert row is not None
    assert row.path == saved.path == tmp_path / "apple.png"


def test_a_full_disk_lists_nothing_and_leaves_nothing(
    store: PictureStore, gallery: Gallery, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 14."""

    def full(_handle: int, _data: object) -> int:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(AppError) as caught:
        store.save(PIXELS, make_record(), SaveOptions(folder=folder), 0)
    assert caught.value.code == "disk_full"
    assert files_in(folder) == []
    assert gallery.count() == 0


def test_a_folder_that_is_gone_is_tried_again_the_next_time(
    store: PictureStore, folder: Path, tmp_path: Path
) -> None:
    """Fault 27."""
    folder.write_bytes(b"in the way")
    with pytest.raises(AppError) as caught:
        store.save(PIXELS, make_record(), SaveOptions(folder=folder), 0)
    assert caught.value.code == "not_writable"
    folder.unlink()
    assert store.save(PIXELS, make_record(), SaveOptions(folder=folder), 0).path.exists()


def test_when_the_gallery_fails_the_picture_stays(store: PictureStore, folder: Path, tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "gallery.db")
    db.execute("DROP TABLE details")
    db.close()
    record = make_record()
    with pytest.raises(AppError) as caught:
        store.save(PIXELS, record, SaveOptions(folder=folder), 0)
    assert caught.value.code == "gallery_failed"
    (name,) = files_in(folder)
    assert pictures.read_record(folder / name) == record


def test_the_prompt_is_not_logged(
    store: PictureStore, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        store.save(PIXELS, make_record(prompt="secret"), SaveOptions(folder=folder), 0)
    assert caplog.records
    assert "secret" not in caplog.text


def test_a_picture_keeps_what_it_came_from(store: PictureStore, gallery: Gallery, folder: Path) -> None:
    parent = store.save(PIXELS, make_record(), SaveOptions(folder=folder), 0)
    child = store.save(PIXELS, make_record(), SaveOptions(folder=folder), 0, parent.gallery_id)
    assert [row.id for row in gallery.children(parent.gallery_id)] == [child.gallery_id]
