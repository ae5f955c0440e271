from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.jobs import JobId
from desktop.state.job_board import JobStatus
from tests.helpers.line import Line
from tests.helpers.scripted import make_params


def test_jobs_are_handed_in_together_and_told_once(qtbot: QtBot, line: Line) -> None:
    told: list[int] = []
    line.studio.board.jobs_added.connect(lambda records: told.append(len(records)))
    line.studio.queue.desk.pause()
    ids = line.studio.queue.desk.submit(*(make_params(seed=k) for k in range(3)), group="g", parent_id=5)
    assert told == [3]
    jobs = line.studio.queue.desk.waiting
    assert [job.id for job in jobs] == list(ids)
    assert {(job.group, job.parent_id) for job in jobs} == {("g", 5)}


def test_a_paused_queue_starts_nothing_until_it_is_resumed(qtbot: QtBot, line: Line) -> None:
    desk = line.studio.queue.desk
    with qtbot.waitSignal(desk.paused_changed) as told:
        desk.pause()
    assert (told.args, desk.paused) == ([True], True)
    (job_id,) = line.add(1)
    with qtbot.assertNotEmitted(line.studio.board.job_changed, wait=20):
        pass
    assert line.status(job_id) is JobStatus.QUEUED
    desk.resume()
    line.let_go()
    assert line.status(job_id) is JobStatus.FINISHED


def test_waiting_jobs_run_in_the_order_they_were_put_in(qtbot: QtBot, line: Line) -> None:
    line.start_first()
    one, two, three = line.add(1, 2, 3)
    with qtbot.waitSignal(line.studio.queue.desk.order_changed):
        line.studio.queue.desk.reorder([three, one, two])
    ended: list[str] = []
    line.studio.board.job_ended.connect(lambda record: ended.append(record.job.params.prompt))
    line.let_go()
    assert ended == ["0", "3", "1", "2"]


def test_an_order_that_is_the_same_is_not_told(qtbot: QtBot, line: Line) -> None:
    line.studio.queue.desk.pause()
    ids = line.add(1, 2)
    with qtbot.assertNotEmitted(line.studio.queue.desk.order_changed):
        line.studio.queue.desk.reorder(ids)


@pytest.mark.parametrize("failing", [True, False], ids=["failed", "cancelled"])
def test_an_ended_job_is_tried_again_in_its_place(line: Line, failing: bool) -> None:
    line.failing = {1} if failing else set()
    line.start_first()
    (job_id,) = line.add(1, group="g")
    if not failing:
        line.studio.queue.desk.cancel(job_id)
    line.let_go()
    line.release.clear()
    line.studio.queue.desk.retry([job_id, JobId("unknown")])
    assert line.studio.board.get(job_id) is None
    line.qtbot.waitUntil(lambda: line.studio.board.running is not None)
    running = line.studio.board.running
    assert running is not None
    assert (running.job.params.prompt, running.job.group) == ("1", "g")


def test_a_duplicate_waits_beside_its_original(line: Line) -> None:
    line.start_first()
    (job_id,) = line.add(1)
    line.studio.queue.desk.duplicate([job_id])
    assert line.waiting() == ["1", "1"]
    assert len({job.id for job in line.studio.queue.desk.waiting}) == 2


def test_a_waiting_job_is_replaced_and_a_running_one_is_not(line: Line) -> None:
    running = line.start_first()
    (waiting,) = line.add(1)
    record = line.studio.board.get(running)
    assert record is not None
    assert not line.studio.queue.desk.replace(record.job)
    job = replace(line.studio.queue.desk.waiting[0], params=make_params(prompt="other", seed=9))
    assert line.studio.queue.desk.replace(job)
    assert line.waiting() == ["other"]
    edited = line.studio.board.get(waiting)
    assert edited is not None
    assert edited.job == job


def test_cancelling_many_jobs_is_told_once(line: Line) -> None:
    line.start_first()
    ids = line.add(*range(1, 20))
    told: list[None] = []
    line.studio.board.counts_changed.connect(lambda: told.append(None))
    line.studio.queue.desk.cancel(*ids)
    assert len(told) == 1
    assert {line.status(job_id) for job_id in ids} == {JobStatus.CANCELLED}
