from __future__ import annotations

import contextlib
import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core import safe_zip
from desktop.core.errors import AppError


def made(path: Path, fill: Callable[[zipfile.ZipFile], object]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)
    return path


def refused(path: Path) -> AppError:
    before = path.read_bytes()
    with pytest.raises(AppError) as caught, safe_zip.opened(path):
        pass
    assert caught.value.info.hint
    assert path.name in caught.value.info.message
    assert path.read_bytes() == before
    assert sorted(path.parent.rglob("*")) == [path], "nothing was unpacked"
    return caught.value


def link(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


def test_entries_are_read(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", lambda archive: archive.writestr("deep/a.txt", "hello"))
    with safe_zip.opened(path) as archive:
        assert "deep/a.txt" in archive
        assert "b.txt" not in archive
        assert archive.read("deep/a.txt") == b"hello"


@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "/etc/evil", "C:\\evil", "C:evil", "..\\evil", "\\evil", "a\\..\\b"]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    """Fault 7: zip slip."""
    path = made(tmp_path / "a.zip", lambda archive: archive.writestr(name, "x"))
    assert refused(path).code == "unsafe_file"


def test_links_are_refused(tmp_path: Path) -> None:
    error = refused(made(tmp_path / "a.zip", link))
    assert (error.code, "is a link" in error.info.message) == ("unsafe_file", True)


def test_a_small_file_that_unfolds_to_much_is_refused(tmp_path: Path) -> None:
    """Fault 7: a bomb, told by the table of contents alone."""

    def fill(archive: zipfile.ZipFile) -> None:
        with archive.open("zeros", "w", force_zip64=True) as entry:
            for _ in range(8):
                entry.write(bytes(10_000_000))

    path = made(tmp_path / "a.zip", fill)
    assert path.stat().st_size < 100_000
    assert "would unfold to 80 MB" in refused(path).info.message


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_announced(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", lambda archive: archive.writestr("zeros", bytes(50_000_000)))
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        place = data.index(mark) + at
        data[place : place + 4] = struct.pack("<I", 1000)
    path.write_bytes(data)
    with safe_zip.opened(path) as archive, pytest.raises(AppError) as caught:
        archive.read("zeros")
    assert caught.value.code == "damaged_file"


def test_too_much_in_all_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_zip, "MAX_TOTAL_BYTES", 1000)

    def fill(archive: zipfile.ZipFile) -> None:
        for name in "abc":
            archive.writestr(name, bytes(400))

    assert refused(made(tmp_path / "a.zip", fill)).code == "unsafe_file"


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        for number in range(safe_zip.MAX_ENTRIES + 1):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")

    assert "20001 entries" in refused(made(tmp_path / "a.zip", fill)).info.message


def test_a_name_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        with warnings.catch_warnings(action="ignore"):
            archive.writestr("a", "1")
            archive.writestr("a", "2")

    assert "twice" in refused(made(tmp_path / "a.zip", fill)).info.message


def test_encrypted_ones_are_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", lambda archive: archive.writestr("a", "x"))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 0x1
    path.write_bytes(data)
    assert "encrypted" in refused(path).info.message


def test_other_ways_of_packing_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a", "x" * 100)
    assert refused(path).code == "unsafe_file"


def test_a_part_larger_than_wanted_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", lambda archive: archive.writestr("a", bytes(2000)))
    with safe_zip.opened(path) as archive, pytest.raises(AppError) as caught:
        archive.read("a", 1000)
    assert caught.value.code == "unsafe_file"


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", lambda archive: archive.writestr("a", "x"))
    with safe_zip.opened(path) as archive, pytest.raises(AppError) as caught:
        archive.read("layer.png")
    assert (caught.value.code, "layer.png" in caught.value.info.message) == ("missing_part", True)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught, safe_zip.opened(tmp_path / "gone.zip"):
        pass
    assert caught.value.code == "not_readable"


def test_anything_else_than_a_zip_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"PK", b"\x89PNG\r\n\x1a\n", bytes(1000)):
        (tmp_path / "a.zip").write_bytes(content)
        assert refused(tmp_path / "a.zip").code == "damaged_file"


def test_damage_anywhere_gives_the_content_or_a_clear_failure(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"hello " * 50)
    data, path = buffer.getvalue(), tmp_path / "a.zip"
    for place in range(len(data)):
        for value in (0, 255):
            path.write_bytes(data[:place] + bytes([value]) + data[place + 1 :])
            with contextlib.suppress(AppError), safe_zip.opened(path) as archive:
                assert archive.read("a") == b"hello " * 50
