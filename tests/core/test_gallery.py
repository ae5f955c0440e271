from __future__ import annotations

import io
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop.core import files, pictures
from desktop.core.errors import AppError, JobCancelled
from desktop.core.gallery import Gallery
from desktop.core.gallery_schema import VERSION
from desktop.core.geometry import Size
from desktop.core.params import ModelRef, SaveOptions
from desktop.core.samplers import SamplerName
from tests.helpers.records import make_pixels, make_record

OpenGallery = Callable[[], Gallery]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "gallery.db"


@pytest.fixture
def open_gallery(path: Path) -> Iterator[OpenGallery]:
    opened: list[Gallery] = []

    def open_one() -> Gallery:
        opened.append(Gallery(path))
        return opened[-1]

    yield open_one
    for gallery in opened:
        gallery.close()


@pytest.fixture
def gallery(open_gallery: OpenGallery) -> Gallery:
    return open_gallery()


def add(gallery: Gallery, name: str = "a.png", **params: object) -> int:
    return gallery.add(Path("/pictures") / name, make_pixels(), make_record(**params))


def ids(gallery: Gallery, text: str) -> list[int]:
    return [row.id for row in gallery.search(text, 100)]


def save_picture(folder: Path, name: str, created: str = "2026-03-01T12:00:00+00:00") -> Path:
    data = pictures.encode(make_pixels(), make_record(created, prompt=name), SaveOptions(folder=folder))
    return files.write_new(folder / "2026-03", name, ".png", data)


def damage(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_picture_is_listed_with_its_settings(gallery: Gallery) -> None:
    record = make_record("2038-02-01T10:00:00+02:00", seed=2**63 - 1, sampler=SamplerName.UNIPC, steps=12)
    picture_id = gallery.add(Path("/pictures/a.png"), make_pixels(320, 192), record)
    row = gallery.get(picture_id)
    assert row is not None
    assert (row.id, row.path, row.size) == (picture_id, Path("/pictures/a.png"), Size(320, 192))
    assert (row.seed, row.model, row.sampler, row.steps) == (2**63 - 1, "starter", "UniPC", 12)
    assert (row.prompt, row.starred) == ("a red apple", False)
    assert row.created.timestamp() == 2148624000
    assert row.created.tzinfo is not None
    assert gallery.record(picture_id) == record


@pytest.mark.parametrize(
    "created", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+00:00", "1969-01-01T00:00:00", "<b>", ""]
)
def test_a_forged_date_harms_nothing(gallery: Gallery, created: str) -> None:
    gallery.add(Path("/pictures/a.png"), make_pixels(), make_record(created))
    assert len(gallery.page(10)) == 1


def test_the_thumbnail_is_a_small_webp(gallery: Gallery) -> None:
    picture_id = gallery.add(Path("/pictures/a.png"), make_pixels(512, 256), make_record())
    data = gallery.thumbnail(picture_id)
    assert data is not None
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("WEBP", (256, 128))


def test_what_is_not_listed_is_none(gallery: Gallery) -> None:
    assert (gallery.get(7), gallery.record(7), gallery.thumbnail(7)) == (None, None, None)


def test_pages_go_from_new_to_old_without_gap_or_repeat(gallery: Gallery) -> None:
    added = [add(gallery, f"{k}.png") for k in range(7)]
    seen, last = [], None
    while page := gallery.page(3, last):
        seen += [row.id for row in page]
        last = seen[-1]
    assert seen == added[::-1]


def test_pages_stay_in_step_when_pictures_are_added_meanwhile(gallery: Gallery) -> None:
    added = [add(gallery, f"{k}.png") for k in range(4)]
    first = gallery.page(2)
    add(gallery, "new.png")
    assert [row.id for row in gallery.page(2, first[-1].id)] == added[1::-1]


@pytest.mark.parametrize(
    "text",
    [
        "apple",
        "APP",
        "red apple",
        "ap gre",
        "blurry",
        "starter",
        "777",
        "320x192",
        "UniPC",
        "ZURICH",
        "'ap\"",
    ],
)
def test_words_and_their_beginnings_are_found_anywhere(gallery: Gallery, text: str) -> None:
    add(gallery, "other.png", prompt="a blue car", model=ModelRef(name="other"))
    wanted = gallery.add(
        Path("/pictures/a.png"),
        make_pixels(320, 192),
        make_record(
            prompt="a red and green apple, Zürich",
            negative_prompt="blurry",
            seed=777,
            sampler=SamplerName.UNIPC,
        ),
    )
    assert ids(gallery, text) == [wanted]
    assert gallery.count(text) == 1


@pytest.mark.parametrize("text", ["", "   ", '"', "* ( ) ^ :", "-", "{}"])
def test_text_without_a_word_finds_all(gallery: Gallery, text: str) -> None:
    added = [add(gallery, f"{k}.png") for k in range(2)]
    assert ids(gallery, text) == added[::-1]
    assert gallery.count(text) == 2


@pytest.mark.parametrize(
    "text", ["NOT", "a AND", "prompt:", "NEAR(", "x' OR 1=1 --", "a\0b", "\ud800a", '"a', "*a"]
)
def test_nothing_typed_is_query_syntax(gallery: Gallery, text: str) -> None:
    add(gallery)
    assert isinstance(gallery.search(text, 10), list)
    assert isinstance(gallery.count(text), int)


def test_search_has_pages(gallery: Gallery) -> None:
    added = [add(gallery, f"{k}.png") for k in range(5)]
    first = gallery.search("apple", 2)
    assert [row.id for row in gallery.search("apple", 10, first[-1].id)] == added[2::-1]


def test_a_removed_picture_is_gone_from_list_and_search(gallery: Gallery) -> None:
    first, second = add(gallery, "1.png"), add(gallery, "2.png")
    gallery.remove(first)
    assert gallery.count() == 1
    assert ids(gallery, "apple") == [second]
    assert gallery.thumbnail(first) is None


def test_an_id_is_never_used_again(gallery: Gallery) -> None:
    first = add(gallery)
    gallery.remove(first)
    assert add(gallery) > first


def test_a_file_that_was_replaced_is_listed_once(gallery: Gallery) -> None:
    add(gallery, "a.png", prompt="old")
    new = add(gallery, "a.png", prompt="new")
    assert [row.id for row in gallery.page(10)] == [new]
    assert ids(gallery, "old") == []


def test_a_star_is_kept(gallery: Gallery, open_gallery: OpenGallery) -> None:
    picture_id = add(gallery)
    gallery.set_starred([picture_id], True)
    row = open_gallery().get(picture_id)
    assert row is not None
    assert row.starred


def test_pictures_survive_closing(gallery: Gallery, open_gallery: OpenGallery) -> None:
    picture_id = add(gallery)
    gallery.rebuild(gallery.path.parent / "pictures")
    gallery.close()
    again = open_gallery()
    assert again.get(picture_id) is not None
    assert (again.notice, again.needs_rebuild) == (None, False)


def test_a_closed_gallery_refuses(gallery: Gallery) -> None:
    gallery.close()
    with pytest.raises(AppError) as caught:
        gallery.count()
    assert caught.value.code == "gallery_closed"


def test_several_threads_and_processes_may_use_it_at_once(
    gallery: Gallery, open_gallery: OpenGallery
) -> None:
    other = open_gallery()
    failures: list[Exception] = []

    def work(which: Gallery, number: int) -> None:
        try:
            for k in range(8):
                picture_id = add(which, f"{number}-{k}.png")
                assert which.get(picture_id) is not None
                which.page(5)
        except (AppError, AssertionError, sqlite3.Error) as error:
            failures.append(error)

    workers = [
        threading.Thread(target=work, args=(which, n)) for n, which in enumerate((gallery, gallery, other))
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60.0)
    assert failures == []
    assert gallery.count() == other.count() == 24


def test_a_reader_does_not_wait_for_a_writer(gallery: Gallery, path: Path) -> None:
    add(gallery)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM pictures")
    assert gallery.count() == 1
    writer.execute("ROLLBACK")
    writer.close()


def test_a_picture_whose_row_fails_is_not_half_listed(gallery: Gallery, path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("DROP TABLE details")
    other.close()
    with pytest.raises(AppError) as caught:
        add(gallery)
    assert caught.value.code == "gallery_failed"
    assert gallery.count() == 0


def test_pages_and_searches_do_not_touch_the_thumbnails(gallery: Gallery, path: Path) -> None:
    add(gallery)
    other = sqlite3.connect(path)
    other.execute("ALTER TABLE details RENAME TO hidden")
    other.close()
    assert len(gallery.page(10)) == len(gallery.search("apple", 10)) == 1


def test_no_query_walks_or_sorts_the_whole_table(gallery: Gallery, path: Path) -> None:
    picture_id = add(gallery)
    queries: list[str] = []
    (connection,) = gallery._file._idle
    connection.set_trace_callback(lambda query: queries.append(query) if "FROM" in query else None)
    gallery.page(10, 99)
    gallery.search("apple", 10, 99)
    gallery.get(picture_id)
    gallery.thumbnail(picture_id)
    connection.set_trace_callback(None)
    queries = [query for query in queries if not query.startswith("--")]
    assert len(queries) >= 4
    db = sqlite3.connect(path)
    plans = [step[3] for query in queries for step in db.execute(f"EXPLAIN QUERY PLAN {query}")]
    db.close()
    assert not [plan for plan in plans if plan.startswith("SCAN") and "VIRTUAL TABLE" not in plan]
    assert not [plan for plan in plans if "TEMP B-TREE" in plan]


def test_a_new_gallery_lists_the_pictures_that_are_there(gallery: Gallery, tmp_path: Path) -> None:
    paths = [
        save_picture(tmp_path, "later", "2026-03-02T00:00:00+00:00"),
        save_picture(tmp_path, "first", "2026-03-01T00:30:00+05:00"),
        save_picture(tmp_path, "between", "2026-03-01T00:00:00+00:00"),
    ]
    assert gallery.needs_rebuild
    assert gallery.rebuild(tmp_path) == 3
    assert [row.path for row in gallery.page(10)] == [paths[0], paths[2], paths[1]]
    assert ids(gallery, "between") == [2]
    assert gallery.thumbnail(1) is not None
    assert not gallery.needs_rebuild


def test_a_rebuild_passes_over_what_is_no_picture_of_ours(gallery: Gallery, tmp_path: Path) -> None:
    wanted = save_picture(tmp_path, "apple")
    (tmp_path / "notes.png").write_text("no picture")
    (tmp_path / "cut.png").write_bytes(wanted.read_bytes()[:-200])
    Image.new("RGB", (4, 4)).save(tmp_path / "foreign.png")
    assert gallery.rebuild(tmp_path) == 1
    assert [row.path for row in gallery.page(10)] == [wanted]


def test_a_rebuild_does_not_list_twice(gallery: Gallery, tmp_path: Path) -> None:
    save_picture(tmp_path, "apple")
    assert [gallery.rebuild(tmp_path), gallery.rebuild(tmp_path)] == [1, 0]


def test_a_rebuild_tells_how_far_it_is_and_can_be_stopped(gallery: Gallery, tmp_path: Path) -> None:
    for k in range(3):
        save_picture(tmp_path, f"apple {k}")
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        gallery.rebuild(tmp_path, stop)
    assert told[-3:] == [(0, 3), (1, 3), (2, 3)]
    assert gallery.needs_rebuild
    assert gallery.rebuild(tmp_path) == 3


def test_a_rebuild_without_a_folder_finds_nothing(gallery: Gallery, tmp_path: Path) -> None:
    assert gallery.rebuild(tmp_path / "gone") == 0


@pytest.mark.parametrize(
    "content", [b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000, b"SQLite format 3\0"]
)
def test_a_damaged_file_is_set_aside_and_rebuilt(
    path: Path, tmp_path: Path, open_gallery: OpenGallery, content: bytes
) -> None:
    """Fault 18."""
    damage(path, content)
    gallery = open_gallery()
    assert gallery.notice is not None
    assert gallery.notice.code == "gallery_rebuilt"
    (kept,) = path.parent.glob("gallery.db.bad-*")
    assert kept.read_bytes() == content
    save_picture(tmp_path / "pictures", "apple")
    assert gallery.needs_rebuild
    assert gallery.rebuild(tmp_path / "pictures") == gallery.count() == 1


def test_a_truncated_file_is_set_aside(path: Path, open_gallery: OpenGallery) -> None:
    gallery = open_gallery()
    for k in range(20):
        add(gallery, f"{k}.png")
    gallery.close()
    damage(path, path.read_bytes()[: path.stat().st_size // 3 // 4096 * 4096])
    assert open_gallery().needs_rebuild


def test_a_file_without_our_tables_is_set_aside(path: Path, open_gallery: OpenGallery) -> None:
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version={VERSION}")
    db.close()
    assert open_gallery().needs_rebuild


def test_a_run_that_did_not_end_well_makes_the_next_one_look(path: Path, open_gallery: OpenGallery) -> None:
    gallery = open_gallery()
    for k in range(400):
        add(gallery, f"{k}.png")
    gallery.rebuild(path.parent / "pictures")
    gallery.close()
    db = sqlite3.connect(path)
    db.execute("DELETE FROM details")  # so that most pages are the list's
    db.close()
    content = bytearray(path.read_bytes())
    page = int.from_bytes(content[16:18], "big")
    middle = len(content) // page // 2 * page
    content[page * 4 : middle] = b"\xff" * (middle - page * 4)
    path.write_bytes(content)
    careless = open_gallery()
    assert not careless.needs_rebuild
    careless.close()
    path.with_name("gallery.db-wal").write_bytes(b"")
    assert open_gallery().needs_rebuild


def test_damage_found_while_in_use_is_told_and_repaired_at_the_next_start(
    path: Path, open_gallery: OpenGallery
) -> None:
    gallery = open_gallery()
    for k in range(40):
        add(gallery, f"{k}.png")
    gallery.close()
    content = bytearray(path.read_bytes())
    page = int.from_bytes(content[16:18], "big")
    again = open_gallery()
    # Every page but those read at the start: the header, and the newest rows.
    for start in range(page * 2, len(content), page):
        content[start : start + 8] = b"\xff" * 8
    path.write_bytes(content)
    with pytest.raises(AppError) as caught:
        any(again.thumbnail(picture_id) is None for picture_id in range(1, 41))
    assert caught.value.code == "gallery_damaged"
    again.close()
    third = open_gallery()
    assert third.needs_rebuild
    third.close()
    assert open_gallery().notice is None


def test_a_gallery_of_a_newer_version_is_shown_and_not_changed(path: Path, open_gallery: OpenGallery) -> None:
    gallery = open_gallery()
    picture_id = add(gallery)
    gallery.close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version={VERSION + 1}")
    db.close()
    newer = open_gallery()
    assert newer.read_only
    assert newer.notice is not None
    assert newer.notice.code == "gallery_newer"
    assert [row.id for row in newer.page(10)] == [picture_id]
    with pytest.raises(AppError) as caught:
        add(newer, "b.png")
    assert caught.value.code == "gallery_read_only"
    assert path.exists()


def test_a_lost_log_loses_no_closed_picture(path: Path, open_gallery: OpenGallery) -> None:
    gallery = open_gallery()
    picture_id = add(gallery)
    gallery.close()
    path.with_name("gallery.db-wal").unlink(missing_ok=True)
    assert open_gallery().get(picture_id) is not None


def test_a_foreign_log_is_no_failure(path: Path, open_gallery: OpenGallery) -> None:
    gallery = open_gallery()
    picture_id = add(gallery)
    gallery.close()
    path.with_name("gallery.db-wal").write_bytes(b"\xff" * 4000)
    assert open_gallery().get(picture_id) is not None


def test_a_folder_that_can_not_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AppError) as caught:
        Gallery(tmp_path / "file" / "gallery.db")
    assert caught.value.code == "not_writable"


def test_a_file_that_can_not_be_opened_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(AppError) as caught:
        Gallery(path)
    assert caught.value.code == "gallery_failed"


def test_a_path_that_is_no_text_is_told(gallery: Gallery) -> None:
    with pytest.raises(AppError) as caught:
        add(gallery, "\udcff.png")
    assert caught.value.code == "gallery_failed"


def test_a_new_gallery_that_was_only_opened_is_still_rebuilt_later(
    path: Path, open_gallery: OpenGallery, tmp_path: Path
) -> None:
    """The command line may open it first, and a rebuild may be interrupted."""
    for word in ("apple", "pear"):
        save_picture(tmp_path / "pictures", word)
    open_gallery().close()
    second = open_gallery()
    assert second.needs_rebuild

    def stop(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        second.rebuild(tmp_path / "pictures", stop)
    second.close()
    third = open_gallery()
    assert third.needs_rebuild
    third.rebuild(tmp_path / "pictures")
    third.close()
    last = open_gallery()
    assert (last.needs_rebuild, last.count()) == (False, 2)


def test_a_rebuild_can_be_stopped_while_it_looks(gallery: Gallery, tmp_path: Path) -> None:
    save_picture(tmp_path / "pictures", "apple")
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        raise InterruptedError

    with pytest.raises(InterruptedError):
        gallery.rebuild(tmp_path / "pictures", stop)
    assert seen == [(0, 0)]
