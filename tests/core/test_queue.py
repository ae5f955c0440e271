from __future__ import annotations

import threading
from dataclasses import replace
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


def filled(count: int = 4) -> tuple[JobQueue, list[Job]]:
    queue, entries = JobQueue(), [entry() for _ in range(count)]
    for job in entries:
        queue.put(*job)
    return queue, [job for job, _ in entries]


def test_waiting_jobs_are_put_in_order() -> None:
    queue, jobs = filled()
    queue.reorder([jobs[k].id for k in (3, 0, 2, 1)])
    assert queue.waiting() == tuple(jobs[k] for k in (3, 0, 2, 1))
    assert [taken[0] for _ in jobs if (taken := queue.take())] == [jobs[k] for k in (3, 0, 2, 1)]


def test_jobs_that_are_not_named_come_last() -> None:
    queue, jobs = filled()
    queue.reorder([jobs[2].id])
    assert queue.waiting() == tuple(jobs[k] for k in (2, 0, 1, 3))


def test_the_order_before_undoes_another_one() -> None:
    queue, jobs = filled()
    queue.reorder(queue.reorder([jobs[2].id]))
    assert queue.waiting() == tuple(jobs)


def test_what_does_not_wait_among_the_others_gets_no_place() -> None:
    queue, jobs = filled()
    live = entry(Lane.LIVE)
    queue.put(*live)
    queue.reorder([JobId("unknown"), jobs[3].id, live[0].id, jobs[3].id])
    assert queue.waiting() == (live[0], jobs[3], *jobs[:3])


def test_an_edited_job_keeps_its_place_and_token() -> None:
    queue = JobQueue()
    old, after = entry(), entry()
    queue.put(*old)
    queue.put(*after)
    edited = replace(old[0], group="edited")
    assert queue.replace(edited) == old[0]
    assert queue.waiting() == (edited, after[0])
    assert queue.take() == (edited, old[1])


def test_a_taken_job_is_neither_put_in_order_nor_edited() -> None:
    queue, jobs = filled(2)
    queue.take()
    queue.reorder([jobs[0].id])
    assert queue.replace(jobs[0]) is None
    assert queue.waiting() == (jobs[1],)


def test_a_paused_queue_gives_nothing_until_it_goes_on() -> None:
    queue, jobs = filled(1)
    live = entry(Lane.LIVE)
    queue.pause()
    queue.put(*live)
    assert queue.paused
    assert queue.take(timeout=0.0) is None
    assert queue.waiting() == (live[0], jobs[0])
    queue.resume()
    assert not queue.paused
    assert queue.take(timeout=0.0) == live


def test_going_on_wakes_a_taker_in_another_thread() -> None:
    queue, jobs = filled(1)
    queue.pause()
    taken: list[Entry | None] = []
    taker = threading.Thread(target=lambda: taken.append(queue.take(5.0)))
    taker.start()
    queue.resume()
    taker.join(5.0)
    assert [taken_entry[0] for taken_entry in taken if taken_entry] == jobs


def test_closing_ends_the_taker_of_a_paused_queue() -> None:
    queue, jobs = filled(1)
    queue.pause()
    assert [job for job, _ in queue.close()] == jobs
    assert queue.take() is None


def test_a_nudge_lets_one_take_go_without_a_job() -> None:
    queue = JobQueue()
    waiting = entry()
    queue.put(*waiting)
    queue.nudge()
    assert queue.take() is None
    assert queue.take() == waiting
