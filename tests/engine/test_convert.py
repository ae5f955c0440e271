"""The process that reads pickles: sound ones become safetensors, others are refused, and nothing is run."""

from __future__ import annotations

import hashlib
import os
import pickle
import struct
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from desktop.core.conversion import SOURCE_NAME, SOURCE_SHA256, Converted, Report, convert
from desktop.core.errors import AppError
from desktop.core.identify.identified import Kind
from desktop.core.identify.identify import identify_file
from desktop.core.jobs import CancelToken
from desktop.core.legacy import Consents, Plan, plan
from desktop.core.upscalers import identify
from desktop.core.weights import read_header
from desktop.engine import convert as process
from desktop.engine.convert import select, write
from tests.helpers.pickles import MARKER, attacks, circle, repeated, torch_zip
from tests.helpers.upscaler_files import COMPACT_X4

SOURCE = Path("model.ckpt")


# In this process: what is taken of what was read


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file large enough for all that the tests select."""
    path = tmp_path / "model.ckpt"
    path.write_bytes(bytes(100_000))
    return path


def selected(content: Any, source: Path) -> dict[str, Tensor]:
    return select(content, source)[0]


def refusal(content: Any, source: Path) -> str:
    with pytest.raises(AppError) as caught:
        select(content, source)
    assert caught.value.code == "unsupported_model"
    return caught.value.info.message


A, B = torch.ones(2, 3), torch.zeros(4, dtype=torch.float16)


@pytest.mark.parametrize(
    ("content", "names", "left_out"),
    [
        ({"a": A, "b": B}, {"a", "b"}, ()),
        (OrderedDict(a=A), {"a"}, ()),
        ({"a": torch.nn.Parameter(A)}, {"a"}, ()),
        ({"state_dict": {"a": A}, "epoch": 3, "optimizer_states": [1]}, {"a"}, ("epoch", "optimizer_states")),
        ({"state_dict": {"state_dict": {"a": A}, "step": 1}}, {"a"}, ("step",)),
        ({"params": {"a": A}, "params_ema": {"b": B}}, {"b"}, ("params",)),
        ({"params": {"a": A}}, {"a"}, ()),
        ({"unet": {"down": {"a": A}}, "te.b": B}, {"unet.down.a", "te.b"}, ()),
    ],
)
def test_weights_are_taken_from_where_programs_put_them(
    source: Path, content: Any, names: set[str], left_out: tuple[str, ...]
) -> None:
    tensors, others = select(content, source)
    assert (set(tensors), others) == (names, left_out)


def test_a_textual_inversion_gets_the_name_that_readers_look_for(source: Path) -> None:
    content = {"string_to_token": {"*": 265}, "string_to_param": {"*": torch.zeros(2, 768)}, "name": "x"}
    tensors, left_out = select(content, source)
    assert (set(tensors), left_out) == ({"emb_params"}, ("string_to_token", "name"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([A], "list"),
        (A, "Tensor"),
        (None, "NoneType"),
        ({}, "no weights"),
        ({"state_dict": {}}, "no weights"),
        ({"a": A, "step": 3}, "step is a int"),
        ({"state_dict": {"a": A, "evil": "rm -rf"}}, "evil is a str"),
        ({"a": [A]}, "a is a list"),
        ({"x": {"y": (A,)}}, "x.y is a tuple"),
        ({768: A}, "768 is no name"),
        ({"a" * 501: A}, "is no name"),
        ({"a.b": A, "a": {"b": A}}, "one too many"),
        ({"__metadata__": A}, "one too many"),
        ({"a": A.to_sparse()}, "a has a form"),
        ({"a": torch.ones(2, dtype=torch.complex64)}, "a has a form"),
        ({"a": torch.empty(2, device="meta")}, "a has a form"),
    ],
)
def test_all_else_is_refused_by_name(source: Path, content: Any, said: str) -> None:
    assert said in refusal(content, source)


def test_tensors_that_unfold_to_far_more_than_the_file_are_refused(source: Path) -> None:
    assert "unfold to 4.0 GB" in refusal({"a": torch.zeros(1).expand(1_000_000_000)}, source)
    many = dict.fromkeys(map(str, range(1000)), torch.zeros(10_000))
    assert "unfold" in refusal(many, source)


def test_dictionaries_that_repeat_or_hold_themselves_come_to_an_end(source: Path) -> None:
    content: dict[str, Any] = {"a": A}
    for _ in range(60):
        content = {"l": content, "r": content}
    assert "far too many" in refusal(content, source) or "one too many" in refusal(content, source)
    own: dict[str, Any] = {}
    own["a"] = own
    assert "no name" in refusal(own, source)
    wrapped: dict[str, Any] = {}
    wrapped["state_dict"] = wrapped
    assert "no name" in refusal(wrapped, source)


def test_too_many_tensors_are_refused(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MAX_TENSORS", 2)
    selected({"a": A, "b": B}, source)
    assert "one too many" in refusal({"a": A, "b": B, "c": A}, source)


def written(tensors: dict[str, Tensor], path: Path) -> dict[str, Tensor]:
    with path.open("wb") as file:
        write(file, tensors, {SOURCE_NAME: "x"}, SOURCE, lambda done, total: None)
    read_header(path)
    found: dict[str, Tensor] = load_file(path)
    return found


DTYPES = sorted(process._DTYPES, key=str)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_each_type_is_kept_to_the_bit(tmp_path: Path, dtype: torch.dtype) -> None:
    numbers = torch.arange(24).reshape(2, 3, 4).to(torch.float32).to(dtype)
    found = written({"a": numbers}, tmp_path / "x.safetensors")["a"]
    assert found.dtype == dtype
    assert torch.equal(found.view(torch.uint8), numbers.view(torch.uint8))


def test_layouts_are_made_plain_and_shared_numbers_are_written_for_each_name(tmp_path: Path) -> None:
    base = torch.randn(6, 4)
    tensors = {
        "whole": base,
        "tied": base,
        "turned": base.t(),
        "part": base[1:3],
        "wide": base[:1].expand(3, 4),
        "one": torch.tensor(7),
        "none": torch.empty(0, 4),
        "half": base[0].half(),
        "grad": torch.nn.Parameter(base),
    }
    found = written(tensors, tmp_path / "x.safetensors")
    assert found.keys() == tensors.keys()
    assert all(torch.equal(found[name], tensor.detach()) for name, tensor in tensors.items())


# In a process of its own


def planned(path: Path) -> Plan:
    return plan(path, [path.parent], path.parent / "own", Consents(path.parent / "consents.json"))


def converted(path: Path, told: list[Report] | None = None) -> Converted:
    reports = [] if told is None else told
    return convert(planned(path), CancelToken(), reports.append)


def refused(path: Path) -> AppError:
    before = path.read_bytes()
    with pytest.raises(AppError) as caught:
        converted(path)
    assert path.name in caught.value.info.message
    assert os.listdir(path.parent) == [path.name]
    assert path.read_bytes() == before
    return caught.value


@pytest.mark.parametrize("new", [True, False], ids=["zip", "bare pickle"])
def test_a_sound_file_is_converted_and_left_as_it_was(tmp_path: Path, new: bool) -> None:
    """Fault 2."""
    base = torch.randn(40, 30)
    weights = {"a": base, "b": base, "c": base.t(), "d": base.half(), "e": torch.tensor(3)}
    path = tmp_path / "drëam.ckpt"
    torch.save({"state_dict": weights, "global_step": 9}, path, _use_new_zipfile_serialization=new)
    before = path.read_bytes()
    told: list[Report] = []
    made = converted(path, told)

    assert (made.path, made.tensors, made.left_out) == (path.with_suffix(".safetensors"), 5, ("global_step",))
    found = load_file(made.path)
    assert found.keys() == weights.keys()
    assert all(torch.equal(found[k], v) and found[k].dtype == v.dtype for k, v in weights.items())
    with safe_open(made.path, framework="pt") as file:
        metadata = file.metadata()
    assert metadata == {SOURCE_NAME: path.name, SOURCE_SHA256: hashlib.sha256(before).hexdigest()}
    assert path.read_bytes() == before
    assert (told[0].stage, told[-1].stage) == ("hash", "write")
    assert sorted(os.listdir(tmp_path)) == [path.name, made.path.name]


def test_an_upscaler_and_an_embedding_are_known_once_they_are_converted(tmp_path: Path) -> None:
    shapes = COMPACT_X4.shapes()
    torch.save(
        {"params_ema": {name: torch.zeros(shape) for name, shape in shapes.items()}}, tmp_path / "up.pth"
    )
    assert identify(converted(tmp_path / "up.pth").path)[0] == COMPACT_X4
    embedding = {"string_to_token": {"*": 265}, "string_to_param": {"*": torch.zeros(2, 768)}, "name": "x"}
    torch.save(embedding, tmp_path / "style.pt")
    found = identify_file(converted(tmp_path / "style.pt").path)
    assert (found.kind, found.vectors) == (Kind.EMBEDDING, 2)


@pytest.mark.parametrize(
    ("attack", "suffix", "code"),
    [
        ("os.system", ".ckpt", "unsafe_model"),
        ("builtins.eval", ".safetensors", "unsupported_model"),  # of a protocol that torch does not write
        ("zip", ".SafeTensors", "unsafe_model"),
        ("zip", ".safetensors", "unsafe_model"),
        ("zip in a zip", ".pt", "unsupported_model"),
        ("old torch", ".bin", "unsafe_model"),
    ],
)
def test_a_malicious_pickle_runs_nothing_under_any_name(
    tmp_path: Path, attack: str, suffix: str, code: str
) -> None:
    """Fault 1."""
    folder = tmp_path / "models"
    folder.mkdir()
    path = folder / f"model{suffix}"
    path.write_bytes(attacks(tmp_path / MARKER)[attack])
    error = refused(path)
    assert error.code == code
    if code == "unsafe_model":
        assert f"{os.system.__module__}.system" in error.info.message
    assert "weights_only" not in error.info.details
    assert not (tmp_path / MARKER).exists()


def test_these_attacks_do_run_where_they_are_opened_without_care(tmp_path: Path) -> None:
    """Or the tests above would prove nothing."""
    pickle.loads(attacks(tmp_path / MARKER)["os.system"])
    assert (tmp_path / MARKER).exists()


@pytest.mark.parametrize("content", [repeated(), circle(), torch_zip(repeated(), "x")])
def test_pickles_that_unfold_without_end_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bomb.ckpt").write_bytes(content)
    assert refused(tmp_path / "bomb.ckpt").code == "unsupported_model"


def test_a_zip_that_is_a_trap_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x.ckpt").write_bytes(torch_zip(pickle.dumps({}, 2), extra={"../evil": b"evil"}))
    assert refused(tmp_path / "x.ckpt").code == "unsafe_file"


def hungry() -> bytes:
    """A pickle of 1 MB that asks for 20 GB: one text, encoded again and again, as torch allows."""
    text = b"x" * 1_000_000
    start = b"\x80\x02(X" + struct.pack("<I", len(text)) + text + b"q\x00c_codecs\nencode\nq\x01"
    return start + 20_000 * b"h\x01h\x00X\x06\x00\x00\x00latin1\x86R" + b"t."


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux alone")
def test_a_pickle_that_eats_memory_ends_its_process_alone(tmp_path: Path) -> None:
    (tmp_path / "hungry.ckpt").write_bytes(hungry())
    assert refused(tmp_path / "hungry.ckpt").code == "out_of_memory"


def test_the_process_can_start_nothing_and_write_nothing_else(tmp_path: Path) -> None:
    """The second wall, tried by itself: as if a pickle had got through the first."""
    attempts = f"""
import os, socket, subprocess, sys
from pathlib import Path
from desktop.engine.convert import _guard
folder = Path({str(tmp_path)!r})
sys.addaudithook(_guard(folder / "part"))
for attempt in (
    lambda: os.system("touch " + str(folder / "system")),
    lambda: subprocess.run(["touch", str(folder / "subprocess")]),
    lambda: os.posix_spawn("/usr/bin/touch", ["touch", str(folder / "spawn")], {{}}),
    lambda: os.execv("/usr/bin/touch", ["touch", str(folder / "exec")]),
    lambda: os.fork(),
    lambda: socket.socket(),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: (folder / "open").open("w"),
    lambda: os.open(folder / "os.open", os.O_WRONLY | os.O_CREAT),
    lambda: (folder / "kept").open("a"),
    lambda: (folder / "kept").open("r+"),
    lambda: (folder / "kept").unlink(),
    lambda: (folder / "kept").rename(folder / "moved"),
    lambda: (folder / "new").mkdir(),
    lambda: __import__("ctypes").CDLL(None),
):
    try:
        attempt()
    except PermissionError:
        print("refused")
    else:
        print("done")
(folder / "part").open("w").close()
print((folder / "kept").read_text())
"""
    (tmp_path / "kept").write_text("kept")
    run = subprocess.run([sys.executable, "-c", attempts], capture_output=True, text=True, check=False)
    assert run.stdout.splitlines() == ["refused"] * 15 + ["kept"], run.stderr
    assert sorted(os.listdir(tmp_path)) == ["kept", "part"]
