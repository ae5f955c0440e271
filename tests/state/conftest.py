"""Studios whose jobs wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.line import Line

OpenLine = Callable[[], Line]


@pytest.fixture
def open_line(qtbot: QtBot) -> Iterator[OpenLine]:
    """Builds lines; one that was shut down by its test may be followed by another on the same folders."""
    lines: list[Line] = []

    def build() -> Line:
        lines.append(Line(qtbot))
        return lines[-1]

    yield build
    for line in lines:
        assert line.studio.shutdown()


@pytest.fixture
def line(open_line: OpenLine) -> Line:
    return open_line()
