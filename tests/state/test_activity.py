from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy

from desktop.core.errors import ErrorInfo
from desktop.core.events import Cancelled, Event, Failed, Finished, Started, Step
from desktop.core.jobs import Job
from desktop.state.activity import Activity, Progress
from desktop.state.job_board import JobBoard
from tests.helpers.scripted import make_job


class Watched:
    """An activity with a clock that the test turns."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.board = JobBoard()
        self.activity = Activity(self.board, lambda: self.now_s)
        self.long = QSignalSpy(self.activity.long_job_ended)

    def add(self, **changes: object) -> Job:
        job = make_job(**changes)
        self.board.add(job)
        return job

    def at(self, now_s: float, event: Event) -> None:
        self.now_s = now_s
        self.board.receive(event)


@pytest.fixture
def watched(qapp: object) -> Watched:
    return Watched()


def step(job: Job, number: int, picture: int = 0) -> Step:
    return Step(job.id, picture, job.params.count, number, job.params.steps, None)


def test_nothing_is_under_way_before_a_job_runs(watched: Watched) -> None:
    watched.add()
    assert watched.activity.progress == Progress()


def test_the_running_job_is_the_progress(watched: Watched) -> None:
    job = watched.add(steps=4, count=2)
    watched.at(0, Started(job.id))
    assert watched.activity.progress == Progress(0.0)
    watched.at(1, step(job, 2))
    assert watched.activity.progress == Progress(0.25)
    watched.at(2, Finished(job.id, ()))
    assert watched.activity.progress == Progress()


def test_a_failure_is_part_of_the_progress_until_the_next_job(watched: Watched) -> None:
    first, second = watched.add(), watched.add()
    watched.at(0, Started(first.id))
    watched.at(1, Failed(first.id, ErrorInfo("x", "No.")))
    assert watched.activity.progress == Progress(None, failed=True)
    watched.at(2, Started(second.id))
    assert watched.activity.progress == Progress(0.0)


def test_the_end_of_a_waiting_job_leaves_the_progress(watched: Watched) -> None:
    first, second = watched.add(steps=4), watched.add()
    watched.at(0, Started(first.id))
    watched.at(1, step(first, 1))
    watched.at(2, Cancelled(second.id))
    assert watched.activity.progress == Progress(0.25)


def test_the_speed_leaves_loading_out(watched: Watched) -> None:
    job = watched.add(steps=10)
    watched.at(0, Started(job.id))
    watched.at(60, step(job, 1))
    assert watched.activity.speed is None
    watched.at(60.5, step(job, 2))
    assert watched.activity.speed == pytest.approx(2.0)
    watched.at(61.5, step(job, 3))
    assert 1.0 < watched.activity.speed < 2.0


def test_the_speed_leaves_the_time_between_pictures_out(watched: Watched) -> None:
    job = watched.add(steps=2, count=2)
    watched.at(0, Started(job.id))
    watched.at(1, step(job, 1))
    watched.at(2, step(job, 2))
    watched.at(100, step(job, 1, picture=1))
    watched.at(101, step(job, 2, picture=1))
    assert watched.activity.speed == pytest.approx(1.0)


def test_the_speed_is_unknown_again_after_the_job(watched: Watched) -> None:
    job = watched.add(steps=4)
    watched.at(0, Started(job.id))
    watched.at(1, step(job, 1))
    watched.at(2, step(job, 2))
    watched.at(3, Finished(job.id, ()))
    assert watched.activity.speed is None


@pytest.mark.parametrize(("seconds", "told"), [(14.0, 0), (16.0, 1)])
def test_only_a_long_job_is_worth_a_word(watched: Watched, seconds: float, told: int) -> None:
    job = watched.add()
    watched.at(100, Started(job.id))
    watched.at(100 + seconds, Finished(job.id, ()))
    assert watched.long.count() == told


def test_a_long_job_that_was_cancelled_is_not(watched: Watched) -> None:
    job = watched.add()
    watched.at(0, Started(job.id))
    watched.at(60, Cancelled(job.id))
    assert watched.long.count() == 0
