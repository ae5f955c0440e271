from __future__ import annotations

import threading
from pathlib import Path

from desktop.core.jobs import CancelToken, Job, JobId, Lane
from desktop.core.params import GenerateParams, ModelRef, SaveOptions
from desktop.core.queue import Entry, JobQueue


def entry(lane: Lane = Lane.NORMAL) -> Entry:
    params = GenerateParams(model=ModelRef(name="starter"))
    return Job(params=params, save=SaveOptions(folder=Path("pictures")), lane=lane), CancelToken()


def test_normal_jobs_come_out_in_order() -> None:
    queue = JobQueue()
    first, second = entry(), entry()
    assert queue.put(*first) == []
    assert queue.put(*second) == []
    assert [queue.take(), queue.take()] == [first, second]


def test_the_latest_live_job_replaces_the_one_that_waits() -> None:
    queue = JobQueue()
    old, new = entry(Lane.LIVE), entry(Lane.LIVE)
    queue.put(*old)
    assert queue.put(*new) == [old]
    assert queue.waiting() == (new[0],)


def test_a_live_job_goes_first() -> None:
    queue = JobQueue()
    normal, live = entry(), entry(Lane.LIVE)
    queue.put(*normal)
    queue.put(*live)
    assert queue.waiting() == (live[0], normal[0])
    assert [queue.take(), queue.take()] == [live, normal]


def test_a_waiting_job_can_be_removed_from_either_lane() -> None:
    queue = JobQueue()
    normal, live = entry(), entry(Lane.LIVE)
    queue.put(*normal)
    queue.put(*live)
    assert queue.remove(live[0].id) == live
    assert queue.remove(normal[0].id) == normal
    assert queue.waiting() == ()


def test_a_taken_job_can_not_be_removed() -> None:
    queue = JobQueue()
    job = entry()
    queue.put(*job)
    queue.take()
    assert queue.remove(job[0].id) is None
    assert queue.remove(JobId("unknown")) is None


def test_take_gives_up_after_its_timeout() -> None:
    assert JobQueue().take(timeout=0.0) is None


def test_closing_returns_what_waited_and_ends_takers() -> None:
    queue = JobQueue()
    normal, live = entry(), entry(Lane.LIVE)
    queue.put(*normal)
    queue.put(*live)
    assert queue.close() == [live, normal]
    assert queue.closed
    assert queue.take() is None


def test_a_closed_queue_gives_a_new_job_back() -> None:
    queue = JobQueue()
    queue.close()
    job = entry()
    assert queue.put(*job) == [job]
    assert queue.waiting() == ()


def test_closing_wakes_a_taker_in_another_thread() -> None:
    queue = JobQueue()
    taken: list[Entry | None] = []
    taker = threading.Thread(target=lambda: taken.append(queue.take()))
    taker.start()
    queue.close()
    taker.join(5.0)
    assert taken == [None]


def test_every_job_is_taken_once_by_several_threads() -> None:
    queue = JobQueue()
    taken: list[JobId] = []

    def work() -> None:
        while found := queue.take():
            taken.append(found[0].id)
            if len(taken) == 60:
                queue.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    jobs = [entry() for _ in range(60)]
    for job in jobs:
        queue.put(*job)
    for worker in workers:
        worker.join(10.0)
    assert sorted(taken) == sorted(job.id for job, _ in jobs)
