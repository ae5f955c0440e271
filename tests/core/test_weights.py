from __future__ import annotations

import json
import pickle
import struct
from pathlib import Path
from typing import Any

import pytest

from desktop.core import weights
from desktop.core.errors import AppError
from desktop.core.weights import Weights, check_header, find_weights, read_json
from tests.helpers.model_folders import safetensors, tensor, write_json


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(AppError) as caught:
        check_header(path)
    assert path.name in caught.value.info.message
    return caught.value.code


def with_header(text: bytes, body: bytes = b"") -> bytes:
    return struct.pack("<Q", len(text)) + text + body


def many_tensors(count: int) -> bytes:
    return safetensors({f"t{k}": tensor([0], 0, 0) for k in range(count)}, b"")


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ({}, b""),
        ({"x": tensor([2], 0, 8)}, b"\0" * 8),
        ({"x": tensor([], 0, 4), "y": tensor([3, 0], 4, 4), "z": tensor([2, 2], 4, 12, "BF16")}, b"\0" * 12),
        ({"__metadata__": {"format": "pt"}, "x": tensor([8], 0, 8, "F8_E4M3")}, b"\0" * 8),
    ],
)
def test_a_sound_file_passes(tmp_path: Path, header: dict[str, Any], body: bytes) -> None:
    (tmp_path / "x.safetensors").write_bytes(safetensors(header, body))
    check_header(tmp_path / "x.safetensors")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x08\0\0",
        struct.pack("<Q", 2**60) + b"{}",
        struct.pack("<Q", 0),
        struct.pack("<Q", 100) + b"{}",
        safetensors()[:-1],
        safetensors() + b"more",
        with_header(b"not json"),
        with_header(b"[]"),
        with_header(b"[" * 100_000),
        with_header(b'{"x": {"dtype": "F32", "shape": [NaN], "data_offsets": [0, 4]}}', b"\0" * 4),
        with_header(b'{"x": 1, "x": 2}'),
        safetensors({"x": tensor([2**62, 2**62], 0, 8)}),
        safetensors({"x": tensor([-2], 0, 8)}),
        safetensors({"x": tensor([3], 0, 8)}),
        safetensors({"x": tensor([2], 8, 0)}),
        safetensors({"x": tensor([2], -8, 0)}),
        safetensors({"x": tensor([2], 0, 8, "EVIL")}),
        safetensors({"x": tensor([1] * 1000 + [2], 0, 8)}),
        safetensors({"x": {"dtype": "F32"}}),
        safetensors({"x": [1]}),
    ],
)
def test_a_damaged_or_hostile_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """Fault 3."""
    assert refused(tmp_path / "x.safetensors", content) == "model_damaged"


@pytest.mark.timeout(5)
def test_a_header_over_the_limit_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "loads", lambda *_args, **_more: pytest.fail("the header was parsed"))
    path = tmp_path / "x.safetensors"
    with path.open("wb") as file:
        file.write(struct.pack("<Q", weights.MAX_HEADER_BYTES + 1))
        file.truncate(weights.MAX_HEADER_BYTES + 100)
    with pytest.raises(AppError) as caught:
        check_header(path)
    assert caught.value.code == "model_damaged"


def test_too_many_tensors_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "MAX_TENSORS", 10)
    assert refused(tmp_path / "x.safetensors", many_tensors(11)) == "model_damaged"
    (tmp_path / "x.safetensors").write_bytes(many_tensors(10))
    check_header(tmp_path / "x.safetensors")


@pytest.mark.parametrize(
    "content", [pickle.dumps({"x": 1}), pickle.dumps([1], 2), b"PK\x03\x04" + b"\0" * 100]
)
def test_a_pickle_under_another_name_is_refused_by_content(tmp_path: Path, content: bytes) -> None:
    """Fault 1."""
    assert refused(tmp_path / "x.safetensors", content) == "unsafe_model"


@pytest.mark.parametrize("protocol", range(2, 6))
def test_a_header_whose_length_begins_as_a_pickle_does_is_read(tmp_path: Path, protocol: int) -> None:
    """One length in 16384 does: such a file is no less sound."""
    text = json.dumps({"x": tensor([2], 0, 8)}).encode().ljust(0x80 + 0x100 * protocol)
    path = tmp_path / "x.safetensors"
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(8))
    assert path.read_bytes()[:2] == bytes((0x80, protocol))
    assert check_header(path) == 2


def test_a_single_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(safetensors())
    found = find_weights(tmp_path, "model")
    assert found == Weights((tmp_path / "model.safetensors",), None, parameters=2)
    assert found.size_bytes == len(safetensors())


def test_half_precision_is_taken_when_there_is_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "model.fp16.safetensors").write_bytes(safetensors())
    assert find_weights(tmp_path, "model").variant == "fp16"
    (tmp_path / "model.safetensors").write_bytes(safetensors())
    assert find_weights(tmp_path, "model").variant is None


def make_shards(folder: Path, names: list[str]) -> None:
    weight_map = {f"t{k}": name for k, name in enumerate(names)}
    write_json(folder / "model.safetensors.index.json", {"weight_map": weight_map})


def test_shards_are_found_by_their_index(tmp_path: Path) -> None:
    make_shards(tmp_path, ["b.safetensors", "a.safetensors", "b.safetensors"])
    for name in ("a", "b"):
        (tmp_path / f"{name}.safetensors").write_bytes(safetensors())
    found = find_weights(tmp_path, "model")
    assert [path.name for path in found.files] == ["a.safetensors", "b.safetensors"]


def test_a_missing_shard_is_named(tmp_path: Path) -> None:
    make_shards(tmp_path, ["a.safetensors", "b.safetensors"])
    (tmp_path / "a.safetensors").write_bytes(safetensors())
    with pytest.raises(AppError) as caught:
        find_weights(tmp_path, "model")
    assert caught.value.code == "missing_file"
    assert "b.safetensors" in caught.value.info.message


@pytest.mark.parametrize(
    "name", ["../a.safetensors", "/etc/a.safetensors", "sub/a.safetensors", "a.bin", "", "."]
)
def test_a_shard_outside_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    make_shards(tmp_path, [name])
    with pytest.raises(AppError) as caught:
        find_weights(tmp_path, "model")
    assert caught.value.code == "model_damaged"


@pytest.mark.parametrize("index", [{}, {"weight_map": []}, {"weight_map": {"x": 1}}])
def test_a_damaged_index_is_refused(tmp_path: Path, index: dict[str, Any]) -> None:
    write_json(tmp_path / "model.safetensors.index.json", index)
    with pytest.raises(AppError) as caught:
        find_weights(tmp_path, "model")
    assert caught.value.code == "model_damaged"


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.ckpt", "model.PT"])
def test_a_component_with_pickles_only_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(AppError) as caught:
        find_weights(tmp_path, "model")
    assert caught.value.code == "unsafe_model"


@pytest.mark.parametrize("folder", [".", "gone"])
def test_missing_weights_are_named(tmp_path: Path, folder: str) -> None:
    with pytest.raises(AppError) as caught:
        find_weights(tmp_path / folder, "model")
    assert caught.value.code == "missing_file"
    assert "model.safetensors" in caught.value.info.message


def test_a_config_that_is_far_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "MAX_JSON_BYTES", 10)
    write_json(tmp_path / "config.json", {"key": "a long value"})
    with pytest.raises(AppError) as caught:
        read_json(tmp_path / "config.json")
    assert caught.value.code == "model_damaged"
