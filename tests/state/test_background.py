from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop.core.errors import AppError
from desktop.state.background import Background


def test_work_is_done_elsewhere_and_its_result_told_here(qtbot: QtBot) -> None:
    background = Background("work")
    results: list[tuple[int, int]] = []
    here = threading.get_ident()
    background.run(threading.get_ident, lambda there: results.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(results))
    ((there, told),) = results
    assert there != here == told


def test_one_after_the_other(qtbot: QtBot) -> None:
    background = Background("work")
    done: list[int] = []
    for number in range(20):
        background.run(lambda number=number: number, done.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_a_failure_is_told_and_the_next_goes_on(qtbot: QtBot) -> None:
    background = Background("work")
    done: list[str] = []

    def fail() -> str:
        raise AppError("no", "No.")

    with qtbot.waitSignal(background.failed) as failed:
        background.run(fail, done.append)
        background.run(lambda: "next", done.append)
    qtbot.waitUntil(lambda: done == ["next"])
    assert failed.args[0].code == "no"


def test_a_bug_reaches_the_hook_and_the_next_goes_on(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: caught.append(args.exc_type))
    background = Background("work")
    done: list[int] = []
    background.run(lambda: 1 // 0, done.append)
    background.run(lambda: 2, done.append)
    qtbot.waitUntil(lambda: done == [2])
    assert caught == [ZeroDivisionError]


@pytest.mark.parametrize(("finish", "expected"), [(True, ["first", "second"]), (False, ["first"])])
def test_closing_waits_for_the_work(qtbot: QtBot, finish: bool, expected: list[str]) -> None:
    background = Background("work")
    started, done = threading.Event(), threading.Event()
    worked: list[str] = []
    told: list[object] = []

    def first() -> None:
        started.set()
        assert done.wait(5)
        worked.append("first")

    background.run(first, told.append)
    background.run(lambda: worked.append("second"), told.append)
    assert started.wait(5)
    threading.Timer(0.02, done.set).start()
    background.close(finish=finish)
    assert worked == expected
    background.run(lambda: worked.append("late"))
    QCoreApplication.processEvents()
    assert worked == expected
    assert told == []


def test_of_what_replaces_each_other_the_last_one_counts(qtbot: QtBot) -> None:
    background = Background("work")
    may_end = threading.Event()
    worked: list[int] = []
    told: list[int] = []

    def work(number: int) -> int:
        assert may_end.wait(5)
        worked.append(number)
        return number

    for number in range(3):
        background.run(lambda number=number: work(number), told.append, replaces="look")  # type: ignore[misc]
    background.run(lambda: work(9), told.append)
    may_end.set()
    qtbot.waitUntil(lambda: 9 in told)
    assert worked == [0, 2, 9]  # the first was under way
    assert told == [2, 9]
