from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop.core.errors import AppError
from desktop.core.journal import QueueJournal
from desktop.core.paths import Paths
from desktop.state.notices import NoticeLevel
from tests.helpers.line import Line
from tests.helpers.scripted import make_params, make_studio
from tests.state.conftest import OpenLine


def kept() -> list[str]:
    """The prompts in the journal."""
    return [job.params.prompt for job in QueueJournal(Paths.default().queue).load()]


def test_a_change_reaches_the_file_a_moment_later(qtbot: QtBot, line: Line) -> None:
    line.start_first()
    ids = line.add(1, 2)
    qtbot.waitUntil(lambda: kept() == ["0", "1", "2"])
    line.studio.queue.desk.reorder(ids[::-1])
    qtbot.waitUntil(lambda: kept() == ["0", "2", "1"])
    line.studio.queue.desk.cancel(*ids)
    qtbot.waitUntil(lambda: kept() == ["0"])


def test_jobs_that_wait_or_run_at_the_end_come_back_paused(qtbot: QtBot, open_line: OpenLine) -> None:
    first = open_line()
    first.start_first()
    first.add(1, 2)
    first.studio.shutdown()
    second = open_line()
    qtbot.waitUntil(lambda: second.waiting() == ["0", "1", "2"])
    assert second.studio.queue.desk.paused
    assert second.studio.board.running is None
    (notice,) = second.studio.notices.history
    assert (notice.level, notice.info.code, notice.action) == (
        NoticeLevel.INFO,
        "queue_restored",
        "resume_queue",
    )
    assert "3 jobs" in notice.info.message
    second.studio.queue.desk.resume()
    second.let_go()
    assert second.prompts() == ["2", "1", "0"]


def test_after_a_crash_they_come_back_as_well(qtbot: QtBot, line: Line) -> None:
    """Another studio reads what the first has written so far, as after its sudden end."""
    line.start_first()
    line.add(1)
    qtbot.waitUntil(lambda: kept() == ["0", "1"])
    after = make_studio()
    with qtbot.waitSignal(after.queue.keeper.restored) as told:
        after.start()
    assert told.args == [2]
    assert after.shutdown()


def test_of_a_job_that_ran_only_the_rest_comes_back(qtbot: QtBot, open_line: OpenLine) -> None:
    first = open_line()
    first.studio.board.picture_done.connect(first.hold_again)  # in the GUI thread, so perhaps one later
    first.studio.submit(make_params(seed=5, count=200))
    first.release.set()
    qtbot.waitUntil(lambda: not first.release.is_set())
    first.studio.shutdown()
    (job,) = QueueJournal(Paths.default().queue).load()
    made = job.params.seed - 5
    assert 1 <= made < 200
    assert job.params.count == 200 - made


def test_a_start_without_jobs_says_nothing(qtbot: QtBot, open_line: OpenLine) -> None:
    first = open_line()
    first.add(1)
    first.let_go()
    first.studio.shutdown()
    second = open_line()
    assert not second.studio.queue.desk.paused
    assert second.studio.notices.history == ()


def test_a_studio_that_keeps_no_queue_leaves_the_file_alone(qtbot: QtBot, open_line: OpenLine) -> None:
    first = open_line()
    first.start_first()
    first.studio.shutdown()
    other = make_studio()
    with qtbot.waitSignals([other.library.changed, other.device_changed]):
        other.restore(keep_queue=False)
        other.begin()
    other.submit(make_params())
    qtbot.waitUntil(lambda: not other.busy)
    assert other.shutdown()
    assert kept() == ["0"]


def test_a_damaged_file_is_told_and_the_queue_starts_empty(qtbot: QtBot) -> None:
    path = Paths.default().queue
    path.parent.mkdir(parents=True)
    path.write_text("nonsense")
    studio = make_studio()
    with qtbot.waitSignal(studio.notices.added) as told:
        studio.start()
    assert told.args[0].info.code == "queue_damaged"
    assert studio.board.records == ()
    assert studio.shutdown()


def test_a_file_that_can_not_be_written_is_told_once(
    qtbot: QtBot, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise AppError("disk_full", "The disk is full.")

    monkeypatch.setattr(QueueJournal, "save", fail)
    line.studio.queue.desk.pause()
    with qtbot.waitSignal(line.studio.notices.added) as told:
        line.add(1)
    assert told.args[0].info.code == "disk_full"
    line.add(2)
    line.studio.shutdown()
    QCoreApplication.processEvents()
    assert [item.info.code for item in line.studio.notices.history] == ["disk_full"]


def test_shutdown_before_the_file_was_read_loses_nothing(qtbot: QtBot, open_line: OpenLine) -> None:
    first = open_line()
    first.start_first()
    first.studio.shutdown()
    hasty = make_studio()
    hasty.start()
    assert hasty.shutdown()
    assert kept() == ["0"]
