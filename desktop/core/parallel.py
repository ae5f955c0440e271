"""Work on many things in threads, for what lets go of Python's lock: compressing, unpacking, resizing."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_MAX_THREADS = 8


def in_order(work: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
    """``work(item)`` for each item, in the items' order, in as many threads as there are processors.

    Only a few items and results exist at once, so neither input nor output needs to fit into memory.
    ``items`` is read in the calling thread. What ``work`` raises is raised here; no thread outlives this.
    """
    threads = min(os.cpu_count() or 1, _MAX_THREADS)
    with ThreadPoolExecutor(threads) as pool:
        started: deque[Future[_Result]] = deque()
        for item in items:
            started.append(pool.submit(work, item))
            if len(started) > threads:
                yield started.popleft().result()
        while started:
            yield started.popleft().result()
