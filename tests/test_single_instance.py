"""Two starts: the second hands its files to the first."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from desktop.core.errors import AppError
from desktop.single_instance import MAX_MESSAGE_BYTES, Message, SingleInstance

ROOT = Path(__file__).resolve().parents[1]
SECOND = """
import sys
from pathlib import Path
from desktop.single_instance import SingleInstance
instance = SingleInstance(Path(sys.argv[1]))
if instance.claim():
    print("first", flush=True)
    sys.stdin.readline()
else:
    handed = instance.hand_over([Path(name) for name in sys.argv[2:]])
    print("handed over" if handed else "claimed", flush=True)
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def first(qtbot: QtBot, data: Path) -> Iterator[SingleInstance]:
    instance = SingleInstance(data)
    assert instance.claim()
    instance.listen()
    yield instance
    instance.close()


def start(data: Path, *names: str, folder: Path = ROOT) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, str(data), *names],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_second_start_hands_its_files_over_and_ends(
    qtbot: QtBot, first: SingleInstance, data: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(first.files_received, timeout=15_000) as received:
        second = start(data, "a b.png", str(tmp_path / "ü.png"), folder=tmp_path)
    assert received.args == [(tmp_path / "a b.png", tmp_path / "ü.png")]
    out, error = second.communicate(timeout=15)
    assert (out, error, second.returncode) == ("handed over\n", "", 0)


def test_without_files_it_only_shows_itself(qtbot: QtBot, first: SingleInstance, data: Path) -> None:
    with qtbot.waitSignal(first.files_received, timeout=15_000) as received:
        second = start(data)
    assert received.args == [()]
    assert second.communicate(timeout=15)[0] == "handed over\n"


def test_what_a_killed_process_left_is_replaced(qtbot: QtBot, data: Path) -> None:
    killed = start(data)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "first\n"
    instance = SingleInstance(data)
    assert not instance.claim()
    killed.kill()
    killed.communicate()
    assert instance.claim()
    instance.listen()
    with qtbot.waitSignal(instance.files_received, timeout=15_000):
        second = start(data)
    second.communicate(timeout=15)
    instance.close()


def test_one_that_does_not_answer_is_told(data: Path) -> None:
    silent, second = SingleInstance(data), SingleInstance(data)
    assert silent.claim()
    with pytest.raises(AppError) as caught:
        second.hand_over([], patience_s=0)
    assert caught.value.code == "no_answer"
    silent.close()
    assert second.hand_over([]) is False
    second.close()


def test_each_data_folder_has_its_own(first: SingleInstance, tmp_path: Path) -> None:
    other = SingleInstance(tmp_path / "other")
    assert other.claim()
    other.close()


def visit(qtbot: QtBot, first: SingleInstance, said: bytes) -> QLocalSocket:
    """Say it to the first one, and wait until it ends the connection."""
    socket = QLocalSocket()
    socket.connectToServer(first._server.serverName())  # type: ignore[union-attr]
    assert socket.waitForConnected(1000)
    with qtbot.waitSignal(socket.disconnected, timeout=5000):
        for begin in range(0, len(said), 65_536):
            socket.write(said[begin : begin + 65_536])
        socket.flush()
    return socket


@pytest.mark.parametrize(
    "said",
    [
        b"\n",
        b"{}}\n",
        b'{"version": 2, "files": []}\n',
        b'{"files": ["/a"], "run": "rm"}\n',
        b'{"files": "/a"}\n',
        b'{"files": [' + b",".join([b'"/a"'] * 1001) + b"]}\n",
        b'{"files": ["/' + b"a" * 5000 + b'"]}\n',
        b"\xff\xfe\n",
        b"x" * (MAX_MESSAGE_BYTES + 10),
    ],
)
def test_messages_that_are_none_are_refused(qtbot: QtBot, first: SingleInstance, said: bytes) -> None:
    with qtbot.assertNotEmitted(first.files_received):
        socket = visit(qtbot, first, said)
        QCoreApplication.processEvents()
    assert socket.readAll().isEmpty()


def test_paths_that_depend_on_a_folder_are_left_out() -> None:
    assert Message(files=("/a.png", "b.png", "../c", "/d\0.png")).paths == (Path("/a.png"),)


def test_a_data_folder_that_can_not_be_made_lets_the_start_go_on(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    instance = SingleInstance(tmp_path / "data")
    assert instance.claim()
    instance.listen()
    instance.close()
