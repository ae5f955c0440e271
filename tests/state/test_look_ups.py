"""Questions about addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.net.look_up import Look
from desktop.state.network_state import NetworkState
from tests.helpers.http_server import Answer, HttpServer
from tests.helpers.network import MODEL, make_network


@pytest.fixture
def server() -> Iterator[HttpServer]:
    server = HttpServer()
    yield server
    server.close()


@pytest.fixture
def state(qtbot: QtBot, server: HttpServer) -> Iterator[NetworkState]:
    state = make_network()
    yield state
    server.may_end.set()
    state.close()


def test_an_address_is_looked_up(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    busy: list[bool] = []
    state.look_ups.busy_changed.connect(busy.append)
    with qtbot.waitSignal(state.look_ups.looked) as looked:
        state.look_ups.ask(f"  {server.serve('/a.safetensors', MODEL)}\n")
    assert isinstance(looked.args[0], Look)
    assert looked.args[0].files[0].file.size_bytes == len(MODEL)
    assert busy == [True, False]


def test_a_failure_is_told(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    with qtbot.waitSignal(state.look_ups.failed) as failed:
        state.look_ups.ask(f"{server.url}/a.safetensors")
    assert failed.args[0].code == "not_found"


def test_nothing_is_asked_offline(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    state.set_offline(True)
    with qtbot.waitSignal(state.look_ups.failed) as failed:
        state.look_ups.ask(server.serve("/a.safetensors", MODEL))
    assert failed.args[0].code == "offline"
    assert server.asked == []


def test_the_last_question_counts(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    looks: list[Look] = []
    state.look_ups.looked.connect(looks.append)
    state.look_ups.ask(
        server.serve("/slow.safetensors", MODEL, Answer(302, {"Location": "/slow.safetensors"}))
    )
    with qtbot.waitSignal(state.look_ups.looked):
        state.look_ups.ask(server.serve("/a.safetensors", MODEL))
    assert [look.title for look in looks] == ["a.safetensors"]
    assert not state.look_ups.is_busy


def test_a_token_is_kept_for_its_host(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    with qtbot.waitSignal(state.look_ups.token_kept) as kept:
        state.look_ups.set_token("127.0.0.1", "secret")
    assert kept.args == ["127.0.0.1", True]
    with qtbot.waitSignal(state.look_ups.looked):
        state.look_ups.ask(server.serve("/a.safetensors", MODEL))
    assert server.asked[0].headers["Authorization"] == "Bearer secret"


def test_the_room_of_a_folder_is_told(qtbot: QtBot, state: NetworkState, tmp_path: Path) -> None:
    with qtbot.waitSignal(state.look_ups.free_known) as told:
        state.look_ups.ask_free(tmp_path / "not" / "there")
    folder, free = told.args
    assert folder == tmp_path / "not" / "there"
    assert free > 0


def test_the_log_is_read_and_cleared(qtbot: QtBot, state: NetworkState, server: HttpServer) -> None:
    with qtbot.waitSignal(state.look_ups.looked):
        state.look_ups.ask(server.serve("/a.safetensors", MODEL))
    with qtbot.waitSignal(state.log_read) as read:
        state.read_log()
    assert [entry.host for entry in read.args[0]] == ["127.0.0.1"]
    with qtbot.waitSignal(state.log_read) as cleared:
        state.clear_log()
    assert cleared.args[0] == ()
