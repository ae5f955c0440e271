from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import files
from desktop.core.errors import AppError

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and limits")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fail_with(number: int) -> object:
    def call(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    return call


def test_a_file_is_written_with_its_parents(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.bin"
    files.write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["c.bin"]


def test_text_is_utf8_and_lines_end_as_given(tmp_path: Path) -> None:
    files.write_text(tmp_path / "a.txt", "é\n")
    assert (tmp_path / "a.txt").read_bytes() == b"\xc3\xa9\n"


def test_writing_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.write_bytes(path, b"a longer old content")
    files.write_bytes(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_short_write_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:3]))
    files.write_bytes(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_the_content_and_the_folder_are_flushed_around_the_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    fsync, replace = os.fsync, os.replace

    def told_fsync(handle: int) -> None:
        calls.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")
        fsync(handle)

    def told_replace(source: Path, target: Path) -> None:
        calls.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", told_fsync)
    monkeypatch.setattr(os, "replace", told_replace)
    files.write_bytes(tmp_path / "a", b"new")
    assert calls == ["file", "rename", "folder"]


@posix_only
def test_a_link_is_followed_and_kept(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "file")
    files.write_bytes(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "file").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EFBIG, "disk_full"),
        (errno.EACCES, "not_writable"),
        (errno.EROFS, "not_writable"),
        (errno.EIO, "not_writable"),
    ],
)
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_whatever_fails_the_old_file_stays_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    path = tmp_path / "a.png"
    files.write_bytes(path, b"old")
    monkeypatch.setattr(os, call, fail_with(number))
    with pytest.raises(AppError) as caught:
        files.write_bytes(path, b"new")
    monkeypatch.undo()
    assert caught.value.code == code
    assert "a.png" in caught.value.info.message
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.png"]


@pytest.mark.parametrize("call", ["write", "link"])
def test_a_new_picture_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(os, call, fail_with(errno.ENOSPC))
    with pytest.raises(AppError) as caught:
        files.write_new(tmp_path, "a", ".png", b"new")
    monkeypatch.undo()
    assert caught.value.code == "disk_full"
    assert names(tmp_path) == []


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_stream_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "a.zip"
    files.write_bytes(path, b"old")
    monkeypatch.setattr(os, call, fail_with(errno.ENOSPC))
    with pytest.raises(AppError) as caught:
        files.write_stream(path, lambda file: file.write(b"new"))
    monkeypatch.undo()
    assert caught.value.code == "disk_full"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.zip"]


def test_a_stream_is_written_in_parts_and_may_go_back(tmp_path: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"0123")
        file.write(b"4567")
        file.seek(1)
        file.write(b"x")

    files.write_stream(tmp_path / "deep" / "a", write)
    assert (tmp_path / "deep" / "a").read_bytes() == b"0x234567"


@pytest.mark.parametrize("error", [ValueError("bug"), AppError("told", "Told."), KeyboardInterrupt()])
def test_whatever_the_writer_raises_passes_and_leaves_the_old_file(
    tmp_path: Path, error: BaseException
) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"half")
        raise error

    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(type(error)):
        files.write_stream(path, write)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


@posix_only
@pytest.mark.parametrize(
    "write",
    [
        "files.write_bytes(path, bytes(300_000))",
        "files.write_stream(path, lambda f: f.write(bytes(200_000)))",
    ],
)
def test_a_full_disk_keeps_the_old_file(tmp_path: Path, write: str) -> None:
    """Fault 14: a limit on file size stops the write half way."""
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    script = """
import resource, sys
from pathlib import Path
from desktop.core import files
from desktop.core.errors import AppError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
path = Path(sys.argv[1])
try:
    WRITE
except AppError as error:
    sys.exit(0 if error.code == "disk_full" else 1)
sys.exit(2)
"""
    script = script.replace("WRITE", write)
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, timeout=30)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.png"]


@posix_only
def test_a_killed_writer_leaves_old_or_new_content(tmp_path: Path) -> None:
    """Fault 16: the file is never half, and what the writer left beside it can be cleared away."""
    path = tmp_path / "a.bin"
    script = """
import sys
from pathlib import Path
from desktop.core import files
number = 0
print("ready", flush=True)
while True:
    number = (number + 1) % 256
    files.write_bytes(Path(sys.argv[1]), bytes([number]) * 200_000)
"""
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            while not path.exists():
                assert writer.poll() is None
            before = path.stat().st_mtime_ns
            while path.stat().st_mtime_ns == before:
                assert writer.poll() is None
            writer.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert len(content) == 200_000
        assert len(set(content)) == 1
    files.remove_leftovers(tmp_path, older_than_s=-1.0)
    assert names(tmp_path) == ["a.bin"]


def test_leftovers_go_from_the_folder_and_those_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", fail_with(errno.EIO))
    monkeypatch.setattr(files, "_discard", lambda path: None)
    for folder in (tmp_path, tmp_path / "2026-03"):
        with pytest.raises(AppError):
            files.write_bytes(folder / "a.png", b"new")
        (folder / "kept.png").write_bytes(b"kept")
    assert files.remove_leftovers(tmp_path) == 0, "a young file may belong to another process"
    assert files.remove_leftovers(tmp_path, older_than_s=-1.0) == 2
    assert names(tmp_path) == ["2026-03", "kept.png"]
    assert names(tmp_path / "2026-03") == ["kept.png"]


def test_clearing_a_folder_that_is_not_there_is_no_failure(tmp_path: Path) -> None:
    assert files.remove_leftovers(tmp_path / "gone") == 0


@posix_only
def test_a_folder_is_removed_and_what_links_in_it_lead_to_stays(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"kept")
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "link").symlink_to(tmp_path)
    files.remove_folder(tmp_path / "a")
    files.remove_folder(tmp_path / "gone")
    assert names(tmp_path) == ["kept"]


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    written = [files.write_new(tmp_path, "apple", ".png", bytes([k])) for k in range(3)]
    assert [path.name for path in written] == ["apple.png", "apple-2.png", "apple-3.png"]
    assert [path.read_bytes() for path in written] == [b"\0", b"\1", b"\2"]
    assert len(names(tmp_path)) == 3


def test_a_name_that_is_taken_meanwhile_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process takes the name between the look and the rename."""
    reserve = files.reserve_name

    def slow_reserve(folder: Path, stem: str, suffix: str) -> Path:
        path = reserve(folder, stem, suffix)
        if path.name == "a.png":
            path.write_bytes(b"theirs")
        return path

    monkeypatch.setattr(files, "reserve_name", slow_reserve)
    assert files.write_new(tmp_path, "a", ".png", b"ours").name == "a-2.png"
    assert (tmp_path / "a.png").read_bytes() == b"theirs"
    assert (tmp_path / "a-2.png").read_bytes() == b"ours"


def test_two_writers_of_the_same_name_both_keep_their_picture(tmp_path: Path) -> None:
    def write(number: int) -> None:
        for _ in range(10):
            files.write_new(tmp_path, "a", ".png", bytes([number]))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30.0)
    contents = [path.read_bytes() for path in tmp_path.iterdir()]
    assert sorted(contents) == [b"\0"] * 10 + [b"\1"] * 10 + [b"\2"] * 10


@posix_only
def test_a_disk_without_hard_links_works_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", fail_with(errno.EPERM))
    (tmp_path / "a.png").write_bytes(b"old")
    assert files.write_new(tmp_path, "a", ".png", b"new").read_bytes() == b"new"
    assert names(tmp_path) == ["a-2.png", "a.png"]


@posix_only
def test_without_hard_links_a_failed_write_frees_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", fail_with(errno.EPERM))
    monkeypatch.setattr(os, "replace", fail_with(errno.EIO))
    with pytest.raises(AppError):
        files.write_new(tmp_path, "a", ".png", b"new")
    assert names(tmp_path) == []


def test_a_rename_is_tried_again_while_a_virus_scanner_holds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, tries = os.replace, []

    def held(source: Path, target: Path) -> None:
        tries.append(source)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "held")
        replace(source, target)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(files.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(os, "replace", held)
    files.write_bytes(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert len(tries) == 3


@pytest.mark.parametrize("parent", ["file", "file/deeper"])
def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path, parent: str) -> None:
    """Fault 27: a removed disk, a file in the way."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AppError) as caught:
        files.write_new(tmp_path / parent, "a", ".png", b"new")
    assert caught.value.code == "not_writable"
    assert caught.value.info.hint


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(AppError) as caught:
        files.write_bytes(tmp_path / "a.png", b"new")
    tmp_path.chmod(0o700)
    assert caught.value.code == "not_writable"


def test_a_bad_file_is_kept_under_a_dated_name(tmp_path: Path) -> None:
    kept = []
    for content in (b"one", b"two"):
        (tmp_path / "settings.json").write_bytes(content)
        kept.append(files.set_aside(tmp_path / "settings.json", "damaged"))
    assert all(path.name.startswith("settings.json.bad-20") for path in kept)
    assert [path.read_bytes() for path in kept] == [b"one", b"two"]
    assert not (tmp_path / "settings.json").exists()


def test_setting_aside_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        files.set_aside(tmp_path / "gone", "damaged")
    assert caught.value.code == "not_writable"


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("a red apple", "a-red-apple"),
        ('a<b>c:d"e/f\\g|h?i*j', "a-b-c-d-e-f-g-h-i-j"),
        ("../../evil", "evil"),
        ("C:\\x", "C-x"),
        ("con.png", "_con.png"),
        ("NUL", "_NUL"),
        ("com¹", "_com¹"),
        ("console", "console"),
        ("trailing. . .", "trailing"),
        (".hidden", "hidden"),
        ("a\0b\x1b[31m\nc", "ab[31m-c"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("e\u0301", "\u00e9"),
        ("🐧 on ice", "🐧-on-ice"),
        ("\ud800", "untitled"),
        ("", "untitled"),
        ("???", "untitled"),
    ],
)
def test_any_text_becomes_a_file_name(text: str, stem: str) -> None:
    assert files.safe_stem(text) == stem


def test_long_text_is_cut_between_characters() -> None:
    assert files.safe_stem("x" * 400) == "x" * 120
    assert files.safe_stem("x" + "🐧" * 100) == "x" + "🐧" * 29


@given(st.text() | st.text(alphabet=' ./\\-conNUL:\u0301\u202e\ud800"'))
def test_a_file_name_is_always_safe(text: str) -> None:
    stem = files.safe_stem(text)
    assert 0 < len(stem.encode()) <= files.MAX_STEM_BYTES
    assert not set(stem) & set('<>:"/\\|?*')
    assert stem == stem.strip(" .") == unicodedata.normalize("NFC", stem)
    assert stem.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert files.safe_stem(stem) == stem


def test_a_part_grows_after_what_is_kept_of_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.part"
    with files.open_part(path, 0) as file:
        file.write(b"abcdef")
    with files.open_part(path, 3) as file:
        file.write(b"xy")
    assert path.read_bytes() == b"abcxy"


def test_a_part_that_can_not_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        files.open_part(tmp_path, 0)
    assert caught.value.code == "not_writable"


@pytest.mark.parametrize("is_folder", [False, True])
def test_what_is_moved_takes_the_first_free_name(tmp_path: Path, is_folder: bool) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "mine").touch()
    part = tmp_path / "part"
    part.mkdir() if is_folder else part.touch()
    assert files.move_new(part, tmp_path, "model", "") == tmp_path / "model-2"
    assert (tmp_path / "model-2").is_dir() == is_folder
    assert not part.exists()
    assert (tmp_path / "model" / "mine").exists()


def test_a_file_moves_in_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"new")
    (tmp_path / "b").write_bytes(b"old")
    files.move_over(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["b"]
    assert (tmp_path / "b").read_bytes() == b"new"
