"""The Python gate: its words, and that old Pythons can read it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from installer import gate

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (3, 13, 9)])
def test_supported_pythons_pass(version: tuple[int, ...]) -> None:
    assert gate.python_problem(version, True, "/usr/bin/python3") is None


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 13), (3, 14, 0)])
def test_another_python_is_named_with_a_way_out(version: tuple[int, ...]) -> None:
    text = gate.python_problem(version, True, "/usr/bin/python3")

    assert text is not None
    assert "this is Python " + ".".join(map(str, version)) in text
    assert "3.11 to 3.13" in text
    assert "apt-get install python3" in text
    assert "exit code 4" in text


def test_a_32_bit_python_is_refused() -> None:
    text = gate.python_problem((3, 11, 2), False, "python.exe")

    assert text is not None
    assert "a 32-bit Python 3.11.2" in text


@pytest.mark.parametrize("name", ["main.py", "installer/__init__.py", "installer/gate.py"])
def test_what_runs_before_the_gate_parses_on_python_3_7(name: str) -> None:
    ast.parse((PROJECT / name).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_python_built_without_a_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "NEEDED_MODULES", ("zlib", "no_such_module"))

    text = gate.incomplete_python_problem("/opt/python3")

    assert text is not None
    assert "/opt/python3" in text
    assert "without no_such_module." in text
