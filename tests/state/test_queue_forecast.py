from __future__ import annotations

import pytest

from desktop.core.estimates import Estimates
from desktop.core.events import Cancelled, Started, Step, Timings
from desktop.core.paths import Paths
from desktop.state import queue_words
from desktop.state.job_board import JobBoard
from desktop.state.queue_forecast import QueueForecast, QueueTotal
from tests.helpers.scripted import make_job, make_params


@pytest.fixture
def board(qapp: object) -> JobBoard:
    return JobBoard()


@pytest.fixture
def forecast(board: JobBoard) -> QueueForecast:
    """A step takes 2 seconds, all else nothing."""
    estimates = Estimates(Paths.default().estimates)
    estimates.observe(make_params(), "cpu", Timings(step=2.0))
    return QueueForecast(board, estimates, lambda: "cpu")


def test_the_total_is_what_waits_and_the_rest_of_what_runs(board: JobBoard, forecast: QueueForecast) -> None:
    running, waiting, ended = make_job(steps=4), make_job(steps=5, count=3), make_job()
    board.add(running, waiting, ended)
    board.receive(Cancelled(ended.id))
    board.receive(Started(running.id))
    board.receive(Step(running.id, 0, 1, 3, 4, 2.5))
    assert forecast.total() == QueueTotal(jobs=2, pictures=4, seconds=2.5 + 3 * 5 * 2.0)


def test_an_unknown_model_makes_the_total_unknown(board: JobBoard, forecast: QueueForecast) -> None:
    board.add(make_job(), make_job(model=make_params().model.model_copy(update={"name": "new"})))
    assert forecast.total().seconds is None


def test_an_empty_queue_takes_no_time_and_no_words(forecast: QueueForecast) -> None:
    assert queue_words.total(forecast.total(), paused=False) == ""


@pytest.mark.parametrize(
    ("total", "paused", "words"),
    [
        (QueueTotal(1, 1, 3.2), False, "1 job, about 3.2 s left"),
        (QueueTotal(12, 20, 240.0), False, "12 jobs, about 4 min left"),
        (QueueTotal(12, 20, None), False, "12 jobs"),
        (QueueTotal(12, 20, 240.0), True, "12 jobs, paused"),
    ],
)
def test_the_total_in_words(total: QueueTotal, paused: bool, words: str) -> None:
    assert queue_words.total(total, paused) == words
