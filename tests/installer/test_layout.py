"""Where things are kept, and when an environment counts as whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.paths import Paths
from installer import layout
from installer.layout import Layout


@pytest.fixture
def place(tmp_path: Path) -> Layout:
    """A project whose environment is stamped for the program, not for the test tools."""
    (tmp_path / "installer").mkdir()
    (tmp_path / "installer" / "lock.txt").write_text("numpy==2.4.6\n")
    (tmp_path / "installer" / "lock-dev.txt").write_text("pytest==9.2.0\n")
    (tmp_path / ".venv").mkdir()
    made = Layout(str(tmp_path), str(tmp_path))
    Path(made.stamp(False)).write_bytes(made.stamp_content(False))
    return made


def test_a_stamped_environment_is_current(place: Layout) -> None:
    assert place.is_current()


def test_the_test_tools_have_a_stamp_of_their_own(place: Layout) -> None:
    assert not place.is_current(test_tools=True)
    Path(place.stamp(True)).write_bytes(place.stamp_content(True))
    assert place.is_current(test_tools=True)


def test_a_changed_lock_file_makes_it_old(place: Layout) -> None:
    Path(place.requirements(False)).write_text("numpy==2.4.7\n")
    assert not place.is_current()


def test_another_python_makes_it_old(place: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 99, 0, "final", 0))
    assert not place.is_current()


def test_no_stamp_means_not_current(place: Layout) -> None:
    os.unlink(place.stamp(False))
    assert not place.is_current()


def test_a_writable_project_keeps_its_own_environment(place: Layout) -> None:
    assert layout.find(place.project, {}).home == place.project


def test_a_read_only_project_uses_the_data_folder(place: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    os.unlink(place.stamp(False))
    assert layout.find(place.project, {"DARKROOM_HOME": "/elsewhere"}).home == os.path.abspath(
        "/elsewhere/data"
    )


def test_a_finished_environment_serves_those_who_may_not_write(
    place: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert layout.find(place.project, {"DARKROOM_HOME": "/elsewhere"}).home == place.project


def test_the_data_folder_is_the_programs_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert layout.user_folder(os.environ, sys.platform) == str(Paths.default().data)
    monkeypatch.delenv("DARKROOM_HOME")
    assert layout.user_folder(os.environ, sys.platform) == str(Paths.default().data)


def test_a_start_loads_next_to_nothing() -> None:
    """What `main.py` imports before exec: each of the slow modules would cost more than all of it."""
    code = "import sys; import installer.bootstrap; print(*sys.modules)"
    project = Path(__file__).resolve().parents[2]
    run = subprocess.run(
        [sys.executable, "-S", "-E", "-c", f"import sys; sys.path.insert(0, {str(project)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    slow = {"argparse", "ctypes", "dataclasses", "hashlib", "pathlib", "re", "shutil", "subprocess", "typing"}
    assert slow.isdisjoint(run.stdout.split())
