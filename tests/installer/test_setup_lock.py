"""One set-up at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer import setup_lock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "setup.lock"


def hold(path: Path, content: str, age_s: float = 0.0) -> None:
    """Leave a lock file as another process would."""
    path.parent.mkdir()
    path.write_text(content)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - age_s))


def never_wait(_: float) -> None:
    pytest.fail("waited")


def test_the_file_names_the_holder_and_goes_away(path: Path) -> None:
    with setup_lock.held(str(path), pytest.fail):
        assert path.read_text() == str(os.getpid())
    assert not path.exists()


def test_it_goes_away_after_a_failure_too(path: Path) -> None:
    with pytest.raises(RuntimeError), setup_lock.held(str(path), pytest.fail):
        raise RuntimeError
    assert not path.exists()


def test_a_dead_holder_is_replaced_at_once(path: Path) -> None:
    hold(path, "4242")
    with setup_lock.held(str(path), pytest.fail, is_alive=lambda pid: pid != 4242, sleep=never_wait):
        assert path.read_text() == str(os.getpid())
    assert list(path.parent.iterdir()) == []


def test_a_living_holder_is_waited_for_and_named_once(path: Path) -> None:
    hold(path, "4242")
    said: list[str] = []
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            path.unlink()

    with setup_lock.held(str(path), said.append, is_alive=lambda pid: True, sleep=sleep):
        assert len(waits) == 3
    assert len(said) == 1
    assert "process 4242" in said[0]


def test_a_file_without_a_name_is_left_to_its_writer(path: Path) -> None:
    hold(path, "")
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        path.unlink()

    with setup_lock.held(str(path), lambda text: None, sleep=sleep):
        assert len(waits) == 1


def test_an_old_file_without_a_name_is_replaced(path: Path) -> None:
    hold(path, "", age_s=60.0)
    with setup_lock.held(str(path), pytest.fail, sleep=never_wait):
        assert path.read_text() == str(os.getpid())


def test_a_finished_process_is_dead_and_this_one_alive() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert not setup_lock.process_is_alive(child.pid)
    assert setup_lock.process_is_alive(os.getpid())


def test_the_file_of_a_new_holder_is_put_back(path: Path) -> None:
    """Two starts saw the same dead holder; the other was faster and holds the lock now."""
    hold(path, "77")
    setup_lock._remove_stale(str(path), 4242)
    assert path.read_text() == "77"
