"""What set-up prints and what it logs."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from installer.console import LOG_LIMIT_BYTES, Console, in_words


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("size_bytes", "expected"),
    [(34_000, "34 kB"), (7.1e6, "7.1 MB"), (190.4e6, "190 MB"), (1.6e9, "1.6 GB"), (12.2e9, "12 GB")],
)
def test_sizes_in_words(size_bytes: float, expected: str) -> None:
    assert in_words(size_bytes) == expected


def test_a_programs_lines_go_to_the_log_and_its_code_comes_back(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "setup.log"
    output = io.StringIO()
    lines: list[str] = []
    with Console(str(log), output) as console:
        code = console.run([sys.executable, "-c", "print('one\\n\\ntwo'); exit(9)"], on_line=lines.append)
        tail = console.tail()
    assert code == 9
    assert lines == ["one", "", "two"]
    assert tail == "  | one\n  | two"
    assert output.getvalue() == ""
    assert "one" in log.read_text()


def test_a_program_that_does_not_exist_is_127(tmp_path: Path) -> None:
    with Console(str(tmp_path / "log"), io.StringIO()) as console:
        assert console.run([str(tmp_path / "none")]) == 127
        assert "none" in console.tail()


def test_passing_remarks_are_for_terminals(tmp_path: Path) -> None:
    for stream, seen in ((io.StringIO(), False), (Terminal(), True)):
        with Console(str(tmp_path / "log"), stream) as console:
            console.status("busy")
        assert ("busy" in stream.getvalue()) is seen


def test_a_long_log_starts_over(tmp_path: Path) -> None:
    log = tmp_path / "log"
    for old, kept in (("short", True), ("x" * (LOG_LIMIT_BYTES + 1), False)):
        log.write_text(old)
        with Console(str(log), io.StringIO()):
            pass
        assert log.read_text().startswith(old) is kept
