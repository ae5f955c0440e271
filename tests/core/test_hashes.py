from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from desktop.core import hashes
from desktop.core.errors import AppError, JobCancelled
from desktop.core.hashes import HashCache, Hashes, autov3, file_sha256

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
    def read(path: Path, check: object) -> str:
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


def test_a_models_hash_covers_names_and_contents_of_the_weights_in_use(
    tmp_path: Path, cache: HashCache
) -> None:
    model = tmp_path / "model"
    (model / "unet").mkdir(parents=True)
    used = [model / "unet" / "b.safetensors", model / "a.safetensors"]
    for path in (*used, model / "a.fp16.safetensors"):
        path.write_bytes(b"abc")
    first = cache.model_sha256(model, used)
    assert first == hashlib.sha256(f"{ABC}  a.safetensors\n{ABC}  unet/b.safetensors\n".encode()).hexdigest()
    renamed = used[1].rename(model / "c.safetensors")
    assert cache.model_sha256(model, [used[0], renamed]) != first


def test_a_single_files_model_hash_is_the_files_own(file: Path, cache: HashCache) -> None:
    assert cache.model_sha256(file, [file]) == ABC


def test_hashing_stops_when_asked_and_remembers_nothing(file: Path, cache: HashCache) -> None:
    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        cache.file_sha256(file, stop)
    asked: list[int] = []
    assert cache.file_sha256(file, lambda: asked.append(1)) == ABC
    assert asked


def test_the_short_hash_of_a_lora_is_remembered_beside_the_other(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"\x02" + b"\0" * 7 + b"{}numbers")
    cache = HashCache(tmp_path / "hashes.json")
    assert cache.file_autov3(file) == autov3(file) == hashlib.sha256(b"numbers").hexdigest()[:12]
    assert HashCache(tmp_path / "hashes.json").known(file) == Hashes(file_sha256(file), autov3(file))


def test_what_another_cache_hashed_meanwhile_is_not_read_again(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (HashCache(tmp_path / "hashes.json") for _ in range(2))
    first.known(file)
    second.file_sha256(file)
    forbid_reading(monkeypatch)
    assert first.file_sha256(file) == ABC


def test_a_missing_file_is_told(tmp_path: Path, cache: HashCache) -> None:
    with pytest.raises(AppError) as caught:
        cache.file_sha256(tmp_path / "gone.safetensors")
    assert caught.value.code == "not_readable"
    assert "gone.safetensors" in caught.value.info.message


def test_a_damaged_cache_only_costs_hashing_again(file: Path, tmp_path: Path) -> None:
    (tmp_path / "hashes.json").write_bytes(b'{"rows": [{"path": 3}]}')
    assert HashCache(tmp_path / "hashes.json").file_sha256(file) == ABC


def test_a_cache_that_can_not_be_written_is_no_failure(file: Path) -> None:
    assert HashCache(file / "hashes.json").file_sha256(file) == ABC
