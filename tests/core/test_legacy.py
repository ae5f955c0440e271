"""Legacy files looked at from outside: by content, whatever they are called."""

from __future__ import annotations

import os
import pickle
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from desktop.core import legacy
from desktop.core.errors import AppError
from desktop.core.identify.identified import Container
from desktop.core.identify.identify import identify_file
from desktop.core.legacy import Consents, Form, Plan, check_zip, is_convertible, plan, sniff
from desktop.core.library import Library
from desktop.core.upscalers import find_upscalers, identify
from desktop.core.weights import find_weights, read_header
from tests.helpers.model_folders import safetensors
from tests.helpers.pickles import MARKER, attacks, torch_zip

SUFFIXES = (".ckpt", ".pt", ".pth", ".bin", ".safetensors", ".SafeTensors", ".sft", ".gguf")
EMPTY = pickle.dumps({}, 2)


def tar() -> bytes:
    return b"sys_info".ljust(257, b"\0") + b"ustar\x0000" + b"\0" * 247


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (torch_zip(EMPTY), Form.ZIP),
        (pickle.dumps({}, 2), Form.PICKLE),
        (pickle.dumps({}, 5), Form.PICKLE),
        (tar(), Form.TAR),
        (safetensors(), Form.SAFETENSORS),
        (b"GGUF\x03\0\0\0", Form.GGUF),
        (b"<!DOCTYPE html>", Form.OTHER),
        (b"\x80", Form.OTHER),
        (b"", Form.OTHER),
    ],
)
@pytest.mark.parametrize("suffix", [".ckpt", ".safetensors"])
def test_a_form_is_told_by_content_alone(tmp_path: Path, content: bytes, form: Form, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(content)
    assert sniff(path) is form


# Where model files are opened

ATTACKS = sorted(attacks(Path(MARKER)))


@pytest.fixture(params=SUFFIXES)
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_library_lists_a_pickle_unopened_whatever_it_is_called(
    tmp_path: Path, attack: str, suffix: str
) -> None:
    """Fault 1."""
    path = tmp_path / f"model{suffix}"
    path.write_bytes(attacks(tmp_path / MARKER)[attack])
    found = identify_file(path)
    assert found.problem is not None
    assert "model" in found.problem.message
    if attack != "protocol 0":  # a text, to any reader but one: damaged or a pickle by its name
        assert found.container is Container.PICKLE
        assert is_convertible(found.problem)
        assert "Convert it" in found.problem.hint
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("attack", ATTACKS)
def test_headers_weights_and_upscalers_refuse_a_pickle(tmp_path: Path, attack: str, suffix: str) -> None:
    """Fault 1."""
    path = tmp_path / f"model{suffix}"
    path.write_bytes(attacks(tmp_path / MARKER)[attack])
    for read in (read_header, identify):
        with pytest.raises(AppError) as caught:
            read(path)
        if attack != "protocol 0":
            assert caught.value.code == "unsafe_model"
        assert path.name in caught.value.info.message
    with pytest.raises(AppError):
        find_weights(tmp_path, "model")
    assert find_upscalers([tmp_path]) == ()
    assert os.listdir(tmp_path) == [path.name]


def test_a_scan_of_a_folder_of_attacks_runs_nothing(tmp_path: Path) -> None:
    """Fault 1."""
    folder = tmp_path / "models"
    folder.mkdir()
    for attack, content in attacks(tmp_path / MARKER).items():
        for suffix in SUFFIXES:
            (folder / f"{attack} {suffix[1:]}{suffix}").write_bytes(content)
    found = Library([folder], tmp_path / "none").scan_all()
    assert len(found) == len(ATTACKS) * len(SUFFIXES)
    assert all(info.problem is not None for info in found)
    assert not (tmp_path / MARKER).exists()


# Plans


@pytest.fixture
def consents(tmp_path: Path) -> Consents:
    return Consents(tmp_path / "home/consents.json")


def made(path: Path, content: bytes = b"") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content or torch_zip(EMPTY))
    return path


def planned(consents: Consents, source: Path, root: Path) -> Plan:
    return plan(source, [root], root.parent / "own", consents)


def refused(consents: Consents, source: Path) -> str:
    with pytest.raises(AppError) as caught:
        planned(consents, source, source.parent)
    assert source.name in caught.value.info.message
    assert caught.value.info.hint
    return caught.value.code


def test_a_copy_goes_beside_the_original(consents: Consents, tmp_path: Path) -> None:
    source = made(tmp_path / "models/sub/dream.v1.ckpt")
    found = planned(consents, source, tmp_path / "models")
    assert (found.target, found.beside) == (tmp_path / "models/sub/dream.v1.safetensors", True)


def test_a_name_that_is_taken_gets_a_number(consents: Consents, tmp_path: Path) -> None:
    source = made(tmp_path / "models/dream.ckpt")
    made(tmp_path / "models/dream.safetensors")
    assert planned(consents, source, tmp_path / "models").target.name == "dream-2.safetensors"


def test_a_part_of_a_folder_is_named_as_its_library_names_it(consents: Consents, tmp_path: Path) -> None:
    source = made(tmp_path / "models/text_encoder/pytorch_model.bin")
    assert planned(consents, source, tmp_path / "models").target.name == "model.safetensors"


def test_a_copy_of_a_file_from_elsewhere_goes_into_the_models_folder(
    consents: Consents, tmp_path: Path
) -> None:
    found = planned(consents, made(tmp_path / "downloads/dream.ckpt"), tmp_path / "models")
    assert (found.target, found.beside) == (tmp_path / "own/dream.safetensors", False)


def test_a_copy_of_a_file_in_a_folder_that_can_not_be_written_goes_into_the_models_folder(
    consents: Consents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = made(tmp_path / "models/dream.ckpt")
    monkeypatch.setattr(os, "access", lambda *_: False)  # tests may run as root
    assert planned(consents, source, tmp_path / "models").folder == tmp_path / "own"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (safetensors(), "not_legacy"),
        (b"GGUF\x03\0\0\0", "not_legacy"),
        (b"<!DOCTYPE html>", "not_legacy"),
        (b"cposix\nsystem\n", "not_legacy"),
        (tar(), "unsupported_model"),
    ],
)
def test_what_is_no_pickle_is_not_converted(
    consents: Consents, tmp_path: Path, content: bytes, code: str
) -> None:
    assert refused(consents, made(tmp_path / "x.ckpt", content)) == code


def test_a_file_that_is_gone_is_told(consents: Consents, tmp_path: Path) -> None:
    assert refused(consents, tmp_path / "gone.ckpt") == "not_readable"


def test_a_huge_file_is_refused(consents: Consents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "MAX_BYTES", 100)
    assert refused(consents, made(tmp_path / "x.ckpt")) == "too_large"


def test_a_disk_without_room_is_told_before(
    consents: Consents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    assert refused(consents, made(tmp_path / "x.ckpt")) == "disk_full"


def test_memory_is_asked_for_where_a_file_is_read_as_a_whole(
    consents: Consents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=1000))
    assert refused(consents, made(tmp_path / "old.ckpt", EMPTY)) == "out_of_memory"
    planned(consents, made(tmp_path / "new.ckpt"), tmp_path)


# Consent


def test_consent_is_remembered_for_this_very_file(consents: Consents, tmp_path: Path) -> None:
    source = made(tmp_path / "models/x.ckpt")
    assert not planned(consents, source, tmp_path).agreed
    consents.give(source)
    again = Consents(tmp_path / "home/consents.json")
    assert planned(again, source, tmp_path).agreed
    assert not planned(again, made(tmp_path / "models/y.ckpt"), tmp_path).agreed


def test_another_file_of_the_same_name_is_asked_about_again(consents: Consents, tmp_path: Path) -> None:
    source = made(tmp_path / "x.ckpt")
    consents.give(source)
    os.utime(source, ns=(1, 1))
    assert not consents.has(source)
    consents.give(source)
    made(source, torch_zip(EMPTY) + b" ")
    os.utime(source, ns=(1, 1))
    assert not consents.has(source)


@pytest.mark.parametrize("content", [b"", b"{", b'{"rows": 3}', b"[]"])
def test_a_damaged_record_only_costs_asking(consents: Consents, tmp_path: Path, content: bytes) -> None:
    made(tmp_path / "home/consents.json").write_bytes(content)
    source = made(tmp_path / "x.ckpt")
    assert not consents.has(source)
    consents.give(source)
    assert consents.has(source)


@pytest.mark.skipif(sys.platform == "win32", reason="such names can't be made there")
def test_a_name_that_is_no_text_can_be_agreed_to(consents: Consents, tmp_path: Path) -> None:
    source = made(tmp_path / os.fsdecode(b"x\xff.ckpt"))
    consents.give(source)
    assert consents.has(source)


# Zips


def zipped(write: Callable[[zipfile.ZipFile], object], path: Path, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        write(archive)
    return path


def zip_code(path: Path) -> str:
    with pytest.raises(AppError) as caught:
        check_zip(path)
    assert path.name in caught.value.info.message
    return caught.value.code


def test_what_torch_saves_passes(tmp_path: Path) -> None:
    check_zip(made(tmp_path / "x.ckpt", torch_zip(EMPTY, "x", {"x/data/0": b"\0" * 400})))


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "C:\\evil", "archive/../../evil", "..\\evil"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    path = made(tmp_path / "x.ckpt", torch_zip(EMPTY, extra={name: b"evil"}))
    assert zip_code(path) == "unsafe_file"
    assert os.listdir(tmp_path) == ["x.ckpt"]


def test_a_zip_bomb_is_refused_by_its_table(tmp_path: Path) -> None:
    data = torch_zip(EMPTY, extra={"archive/data/0": bytes(50_000_000)}, method=zipfile.ZIP_DEFLATED)
    assert len(data) < 100_000
    assert zip_code(made(tmp_path / "x.ckpt", data)) == "unsafe_file"


def test_compressed_parts_are_refused_as_torch_makes_none(tmp_path: Path) -> None:
    data = torch_zip(EMPTY, extra={"archive/data/0": b"abcd" * 100}, method=zipfile.ZIP_DEFLATED)
    assert zip_code(made(tmp_path / "x.ckpt", data)) == "unsafe_file"


def test_parts_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """Many entries of the table point at one, so that a small file unfolds (Fifield, 2019)."""
    path = made(tmp_path / "x.ckpt", torch_zip(EMPTY, extra={"archive/data/0": bytes(5000)}))
    with zipfile.ZipFile(path, "a") as archive:
        first = archive.getinfo("archive/data/0")
        for number in range(1, 40):
            info = zipfile.ZipInfo(f"archive/data/{number}")
            info.header_offset, info.CRC = first.header_offset, first.CRC
            info.file_size = info.compress_size = first.file_size
            archive.filelist.append(info)
            archive.NameToInfo[info.filename] = info
        archive._didModify = True  # type: ignore[attr-defined]
    assert zip_code(path) == "unsafe_file"


def test_a_huge_pickle_in_a_zip_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "MAX_PICKLE_BYTES", 100)
    assert zip_code(made(tmp_path / "x.ckpt", torch_zip(bytes(101)))) == "unsafe_file"


def test_a_program_of_torchscript_is_refused(tmp_path: Path) -> None:
    data = torch_zip(EMPTY, extra={"archive/constants.pkl": EMPTY, "archive/code/evil.py": b"x"})
    assert zip_code(made(tmp_path / "x.ckpt", data)) == "unsupported_model"


def test_other_zips_are_refused(tmp_path: Path) -> None:
    path = zipped(lambda archive: archive.writestr("readme.txt", "hello"), tmp_path / "x.ckpt")
    assert zip_code(path) == "unsupported_model"
    two = torch_zip(EMPTY, extra={"other/data.pkl": EMPTY})
    assert zip_code(made(tmp_path / "y.ckpt", two)) == "unsupported_model"


def test_a_zip_that_was_cut_is_damaged(tmp_path: Path) -> None:
    assert zip_code(made(tmp_path / "x.ckpt", torch_zip(EMPTY)[:-40])) == "damaged_file"
