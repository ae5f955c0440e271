from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from desktop.core import hashes
from desktop.core.errors import AppError
from desktop.core.hashes import HashCache, file_sha256

ABC = hashlib.sha256(b"abc").hexdigest()


@pytest.fixture
def cache(tmp_path: Path) -> HashCache:
    return HashCache(tmp_path / "cache" / "hashes.json")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"abc")
    return path


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path) -> str:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr(hashes, "file_sha256", read)


def test_a_files_hash_is_its_sha256(file: Path, cache: HashCache) -> None:
    assert file_sha256(file) == cache.file_sha256(file) == ABC


def test_an_unchanged_file_is_not_read_again(
    file: Path, cache: HashCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.file_sha256(file)
    forbid_reading(monkeypatch)
    assert cache.file_sha256(file) == ABC


def test_the_hash_survives_a_restart(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    HashCache(tmp_path / "hashes.json").file_sha256(file)
    forbid_reading(monkeypatch)
    assert HashCache(tmp_path / "hashes.json").file_sha256(file) == ABC


def test_a_changed_file_is_read_again(file: Path, cache: HashCache) -> None:
    cache.file_sha256(file)
    file.write_bytes(b"xyz")
    os.utime(file, ns=(1, 1))
    assert cache.file_sha256(file) == hashlib.sha256(b"xyz").hexdigest()


def test_a_folders_hash_covers_names_and_contents_of_its_weights_only(
    tmp_path: Path, cache: HashCache
) -> None:
    model = tmp_path / "model"
    (model / "unet").mkdir(parents=True)
    (model / "unet" / "b.safetensors").write_bytes(b"abc")
    (model / "a.safetensors").write_bytes(b"abc")
    first = cache.folder_sha256(model)
    assert first == hashlib.sha256(f"{ABC}  a.safetensors\n{ABC}  unet/b.safetensors\n".encode()).hexdigest()
    (model / "README.md").write_bytes(b"changed")
    assert cache.folder_sha256(model) == first
    (model / "a.safetensors").rename(model / "c.safetensors")
    assert cache.folder_sha256(model) != first


def test_a_missing_file_is_told(tmp_path: Path, cache: HashCache) -> None:
    with pytest.raises(AppError) as caught:
        cache.file_sha256(tmp_path / "gone.safetensors")
    assert caught.value.code == "not_readable"
    assert "gone.safetensors" in caught.value.info.message


def test_a_folder_that_is_gone_has_no_hash(tmp_path: Path, cache: HashCache) -> None:
    with pytest.raises(AppError) as caught:
        cache.folder_sha256(tmp_path / "gone")
    assert caught.value.code == "not_readable"


def test_a_damaged_cache_only_costs_hashing_again(file: Path, tmp_path: Path) -> None:
    (tmp_path / "hashes.json").write_bytes(b'{"rows": [{"path": 3}]}')
    assert HashCache(tmp_path / "hashes.json").file_sha256(file) == ABC


def test_a_cache_that_can_not_be_written_is_no_failure(file: Path) -> None:
    assert HashCache(file / "hashes.json").file_sha256(file) == ABC
