"""The process that converts may do what it likes: what it did is told, and nothing half is left."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.core.conversion import Converted, Report, Stage, convert
from desktop.core.errors import AppError, JobCancelled
from desktop.core.jobs import CancelToken
from desktop.core.legacy import Form, Plan

ROGUE = "tests.helpers.rogue_converter"


def run(
    folder: Path,
    name: str,
    token: CancelToken | None = None,
    told: list[Report] | None = None,
    stall_s: float = 60.0,
) -> Converted:
    source = folder / f"{name}.ckpt"
    source.write_bytes(b"original")
    plan = Plan(source, Form.ZIP, 8, folder / "models", name, beside=False, agreed=True)
    reports = [] if told is None else told
    return convert(plan, token or CancelToken(), reports.append, stall_s=stall_s, module=ROGUE)


def failure(folder: Path, name: str, stall_s: float = 60.0) -> AppError:
    with pytest.raises(AppError) as caught:
        run(folder, name, stall_s=stall_s)
    return caught.value


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_what_was_made_gets_its_name_when_it_is_whole(tmp_path: Path) -> None:
    told: list[Report] = []
    made = run(tmp_path, "good", told=told)
    assert made == Converted(tmp_path / "good.ckpt", tmp_path / "models/good.safetensors", 1, ("epoch",))
    assert [(report.stage, report.done_bytes) for report in told] == [(Stage.READ, 1)]
    assert left(tmp_path) == ["good.ckpt", "good.safetensors"]


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models/good.safetensors").write_bytes(b"mine")
    assert run(tmp_path, "good").path.name == "good-2.safetensors"
    assert (tmp_path / "models/good.safetensors").read_bytes() == b"mine"


def test_what_the_process_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    info = failure(tmp_path, "refuses").info
    assert (info.code, info.message, info.hint) == ("unsafe_model", "It asks for os.system.", "Remove it.")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("crashes", "conversion_ended"),
        ("leaves quietly", "conversion_ended"),
        ("bad_alloc", "out_of_memory"),
        pytest.param(
            "killed",
            "out_of_memory",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no signals"),
        ),
        ("half", "conversion_ended"),
        ("lies", "conversion_ended"),
    ],
)
def test_each_end_of_the_process_is_told_and_leaves_nothing_half(
    tmp_path: Path, name: str, code: str
) -> None:
    source = tmp_path / f"{name}.ckpt"
    error = failure(tmp_path, name)
    assert error.code == code
    assert source.name in error.info.message
    assert left(tmp_path) == [source.name]
    assert source.read_bytes() == b"original"


def test_last_words_of_a_crash_are_kept_for_the_curious(tmp_path: Path) -> None:
    assert "Segmentation fault" in failure(tmp_path, "crashes").info.details


@pytest.mark.parametrize("name", ["hangs", "floods"])
def test_a_process_that_comes_to_no_end_can_be_cancelled(tmp_path: Path, name: str) -> None:
    token = CancelToken()

    class Cancelling(list[Report]):
        def append(self, report: Report) -> None:
            token.cancel()

    with pytest.raises(JobCancelled):
        run(tmp_path, name, token, Cancelling())
    assert left(tmp_path) == [f"{name}.ckpt"]


def test_a_process_that_says_nothing_is_ended(tmp_path: Path) -> None:
    assert failure(tmp_path, "hangs", stall_s=0.5).code == "conversion_stalled"
    assert left(tmp_path) == ["hangs.ckpt"]


def test_the_process_knows_nothing_of_who_works_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    names = set(failure(tmp_path, "environment").info.message.split())
    assert "PATH" in names
    assert not names & {"HF_TOKEN", "PYTHONPATH", "HOME", "USER", "DARKROOM_HOME"}


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(AppError) as caught:
        run(tmp_path, "good")
    assert caught.value.code == "not_writable"
