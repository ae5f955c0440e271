"""Every test gets its own data folders, and fails when it leaves a thread behind."""

from __future__ import annotations

import gc
import itertools
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.engine.runtime import prepare_environment

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
prepare_environment()

_TESTS_BETWEEN_FULL_COLLECTIONS = 100


@pytest.fixture(scope="session", autouse=True)
def no_collector_in_threads() -> Iterator[None]:
    """Qt objects in cycles must die in the thread they live in: not in whichever happens to allocate."""
    thresholds = gc.get_threshold()
    gc.set_threshold(0)
    yield
    gc.set_threshold(*thresholds)


@pytest.fixture(scope="session")
def tests_run() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture(autouse=True)
def garbage_collected(no_collector_in_threads: None, tests_run: Iterator[int]) -> Iterator[None]:
    """What a test leaves is collected after it, here in the main thread; all of it now and then."""
    yield
    gc.collect(2 if next(tests_run) % _TESTS_BETWEEN_FULL_COLLECTIONS == 0 else 1)


@pytest.fixture(autouse=True)
def private_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, data, cache, logs and pictures go below ``tmp_path``."""
    monkeypatch.setenv("DARKROOM_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail when a thread that the test started still runs two seconds after it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 2.0
    while left := [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]:
        if time.monotonic() > deadline:
            pytest.fail(f"threads left alive: {[t.name for t in left]}")
        left[0].join(0.05)
