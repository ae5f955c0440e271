"""Downloads as the window has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.downloads import Status
from desktop.core.errors import ErrorInfo
from desktop.core.paths import Paths
from desktop.state.downloads import AT_ONCE, DownloadItem
from desktop.state.network_state import NetworkState
from tests.helpers.http_server import Answer, HttpServer
from tests.helpers.network import MODEL, make_look, make_network

SECRET = "hf_verysecrettoken"


@pytest.fixture
def server() -> Iterator[HttpServer]:
    server = HttpServer()
    yield server
    server.close()


@pytest.fixture
def open_state(qtbot: QtBot, server: HttpServer) -> Iterator[Callable[[], NetworkState]]:
    opened: list[NetworkState] = []

    def build() -> NetworkState:
        opened.append(make_network())
        return opened[-1]

    yield build
    server.may_end.set()
    for state in opened:
        state.close()


@pytest.fixture
def state(open_state: Callable[[], NetworkState]) -> NetworkState:
    return open_state()


def start(state: NetworkState, server: HttpServer, *paths: str, folder: str = "") -> str:
    look = make_look(server, *paths, folder=folder)
    return state.downloads.start(look, tuple(offer.file for offer in look.files), Paths.default().models)


def stall(state: NetworkState, server: HttpServer, path: str) -> str:
    """A download that stands at 1000 bytes."""
    server.answers[f"/{path}"].append(Answer(stall_after=1000))
    return start(state, server, path)


def item(state: NetworkState, download_id: str) -> DownloadItem:
    return next(item for item in state.downloads.items if item.plan.id == download_id)


def statuses(state: NetworkState) -> list[Status]:
    return [item.status for item in state.downloads.items]


def wait_for(qtbot: QtBot, state: NetworkState, download_id: str, status: Status) -> None:
    qtbot.waitUntil(lambda: item(state, download_id).status is status)
    qtbot.waitUntil(lambda: status is Status.RUNNING or not state.downloads.is_active)


def wait_for_bytes(qtbot: QtBot, path: str) -> None:
    """The file is made when the first bytes have come."""
    part = Paths.default().models / f"{path}.part"
    qtbot.waitUntil(part.exists)


def test_a_model_arrives(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    with qtbot.waitSignal(state.downloads.finished) as done:
        download_id = start(state, server, "a.safetensors")
        assert statuses(state) == [Status.RUNNING]
        assert state.is_in_use
    (finished,) = done.args
    assert finished == item(state, download_id)
    assert (finished.status, finished.done_bytes) == (Status.FINISHED, len(MODEL))
    assert finished.path == Paths.default().models / "a.safetensors"
    assert finished.path.read_bytes() == MODEL
    assert not state.is_in_use


def test_two_run_at_once_and_the_others_wait(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    ids = [stall(state, server, f"{name}.safetensors") for name in "abc"]
    assert statuses(state) == [Status.RUNNING] * AT_ONCE + [Status.WAITING]
    state.downloads.pause(ids[0])
    qtbot.waitUntil(lambda: statuses(state) == [Status.PAUSED, Status.RUNNING, Status.RUNNING])


def test_a_paused_one_keeps_its_bytes_and_goes_on(
    qtbot: QtBot, state: NetworkState, server: HttpServer
) -> None:
    download_id = stall(state, server, "a.safetensors")
    wait_for_bytes(qtbot, "a.safetensors")
    state.downloads.pause(download_id)
    qtbot.waitUntil(lambda: not state.downloads.is_active)
    assert item(state, download_id).done_bytes == 1000
    state.downloads.resume(download_id)
    wait_for(qtbot, state, download_id, Status.FINISHED)
    assert server.ranges("/a.safetensors") == ["", "bytes=1000-"]


def test_one_that_goes_on_at_once_waits_until_its_file_is_free(
    qtbot: QtBot, state: NetworkState, server: HttpServer
) -> None:
    download_id = stall(state, server, "a.safetensors")
    wait_for_bytes(qtbot, "a.safetensors")
    state.downloads.pause(download_id)
    state.downloads.resume(download_id)
    assert statuses(state) == [Status.WAITING]
    wait_for(qtbot, state, download_id, Status.FINISHED)


def test_what_is_taken_off_the_list_leaves_nothing(
    qtbot: QtBot, state: NetworkState, server: HttpServer
) -> None:
    download_id = stall(state, server, "a.safetensors")
    wait_for_bytes(qtbot, "a.safetensors")
    state.downloads.remove(download_id)
    assert state.downloads.items == ()
    qtbot.waitUntil(lambda: list(Paths.default().models.iterdir()) == [])


def test_a_finished_model_stays_when_it_is_taken_off_the_list(
    qtbot: QtBot, state: NetworkState, server: HttpServer
) -> None:
    download_id = start(state, server, "a.safetensors")
    wait_for(qtbot, state, download_id, Status.FINISHED)
    path = item(state, download_id).path
    state.downloads.remove(download_id)
    assert state.downloads.items == ()
    assert path is not None
    assert path.exists()


def test_a_failure_is_told_and_can_be_tried_again(
    qtbot: QtBot, state: NetworkState, server: HttpServer
) -> None:
    server.answers["/a.safetensors"].append(Answer(403))
    with qtbot.waitSignal(state.failed) as told:
        download_id = start(state, server, "a.safetensors")
    assert item(state, download_id).status is Status.FAILED
    assert item(state, download_id).error == told.args[0]
    assert told.args[0].code == "access_refused"
    state.downloads.resume(download_id)
    wait_for(qtbot, state, download_id, Status.FINISHED)


def test_the_same_file_is_not_fetched_twice(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    first = stall(state, server, "a.safetensors")
    assert start(state, server, "a.safetensors") == first
    assert len(state.downloads.items) == 1


def test_a_restart_brings_them_back_paused(
    qtbot: QtBot, open_state: Callable[[], NetworkState], server: HttpServer
) -> None:
    before = open_state()
    done = start(before, server, "done.safetensors")
    wait_for(qtbot, before, done, Status.FINISHED)
    download_id = stall(before, server, "a.safetensors")
    wait_for_bytes(qtbot, "a.safetensors")
    before.close()
    after = open_state()
    with qtbot.waitSignal(after.downloads.changed):
        after.downloads.load()
    (kept,) = after.downloads.items
    assert (kept.plan.id, kept.status, kept.done_bytes) == (download_id, Status.PAUSED, 1000)
    after.downloads.resume(download_id)
    wait_for(qtbot, after, download_id, Status.FINISHED)
    assert server.ranges("/a.safetensors")[-1] == "bytes=1000-"


def test_offline_pauses_all_and_starts_nothing(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    ids = [stall(state, server, f"{name}.safetensors") for name in "abc"]
    state.set_offline(True)
    assert statuses(state) == [Status.PAUSED] * 3
    assert state.is_offline
    qtbot.waitUntil(lambda: not state.downloads.is_active)
    asked = len(server.asked)
    state.downloads.resume(ids[0])
    wait_for(qtbot, state, ids[0], Status.PAUSED)
    assert len(server.asked) == asked


def test_speed_and_time_left_follow_the_clock(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    now = [0.0]
    state.downloads._clock = lambda: now[0]
    look = make_look(server, "a.safetensors")
    server.answers["/a.safetensors"].append(Answer(stall_after=1000))
    download_id = state.downloads.start(look, (look.files[0].file,), Paths.default().models)
    active = state.downloads._active[download_id]
    qtbot.waitUntil(lambda: active.done_bytes == 1000)
    now[0] = 1.0
    state.downloads.sample()
    assert item(state, download_id).speed == 0.0  # a first sample says nothing
    active.report(3000)
    now[0] = 2.0
    state.downloads.sample()
    assert item(state, download_id).speed == 2000.0
    assert item(state, download_id).seconds_left == (len(MODEL) - 3000) / 2000
    active.report(3000)
    now[0] = 3.0
    state.downloads.sample()
    assert item(state, download_id).speed == 1400.0


def test_a_bug_is_told_and_reported(
    qtbot: QtBot, state: NetworkState, server: HttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[object] = []
    monkeypatch.setattr("threading.excepthook", lambda args: reported.append(args.exc_value))
    monkeypatch.setattr("desktop.core.net.download.files.move_new", lambda *_: 1 / 0)
    with qtbot.waitSignal(state.failed) as told:
        start(state, server, "a.safetensors")
    assert isinstance(told.args[0], ErrorInfo)
    assert told.args[0].code == "internal_error"
    assert isinstance(reported[0], ZeroDivisionError)


@pytest.mark.parametrize("status", [200, 403])
def test_a_token_is_in_no_file(
    qtbot: QtBot,
    state: NetworkState,
    server: HttpServer,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    status: int,
) -> None:
    """Neither in settings, lists, logs, notices nor beside the model: whether it works or not."""
    caplog.set_level("DEBUG")
    server.serve("/a.safetensors", MODEL)
    with qtbot.waitSignal(state.look_ups.looked) as looked:
        state.look_ups.ask(f"{server.url}/a.safetensors?token={SECRET}&x=1")
    look = looked.args[0]
    assert SECRET not in repr(look)
    if status != 200:
        server.answers["/a.safetensors"].append(Answer(status))
    download_id = state.downloads.start(look, (look.files[0].file,), Paths.default().models)
    wait_for(qtbot, state, download_id, Status.FINISHED if status == 200 else Status.FAILED)
    state.close()
    assert {asked.headers.get("Authorization") for asked in server.asked} == {f"Bearer {SECRET}"}
    assert SECRET not in caplog.text
    assert SECRET not in repr(state.downloads.items)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"connections.jsonl", "downloads.json"} <= {path.name for path in files}
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
