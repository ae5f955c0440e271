from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core import files, pictures
from desktop.core.gallery import Gallery
from desktop.core.params import SaveOptions
from desktop.core.picture_store import PictureStore
from desktop.state.picture_files import Copies, CopyOptions, Imports, Outcome
from tests.helpers.records import make_pixels, make_record


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path / "gallery.db")
    yield gallery
    gallery.close()


@pytest.fixture
def imports(qtbot: QtBot, gallery: Gallery) -> Iterator[Imports]:
    imports = Imports(gallery)
    yield imports
    imports.close()


@pytest.fixture
def copies(qtbot: QtBot, gallery: Gallery) -> Iterator[Copies]:
    copies = Copies(gallery)
    yield copies
    copies.close()


@pytest.fixture
def ids(gallery: Gallery, tmp_path: Path) -> list[int]:
    store, save = PictureStore(gallery), SaveOptions(folder=tmp_path / "pictures")
    return [store.save(make_pixels(), make_record(seed=seed), save, 0).gallery_id for seed in range(2)]


def write(path: Path, seed: int = 0) -> Path:
    record = make_record(prompt=f"picture {seed}", seed=seed)
    files.write_bytes(path, pictures.encode(make_pixels(seed=seed), record, SaveOptions(folder=path.parent)))
    return path


def outcome(qtbot: QtBot, batch: Imports | Copies, start: object) -> Outcome:
    with qtbot.waitSignal(batch.ended) as ended:
        start()  # type: ignore[operator]
    result: Outcome = ended.args[0]
    return result


def test_a_folder_is_listed_with_the_folders_in_it_and_stays_where_it_is(
    qtbot: QtBot, gallery: Gallery, imports: Imports, tmp_path: Path
) -> None:
    paths = {write(tmp_path / "album" / "a.png", 1), write(tmp_path / "album" / "deep" / "b.png", 2)}
    files.write_text(tmp_path / "album" / "notes.txt", "no picture")
    result = outcome(qtbot, imports, lambda: imports.add_folder(tmp_path / "album"))
    assert (result.done, result.passed_over, result.failed) == (2, 0, 0)
    assert {row.path for row in gallery.page(9)} == paths
    assert {row.prompt for row in gallery.page(9)} == {"picture 1", "picture 2"}


def test_what_is_listed_already_and_what_is_damaged_is_counted(
    qtbot: QtBot, imports: Imports, tmp_path: Path
) -> None:
    good, bad = write(tmp_path / "good.png"), tmp_path / "bad.png"
    files.write_bytes(bad, b"\x89PNG\r\n\x1a\n and no more")
    outcome(qtbot, imports, lambda: imports.add_files([good]))
    result = outcome(qtbot, imports, lambda: imports.add_files([good, bad]))
    assert (result.done, result.passed_over, result.failed) == (0, 1, 1)
    assert [problem.code for problem in result.problems] == ["damaged_picture"]


def test_a_second_batch_waits_for_the_first(qtbot: QtBot, imports: Imports, tmp_path: Path) -> None:
    ended = QSignalSpy(imports.ended)
    for number in range(3):
        imports.add_files([write(tmp_path / f"{number}.png", number)])
    qtbot.waitUntil(lambda: ended.count() == 3)
    qtbot.waitUntil(lambda: not imports.busy)


def test_closing_stops_after_the_picture_at_hand(
    qtbot: QtBot, gallery: Gallery, imports: Imports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, may_go_on = threading.Event(), threading.Event()
    read = pictures.read

    def slowly(path: Path) -> pictures.OpenedPicture:
        started.set()
        assert may_go_on.wait(5)
        return read(path)

    monkeypatch.setattr(pictures, "read", slowly)
    imports.add_files([write(tmp_path / f"{number}.png", number) for number in range(3)])
    assert started.wait(5)
    threading.Timer(0.02, may_go_on.set).start()
    imports.close()
    assert gallery.count() == 1


def test_copies_as_they_are_are_equal_and_never_replace(
    qtbot: QtBot, gallery: Gallery, copies: Copies, ids: list[int], tmp_path: Path
) -> None:
    options = CopyOptions(tmp_path / "out", None, 95, settings=True)
    for _ in range(2):
        assert outcome(qtbot, copies, lambda: copies.export(ids, options)).done == 2
    originals = sorted(row.path.read_bytes() for row in gallery.rows(ids))
    written = sorted(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert written == sorted(originals * 2)


@pytest.mark.parametrize(("form", "suffix"), [("jpeg", ".jpg"), ("webp", ".webp"), (None, ".png")])
@pytest.mark.parametrize("settings", [True, False])
def test_copies_have_the_format_and_the_settings_that_were_asked_for(
    qtbot: QtBot,
    copies: Copies,
    ids: list[int],
    tmp_path: Path,
    form: str | None,
    suffix: str,
    settings: bool,
) -> None:
    options = CopyOptions(tmp_path / "out", form, 90, settings)
    outcome(qtbot, copies, lambda: copies.export(ids[:1], options))
    (copy,) = (tmp_path / "out").iterdir()
    assert copy.suffix == suffix
    assert (pictures.read_record(copy) is not None) == settings


def test_a_file_that_is_gone_is_counted_and_the_others_are_copied(
    qtbot: QtBot, gallery: Gallery, copies: Copies, ids: list[int], tmp_path: Path
) -> None:
    gallery.rows(ids)[0].path.unlink()
    options = CopyOptions(tmp_path / "out", None, 95, settings=True)
    result = outcome(qtbot, copies, lambda: copies.export(ids, options))
    assert (result.done, result.failed) == (1, 1)
    assert result.problems[0].code == "not_readable"
