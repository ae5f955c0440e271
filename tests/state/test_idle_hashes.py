"""Hashes that are computed while nothing else is to be done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import AppError
from desktop.core.events import Cancelled, Started
from desktop.core.hashes import HashCache, Hashes, autov3, file_sha256
from desktop.core.library import Library
from desktop.state.idle_hashes import IdleHashes
from desktop.state.job_board import JobBoard
from desktop.state.library_list import LibraryList
from tests.helpers.header_files import write_header
from tests.helpers.scripted import make_job

LORA = {
    "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight": (4, 768),
    "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_up.weight": (1280, 4),
}


class Idle:
    """A library in a folder whose files are hashed as soon as it was scanned."""

    def __init__(self, folder: Path) -> None:
        self.models = folder / "models"
        self.cache = HashCache(folder / "hashes.json")
        self.board = JobBoard()
        self.list = LibraryList(Library((self.models,), folder / "none", None, self.cache))
        self.hashes = IdleHashes(self.cache, self.list, self.board)
        self.hashes._timer.setInterval(0)

    def write(self, name: str, note: str = "") -> Path:
        return write_header(self.models / f"{name}.safetensors", LORA, {"note": note} if note else None)

    def twins(self) -> list[str]:
        return [info.twin for info in self.list.everything]

    def close(self) -> None:
        self.hashes.close()
        self.list.close()


@pytest.fixture
def idle(qapp: object, tmp_path: Path) -> Iterator[Idle]:
    idle = Idle(tmp_path)
    yield idle
    idle.close()


def test_files_get_their_hashes_and_duplicates_are_told(qtbot: QtBot, idle: Idle) -> None:
    paths = [idle.write("a"), idle.write("b"), idle.write("other", "x")]
    idle.list.refresh()
    qtbot.waitUntil(lambda: idle.twins() == ["", "a", ""])
    assert [idle.cache.known(path) for path in paths] == [
        Hashes(file_sha256(path), autov3(path)) for path in paths
    ]


def test_a_file_that_can_not_be_hashed_is_tried_once(
    qtbot: QtBot, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def fail(path: Path, check: object) -> str:
        tried.append(path.name)
        raise AppError("not_readable", "No.")

    monkeypatch.setattr(idle.cache, "file_autov3", fail)
    idle.write("a")
    with qtbot.waitSignals([idle.list.changed, idle.list.changed, idle.list.changed]):
        idle.list.refresh()
        idle.list.changed.connect(lambda: idle.list.refresh() if tried else None)
    assert tried == ["a.safetensors"]


def test_a_running_job_makes_it_rest(qtbot: QtBot, idle: Idle) -> None:
    path, job = idle.write("a"), make_job()
    idle.board.add(job)
    idle.board.receive(Started(job.id))
    checked = threading.Event()
    wait = idle.hashes._free.wait

    def waited(timeout: float) -> bool:
        checked.set()
        return wait(timeout)

    idle.hashes._free.wait = waited  # type: ignore[method-assign]
    idle.list.refresh()
    qtbot.waitUntil(checked.is_set)
    assert idle.cache.known(path) == Hashes()
    idle.board.receive(Cancelled(job.id))
    qtbot.waitUntil(lambda: idle.cache.known(path) != Hashes())


def test_closing_stops_it_while_it_rests(qtbot: QtBot, idle: Idle) -> None:
    path, job = idle.write("a"), make_job()
    idle.board.add(job)
    idle.list.refresh()
    qtbot.waitUntil(lambda: idle.hashes._background._current() is not None)
    idle.hashes.close()
    assert idle.cache.known(path) == Hashes()
