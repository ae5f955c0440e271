"""The set-up as a whole, with a stand-in for pip and venv: order, stamps, what a failure leaves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from installer import packages, setup, system_libraries
from installer.console import Console
from installer.layout import Layout


class Disk(NamedTuple):
    free: float


class Machine:
    """Answers for the programs that set-up runs, and keeps the calls in order."""

    def __init__(self, place: Layout) -> None:
        self.calls: list[str] = []
        self.fails: Callable[[str], bool] = lambda call: False
        self._place = place

    def run(self, console: Console, command: Sequence[str], **options: Any) -> int:
        if "venv" in command:
            call = "venv"
            os.makedirs(self._place.environment)
        else:
            call = " ".join(os.path.basename(word) for word in command if not word.startswith("--"))
            call = call.removeprefix("python -m pip install off ")
        self.calls.append(call)
        return int(self.fails(call))


@pytest.fixture
def place(tmp_path: Path) -> Layout:
    """A fresh clone."""
    (tmp_path / "installer").mkdir()
    (tmp_path / "installer" / "lock.txt").write_text("torch==2.13.0\nnumpy==2.4.6\n")
    (tmp_path / "installer" / "lock-dev.txt").write_text("pytest==9.2.0\n")
    return Layout(str(tmp_path), str(tmp_path))


@pytest.fixture
def machine(place: Layout, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A system with all libraries, 100 GB free, no NVIDIA device, and a local CPU wheel of torch."""
    made = Machine(place)
    monkeypatch.setattr(
        Console, "run", lambda console, command, **options: made.run(console, command, **options)
    )
    monkeypatch.setattr(system_libraries, "missing_libraries", lambda libraries: [])
    monkeypatch.setattr(packages, "has_nvidia_device", lambda: False)
    monkeypatch.setattr(packages.sys, "platform", "linux")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(100e9))
    return made


def set_up(place: Layout, *, test_tools: bool = False) -> int:
    return setup.set_up(place, test_tools=test_tools, leave_system=False)


def test_the_program_is_installed_and_stamped(place: Layout, machine: Machine) -> None:
    assert set_up(place) == 0
    assert machine.calls == ["venv", "1 torch==2.13.0+cpu", "-r lock.txt"]
    assert place.is_current()
    assert not os.path.exists(place.lock)


def test_the_test_tools_come_on_top(place: Layout, machine: Machine) -> None:
    set_up(place)
    machine.calls.clear()
    assert set_up(place, test_tools=True) == 0
    assert machine.calls == ["-r lock.txt -r lock-dev.txt"]
    assert place.is_current(test_tools=True)


def test_a_failure_leaves_no_stamp_and_the_next_start_begins_anew(place: Layout, machine: Machine) -> None:
    machine.fails = lambda call: call == "-r lock.txt"
    assert set_up(place) == 5
    assert not place.is_current()
    torn = Path(place.environment) / "torn"
    torn.touch()

    machine.fails = lambda call: False
    assert set_up(place) == 0
    assert place.is_current()
    assert not torn.exists()


def test_what_another_start_finished_is_not_done_again(place: Layout, machine: Machine) -> None:
    set_up(place)
    machine.calls.clear()
    assert set_up(place) == 0
    assert machine.calls == []


def test_a_full_disk_is_told_before_anything_happens(
    place: Layout, machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(0.9e9))
    assert set_up(place) == 6
    assert machine.calls == []
    assert "900 MB are free" in capsys.readouterr().err


def test_a_short_disk_is_told_before_the_download(
    place: Layout, machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(2.5e9))
    assert set_up(place) == 0
    said = capsys.readouterr().err
    assert said.index("2.5 GB are free") < said.index("PyTorch")


@pytest.fixture
def without_gl(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Debian system, used by an ordinary user, that lacks libGL."""
    gl = next(library for library in system_libraries.LIBRARIES if library.soname == "libGL.so.1")
    monkeypatch.setattr(system_libraries, "missing_libraries", lambda libraries: [gl])
    monkeypatch.setattr(system_libraries, "package_manager", lambda: system_libraries.MANAGERS[0])
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)


@pytest.mark.usefixtures("without_gl")
class TestWithoutALibrary:
    def test_an_ordinary_user_gets_the_command_and_nothing_changes(
        self, place: Layout, machine: Machine, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert set_up(place) == 3
        assert machine.calls == []
        assert "sudo apt-get install -y --no-install-recommends libgl1" in capsys.readouterr().err

    def test_no_system_goes_on_without(self, place: Layout, machine: Machine) -> None:
        assert setup.set_up(place, test_tools=False, leave_system=True) == 0

    def test_root_has_it_installed(
        self, place: Layout, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gl = system_libraries.missing_libraries([])
        found = iter([gl, []])
        monkeypatch.setattr(system_libraries, "missing_libraries", lambda libraries: next(found))
        monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
        assert set_up(place) == 0
        assert machine.calls[0] == "apt-get install -y libgl1"

    def test_a_start_that_failed_names_it_and_keeps_the_environment(
        self, place: Layout, machine: Machine, capsys: pytest.CaptureFixture[str]
    ) -> None:
        setup.set_up(place, test_tools=False, leave_system=True)
        error = ImportError("libGL.so.1: cannot open shared object file")
        assert setup.mend_failed_start(place, error, leave_system=False) == 3
        assert "missing: libGL.so.1" in capsys.readouterr().err
        assert place.is_current()


def test_a_library_that_no_table_knows_is_named_and_the_environment_kept(
    place: Layout, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(place)
    error = ImportError("libnew.so.7: cannot open shared object file: No such file or directory")
    assert setup.mend_failed_start(place, error, leave_system=False) == 3
    assert "missing: libnew.so.7\n" in capsys.readouterr().err
    assert place.is_current()


def test_a_library_of_the_environment_itself_means_damage(place: Layout, machine: Machine) -> None:
    set_up(place)
    error = ImportError("libQt6Core.so.6: cannot open shared object file: No such file or directory")
    assert setup.mend_failed_start(place, error, leave_system=False) == 5


def test_a_damaged_environment_is_made_anew_by_the_next_start(
    place: Layout, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(place)
    assert setup.mend_failed_start(place, ImportError("No module named 'shiboken6'"), leave_system=False) == 5
    assert "shiboken6" in capsys.readouterr().err
    assert not place.is_current()


def test_an_interruption_is_told_and_unlocks(
    place: Layout, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(call: str) -> bool:
        raise KeyboardInterrupt

    machine.fails = interrupt
    assert set_up(place) == 130
    assert "interrupted" in capsys.readouterr().err
    assert not os.path.exists(place.lock)
