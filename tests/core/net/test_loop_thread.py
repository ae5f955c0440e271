"""A thread with a loop for the network."""

from __future__ import annotations

import asyncio
import queue
import threading

import pytest

from desktop.core.net.loop_thread import LoopThread


@pytest.fixture
def ended() -> queue.Queue[asyncio.Task[int]]:
    return queue.Queue()


def test_work_runs_there_and_its_end_is_told_there(ended: queue.Queue[asyncio.Task[int]]) -> None:
    thread, where = LoopThread("loop"), []

    async def work() -> int:
        return threading.get_ident()

    def tell(task: asyncio.Task[int]) -> None:
        where.append(threading.get_ident())
        ended.put(task)

    thread.start(work, tell)
    assert ended.get(timeout=5).result() == where[0] != threading.get_ident()
    thread.close()


def test_work_that_is_cancelled_before_it_began_ends_as_well(ended: queue.Queue[asyncio.Task[int]]) -> None:
    thread = LoopThread("loop")

    async def work() -> int:
        await asyncio.Event().wait()
        return 0

    thread.start(work, ended.put).cancel()
    assert ended.get(timeout=5).cancelled()
    thread.close()


def test_closing_cancels_what_runs(ended: queue.Queue[asyncio.Task[int]]) -> None:
    thread, begun = LoopThread("loop"), threading.Event()

    async def work() -> int:
        begun.set()
        await asyncio.Event().wait()
        return 0

    thread.start(work, ended.put)
    assert begun.wait(5)
    thread.close()
    assert ended.get(timeout=5).cancelled()


def test_without_work_there_is_no_thread() -> None:
    before = threading.active_count()
    thread = LoopThread("loop")
    assert threading.active_count() == before
    thread.close()
