from __future__ import annotations

import threading

import pytest

from desktop.core import parallel


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(parallel.in_order(lambda number: number * number, range(50))) == [n * n for n in range(50)]


def test_items_are_taken_only_as_they_are_needed() -> None:
    taken = []

    def items() -> object:
        for number in range(1000):
            taken.append(number)
            yield number

    results = parallel.in_order(str, items())
    assert next(results) == "0"
    assert len(taken) < 20
    results.close()


def test_a_failure_is_raised_and_no_thread_stays() -> None:
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        list(parallel.in_order(lambda number: 1 // number, [1, 2, 0, 3]))
    assert threading.active_count() == before
