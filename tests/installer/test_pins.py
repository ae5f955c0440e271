"""The lock files against pyproject.toml, and against what is installed here."""

from __future__ import annotations

import importlib.metadata
import re
import runpy
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from installer import packages

PROJECT = Path(__file__).resolve().parents[2]
CUDA_ONLY = re.compile(r"nvidia-|cuda-|triton$")


def normal(name: str) -> str:
    """A project's name in the form in which names are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    text = (PROJECT / "installer" / name).read_text(encoding="utf-8")
    return {normal(project): version for project, version in packages.pins(text).items()}


def meant_for_here(name: str) -> set[str]:
    """The pins of a lock whose markers apply to this system and Python."""
    lines = (PROJECT / "installer" / name).read_text(encoding="utf-8").splitlines()
    pins = (Requirement(line) for line in lines if line and not line.startswith("#"))
    return {normal(pin.name) for pin in pins if pin.marker is None or pin.marker.evaluate()}


def direct(requirements: Iterable[str]) -> dict[str, str]:
    return {normal(project): version for project, version in (line.split("==") for line in requirements)}


def project_table() -> dict[str, object]:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def closure(names: Iterable[str]) -> set[str]:
    """Everything that these installed projects require on this machine, themselves included."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = normal(waiting.pop())
        if name in found or CUDA_ONLY.match(name):
            continue
        found.add(name)
        for line in importlib.metadata.requires(name) or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return found


def test_the_direct_pins_are_those_of_the_lock() -> None:
    table = project_table()
    assert direct(table["dependencies"]).items() <= locked("lock.txt").items()
    assert direct(table["optional-dependencies"]["dev"]).items() <= locked("lock-dev.txt").items()


def test_the_locks_hold_the_closure_and_no_more() -> None:
    table = project_table()
    program = closure(direct(table["dependencies"]))
    tools = closure(direct(table["optional-dependencies"]["dev"])) - program
    assert program == meant_for_here("lock.txt")
    assert tools == set(locked("lock-dev.txt"))


def test_what_is_installed_is_what_is_locked() -> None:
    pins = locked("lock.txt") | locked("lock-dev.txt")
    installed = {
        normal(found.name): found.version.split("+")[0] for found in importlib.metadata.distributions()
    }
    wrong = {
        name: (installed[name], pins[name])
        for name in pins.keys() & installed.keys()
        if installed[name] != pins[name]
    }
    assert wrong == {}


@pytest.mark.parametrize("name", ["torchvision", "opencv-python"])
def test_what_breaks_others_is_absent(name: str) -> None:
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version(name)


def test_torch_has_no_cuda_without_an_nvidia_device() -> None:
    if packages.has_nvidia_device():
        pytest.skip("this machine has an NVIDIA device")
    version_file = importlib.metadata.distribution("torch").locate_file("torch/version.py")
    assert runpy.run_path(str(version_file))["cuda"] is None
