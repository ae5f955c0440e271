from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.core import files, pictures
from desktop.core.errors import AppError
from desktop.core.gallery import Gallery
from desktop.core.geometry import Size
from desktop.core.params import SaveOptions
from tests.helpers.records import make_pixels, make_record

FOREIGN = (
    "a castle on a hill\nNegative prompt: fog\n"
    "Steps: 28, Sampler: Euler a, CFG scale: 6.5, Seed: 4242, Size: 64x32, Model: dreamshaper_8"
)


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path / "gallery.db")
    yield gallery
    gallery.close()


def save_png(path: Path, text: str | None = None) -> Path:
    info = PngInfo()
    if text is not None:
        info.add_text("parameters", text)
    Image.new("RGB", (64, 32), "teal").save(path, pnginfo=info)
    return path


def test_our_own_picture_brings_its_exact_record(gallery: Gallery, tmp_path: Path) -> None:
    record = make_record("2026-03-01T12:00:00+00:00", seed=7, prompt="a red apple")
    data = pictures.encode(make_pixels(), record, SaveOptions(folder=tmp_path))
    path = files.write_new(tmp_path, "apple", ".png", data)
    picture_id = gallery.import_file(path)
    (row,) = gallery.page(10)
    assert (row.id, row.path, row.seed, row.imported) == (picture_id, path, 7, True)
    assert row.created.timestamp() == 1772366400
    assert gallery.record(picture_id) == record
    assert gallery.thumbnail(picture_id) is not None


def test_another_programs_picture_is_found_by_its_settings(gallery: Gallery, tmp_path: Path) -> None:
    path = save_png(tmp_path / "castle.png", FOREIGN)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    picture_id = gallery.import_file(path)
    for text in (
        "castle",
        "negative:fog",
        "model:dreamshaper",
        'sampler:"Euler a"',
        "steps:28",
        "guidance:6.5",
    ):
        assert gallery.ids(f"{text} seed:4242 source:imported size:64x32") == [picture_id]
    assert gallery.page(1)[0].created.timestamp() == 1_700_000_000
    record = gallery.record(picture_id)
    assert record is not None
    assert record.params.prompt == "a castle on a hill"
    assert record.provenance.device == ""


def test_a_plain_picture_is_listed_without_settings(gallery: Gallery, tmp_path: Path) -> None:
    picture_id = gallery.import_file(save_png(tmp_path / "plain.png"))
    (row,) = gallery.page(10)
    assert (row.size, row.model, row.sampler, row.steps, row.prompt) == (Size(64, 32), "", "", 0, "")
    assert gallery.record(picture_id) is None
    assert gallery.ids("64x32") == [picture_id]


def test_the_file_stays_where_and_as_it_is(gallery: Gallery, tmp_path: Path) -> None:
    path = save_png(tmp_path / "castle.png", FOREIGN)
    before = path.read_bytes()
    gallery.import_file(path)
    gallery.move_to_bin(gallery.ids())
    assert gallery.empty_bin() == [], "the person's own files are not for the trash"
    assert path.read_bytes() == before
    assert gallery.count("bin:yes") == 0


def test_a_file_is_listed_once(gallery: Gallery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save_png(tmp_path / "castle.png")
    gallery.import_file(path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for again in (path, Path("castle.png"), tmp_path / "folder" / ".." / "castle.png"):
        with pytest.raises(AppError) as caught:
            gallery.import_file(again)
        assert caught.value.code == "already_listed"
    assert gallery.count() == 1


def test_a_picture_in_the_bin_comes_back(gallery: Gallery, tmp_path: Path) -> None:
    path = save_png(tmp_path / "castle.png")
    picture_id = gallery.import_file(path)
    gallery.set_starred([picture_id], True)
    gallery.move_to_bin([picture_id])
    assert gallery.import_file(path) == picture_id
    assert gallery.ids("star:yes") == [picture_id]


@pytest.mark.parametrize(
    ("content", "code"), [(b"no picture", "unknown_picture"), (b"\x89PNG\r\n\x1a\n", "damaged_picture")]
)
def test_a_file_that_is_no_picture_is_told_and_not_listed(
    gallery: Gallery, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "file.png"
    path.write_bytes(content)
    with pytest.raises(AppError) as caught:
        gallery.import_file(path)
    assert caught.value.code == code
    assert gallery.count() == 0


def test_a_missing_file_is_told(gallery: Gallery, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        gallery.import_file(tmp_path / "gone.png")
    assert caught.value.code == "not_readable"


def test_a_path_that_is_no_text_is_told(gallery: Gallery, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        gallery.import_file(tmp_path / "\udcff.png")
    assert caught.value.code == "gallery_failed"
