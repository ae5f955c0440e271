"""What pip says, in short, and which PyTorch it is asked for."""

from __future__ import annotations

import io
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from installer import packages
from installer.console import Console
from installer.packages import CPU_INDEX, CUDA_SIZE, Fetched


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "  Downloading pillow-13.0.0-cp311-cp311-manylinux_2_28_x86_64.whl (7.1 MB)",
            Fetched("pillow", "13.0.0", 7.1e6),
        ),
        (
            "  Downloading https://download.pytorch.org/whl/cpu/torch-2.13.0%2Bcpu-cp311-any.whl (190.1 MB)",
            Fetched("torch", "2.13.0+cpu", 190.1e6),
        ),
        ("  Using cached sympy-1.14.0-py3-none-any.whl (6.3 MB)", Fetched("sympy", "1.14.0", 6.3e6)),
        (
            "Processing /no/such/annotated_types-0.8.0-py3-none-any.whl (from pydantic==2.14.4)",
            Fetched("annotated_types", "0.8.0", None),
        ),
        ("  Downloading rich-15.0.0-py3-none-any.whl.metadata (18 kB)", None),
        ("Collecting pillow==13.0.0", None),
        ("WARNING: Location 'file:///x/' is ignored: it is neither a file nor a directory.", None),
        ("Looking in indexes: https://pypi.org/simple", None),
    ],
)
def test_pips_lines_become_wheels_with_sizes(line: str, expected: Fetched | None) -> None:
    assert packages.parse_fetched(line) == expected


def test_a_local_wheel_has_the_size_of_its_file(tmp_path: Path) -> None:
    wheel = tmp_path / "torch-2.13.0+cpu-cp311-cp311-linux_x86_64.whl"
    wheel.write_bytes(bytes(2_000_000))
    assert str(packages.parse_fetched(f"Processing {wheel}")) == "torch 2.13.0+cpu (2.0 MB)"


def test_pins_are_read_without_comments_and_markers() -> None:
    text = '# why\nnumpy==2.4.6\ncolorama==0.4.6 ; sys_platform == "win32"\n\n'
    assert packages.pins(text) == {"numpy": "2.4.6", "colorama": "0.4.6"}


class Installs:
    """Stands for pip: takes note of each call, and succeeds where `works` says so."""

    def __init__(self, works: Callable[[tuple[str, ...]], bool]) -> None:
        self.calls: list[tuple[str, ...]] = []
        self._works = works

    def __call__(self, *arguments: str) -> bool:
        self.calls.append(arguments)
        return self._works(arguments)


def choose(
    install: Installs, *, has_nvidia: bool = False, reachable: bool = True, platform: str = "linux"
) -> str:
    """Run the decision; returns what it said, with the outcome in front."""
    said: list[str] = []
    done = packages.install_torch(
        "2.13.0",
        install,
        said.append,
        has_nvidia=has_nvidia,
        reachable=lambda url: reachable and url.startswith(CPU_INDEX),
        platform=platform,
    )
    return "\n".join([str(done), *said])


def test_the_machines_own_cpu_wheel_comes_first() -> None:
    install = Installs(lambda arguments: True)
    assert choose(install).startswith("True")
    assert [call[-1] for call in install.calls] == ["torch==2.13.0+cpu"]
    assert "--index-url" not in install.calls[0]


def test_then_pytorchs_cpu_index() -> None:
    install = Installs(lambda arguments: CPU_INDEX in arguments)
    assert choose(install).startswith("True")
    assert len(install.calls) == 2


def test_an_index_that_does_not_answer_is_not_tried() -> None:
    install = Installs(lambda arguments: False)
    said = choose(install, reachable=False)
    assert len(install.calls) == 1
    assert "does not answer" in said


def test_the_default_index_is_last_and_its_size_is_said_first() -> None:
    said = choose(Installs(lambda arguments: False))
    assert said.startswith("False")
    assert CUDA_SIZE in said.splitlines()[-1]


def test_an_nvidia_device_gets_the_cuda_build_and_hears_its_size() -> None:
    install = Installs(lambda arguments: True)
    said = choose(install, has_nvidia=True)
    assert install.calls == []
    assert "CUDA build" in said
    assert CUDA_SIZE in said


def test_other_systems_take_the_standard_build() -> None:
    install = Installs(lambda arguments: True)
    assert choose(install, platform="darwin").startswith("False")
    assert install.calls == []


def test_a_server_that_keeps_silent_is_given_up_in_time() -> None:
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert not packages.is_reachable(url, within_s=0.05)
    for thread in set(threading.enumerate()) - before:
        thread.join(2.0)


def test_a_refused_connection_is_not_reachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
    assert not packages.is_reachable(url, within_s=2.0)


def fake_pip(tmp_path: Path, script: str) -> str:
    """An interpreter that prints what pip would, whatever it is asked."""
    program = tmp_path / "python"
    program.write_text(f"#!{sys.executable}\n{script}\n")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize(
    ("words", "exit_code", "hint"),
    [
        ("OSError: [Errno 28] No space left on device", 6, "full"),
        ("Failed to establish a new connection: [Errno -2] Name or service not known", 5, "network"),
        ("ERROR: No matching distribution found for numpy", 5, "log"),
    ],
)
def test_a_failed_install_shows_pips_words_and_a_hint(
    words: str, exit_code: int, hint: str, tmp_path: Path
) -> None:
    with Console(str(tmp_path / "logs" / "setup.log"), io.StringIO()) as console:
        pip = packages.Pip(fake_pip(tmp_path, f"print({words!r}); raise SystemExit(1)"), console, {})
        assert not pip.install("numpy")
        failure = pip.failure()
    assert failure.exit_code == exit_code
    assert words in str(failure)
    assert hint in str(failure)
    assert f"exit code {exit_code}" in str(failure)


def test_progress_shows_large_wheels_and_no_noise(tmp_path: Path) -> None:
    script = """
print("Looking in indexes: https://pypi.org/simple")
print("Collecting torch==2.13.0")
print("  Downloading torch-2.13.0-cp311-cp311-linux_x86_64.whl (190.0 MB)")
print("  Downloading idna-3.20-py3-none-any.whl (71 kB)")
print("Installing collected packages: torch, idna")
"""
    output = io.StringIO()
    with Console(str(tmp_path / "logs" / "setup.log"), output) as console:
        assert packages.Pip(fake_pip(tmp_path, script), console, {}).install("torch")
    assert [line.strip() for line in output.getvalue().splitlines()] == [
        "torch 2.13.0 (190 MB)",
        "unpacking 2 packages",
    ]
    assert "Collecting torch" in (tmp_path / "logs" / "setup.log").read_text()


def test_pip_never_installs_outside_the_environment(tmp_path: Path) -> None:
    script = """
import os
print(sorted(name for name in os.environ if name.startswith(("PIP_", "PYTHON"))), os.environ["PIP_USER"])
"""
    inherited = {"PIP_TARGET": "/x", "PIP_USER": "1", "PYTHONPATH": "/y", "PIP_FIND_LINKS": "/wheels"}
    with Console(str(tmp_path / "logs" / "setup.log"), io.StringIO()) as console:
        packages.Pip(fake_pip(tmp_path, script), console, inherited).install("x")
        assert "['PIP_FIND_LINKS', 'PIP_REQUIRE_VIRTUALENV', 'PIP_USER'] 0" in console.tail()
