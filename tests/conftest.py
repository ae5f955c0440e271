"""Every test gets its own data folders, and fails when it leaves a thread behind."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.engine.runtime import prepare_environment

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
prepare_environment()


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
