from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.last_run import LastRun, RunMarker


@pytest.fixture
def crash_log(tmp_path: Path) -> Path:
    path = tmp_path / "crash.log"
    path.write_text("of an older crash\n")
    return path


@pytest.fixture
def marker(tmp_path: Path, crash_log: Path) -> RunMarker:
    return RunMarker(tmp_path / "data" / "run.json", crash_log)


def test_the_first_run_has_nothing_to_tell(marker: RunMarker) -> None:
    assert marker.last_run() == LastRun(ended=True, crashed=False)


def test_a_run_that_ended_well(marker: RunMarker) -> None:
    marker.begin()
    marker.end()
    assert marker.last_run() == LastRun(ended=True, crashed=False)


def test_a_run_that_was_cut_off(marker: RunMarker) -> None:
    marker.begin()
    assert marker.last_run() == LastRun(ended=False, crashed=False)


def test_a_run_that_crashed(marker: RunMarker, crash_log: Path) -> None:
    marker.begin()
    with crash_log.open("a") as file:
        file.write("Fatal Python error: Segmentation fault\n")
    assert marker.last_run() == LastRun(ended=False, crashed=True)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"running": true}', b"\xff\xff"])
def test_a_damaged_marker_tells_nothing(tmp_path: Path, crash_log: Path, content: bytes) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(content)
    assert RunMarker(path, crash_log).last_run() == LastRun(ended=True, crashed=False)
