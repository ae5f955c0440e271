"""Missing system libraries: found all at once, named with the one command that installs them."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from installer import system_libraries
from installer.console import Console, SetupFailed
from installer.system_libraries import LIBRARIES, MANAGERS, WAYLAND_LIBRARIES, Library

APT, DNF, ZYPPER, PACMAN = MANAGERS


def libraries(*sonames: str) -> list[Library]:
    return [library for library in LIBRARIES if library.soname in sonames]


def test_every_missing_library_is_found_in_one_pass() -> None:
    def load(soname: str) -> None:
        if soname in ("libGL.so.1", "libxcb-cursor.so.0"):
            raise OSError(soname)

    missing = system_libraries.missing_libraries(LIBRARIES, load)
    assert [library.soname for library in missing] == ["libGL.so.1", "libxcb-cursor.so.0"]


def test_wayland_libraries_are_needed_in_a_wayland_session_only() -> None:
    assert system_libraries.needed_libraries({}) == LIBRARIES
    assert system_libraries.needed_libraries({"WAYLAND_DISPLAY": "wayland-0"})[-2:] == WAYLAND_LIBRARIES


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        ({"apt-get"}, APT),
        ({"dnf"}, DNF),
        ({"zypper"}, ZYPPER),
        ({"pacman"}, PACMAN),
        ({"apt-get", "pacman"}, APT),
        ({"apk"}, None),
    ],
)
def test_the_package_manager_is_the_one_that_is_there(
    installed: set[str], expected: system_libraries.Manager | None
) -> None:
    assert system_libraries.package_manager(lambda name: name if name in installed else None) == expected


def test_a_package_that_holds_two_libraries_is_named_once() -> None:
    missing = libraries("libglib-2.0.so.0", "libgthread-2.0.so.0", "libEGL.so.1")
    assert system_libraries.packages_for(missing, APT, None) == ["libglib2.0-0", "libegl1"]


def test_every_library_has_a_package_in_every_family() -> None:
    for library in LIBRARIES + WAYLAND_LIBRARIES:
        assert all(library), library
        assert ".so." in library.soname


def test_the_message_is_one_command() -> None:
    missing = libraries("libGL.so.1", "libEGL.so.1", "libxcb-cursor.so.0")
    text = system_libraries.message(missing, APT, None, "logs/setup.log", is_root=False)
    assert text == (
        "Darkroom cannot start: 3 system libraries that its window toolkit needs are missing.\n"
        "  missing: libGL.so.1, libEGL.so.1, libxcb-cursor.so.0\n"
        "  fix:     sudo apt-get install -y --no-install-recommends libgl1 libegl1 libxcb-cursor0\n"
        "Nothing was changed. Run the same command again afterwards. (exit code 3, log: logs/setup.log)"
    )


def test_one_missing_library_reads_as_one() -> None:
    text = system_libraries.message(libraries("libGL.so.1"), DNF, None, "x", is_root=False)
    assert "1 system library that its window toolkit needs is missing." in text
    assert "sudo dnf install -y libglvnd-glx\n" in text


def test_missing_ensurepip_joins_the_command() -> None:
    text = system_libraries.message(libraries("libGL.so.1"), APT, (3, 11), "x", is_root=False)
    assert "missing: libGL.so.1, ensurepip" in text
    assert "libgl1 python3.11-venv\n" in text


def test_ensurepip_alone_is_no_library() -> None:
    text = system_libraries.message([], APT, (3, 12), "x", is_root=False)
    assert "librar" not in text
    assert "--no-install-recommends python3.12-venv\n" in text


def test_root_needs_no_sudo() -> None:
    text = system_libraries.message(libraries("libGL.so.1"), PACMAN, None, "x", is_root=True)
    assert "fix:     pacman -S --needed libglvnd\n" in text


def test_without_a_known_manager_the_sonames_must_do() -> None:
    text = system_libraries.message(libraries("libGL.so.1"), None, None, "x", is_root=False)
    assert "libGL.so.1" in text
    assert "sudo" not in text


def fake_apt(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a stand-in `apt-get` on PATH that notes its calls; returns the note file."""
    calls = folder / "calls"
    program = folder / "apt-get"
    program.write_text(f'#!/bin/sh\necho "$1" >> {calls}\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return calls


def test_package_lists_are_refreshed_only_after_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake_apt(tmp_path, 'echo "Need to get 1,234 kB of archives."', monkeypatch)
    output = io.StringIO()
    with Console(str(tmp_path / "log"), output) as console:
        system_libraries.install_with_apt(console, ["libgl1"])
    assert calls.read_text().split() == ["install"]
    assert "apt downloads 1,234 kB" in output.getvalue()


def test_apt_that_fails_twice_ends_with_3_and_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake_apt(tmp_path, 'echo "E: no space for $1"; exit 100', monkeypatch)
    with (
        Console(str(tmp_path / "log"), io.StringIO()) as console,
        pytest.raises(SetupFailed, match="E: no space for install") as failure,
    ):
        system_libraries.install_with_apt(console, ["libgl1"])
    assert failure.value.exit_code == 3
    assert calls.read_text().split() == ["install", "update", "install"]
