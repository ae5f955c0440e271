"""`main.py` from outside, and the decisions it takes before anything is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import desktop
from installer import bootstrap

PROJECT = Path(__file__).resolve().parents[2]


def run_main(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`main.py` with an interpreter that sees no installed package."""
    return subprocess.run(
        [sys.executable, "-S", "-E", str(PROJECT / "main.py"), *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=60,
        check=False,
    )


def test_version_needs_no_setup(tmp_path: Path) -> None:
    run = run_main("--version", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (0, f"Darkroom {desktop.__version__}\n")


def test_help_lists_every_command(tmp_path: Path) -> None:
    run = run_main("--help", cwd=tmp_path)
    assert run.returncode == 0
    assert all(f"\n  {command} " in run.stdout for command in bootstrap.COMMANDS)


@pytest.mark.parametrize("argument", ["generat", "--hlep", "missing.darkroom"])
def test_a_wrong_command_line_ends_with_2_and_points_to_help(argument: str, tmp_path: Path) -> None:
    run = run_main(argument, cwd=tmp_path)
    assert run.returncode == 2
    assert argument in run.stderr
    assert "--help" in run.stderr


def test_files_open_in_the_studio(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.touch()
    assert bootstrap.usage_problem([str(file)]) is None


def test_the_commands_own_options_are_left_to_it() -> None:
    assert bootstrap.usage_problem(["generate", "--nonsense"]) is None


@pytest.mark.parametrize(
    ("arguments", "environ", "platform", "offscreen"),
    [
        ([], {}, "linux", False),
        (["demo"], {}, "linux", True),
        (["demo"], {"DISPLAY": ":0"}, "linux", False),
        (["demo"], {"WAYLAND_DISPLAY": "wayland-0"}, "linux", False),
        ([], {}, "win32", False),
        (["test"], {"DISPLAY": ":0"}, "linux", True),
        (["test"], {"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        (["generate"], {}, "linux", False),
    ],
)
def test_qt_draws_offscreen_in_tests_and_the_demo_without_a_display(
    arguments: list[str], environ: dict[str, str], platform: str, offscreen: bool
) -> None:
    variables = bootstrap.environment_for(arguments, environ, platform)
    assert variables == ({"QT_QPA_PLATFORM": "offscreen"} if offscreen else {})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A set-up project whose interpreter is a script that prints its arguments and what it was told."""
    for folder in ("desktop", "installer", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "installer" / "lock.txt").write_text("numpy==2.4.6\n")
    (tmp_path / "installer" / "lock-dev.txt").write_text("pytest==9.2.0\n")
    place = bootstrap.layout.Layout(str(tmp_path), str(tmp_path))
    for test_tools in (False, True):
        Path(place.stamp(test_tools)).write_bytes(place.stamp_content(test_tools))
    interpreter = Path(place.python)
    interpreter.write_text('#!/bin/sh\necho "$PWD|$*|$DARKROOM_RESTART|$QT_QPA_PLATFORM"\nexit 7\n')
    interpreter.chmod(0o755)
    return tmp_path


def start(project: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Call the bootstrap for `project` in a process of its own, from the root folder."""
    code = "import sys; from installer import bootstrap; sys.exit(bootstrap.main(sys.argv[2:], sys.argv[1]))"
    return subprocess.run(
        [sys.executable, "-c", code, str(project), *arguments],
        capture_output=True,
        text=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(PROJECT), "DISPLAY": ":0", "QT_QPA_PLATFORM": "", **environ},
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="the stand-in interpreter is a shell script")
class TestStartingASetUpProject:
    def test_the_command_runs_in_the_environment(self, project: Path) -> None:
        run = start(project, "generate", "two apples", "-o", "a.png")
        assert run.stdout == f"/|{project}/main.py generate two apples -o a.png|stamp|\n"

    def test_its_exit_code_is_passed_on(self, project: Path) -> None:
        assert start(project, "models").returncode == 7

    def test_the_tests_run_in_the_project_folder(self, project: Path) -> None:
        run = start(project, "test", "tests/core", "-q", QT_QPA_PLATFORM="offscreen")
        assert run.stdout == f"{project}|-m pytest tests/core -q||offscreen\n"

    def test_an_environment_that_does_not_start_after_setup_is_told(self, project: Path) -> None:
        run = start(project, "models", DARKROOM_RESTART="setup")
        assert run.returncode == 5
        assert "does not run" in run.stderr
