"""The log of connections."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from desktop.core import connection_log
from desktop.core.connection_log import ConnectionLog, Purpose

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def make(path: Path) -> ConnectionLog:
    minutes = count()
    return ConnectionLog(path, lambda: START + timedelta(minutes=next(minutes)))


def test_it_tells_the_newest_first(tmp_path: Path) -> None:
    log = make(tmp_path / "deep" / "log")
    log.closed(log.opened("a.example", Purpose.LOOK_UP), 10, 20)
    log.opened("b.example", Purpose.DOWNLOAD)
    second, first = log.read()
    assert (first.host, first.sent_bytes, first.received_bytes, first.ended) == ("a.example", 10, 20, True)
    assert (second.host, second.purpose, second.ended) == ("b.example", Purpose.DOWNLOAD, False)
    assert (first.time, second.time) == (START, START + timedelta(minutes=1))


def test_another_run_goes_on_with_it(tmp_path: Path) -> None:
    make(tmp_path / "log").opened("a.example", Purpose.LOOK_UP)
    make(tmp_path / "log").opened("b.example", Purpose.LOOK_UP)
    assert [entry.host for entry in make(tmp_path / "log").read()] == ["b.example", "a.example"]


def test_damaged_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "log"
    log = make(path)
    log.opened("a.example", Purpose.LOOK_UP)
    with path.open("ab") as file:
        file.write(b'{"id":\n[]\n{"id":"x","time":"never","host":"h","purpose":"look_up"}\n\xff\xfe\n')
    log.opened("b.example", Purpose.LOOK_UP)
    assert [entry.host for entry in log.read()] == ["b.example", "a.example"]


def test_it_can_be_cleared(tmp_path: Path) -> None:
    log = make(tmp_path / "log")
    log.opened("a.example", Purpose.LOOK_UP)
    log.clear()
    assert log.read() == ()


def test_nothing_is_there_before_the_first_connection(tmp_path: Path) -> None:
    assert make(tmp_path / "log").read() == ()


def test_the_older_half_goes_when_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_log, "MAX_BYTES", 2000)
    log = make(tmp_path / "log")
    for number in range(100):
        log.opened(f"{number}.example", Purpose.LOOK_UP)
    assert (tmp_path / "log").stat().st_size < 2500
    assert log.read()[0].host == "99.example"
